"""Minima, maxima and saddle points in view, found by Newton's method and labeled by the Hessian."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gradviz.descent.landscape.compass import dips, lowest
from gradviz.descent.landscape.curvature import Curvature, curvature_at
from gradviz.descent.landscape.fields import Cancel, Interval
from gradviz.descent.landscape.patch import Patch
from gradviz.descent.landscape.zeros import MARGIN, zeros
from gradviz.descent.surface import Surface
from gradviz.graph import Array

STARTS = 48
"""Newton's method starts in the middles of so many cells along each axis."""

MOST = 600
"""Of more points those with the lowest values are looked at and returned; zoom in for others."""

MERGED = 1e-5  # of the view: what is nearer is the same point
THINNED = 0.06  # of the view: along a valley floor or a ridge one point is shown for so much
FLAT = 1e-8  # of the largest curvature
BENT = 1e-7  # of the spread of values: the least curvature over the width of the view
PLATEAU = 1e-10  # of the spread of values: what changes less around a point is no feature
_SHIFT = 0.0137  # of a cell, so that no start lies on an axis of symmetry
_RING = 12


class Kind(StrEnum):
    """What the eigenvalues of the Hessian say: all above 0, all below 0, both, or one is 0.

    A ``flat`` point is one where the Hessian does not decide: a valley floor, a ridge, or a
    point like that of x⁴.
    """

    MINIMUM = "minimum"
    SADDLE = "saddle"
    MAXIMUM = "maximum"
    FLAT = "flat"


@dataclass(frozen=True)
class StationaryPoint:
    """A point in view where the gradient vanishes, or a lowest or highest one at a kink.

    ``place`` are its coordinates along the axes. At a kink ``is_smooth`` is False: the gradient
    does not vanish there, Newton's method cannot find it and there are no eigenvalues.
    """

    place: tuple[float, ...]
    value: float
    kind: Kind
    eigenvalues: tuple[float, ...] = ()
    is_smooth: bool = True


def stationary_points(
    surface: Surface,
    names: Sequence[str],
    axes: Sequence[str],
    ranges: Sequence[Interval],
    at: Mapping[str, float],
    cancel: Cancel | None = None,
    starts: int = STARTS,
) -> tuple[StationaryPoint, ...]:
    """The stationary points within the ranges along ``axes``, all other parameters as in ``at``.

    Newton's method starts from a grid of ``starts`` points along each axis, and what it finds is
    merged. Nothing promises that these are all: two points within a cell or two of the grid may
    be taken for one. Rastrigin's function has 441 in its domain, and all are found. Lowest and
    highest points at kinks come from a search by values, and are kept if searches from all around
    come back to them. Sorted by kind and value; none when cancelled.
    """
    patch = Patch(surface, names, axes, ranges, at)
    reach = 1.0 / starts
    lows = lowest(patch, dips(patch, starts), reach, margin=MARGIN)
    highs = lowest(patch, dips(patch, starts, -1.0), reach, -1.0, margin=MARGIN)
    begun = np.concatenate([patch.grid(starts, _SHIFT), lows, highs])
    found = _merged(_in_view(zeros(patch, begun, cancel)), MERGED)
    found = found[np.argsort(patch.values(found))][:MOST]
    points = list(_labeled(patch, found, starts, cancel))
    for candidates, sign in ((lows, 1.0), (highs, -1.0)):
        points += _at_kinks(patch, candidates, points, reach, sign)
    if cancel is not None and cancel.cancelled:
        return ()
    order = list(Kind)
    return tuple(sorted(points, key=lambda p: (order.index(p.kind), p.value, p.place)))[:MOST]


def count_words(points: Iterable[StationaryPoint]) -> str:
    """How many there are of each kind: "4 minima, 4 saddle points, 1 maximum"."""
    kinds = [point.kind for point in points]
    parts = [
        f"{kinds.count(kind):,} {_WORDS[kind][kinds.count(kind) != 1]}"
        for kind in Kind
        if kind in kinds
    ]
    return ", ".join(parts) or "none"


_WORDS = {
    Kind.MINIMUM: ("minimum", "minima"),
    Kind.SADDLE: ("saddle point", "saddle points"),
    Kind.MAXIMUM: ("maximum", "maxima"),
    Kind.FLAT: ("flat place", "flat places"),
}


def kind_of(curvature: Curvature, least: float = 0.0) -> Kind:
    """The label by the Hessian's eigenvalues; below ``least`` and the rounding they count as 0."""
    values = curvature.eigenvalues
    rounding = max(FLAT * float(np.max(np.abs(values))) + 10.0 * curvature.error, least)
    if (np.abs(values) <= rounding).any():
        return Kind.FLAT
    if (values > 0).all():
        return Kind.MINIMUM
    return Kind.MAXIMUM if (values < 0).all() else Kind.SADDLE


def _labeled(
    patch: Patch, found: Array, starts: int, cancel: Cancel | None
) -> Iterable[StationaryPoint]:
    """The smooth points among those found, with flat ones thinned and plateaus left out."""
    spread, core = _spread(patch.values(patch.grid(starts)))
    least = BENT * core / float(np.max(patch.widths)) ** 2
    flat: list[StationaryPoint] = []
    for place in patch.places(found):
        if cancel is not None and cancel.cancelled:
            return
        point = _looked_at(patch, place, least)
        if point is None or _rises(patch, point, 0.5 / starts) <= PLATEAU * spread:
            continue
        if point.kind is Kind.FLAT:
            flat.append(point)
        else:
            yield point
    if flat:
        shares = patch.shares(np.array([point.place for point in flat]))
        kept = {tuple(row) for row in _merged(shares, THINNED)}
        yield from (p for p, row in zip(flat, shares, strict=True) if tuple(row) in kept)


def _spread(values: Array) -> tuple[float, float]:
    """How far the finite values spread, and how far without the tenths at both ends."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.0, 0.0
    low, high = np.percentile(finite, (10, 90))
    return float(np.ptp(finite)), float(high - low)


def _looked_at(patch: Patch, place: Array, least: float) -> StationaryPoint | None:
    """A point with its value, eigenvalues and kind, moved by a last precise step of Newton's."""
    point = {**patch.at, **_named(patch, place)}
    curved = curvature_at(patch.surface, patch.names, point, patch.axes)
    if not curved.is_smooth:
        return None
    kind = kind_of(curved, least)
    if kind is not Kind.FLAT:
        slope = patch.slopes(patch.shares(place)[None])[0] / patch.widths
        step = np.linalg.solve(curved.hessian, slope)
        if float(np.max(np.abs(step / patch.widths))) < MERGED:
            place = place - step
            curved = curvature_at(
                patch.surface, patch.names, {**patch.at, **_named(patch, place)}, patch.axes
            )
    value = float(patch.values(patch.shares(place)[None])[0])
    return StationaryPoint(
        tuple(map(float, place)), value, kind, tuple(map(float, curved.eigenvalues))
    )


def _named(patch: Patch, place: Array) -> dict[str, float]:
    return {axis: float(x) for axis, x in zip(patch.axes, place, strict=True)}


def _rises(patch: Patch, point: StationaryPoint, radius: float) -> float:
    """By how much the value changes at most around a point."""
    around = _ring(patch, patch.shares(np.array(point.place)), radius)
    return float(np.nanmax(np.abs(patch.values(around) - point.value), initial=0.0))


def _ring(patch: Patch, center: Array, radius: float) -> Array:
    if patch.size == 1:
        return center + radius * np.array([[-1.0], [1.0]])
    angles = np.arange(_RING) * (2 * np.pi / _RING) + 0.1
    return np.asarray(center + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1))


def _at_kinks(
    patch: Patch, candidates: Array, known: list[StationaryPoint], reach: float, sign: float
) -> Iterable[StationaryPoint]:
    """The lowest (or highest) points to which searches from all around come back."""
    candidates = _merged(_in_view(candidates), MERGED)
    if known and len(candidates):
        smooth = patch.shares(np.array([point.place for point in known]))
        apart = np.abs(candidates[:, None] - smooth[None]).max(axis=2).min(axis=1)
        candidates = candidates[apart > 100 * MERGED]
    if not len(candidates):
        return
    rings = np.stack([_ring(patch, center, 0.25 * reach) for center in candidates])
    back = lowest(patch, rings.reshape(-1, patch.size), 0.25 * reach, sign, margin=MARGIN)
    back = back.reshape(rings.shape)
    settled = np.abs(back - candidates[:, None]).max(axis=(1, 2)) < MERGED
    kind = Kind.MINIMUM if sign > 0 else Kind.MAXIMUM
    digits = [9 - math.floor(math.log10(width)) for width in patch.widths]  # the search's own
    for center in candidates[settled]:
        found = zip(patch.places(center), digits, strict=True)
        place = tuple(round(float(x), digit) + 0.0 for x, digit in found)  # no minus zero
        value = float(patch.values(patch.shares(np.array([place])))[0])
        yield StationaryPoint(place, value, kind, is_smooth=False)


def _in_view(points: Array) -> Array:
    """Those within the view, to rounding."""
    return points[(np.abs(points - 0.5) <= 0.5 + MERGED).all(axis=1)]


def _merged(points: Array, distance: float) -> Array:
    """One of each group of points that are nearer to each other than ``distance``."""
    kept = np.empty((0, points.shape[1]))
    _, firsts = np.unique(np.round(points / distance), axis=0, return_index=True)
    for point in points[np.sort(firsts)]:
        if not len(kept) or np.abs(kept - point).max(axis=1).min() > distance:
            kept = np.concatenate([kept, point[None]])
    return kept
