"""The box a descent is kept in: an interval for each coordinate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gradviz.descent.objectives import Objective
from gradviz.errors import SettingError
from gradviz.graph import Array


@dataclass(frozen=True, eq=False)
class Box:
    """The lowest and the highest value of every coordinate; infinite where there is none."""

    low: Array
    high: Array

    def inside(self, point: Array) -> Array:
        """The nearest point of the box, for coordinates along the first axis."""
        shape = (-1, *(1,) * (point.ndim - 1))
        return np.asarray(
            np.minimum(np.maximum(point, self.low.reshape(shape)), self.high.reshape(shape))
        )


def box_of(target: Objective, bounds: Mapping[str, tuple[float, float]] | None) -> Box | None:
    """The box with these intervals by name; None without any.

    A name is that of a coordinate (``x``, ``W[0,1]``) or of an array of them. Raises SettingError
    for other names and for intervals that hold no number.
    """
    if not bounds:
        return None
    low = np.full(len(target.coordinates), -math.inf)
    high = -low
    for name, interval in bounds.items():
        places = [i for i, own in enumerate(target.coordinates) if name in _names(own)]
        if not places:
            listed = ", ".join(target.coordinates)
            raise SettingError(f"{name} is not descended; bounds can be set for {listed}.", name)
        low[places], high[places] = _interval(name, interval)
    return Box(low, high)


def _names(coordinate: str) -> tuple[str, str]:
    return coordinate, coordinate.partition("[")[0]


def _interval(name: str, interval: object) -> tuple[float, float]:
    try:
        low, high = map(float, interval)  # type: ignore[call-overload]  # a person gave it
    except (TypeError, ValueError):
        low = high = math.nan
    if not low <= high:
        raise SettingError(f"The bounds of {name} must be two numbers, the lower one first.", name)
    return low, high
