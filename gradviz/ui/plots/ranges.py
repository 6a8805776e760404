"""Which parameters a landscape shows, and over which ranges: plain computations, no widgets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from gradviz.descent import Interval
from gradviz.graph import Array

ROOM = 0.45  # of the distance between the outermost points, left free on each side
LARGEST = 1e100  # what is farther out than that is not shown: its square must be a number
NARROWEST = 1e-100
_ROUND = (1.0, 1.2, 1.5, 1.8, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)
FARTHEST = 50.0  # a path reaching farther than so many distances is not made room for


def chosen_axes(parameters: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """The one or two parameters to show: those wanted, filled up with the first others."""
    known = [name for name in dict.fromkeys(wanted) if name in parameters]
    others = [name for name in parameters if name not in known]
    return tuple([*known, *others][:2])


def default_range(points: Iterable[float], path: Array) -> Interval:
    """An interval around the points, and around the path unless it leads far away."""
    inner = [_within(point) for point in points if math.isfinite(point)] or [0.0]
    low, high = min(inner), max(inner)
    reach = max(high - low, 0.5 * max(abs(low), abs(high)), 2.0 if high == low else 0.0, 1e-6)
    for end in (float(path.min()), float(path.max())) if path.size else ():
        if abs(_within(end) - (low + high) / 2) < FARTHEST * reach:
            low, high = min(low, _within(end)), max(high, _within(end))
    room = ROOM * max(high - low, reach)
    return neat(low - room, high + room)


def curve_range(values: Array, points: Sequence[float]) -> Interval:
    """An interval for the finite values of a curve, a little more than they need."""
    import numpy as np

    finite = np.clip(values[np.isfinite(values)], -LARGEST, LARGEST)
    if finite.size == 0:
        return (-1.0, 1.0)
    low, high = float(finite.min()), float(finite.max())
    middle = float(np.percentile(finite, 90))
    if high - low > 20 * max(middle - low, 1e-300):  # a pole: show the rest
        high = max([middle, *(_within(p) for p in points if math.isfinite(p))])
    room = 0.08 * (high - low) or 0.5 * max(abs(high), 1.0)
    return low - room, high + room


def span_of(values: Array) -> Interval | None:
    """The lowest and the highest finite number, none beyond all bounds; None without any."""
    import numpy as np

    if not values.size:
        return None
    low, high = float(values.min()), float(values.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        finite = values[np.isfinite(values)]
        if not finite.size:
            return None
        low, high = float(finite.min()), float(finite.max())
    return _within(low), _within(high)


def rounded_up(number: float) -> float:
    """The next round number from a positive one on: at most a quarter more, as a rule a tenth."""
    unit = 10.0 ** math.floor(math.log10(number))
    return next(unit * step for step in _ROUND if unit * step >= number * (1 - 1e-12))


def showable(low: float, high: float) -> Interval:
    """What of an interval a plot can show: all of it, unless its ends are beyond all bounds."""
    low, high = _within(low), _within(high)
    if low < high:
        return low, high
    room = 0.5 * max(abs(low), 1.0)
    return _within(low - room), _within(low + room)


def rounded(value: float, pixel: float) -> float:
    """The value with the digits that a mouse can choose when a pixel is so wide."""
    if not (math.isfinite(pixel) and pixel > 0):
        return value
    digits = max(0, -math.floor(math.log10(pixel)))
    return round(value, digits) + 0.0  # no minus zero


def minima_on(
    minima: Iterable[Mapping[str, float]], axes: Sequence[str], at: Mapping[str, float]
) -> tuple[tuple[float, ...], ...]:
    """The coordinates along ``axes`` of those minima that lie in the plane shown."""
    shown = []
    for minimum in minima:
        if not all(axis in minimum for axis in axes):
            continue
        others = (name for name in minimum if name not in axes and name in at)
        if all(math.isclose(minimum[name], at[name], abs_tol=1e-6) for name in others):
            shown.append(tuple(minimum[axis] for axis in axes))
    return tuple(shown)


def _within(value: float) -> float:
    """The value, or the limit it is beyond."""
    return max(-LARGEST, min(value, LARGEST))


def neat(low: float, high: float) -> Interval:
    """The interval with its ends rounded outward to a hundredth of its width."""
    unit = 10.0 ** math.floor(math.log10(high - low)) / 10
    return math.floor(low / unit) * unit, math.ceil(high / unit) * unit
