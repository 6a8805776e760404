"""What a function of one number is like at a point: smooth, or why it has no derivative there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gradviz.descent.slices import Profile

_EPSILON = float(np.finfo(np.float64).eps)
_REACHES = (2.0**-17, 2.0**-21)  # how far to look, for numbers up to 1
_SHRINK = _REACHES[0] / _REACHES[1]
_ROUNDING = 1e3 * _EPSILON  # changes smaller than this share of the values mean nothing
_SLIGHT = 1e-7  # share of the slopes by which both sides may differ at a smooth point


class Smoothness(StrEnum):
    """Whether there is a derivative, and if not, why."""

    SMOOTH = "smooth"
    KINK = "kink"  # the slopes from both sides differ
    JUMP = "jump"  # the value jumps
    STEEP = "steep"  # the slope is infinite
    EDGE = "edge"  # there is a value at the point but none on one side
    GAP = "gap"  # both sides agree, but the backward pass gives no number at the point
    UNDEFINED = "undefined"  # there is no value


@dataclass(frozen=True)
class Nature:
    """The smoothness at a point, and the slopes a little left and right of it (NaN for none)."""

    smoothness: Smoothness
    left: float
    right: float

    @property
    def is_smooth(self) -> bool:
        """Whether there is a derivative."""
        return self.smoothness is Smoothness.SMOOTH


def nature_at(profile: Profile, x: float) -> Nature:
    """Look at five points: ``x`` and two on each side, the farther 16 times as far as the nearer.

    What a smooth function changes by shrinks with the distance; a jump of the value or of the
    slope does not, and a quotient that grows meanwhile belongs to an infinite slope.
    """
    scale = max(1.0, abs(x))
    far, near = (reach * scale for reach in _REACHES)
    points = np.array([x - far, x - near, x, x + near, x + far])
    with np.errstate(all="ignore"):
        values, slopes = profile(points)
        size = float(np.max(np.abs(values[np.isfinite(values)]), initial=0.0))
        sides = [_Side(values[[2, near, far]], slopes[[near, far]], size, points[[near, far]] - x)
                 for near, far in ((1, 0), (3, 4))]  # fmt: skip
        left, right = sides
        smoothness = _judged(float(values[2]), float(slopes[2]), left, right)
    return Nature(smoothness, left.slope, right.slope)


class _Side:
    """What is seen on one side of the point."""

    def __init__(
        self, values: np.ndarray, slopes: np.ndarray, size: float, away: np.ndarray
    ) -> None:
        changes = np.abs(values[1:] - values[0])
        self.exists = bool(np.isfinite(values[1:]).all())
        self.is_seen = bool(changes[0] > _ROUNDING * size)
        self.jumps = self.is_seen and bool(changes[0] > 0.5 * changes[1])
        self.quotient = float((values[2] - values[0]) / away[1])
        growth = changes[0] * _SHRINK / changes[1] if changes[1] else 0.0
        self.is_steep = self.is_seen and bool(growth > 2.0)
        self.slope = float(slopes[0]) if self.exists else float("nan")
        self.farther = float(slopes[1])


def _judged(value: float, slope: float, left: _Side, right: _Side) -> Smoothness:
    if not np.isfinite(value):
        return Smoothness.UNDEFINED
    if not (left.exists and right.exists):
        return Smoothness.EDGE
    if left.jumps or right.jumps:
        return Smoothness.JUMP
    if left.is_steep or right.is_steep or np.isinf(slope):
        return Smoothness.STEEP
    if _is_kink(left, right):
        return Smoothness.KINK
    return Smoothness.SMOOTH if np.isfinite(slope) else Smoothness.GAP


def _is_kink(left: _Side, right: _Side) -> bool:
    """Whether the slope jumps, and the values say the same as the slopes."""
    jump, farther = right.slope - left.slope, right.farther - left.farther
    if not abs(jump) > _SLIGHT * max(abs(left.slope), abs(right.slope)):
        return False
    seen = right.quotient - left.quotient
    return abs(jump) > 0.5 * abs(farther) and abs(seen - jump) < 0.5 * abs(jump)
