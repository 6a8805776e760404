"""A function of one number cut out of a surface: all other coordinates stay where they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from gradviz.descent.surface import Surface
from gradviz.graph import Array

Profile: TypeAlias = Callable[[Array], tuple[Array, Array]]
"""Values and slopes of a function of one number at many points."""


@dataclass(frozen=True, eq=False)
class Slice:
    """The surface along ``axis``; ``at`` holds every coordinate, that of the axis unused.

    Calling it is a Profile: the slope is the partial derivative along the axis.
    """

    surface: Surface
    names: tuple[str, ...]
    axis: str
    at: Mapping[str, float]

    def __call__(self, x: Array) -> tuple[Array, Array]:
        """Values and partial derivatives at the positions, each in the shape of ``x``."""
        values, gradients = self.surface.batch(*self._arguments(x))
        slopes = gradients[self.names.index(self.axis)]
        return _shaped(values, x), _shaped(slopes, x)

    def gradient(self, x: float) -> dict[str, float]:
        """All partial derivatives where the slice is at ``x``."""
        _, gradients = self.surface.batch(*self._arguments(np.asarray(x)))
        return {name: float(g) for name, g in zip(self.names, gradients, strict=True)}

    def is_same(self, other: Slice | None) -> bool:
        """Whether the other one is the same function."""
        return (
            other is not None
            and other.surface is self.surface
            and other.axis == self.axis
            and all(self.at[n] == other.at[n] for n in self.names if n != self.axis)
        )

    def _arguments(self, x: Array) -> list[Array]:
        return [
            x if name == self.axis else np.asarray(self.at[name], dtype=np.float64)
            for name in self.names
        ]


def _shaped(values: Array, x: Array) -> Array:
    return np.array(np.broadcast_to(values, np.shape(x)), dtype=np.float64)
