"""What a function of one number is like at a point: smooth, or why it has no derivative there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gradviz.descent.cuts.slices import Profile
from gradviz.graph import Array

_EPSILON = float(np.finfo(np.float64).eps)
_SHRINK = 16.0
_REACHES = (2.0**-25, 2.0**-21, 2.0**-17)  # how far to look, for numbers up to 1
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
    """Look at ``x`` and at three points on each side, each 16 times as far as the one before.

    What a smooth function changes by shrinks with the distance; a jump of the value or of the
    slope does not, and a quotient that grows twice meanwhile belongs to an infinite slope.
    """
    away = np.array(_REACHES) * max(1.0, abs(x))
    with np.errstate(all="ignore"):
        values, slopes = profile(np.concatenate((x - away, [x], x + away)))
        size = float(np.max(np.abs(values[np.isfinite(values)]), initial=0.0))
        left = _Side(values[:3], slopes[:3], float(values[3]), size, -away)
        right = _Side(values[4:], slopes[4:], float(values[3]), size, away)
        smoothness = _judged(float(values[3]), float(slopes[3]), left, right)
    return Nature(smoothness, left.slope, right.slope)


class _Side:
    """What is seen on one side of the point, from near to far."""

    def __init__(
        self, values: Array, slopes: Array, value: float, size: float, away: Array
    ) -> None:
        changes = np.abs(values - value)
        self.exists = bool(np.isfinite(values).all())
        is_seen = bool(changes[0] > _ROUNDING * size)
        self.jumps = is_seen and bool((changes[:-1] > 0.5 * changes[1:]).all())
        self.is_steep = is_seen and bool((_SHRINK * changes[:-1] > 2.0 * changes[1:]).all())
        self.quotient = float((values[2] - value) / away[2])
        self.slope = float(slopes[1]) if self.exists else float("nan")
        self.farther = float(slopes[2])


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
