"""Axes whose ticks are written as all numbers in the window."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from gradviz.graph import format_number

PLAIN = (1e-4, 1e6)  # decades written as numbers; those beyond as powers of ten
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
MOST_LETTERS = 20  # of a name beside a plot

DIGITS = (6, 15)
"""The digits of a tick at least, and at most: more a float does not have."""

MOST_BESIDE = 0.4
"""The share of the axis that its name may take of the line of the ticks."""

NAME_GAP = 6.0  # pixels between a tick's text and the name
NAME_SINKS = 4.0  # pixels that the name's own margin may lie beyond the axis

DECADE_PIXELS = 24.0
"""The least distance between two labels of a logarithmic axis."""


def shortened(name: str) -> str:
    """A name as long as there is room for beside a plot."""
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…"


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph is untyped
    """An axis whose ticks are written as everywhere else in the window.

    When ``decades`` is set, the positions are logarithms to base 10 and only whole ones are
    marked. Where there is little height (``is_low``) a short name stands in the line of the ticks,
    at its end, instead of in a line of its own.
    """

    decades = False
    decade_pixels = DECADE_PIXELS
    is_low = False
    _was_beside = False
    _bounded: QSizeF | None = None
    _bounds = QRectF()

    def set_low(self, on: bool) -> None:  # what a comparison says
        """Whether there is little height."""
        if on != self.is_low:
            self.is_low = on
            self._place_name()

    @property
    def has_name_beside(self) -> bool:
        """Whether the name stands in the line of the ticks."""
        if not self.is_low or self.orientation != "bottom" or not self.label.isVisible():
            return False
        return bool(self.label.boundingRect().width() <= MOST_BESIDE * self.size().width())

    def _place_name(self) -> None:
        self._was_beside = self.has_name_beside
        self._updateHeight()
        self.resizeEvent()
        self.update()

    def _updateHeight(self) -> None:  # noqa: N802  # pyqtgraph's name
        super()._updateHeight()
        if self.has_name_beside:
            height = self.maximumHeight() - 0.8 * self.label.boundingRect().height()
            self.setMaximumHeight(height)
            self.setMinimumHeight(height)

    def resizeEvent(self, event: object = None) -> None:
        super().resizeEvent(event)
        if self.label is None:  # it is closed
            return
        if self.has_name_beside:
            size, name = self.size(), self.label.boundingRect()
            down = size.height() - name.height() + NAME_SINKS
            self.label.setPos(QPointF(int(size.width() - name.width()), int(down)))
        if self.has_name_beside != self._was_beside:
            self._place_name()

    def boundingRect(self) -> QRectF:
        """Asked for many times a frame; it is another one when the size is."""
        size = self.size()
        if size != self._bounded:
            self._bounded, self._bounds = size, super().boundingRect()
        return QRectF(self._bounds)

    def generateDrawSpecs(self, painter: QPainter) -> Any:  # noqa: N802  # pyqtgraph's name
        specs = super().generateDrawSpecs(painter)
        if specs is None or not self.has_name_beside:
            return specs
        line, ticks, texts = specs
        end = self.label.pos().x() - NAME_GAP
        return line, ticks, [text for text in texts if text[0].right() <= end]

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
            return spaced_ticks(low, high, self.tickSpacing(low, high, size))
        wanted = max(2.0, size / self.decade_pixels)
        step = max(1, math.ceil((high - low) / wanted))
        first = math.ceil(low / step) * step
        return [(float(step), [float(v) for v in range(first, math.floor(high) + 1, step)])]


def spaced_ticks(
    low: float, high: float, levels: Sequence[tuple[float, float]]
) -> list[tuple[float, list[float]]]:
    """The multiples of each distance (and offset) from low to high that no earlier one has.

    As pyqtgraph's own, which compares arrays; a dragged range has new ticks in every frame.
    """
    found: list[tuple[float, list[float]]] = []
    taken: list[float] = []
    for spacing, offset in levels:
        first = math.ceil((low - offset) / spacing) * spacing + offset
        every = [n * spacing + first for n in range(int((high - first) / spacing) + 1)]
        near = 0.01 * spacing
        new = [value for value in every if all(abs(value - old) > near for old in taken)]
        taken += new
        found.append((spacing, new))
    return found


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
