"""Search by values alone, for lowest points where the gradient does not vanish: at kinks."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np

from gradviz.descent.landscape.patch import Patch
from gradviz.graph import Array

FINEST = 1e-10  # of the view
ROUNDS = 200
Limits: TypeAlias = tuple[Array, Array]
"""The lowest and the highest shares of each coordinate."""

_TURN = 2.399963  # radians, the golden angle: the directions never repeat


def lowest(
    patch: Patch,
    starts: Array,
    reach: float,
    sign: float = 1.0,
    limits: Limits | None = None,
    margin: float = math.inf,
) -> Array:
    """Points (N, axes) from which no step of any tried length leads lower, one for each start.

    Steps of length ``reach`` along turning directions; where none is lower, it is halved. With a
    ``sign`` of −1 for highest points. No point leaves the ``limits``; what leaves the view by more
    than ``margin`` is given up where it is.
    """
    points = starts.copy() if limits is None else np.clip(starts, *limits)
    values = _values(patch, points, sign)
    length = np.full(len(points), reach)
    for turn in range(ROUNDS):
        near = (np.abs(points - 0.5) <= 0.5 + margin).all(axis=1)
        active = np.flatnonzero((length > FINEST) & near)
        if not active.size:
            break
        offsets = star(patch.size, turn * _TURN)
        around = points[active, None] + length[active, None, None] * offsets
        if limits is not None:
            around = np.clip(around, *limits)
        found = _values(patch, around.reshape(-1, patch.size), sign).reshape(len(active), -1)
        best = np.argmin(found, axis=1)
        rows = np.arange(len(active))
        lower = found[rows, best] < values[active]
        length[active[~lower]] *= 0.5
        moved = active[lower]
        points[moved] = around[rows, best][lower]
        values[moved] = found[rows, best][lower]
    return points


def dips(patch: Patch, count: int, sign: float = 1.0) -> Array:
    """The points of a grid of ``count`` cells that are lower than all around them in view."""
    grid = patch.grid(count)
    values = _values(patch, grid, sign).reshape((count,) * patch.size)
    padded = np.pad(values, 1, constant_values=np.inf)
    is_low = np.ones(values.shape, dtype=np.bool_)
    middle = (1,) * patch.size
    for shift in np.ndindex((3,) * patch.size):
        if shift != middle:
            beside = padded[tuple(slice(step, step + count) for step in shift)]
            # Of two that are equally low, as on both sides of a kink, the first one counts.
            is_low &= values <= beside if shift > middle else values < beside
    return grid[is_low.ravel()]


def star(size: int, angle: float = 0.0) -> Array:
    """Unit vectors: eight of a turned star in the plane, else both ways along each axis."""
    if size == 2:
        angles = angle + np.arange(8) * (np.pi / 4)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.concatenate([np.eye(size), -np.eye(size)])


def _values(patch: Patch, points: Array, sign: float) -> Array:
    found = sign * patch.values(points)
    return np.where(np.isnan(found), np.inf, found)
