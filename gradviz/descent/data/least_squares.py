"""The best line through points, exactly enough for data far from the origin."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradviz.graph import Array


class Line(NamedTuple):
    """``y = m x + b`` and its mean squared error on the data."""

    m: float
    b: float
    mse: float


def best_line(x: Array, y: Array) -> Line:
    """The line of least squares through the points (x, y).

    The normal equations in m and b lose the slope once the offset of x exceeds its spread some
    ten million times; about the means nothing is lost. Where all x are equal, of the many best
    lines it is the one with the smallest m and b, to which gradient descent from 0 leads.
    """
    with np.errstate(all="ignore"):
        (x, x_power), (y, y_power) = _scaled(x), _scaled(y)
        (from_x, x_mean), (from_y, y_mean) = _centered(x), _centered(y)
        slope, spread = 0.0, float(from_x @ from_x)
        if spread > 0:
            slope = float(from_x @ from_y) / spread
            m = np.ldexp(slope, y_power - x_power)
            b = np.ldexp(y_mean - slope * x_mean, y_power)
        else:
            height, place = np.ldexp(y_mean, y_power), np.ldexp(x_mean, x_power)
            length = np.hypot(1.0, place)
            m, b = height / length * (place / length), height / length / length
        mse = np.ldexp(np.mean((from_y - slope * from_x) ** 2), 2 * y_power)
    return Line(float(m), float(b), float(mse))


def _scaled(values: Array) -> tuple[Array, int]:
    """The values over a power of two that makes them at most 1, and that power."""
    power = int(np.frexp(np.max(np.abs(values)))[1])
    return np.ldexp(values, -power), power


def _centered(values: Array) -> tuple[Array, float]:
    """The values about their mean, and the mean."""
    mean = np.mean(values)
    rounding = np.mean(values - mean)  # what the mean lost in its last digits
    return (values - mean) - rounding, float(mean + rounding)
