"""Axes whose ticks are written as all numbers in the window."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg

from gradviz.graph import format_number
from gradviz.graph.names import name_latex
from gradviz.teaching.plain import plain

PLAIN = (1e-4, 1e6)  # decades written as numbers; those beyond as powers of ten
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
MOST_LETTERS = 20  # of a name beside a plot

DIGITS = (6, 15)
"""The digits of a tick at least, and at most: more a float does not have."""

DECADE_PIXELS = 24.0
"""The least distance between two labels of a logarithmic axis."""


def shortened(name: str) -> str:
    """A name as long as there is room for beside a plot."""
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…"


def written(name: str) -> str:
    """A name as it is written by hand: g₁."""
    return plain(name_latex(name))


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph is untyped
    """An axis whose ticks are written as everywhere else in the window.

    When ``decades`` is set, the positions are logarithms to base 10 and only whole ones are
    marked.
    """

    decades = False
    decade_pixels = DECADE_PIXELS

    def tickStrings(  # noqa: N802  # pyqtgraph's name
        self, values: list[float], scale: float, spacing: float
    ) -> list[str]:
        if self.decades:
            return [decade_text(value) for value in values]
        return tick_texts([value * scale for value in values], spacing * scale)

    def tickValues(  # noqa: N802  # pyqtgraph's name
        self, low: float, high: float, size: float
    ) -> list[tuple[float, list[float]]]:
        if not self.decades:
            return list(super().tickValues(low, high, size))
        wanted = max(2.0, size / self.decade_pixels)
        step = max(1, math.ceil((high - low) / wanted))
        first = math.ceil(low / step) * step
        return [(float(step), [float(v) for v in range(first, math.floor(high) + 1, step)])]


def nice_ticks(low: float, high: float, most: int) -> tuple[list[float], float]:
    """At most so many round numbers from low to high, and the distance between them."""
    least = (high - low) / max(most, 1)
    unit = 10.0 ** math.floor(math.log10(least))
    step = next(unit * f for f in (1.0, 2.0, 5.0, 10.0, 20.0) if unit * f >= least * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [n * step for n in range(first, last + 1)], step


def tick_texts(values: Sequence[float], spacing: float) -> list[str]:
    """Numbers so far apart, with the digits that tell each from the next."""
    if spacing <= 0:
        return [format_number(value, DIGITS[0]) for value in values]
    largest = max((abs(value) for value in values), default=0.0)
    needed = math.ceil(math.log10(max(largest / spacing, 1.0))) + 1
    digits = min(max(DIGITS[0], needed), DIGITS[1])
    places = max(0, math.ceil(-math.log10(spacing) - 1e-9))
    return [format_number(round(value, places), digits) for value in values]


def decade_text(exponent: float) -> str:
    """10 to a whole exponent: 0.001, 10⁻⁷."""
    value = 10.0**exponent if abs(exponent) < 300 else math.inf
    if PLAIN[0] <= value < PLAIN[1]:
        return format_number(value)
    return "10" + str(round(exponent)).translate(SUPERSCRIPTS)
