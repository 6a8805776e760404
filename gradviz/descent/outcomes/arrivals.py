"""Which minimum ends of descents have reached; the minima are found by gathering the ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gradviz.descent.landscape.compass import Limits, lowest, star
from gradviz.descent.landscape.curvature import curvature_at
from gradviz.descent.landscape.fields import Interval
from gradviz.descent.landscape.patch import Patch
from gradviz.descent.landscape.stationary import Kind, kind_of
from gradviz.descent.landscape.zeros import zeros
from gradviz.descent.objectives import Objective
from gradviz.descent.surface import surface_of
from gradviz.graph import Array

MOST = 400
"""So many gatherings of ends are looked at, the most crowded first."""

MOST_KINKS = 60
"""So many of them are searched by values, where Newton's method finds nothing."""

MERGED = 1e-5  # of the lengths
_CHUNK = 2_000_000  # distances computed at a time


@dataclass(frozen=True, eq=False)
class Arrivals:
    """The minima (M, P) with their values, and for each end the nearest one's index, or −1."""

    minima: Array
    values: Array
    labels: npt.NDArray[np.int32]


def arrivals(
    objective: Objective,
    ends: Array,
    lengths: Array,
    within: float,
    known: Array | None = None,
    bounds: Mapping[str, Interval] | None = None,
) -> Arrivals:
    """The minima that the ``ends`` (N, P), all finite, have come to.

    ``lengths`` (P,) are what distances are measured by; ends ``within`` such a share of a minimum
    have reached it. Ends that no ``known`` minimum explains are gathered; in each gathering, from
    its lowest end, Newton's method looks for the minimum, or where it fails a search by values,
    which finds minima at kinks and at the bounds. What is no minimum, such as a point on a valley
    floor, remains unexplained.
    """
    patch = Patch(
        surface_of(objective),
        objective.coordinates,
        objective.coordinates,
        [(0.0, length) for length in lengths],
        {},
    )
    shares = ends / lengths
    minima = np.empty((0, ends.shape[1])) if known is None else known / lengths
    rest = shares[_nearest(shares, minima, within) < 0]
    limits = _limits(objective, bounds, lengths)
    fresh = _minima(patch, _gathered(patch, rest, within), within, limits)
    counts = np.bincount(_nearest(rest, fresh, within) + 1, minlength=len(fresh) + 1)[1:]
    fresh = fresh[counts > 0]
    minima = np.concatenate([minima, fresh[np.lexsort(fresh.T[::-1])]])
    labels = _nearest(shares, minima, within)
    values = patch.values(minima) if len(minima) else np.empty(0)
    return Arrivals(minima * lengths, values, labels)


def _nearest(points: Array, minima: Array, within: float) -> npt.NDArray[np.int32]:
    labels = np.full(len(points), -1, dtype=np.int32)
    if not len(minima):
        return labels
    step = max(1, _CHUNK // len(minima))
    for first in range(0, len(points), step):
        part = points[first : first + step]
        apart = np.zeros((len(part), len(minima)))
        for mine, theirs in zip(part.T, minima.T, strict=True):
            apart += (mine[:, None] - theirs[None, :]) ** 2
        best = np.argmin(apart, axis=1)
        near = apart[np.arange(len(part)), best] <= within**2
        labels[first : first + step] = np.where(near, best, -1)
    return labels


def _gathered(patch: Patch, points: Array, within: float) -> Array:
    """The lowest end of each crowded square, the most crowded squares first."""
    if not len(points):
        return points
    squares, inverse, counts = np.unique(
        np.round(points / within), axis=0, return_inverse=True, return_counts=True
    )
    values = patch.values(points)
    order = np.lexsort((np.where(np.isnan(values), np.inf, values), inverse.ravel()))
    firsts = order[np.searchsorted(inverse.ravel()[order], np.arange(len(squares)))]
    return points[firsts[np.argsort(-counts, kind="stable")][:MOST]]


def _minima(patch: Patch, candidates: Array, within: float, limits: Limits | None) -> Array:
    """The minima near the candidates: smooth ones first, then those at kinks and bounds."""
    if not len(candidates):
        return candidates
    found = zeros(patch, candidates, margin=np.inf)
    if limits is not None:
        found = found[((found > limits[0]) & (found < limits[1])).all(axis=1)]
    smooth = _apart([point for point in _apart(found, MERGED) if _is_minimum(patch, point)], within)
    smooth = smooth.reshape(-1, candidates.shape[1])
    rest = candidates[_nearest(candidates, smooth, within) < 0][:MOST_KINKS]
    if not len(rest):
        return smooth
    settled = lowest(patch, rest, 0.5 * within, limits=limits)
    settled = _apart(settled[np.abs(settled - rest).max(axis=1) < within], 0.5 * within)
    if len(smooth) and len(settled):
        settled = settled[_nearest(settled, smooth, within) < 0]
    if not len(settled):
        return smooth
    around = settled[:, None] + 0.31 * within * star(patch.size, 0.3)  # not a search's own steps
    back = lowest(patch, around.reshape(-1, patch.size), 0.25 * within, limits=limits)
    apart = np.abs(back.reshape(around.shape) - settled[:, None]).max(axis=(1, 2))
    return np.concatenate([smooth, settled[apart < 0.1 * within]])


def _is_minimum(patch: Patch, point: Array) -> bool:
    place = dict(zip(patch.names, map(float, patch.places(point)), strict=True))
    curved = curvature_at(patch.surface, patch.names, place)
    return curved.is_smooth and kind_of(curved) is Kind.MINIMUM


def _apart(points: Iterable[Array], distance: float) -> Array:
    """Points that are no nearer to each other than ``distance``, the first ones first."""
    kept: list[Array] = []
    for point in points:
        if all(np.abs(point - other).max() > distance for other in kept):
            kept.append(point)
    return np.array(kept)


def _limits(
    objective: Objective, bounds: Mapping[str, Interval] | None, lengths: Array
) -> Limits | None:
    """The bounds in shares; coordinates without bounds have infinite ones."""
    if not bounds:
        return None
    whole = (-np.inf, np.inf)
    ends = np.array([bounds.get(name, whole) for name in objective.coordinates])
    return ends[:, 0] / lengths, ends[:, 1] / lengths
