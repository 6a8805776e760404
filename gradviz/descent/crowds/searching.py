"""Armijo's line search and conjugate gradients from many starts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from gradviz.descent.crowds.crowd import Crowd, Visits
from gradviz.descent.crowds.roster import Roster
from gradviz.descent.methods.searching import MOST_TRIALS
from gradviz.descent.rules.optimizer import Setting
from gradviz.graph import Array


def armijo(
    crowd: Crowd, x: Array, rates: Iterable[Array], settings: Mapping[str, Setting]
) -> Iterator[Visits]:
    """As ``methods.searching.armijo``."""
    roster = Roster(x)
    for rate in rates:
        if not len(roster.places):
            yield roster.visits
            continue
        losses, g = crowd.gradient(x)
        yield roster.visit(losses, x)
        target = searched(crowd, x, losses, g, -g, rate[roster.places], settings)
        going = np.isfinite(losses) & ~(crowd.steady & (target == x).all(axis=0))
        roster.keep(going)
        x = target[:, going]


def cg(
    crowd: Crowd, x: Array, rates: Iterable[Array], settings: Mapping[str, Setting]
) -> Iterator[Visits]:
    """As ``methods.searching.cg``."""
    by_ratio = bool(settings["fletcher_reeves"])
    roster = Roster(x)
    before, d = np.zeros_like(x), np.zeros_like(x)
    for rate in rates:
        if not len(roster.places):
            yield roster.visits
            continue
        losses, g = crowd.gradient(x)
        yield roster.visit(losses, x)
        size = dots(before, before)
        share = dots(g, g) if by_ratio else np.maximum(0.0, dots(g, g - before))
        beta = np.where(size == 0.0, 0.0, share / size)
        d = np.where(beta == 0.0, -g, -g + beta * d)
        anew = dots(g, d) >= 0.0
        d = np.where(anew, -g, d)
        target = searched(crowd, x, losses, g, d, rate[roster.places], settings)
        still = (anew | (beta == 0.0)) & (target == x).all(axis=0)
        going = np.isfinite(losses) & ~(still & (crowd.steady and not by_ratio))
        roster.keep(going)
        before, d, x = g[:, going], d[:, going], target[:, going]


def dots(a: Array, b: Array) -> Array:
    """The scalar product of each column of one with that of the other, added up in order."""
    products = a * b
    total = products[0]
    for row in products[1:]:
        total = total + row
    return np.asarray(total)


def searched(
    crowd: Crowd,
    x: Array,
    losses: Array,
    g: Array,
    d: Array,
    t: Array,
    settings: Mapping[str, Setting],
) -> Array:
    """As ``methods.searching.searched``: those that are low enough drop out of the search."""
    c1, rho = float(settings["c1"]), float(settings["rho"])
    slope = dots(g, d)
    found = np.empty_like(x)
    left = np.arange(x.shape[1])
    for _ in range(MOST_TRIALS):
        candidates = crowd.inside(x + t * d)
        fall = t * slope if crowd.is_open else dots(g, candidates - x)
        low = crowd.value(candidates) <= losses + c1 * fall
        if low.any():
            found[:, left[low]] = candidates[:, low]
            high = ~low
            left = left[high]
            x, d, g, t, slope, losses = (
                x[:, high],
                d[:, high],
                g[:, high],
                t[high],
                slope[high],
                losses[high],
            )
            if not len(left):
                return found
        t = t * rho
    found[:, left] = crowd.inside(x + t * d)
    return found
