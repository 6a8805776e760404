"""Where a function of one number turns: minima, maxima, flat points and kinks of a curve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from gradviz.descent.cuts.slices import Profile
from gradviz.graph import Array

PARTS = 16  # into which a bracket is cut each time
ROUNDS = 11  # 16^11 is 1.8e13
MOST = 60  # points; where there are more one could not tell them apart
_VANISHED = 1e-2  # share of the slopes at the ends of a bracket that is left at a zero
_TOUCHING = 1e-6
_ISOLATED = 4.0  # times the change of slope nearby that a kink must have
_LOST = 0.5  # share of the change of slope that a kink keeps however near one looks


class Turn(StrEnum):
    """What a curve does at a point."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    FLAT = "flat point"  # the tangent is level, but the curve goes on in its direction
    KINK = "kink"


@dataclass(frozen=True)
class TurningPoint:
    """A point where the slope is 0 or jumps; ``kinked``: it jumps."""

    x: float
    value: float
    turn: Turn
    kinked: bool = False


def turning_points(profile: Profile, x: Array) -> tuple[TurningPoint, ...]:
    """The turning points between the first and the last of the increasing ``x``, in order.

    ``x`` are the places at which the slope is looked at first: what turns twice between two of
    them is not seen. Stretches on which the slope is 0 have none; poles and jumps are left out.
    """
    with np.errstate(all="ignore"):
        _, slopes = profile(x)
        found = [
            *_extrema(profile, x, slopes),
            *_touching(profile, x, slopes),
            *_kinks(profile, x, slopes),
        ]
    found.sort(key=lambda point: point.x)
    gap = float(x[-1] - x[0]) * 1e-9
    kept: list[TurningPoint] = []
    for point in found:
        if not kept or point.x - kept[-1].x > gap:
            kept.append(point)
    return tuple(kept[:MOST])


def _extrema(profile: Profile, x: Array, slopes: Array) -> list[TurningPoint]:
    """Where the slope changes its sign, by a zero or a jump."""
    seen = np.flatnonzero(np.isfinite(slopes) & (slopes != 0))
    change = np.flatnonzero(slopes[seen[:-1]] * slopes[seen[1:]] < 0)
    first, last = seen[change], seen[change + 1]
    near = last - first <= 2  # one exact zero may lie between; more are a flat stretch
    first, last = first[near][:MOST], last[near][:MOST]

    def crossing(s: Array) -> Indices:
        same = np.sign(s) == np.sign(s[:, :1])
        return np.asarray(np.maximum(np.argmin(same, axis=1) - 1, 0))

    low, high = _narrowed(profile, x[first], x[last], crossing)
    ends, around = profile(np.concatenate((low, high)))
    count = len(low)
    left = np.maximum(np.abs(around[:count]), np.abs(around[count:]))
    before = np.maximum(np.abs(slopes[first]), np.abs(slopes[last]))
    found = []
    for i in range(count):
        if not _is_continuous(ends[i], ends[i + count], before[i] * (x[last[i]] - x[first[i]])):
            continue
        turn = Turn.MINIMUM if slopes[first[i]] < 0 else Turn.MAXIMUM
        kinked = not left[i] <= _VANISHED * before[i]
        found.append(_point(profile, low[i], high[i], turn, x, kinked=kinked))
    return found


def _touching(profile: Profile, x: Array, slopes: Array) -> list[TurningPoint]:
    """Where the slope comes down to 0 and keeps its sign."""
    size = np.abs(slopes)
    inner = np.arange(1, len(x) - 1)
    same = slopes[:-2] * slopes[2:] > 0
    lowest = (size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:])
    deep = inner[same & lowest & (size[:-2] + size[2:] > 2 * size[1:-1])][:MOST]

    def smallest(s: Array) -> Indices:
        place = np.argmin(np.abs(s), axis=1)
        return np.asarray(np.clip(place - 1, 0, s.shape[1] - 3))

    low, high = _narrowed(profile, x[deep - 1], x[deep + 1], smallest, reach=2, rounds=8)
    places = (low + high) / 2
    _, left = profile(places)
    there = np.abs(left) <= _TOUCHING * (size[deep - 1] + size[deep + 1])
    return [
        _point(profile, low[i], high[i], Turn.FLAT, x, rounding=1e-6) for i in np.flatnonzero(there)
    ]


def _kinks(profile: Profile, x: Array, slopes: Array) -> list[TurningPoint]:
    """Where the slope jumps; its sign need not change."""
    change = np.abs(slopes[2:] - slopes[:-2])
    padded = np.pad(change, 3, constant_values=0.0)
    nearby = np.maximum(padded[:-6], padded[6:])
    peak = (change >= padded[2:-4]) & (change > padded[4:-2]) | (change > padded[2:-4]) & (
        change >= padded[4:-2]
    )
    isolated = np.flatnonzero(peak & (change > _ISOLATED * nearby) & (change > 0))[:MOST]

    def steepest(s: Array) -> Indices:
        return np.asarray(np.argmax(np.abs(np.diff(s, axis=1)), axis=1))

    low, high = _narrowed(profile, x[isolated], x[isolated + 2], steepest)
    values, around = profile(np.concatenate((low, high)))
    count = len(low)
    found = []
    for i in range(count):
        jump = abs(around[i + count] - around[i])
        reach = max(abs(slopes[isolated[i]]), abs(slopes[isolated[i] + 2]))
        width = x[isolated[i] + 2] - x[isolated[i]]
        if jump > _LOST * change[isolated[i]] and _is_continuous(
            values[i], values[i + count], reach * width
        ):
            found.append(_point(profile, low[i], high[i], Turn.KINK, x, kinked=True))
    return found


Indices = npt.NDArray[np.intp]


def _narrowed(
    profile: Profile,
    low: Array,
    high: Array,
    choose: Callable[[Array], Indices],
    *,
    reach: int = 1,
    rounds: int = ROUNDS,
) -> tuple[Array, Array]:
    """Cut all brackets at once, round by round, to the parts that ``choose`` begins with."""
    low, high = low.copy(), high.copy()
    if not len(low):
        return low, high
    shares = np.linspace(0.0, 1.0, PARTS + 1)
    rows = np.arange(len(low))
    for _ in range(rounds):
        places = low[:, None] + (high - low)[:, None] * shares
        places[:, -1] = high
        slopes = profile(places.ravel())[1].reshape(places.shape)
        first = choose(slopes)
        low, high = places[rows, first], places[rows, first + reach]
    return low, high


def _is_continuous(one: float, other: float, expected: float) -> bool:
    """Whether the value does not jump: ``expected`` is what it may change in a whole bracket."""
    return bool(np.isfinite(one) and np.isfinite(other) and abs(one - other) <= 0.1 * expected)


def _point(
    profile: Profile,
    low: float,
    high: float,
    turn: Turn,
    x: Array,
    *,
    kinked: bool = False,
    rounding: float = 1e-11,
) -> TurningPoint:
    """The point between two ends, rounded to what is certain."""
    unit = rounding * float(x[-1] - x[0])
    digits = max(0, -int(np.floor(np.log10(unit)))) if unit > 0 else 15
    place = round((float(low) + float(high)) / 2, min(digits, 300)) + 0.0
    value = float(profile(np.array([place]))[0][0])
    return TurningPoint(place, value, turn, kinked)
