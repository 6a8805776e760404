"""The part of a surface that is looked at, in coordinates from 0 to 1 along each axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.descent.landscape.fields import Interval
from gradviz.descent.surface import Surface
from gradviz.graph import Array


@dataclass(frozen=True, eq=False)
class Patch:
    """A surface over some of its parameters within ranges, all others as in ``at``.

    Points are rows of shares (N, number of axes), so that lengths are parts of the view and
    axes with other units weigh the same.
    """

    surface: Surface
    names: Sequence[str]
    axes: Sequence[str]
    ranges: Sequence[Interval]
    at: Mapping[str, float]

    @property
    def size(self) -> int:
        """The number of axes."""
        return len(self.axes)

    @cached_property
    def low(self) -> Array:
        """The lower ends of the ranges."""
        return np.array([low for low, _ in self.ranges], dtype=np.float64)

    @cached_property
    def widths(self) -> Array:
        """The widths of the ranges."""
        return np.array([high - low for low, high in self.ranges], dtype=np.float64)

    def places(self, points: Array) -> Array:
        """The coordinates of points given by shares."""
        return np.asarray(self.low + points * self.widths)

    def shares(self, places: Array) -> Array:
        """The shares of points given by coordinates."""
        return np.asarray((places - self.low) / self.widths)

    def values(self, points: Array) -> Array:
        """The values at the points; NaN where not finite."""
        with np.errstate(all="ignore"):
            found = np.broadcast_to(self.surface.value(*self._arguments(points)), len(points))
        return np.where(np.isfinite(found), found, np.nan)

    def slopes(self, points: Array) -> Array:
        """The gradients by shares at the points, a row each; NaN where they or values are none."""
        with np.errstate(all="ignore"):
            values, gradients = self.surface.batch(*self._arguments(points))
            columns = [
                np.broadcast_to(gradients[list(self.names).index(axis)], len(points))
                for axis in self.axes
            ]
            found = np.stack(columns, axis=1) * self.widths
        found[~np.isfinite(np.broadcast_to(values, len(points)))] = np.nan
        return np.where(np.isfinite(found), found, np.nan)

    def grid(self, count: int, shift: float = 0.0) -> Array:
        """The middles of ``count`` cells along each axis, moved by a part of a cell."""
        shares = (np.arange(count) + 0.5 + shift) / count
        return np.stack([a.ravel() for a in np.meshgrid(*[shares] * self.size)], axis=1)

    def _arguments(self, points: Array) -> list[Array]:
        places = self.places(points)
        moving = {axis: places[:, i] for i, axis in enumerate(self.axes)}
        return [
            moving[name] if name in moving else np.asarray(self.at[name], dtype=np.float64)
            for name in self.names
        ]
