"""Armijo's line search and conjugate gradients from many starts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from gradviz.descent.crowds.crowd import Crowd, Visits
from gradviz.descent.methods.searching import MOST_TRIALS
from gradviz.descent.optimizer import Setting
from gradviz.graph import Array


def armijo(
    crowd: Crowd, x: Array, rates: Iterable[Array], settings: Mapping[str, Setting]
) -> Iterator[Visits]:
    """As ``methods.searching.armijo``."""
    for rate in rates:
        losses, g = crowd.gradient(x)
        yield losses, x
        x = searched(crowd, x, losses, g, -g, rate, settings)


def cg(
    crowd: Crowd, x: Array, rates: Iterable[Array], settings: Mapping[str, Setting]
) -> Iterator[Visits]:
    """As ``methods.searching.cg``."""
    by_ratio = bool(settings["fletcher_reeves"])
    before: Array | None = None
    d = np.zeros_like(x)
    for rate in rates:
        losses, g = crowd.gradient(x)
        yield losses, x
        if before is None:
            d = -g
        else:
            size = dots(before, before)
            share = dots(g, g) if by_ratio else np.maximum(0.0, dots(g, g - before))
            beta = np.where(size == 0.0, 0.0, share / size)
            d = -g + beta * d
            d = np.where(dots(g, d) >= 0.0, -g, d)
        x = searched(crowd, x, losses, g, d, rate, settings)
        before = g


def dots(a: Array, b: Array) -> Array:
    """The scalar product of each column of one with that of the other, added up in order."""
    return np.asarray(sum((p * q for p, q in zip(a, b, strict=True)), np.zeros(())))


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
    t = np.array(t)
    for _ in range(MOST_TRIALS):
        candidates = crowd.inside(x[:, left] + t[left] * d[:, left])
        if crowd.is_open:
            fall = t[left] * slope[left]
        else:
            fall = dots(g[:, left], candidates - x[:, left])
        low = crowd.value(candidates) <= losses[left] + c1 * fall
        found[:, left[low]] = candidates[:, low]
        left = left[~low]
        if not len(left):
            return found
        t[left] *= rho
    found[:, left] = crowd.inside(x[:, left] + t[left] * d[:, left])
    return found
