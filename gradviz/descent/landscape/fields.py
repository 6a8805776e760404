"""What a landscape is drawn from: values on a grid, a color scale, contour lines and arrows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, Protocol, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from gradviz.descent.landscape.feasibility import Mask, Rows
from gradviz.descent.surface import Surface
from gradviz.graph import Array

Interval: TypeAlias = tuple[float, float]

ScaleKind: TypeAlias = Literal["automatic", "linear", "logarithmic"]

LARGEST = 1e300  # differences of larger numbers overflow
TINIEST = 1e-300  # the least softness: a span divided by it must be a number
OUTLIER = 1e3  # a tail that reaches this many times farther than the rest is cut off the scale
LOG_SPREAD = 8.0  # the scale is logarithmic when the highest is this many medians above the lowest


class Cancel(Protocol):
    """Says whether the result is still wanted."""

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""


@dataclass(frozen=True, eq=False)
class Field:
    """Values on a grid: ``values[i, j]`` at ``(x[j], y[i])``; what is not finite is NaN.

    ``kind`` says whether their scale is chosen by their spread, ``among`` for which of them it is
    made, if not for all: for those where constraints hold.
    """

    axes: tuple[str, str]
    x: Array
    y: Array
    values: Array
    kind: ScaleKind = "automatic"
    among: Mask | None = None

    @cached_property
    def scale(self) -> Scale:
        """The scale that fits these values."""
        chosen = None if self.among is None else self.values[self.among]
        some = chosen is not None and np.isfinite(chosen).any()
        return scale_of(self.values if chosen is None or not some else chosen, self.kind)


@dataclass(frozen=True, eq=False)
class Curve:
    """A function of one parameter: values and derivatives at ``x``; NaN where not finite."""

    axis: str
    x: Array
    values: Array
    slopes: Array


@dataclass(frozen=True, eq=False)
class Arrows:
    """Steepest descent at the points ``(x, y)``: directions ``(u, v)``, strengths 0 to 1.

    The direction is the negative gradient as it is; the strength compresses its length
    logarithmically between the weakest and the strongest arrow.
    """

    x: Array
    y: Array
    u: Array
    v: Array
    strength: Array


@dataclass(frozen=True)
class Scale:
    """Maps values to 0 … 1; logarithmic above ``low`` when ``softness`` is given.

    ``softness`` is the height above ``low`` at which the logarithm takes over from a line.
    """

    low: float
    high: float
    softness: float | None = None

    def position(self, values: Array) -> Array:
        """Where the values lie between ``low`` (0) and ``high`` (1), clipped; NaN stays NaN."""
        if self.high <= self.low:
            return np.where(np.isnan(values), np.nan, 0.5)
        height = np.clip(values, self.low, self.high) - self.low
        span = self.high - self.low
        if self.softness is None:
            return np.asarray(height / span)
        return np.asarray(np.log1p(height / self.softness) / np.log1p(span / self.softness))

    def value(self, position: Array) -> Array:
        """The values at the positions: the inverse of ``position``."""
        span = self.high - self.low
        if self.softness is None:
            return np.asarray(self.low + position * span)
        grown = np.expm1(position * np.log1p(span / self.softness))
        return np.asarray(self.low + self.softness * grown)


def field(
    surface: Surface,
    parameters: Sequence[str],
    axes: tuple[str, str],
    ranges: tuple[Interval, Interval],
    at: Mapping[str, float],
    size: int = 60,
    cancel: Cancel | None = None,
) -> Field:
    """The surface over two of its parameters, ``size`` points each way, all others as in ``at``.

    ``parameters`` are the names of the surface's arguments, in order. With ``cancel`` the rows
    are computed in bands; those no longer wanted stay NaN.
    """
    x = np.linspace(*ranges[0], size)
    y = np.linspace(*ranges[1], size)
    values = np.full((size, size), np.nan)
    band = size if cancel is None else max(1, size // 8)
    for first in range(0, size, band):
        if cancel is not None and cancel.cancelled:
            break
        rows = slice(first, first + band)
        grid = {axes[0]: x[None, :], axes[1]: y[rows, None]}
        values[rows] = surface.value(*_arguments(parameters, grid, at))
    return Field(axes, x, y, _finite(values))


def curve(
    surface: Surface,
    parameters: Sequence[str],
    axis: str,
    interval: Interval,
    at: Mapping[str, float],
    size: int = 400,
) -> Curve:
    """The surface and its derivative along one parameter, all others as in ``at``."""
    x = np.linspace(*interval, size)
    values, gradients = surface.batch(*_arguments(parameters, {axis: x}, at))
    slopes = gradients[list(parameters).index(axis)]
    shape = x.shape
    return Curve(
        axis,
        x,
        _finite(np.broadcast_to(values, shape)),
        _finite(np.broadcast_to(slopes, shape)),
    )


def arrows(
    surface: Surface,
    parameters: Sequence[str],
    axes: tuple[str, str],
    ranges: tuple[Interval, Interval],
    at: Mapping[str, float],
    counts: tuple[int, int] = (14, 10),
) -> Arrows:
    """Steepest descent in the middle of each cell, where it is defined and not flat."""
    x, y = (
        low + (np.arange(count) + 0.5) * (high - low) / count
        for (low, high), count in zip(ranges, counts, strict=True)
    )
    grid_x, grid_y = (part.ravel() for part in np.meshgrid(x, y))
    values, gradients = surface.batch(
        *_arguments(parameters, {axes[0]: grid_x, axes[1]: grid_y}, at)
    )
    names = list(parameters)
    u, v = (-np.broadcast_to(gradients[names.index(axis)], grid_x.shape) for axis in axes)
    with np.errstate(all="ignore"):
        length = np.hypot(u, v)
    shown = np.isfinite(values) & np.isfinite(length) & (length > 0)
    length = length[shown]
    return Arrows(grid_x[shown], grid_y[shown], u[shown], v[shown], _compressed(length))


def scale_of(values: Array, kind: ScaleKind = "automatic") -> Scale:
    """A scale for the values: far outliers cut off, logarithmic when asked or the spread is big."""
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return Scale(0.0, 0.0)
    low, near_low, near_high, high = (
        float(q) for q in np.percentile(finite, (0, 1, 99, 100), method="nearest")
    )
    core = near_high - near_low
    if core > 0 and high - near_high > OUTLIER * core:
        high = near_high
    if core > 0 and near_low - low > OUTLIER * core:
        low = near_low
    heights = np.maximum(finite - low, 0.0)
    middle = float(np.percentile(heights, 50))  # np.median would import numpy.ma, 30 ms
    is_even = high - low <= LOG_SPREAD * middle or middle == 0
    if kind == "linear" or (kind == "automatic" and is_even):
        return Scale(low, high)
    softness = max(float(np.percentile(heights, 2)), (high - low) * 1e-6, TINIEST)
    return Scale(low, high, softness)


def levels(scale: Scale, count: int = 20) -> Array:
    """Values for contour lines: evenly spaced on a logarithmic scale, else by their root.

    The root spaces the lines of a bowl evenly, so that its bottom is not one empty patch.
    """
    if scale.high <= scale.low:
        return np.empty(0)
    steps = np.arange(1, count + 1) / (count + 1)
    return scale.value(steps if scale.softness is not None else steps**2)


def contours(shown: Field, at: Array) -> tuple[tuple[Array, ...], ...]:
    """For each value in ``at`` its lines, each an array of points ``(n, 2)``."""
    if not np.isfinite(shown.values).any():
        return tuple(() for _ in at)
    from contourpy import LineType, contour_generator

    values = np.ma.masked_invalid(shown.values)
    generator = contour_generator(
        shown.x, shown.y, values, name="serial", line_type=LineType.Separate
    )
    return tuple(
        tuple(_lines(cast("list[npt.ArrayLike]", generator.lines(float(level))))) for level in at
    )


def forbidden(shown: Field) -> tuple[Array, ...]:
    """Where the values are above 0, as rings of points ``(n, 2)``: holes run the other way."""
    if not (shown.values > 0).any():
        return ()
    from contourpy import FillType, contour_generator

    values = np.ma.masked_invalid(shown.values)
    generator = contour_generator(
        shown.x, shown.y, values, name="serial", fill_type=FillType.OuterOffset
    )
    found = cast("tuple[list[Array], list[Rows]]", generator.filled(0.0, LARGEST))
    return tuple(
        np.asarray(part[first:last], dtype=np.float64)
        for part, ends in zip(*found, strict=True)
        for first, last in pairwise(ends)
    )


def resolution(weight: int, wanted: int, budget: int) -> int:
    """The grid size whose square times ``weight`` numbers a point stays within ``budget``."""
    return int(min(wanted, max(2.0, (budget / max(weight, 1)) ** 0.5)))


def _lines(found: Iterable[npt.ArrayLike]) -> list[Array]:
    return [np.asarray(line, dtype=np.float64) for line in found]


def _arguments(
    parameters: Sequence[str], grid: Mapping[str, Array], at: Mapping[str, float]
) -> list[Array]:
    return [
        grid[name] if name in grid else np.asarray(at[name], dtype=np.float64)
        for name in parameters
    ]


def _finite(values: npt.ArrayLike) -> Array:
    """A float64 copy with NaN for what is not finite or too large to subtract."""
    result = np.array(values, dtype=np.float64)
    result[~(np.abs(result) < LARGEST)] = np.nan
    return result


def _compressed(length: Array) -> Array:
    if length.size == 0:
        return length
    logs = np.log(length)
    low, high = float(logs.min()), float(logs.max())
    if high - low < 1e-9:
        return np.full(length.shape, 0.5)
    return np.asarray((logs - low) / (high - low))
