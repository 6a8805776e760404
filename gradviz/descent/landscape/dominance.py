"""Pareto's order: which points are dominated by none, and which of those a weighted sum reaches."""

from __future__ import annotations

import numpy as np

from gradviz.descent.landscape.feasibility import Mask, Rows
from gradviz.graph import Array

ON_HULL = 2e-3
"""How far above the hull a point may be, in parts of the front's extent, and still count as on it:
a front is sampled, and between two samples its hull is a chord."""


def non_dominated(values: Array) -> Mask:
    """Which rows (points, objectives) are as low as no other in all objectives and lower in one.

    Of equal rows all count. A row with what is no number counts never. O(n log n) for two
    objectives, O(n times front) for more.
    """
    result = np.zeros(len(values), dtype=bool)
    sound = np.flatnonzero(~np.isnan(values).any(axis=1))
    kept = values[sound]
    found = _lowest_of_two(kept) if values.shape[1] == 2 else _lowest(kept)
    result[sound[found]] = True
    return result


def _lowest_of_two(values: Array) -> Rows:
    """A sweep from left to right: a point counts if it is below all that were before."""
    order = np.lexsort((values[:, 1], values[:, 0]))
    across, up = values[order, 0], values[order, 1]
    first = np.ones(len(order), dtype=bool)  # of those equally far to the left
    first[1:] = across[1:] != across[:-1]
    group = np.cumsum(first) - 1
    lowest = up[first]  # each group begins with its lowest
    before = np.concatenate(([np.inf], np.minimum.accumulate(lowest)))[:-1]
    good = (up == lowest[group]) & ((up < before[group]) | (group == 0))
    return np.asarray(order[good])


def _lowest(values: Array) -> Rows:
    """Each point that is still there takes away those that it dominates."""
    left = np.lexsort(values.T[::-1])
    at = 0
    while at < len(left):
        here, others = values[left[at]], values[left]
        dominated = (others >= here).all(axis=1) & (others > here).any(axis=1)
        at = int(np.count_nonzero(~dominated[: at + 1]))
        left = left[~dominated]
    return np.asarray(left)


def on_hull(values: Array) -> Mask:
    """Which points of a front of two objectives minimize some weighted sum of these.

    They are on the lower left part of the convex hull; a front that bends inward is above it.
    """
    result = np.zeros(len(values), dtype=bool)
    sound = np.flatnonzero(np.isfinite(values).all(axis=1))
    if not len(sound):
        return result
    order = sound[np.lexsort((values[sound, 1], values[sound, 0]))]
    points = values[order]
    corners = points[_lower_hull(points)]
    falling = np.concatenate(([True], np.diff(corners[:, 1]) < 0))
    corners = corners[: len(corners) if falling.all() else int(np.argmin(falling))]
    heights = np.interp(points[:, 0], corners[:, 0], corners[:, 1])
    reach = float(np.ptp(points[:, 1])) or 1.0
    inside = points[:, 0] <= corners[-1, 0]
    result[order] = inside & (points[:, 1] - heights <= ON_HULL * reach)
    return result


def _lower_hull(points: Array) -> list[int]:
    """The corners of the lower hull of points sorted from left to right (Andrew's chain)."""
    hull: list[int] = []
    for index, (x, y) in enumerate(points):
        while len(hull) >= 2:
            (ax, ay), (bx, by) = points[hull[-2]], points[hull[-1]]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            hull.pop()
        if hull and points[hull[-1]][0] == x:
            continue  # straight above the one before
        hull.append(index)
    return hull
