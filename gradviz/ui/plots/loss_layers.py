"""What the loss plot draws: the curve, the epoch, the best possible loss, the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from gradviz.descent import Interval, Stop, verdict_words
from gradviz.graph import Array, format_number
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame, draw_segments
from gradviz.ui.plots.placing import outline
from gradviz.ui.plots.ranges import LARGEST, neat, rounded_up
from gradviz.ui.plots.segments import segments
from gradviz.ui.theme import TRAJECTORY_COLORS, Theme

SMALLEST = 1e-307  # smaller losses are drawn as if they were this
LOST = 100.0
"""In a race a loss that many times the start's is beyond the plot: the others must be seen."""


@dataclass(frozen=True, eq=False)
class Losses:
    """What is drawn: losses by epoch, the epochs asked for, the best possible, the verdict.

    ``rivals`` are the losses of the others in a race, ``others`` those of ghosts and of rows held
    out; both are drawn elsewhere.
    """

    values: Array
    epochs: int
    floor: float | None = None
    stop: str = "finished"
    stop_epoch: int = 0
    rivals: tuple[Array, ...] = ()
    others: tuple[Array, ...] = ()

    @cached_property
    def counted(self) -> Array:
        """The finite losses that must be seen: of a race those that have not gone astray."""
        values: Array = np.concatenate((self.values, *self.rivals, *self.others))
        values = values[np.isfinite(values)]
        if not (self.rivals or self.others) or not len(self.values) or not self.values[0] > 0:
            return values
        near: Array = values[values <= LOST * self.values[0]]
        return near

    @property
    def spread(self) -> float:
        """How many times the largest loss is the smallest; 0 where a loss is negative."""
        low, high = self.extent
        if low > high or low < 0:
            return 0.0
        with np.errstate(over="ignore"):
            return float(np.divide(high, self.least)) if high > 0 else 1.0

    @cached_property
    def extent(self) -> Interval:
        """The lowest and the highest loss that must be seen; infinities the wrong way for none."""
        values = self.counted
        return float(values.min(initial=np.inf)), float(values.max(initial=-np.inf))

    @cached_property
    def least(self) -> float:
        """The lowest loss above zero that must be seen; infinity for none."""
        if self.extent[0] > 0:
            return self.extent[0]
        return float(np.min(self.counted, where=self.counted > 0, initial=np.inf))

    @property
    def verdict(self) -> str:
        """How the descent ended, in words; empty when it just went through its epochs.

        In a race the legend says it of everyone.
        """
        if self.stop in (Stop.FINISHED, Stop.UNFINISHED) or self.rivals:
            return ""
        return verdict_words(self.stop, self.stop_epoch, self.values)


class Text(NamedTuple):
    """Words, where they stand in pixels, and how."""

    words: str
    rect: QRectF
    color: str
    font: QFont


class LossLayers:
    """Draws plain losses on a canvas, linear or logarithmic."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._line = canvas.layer(self._draw_line, cached=True)
        self._top = canvas.layer(self._draw_hairline)
        self._words = canvas.layer(self._draw_words, cached=True)
        canvas.inks["losses"] = self._ink
        self._losses = Losses(np.empty(0), 0)
        self._heights: Array = np.empty(0)
        self._epoch = 0
        self._logarithmic = False
        self._floor: float | None = None  # how high the best possible loss stands
        self._said: object = None

    def draw(self, losses: Losses, epoch: int, *, logarithmic: bool) -> None:
        """Show these losses; the ranges follow."""
        self._losses, self._epoch, self._logarithmic = losses, epoch, logarithmic
        self._heights = self.heights(losses.values)
        self._floor = self._floor_height()
        self._canvas.set_decades("left", logarithmic)
        last = rounded_up(max(losses.epochs, 1))  # while epochs are added the axis stays
        self._canvas.set_view((-0.015 * last, 1.03 * last), self._range())
        self._line.changed()
        self._top.changed()
        said = self._floor, self._floor_words(), self._verdict_words()
        if said != self._said:
            self._said = said
            self._words.changed()

    def draw_epoch(self, epoch: int) -> None:
        """Move the hairline."""
        self._epoch = epoch
        self._top.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        for layer in (self._line, self._top, self._words):
            layer.changed()

    def heights(self, values: Array) -> Array:
        """Where losses stand on the axis as it is now."""
        if not self._logarithmic:
            return np.clip(values, -LARGEST, LARGEST)
        least = self._losses.least
        return np.log10(np.maximum(values, 1e-3 if np.isinf(least) else max(least / 10, SMALLEST)))

    @property
    def _color(self) -> str:
        """The color of losses; in a race that of the first racer."""
        return TRAJECTORY_COLORS[0] if self._losses.rivals else self._canvas.theme.value

    def _range(self) -> Interval:
        ends = [height for height in self._losses.extent if np.isfinite(height)]
        heights = self.heights(np.array(ends)).tolist()
        if self._floor is not None:
            heights.append(self._floor)
        if not heights:
            return (0.0, 1.0)
        low, high = min(heights), max(heights)
        if self._logarithmic:
            room = max(high - low, 1.0)
            # Round, so that the axis stays as it is while a path is dragged.
            return neat(low - 0.2 * room, high + 0.12 * room)
        low = min(low, 0.0) if low > -0.05 * abs(high) else low
        room = (high - low) or max(abs(high), 1.0)
        return low - 0.05 * room, high + 0.08 * room

    def _floor_height(self) -> float | None:
        floor = self._losses.floor
        if floor is None or not np.isfinite(floor):
            return None
        if not self._logarithmic:
            return floor
        values = self._losses.values
        largest = float(np.max(values[np.isfinite(values)], initial=0.0))
        # A floor of rounding errors above zero has no place on a logarithmic axis.
        return float(np.log10(floor)) if floor > 1e-14 * largest > 0 else None

    def _draw_line(self, painter: QPainter, frame: Frame) -> None:
        """What no epoch changes: a picture of it is kept while one is dragged."""
        if len(self._heights):
            self._draw_floor(painter, frame, self._canvas.theme)
            painter.setPen(marks.line_pen(self._color, 1.6))
            draw_segments(painter, self._curve(frame))

    def _draw_words(self, painter: QPainter, frame: Frame) -> None:
        """What is written stays as it is through most of a drag."""
        for text in (self._floor_text(frame), self._verdict_text(frame)):
            if text is not None and len(self._heights):
                self._write(painter, text)

    def _curve(self, frame: Frame) -> Array:
        epochs = np.arange(len(self._heights), dtype=np.float64)
        return segments(epochs, self._heights, frame)

    def _ink(self, frame: Frame) -> Array:
        """What a legend must not cover: the curve, the best loss, and what is written."""
        texts = (self._floor_text(frame), self._verdict_text(frame))
        places = [outline(text.rect) for text in texts if text is not None]
        if self._floor is not None:
            y = frame.pixel(0.0, self._floor).y()
            places.append(np.array([[0.0, y, frame.width, y]]))
        return np.vstack([self._curve(frame), *places])

    def _draw_floor(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        height = self._floor
        if height is None:
            return
        y = frame.pixel(0.0, height).y()
        line = marks.pen(theme.good, 1.0)
        line.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)  # dashes are dear
        painter.drawLine(QPointF(0, y), QPointF(frame.width, y))

    def _floor_text(self, frame: Frame) -> Text | None:
        """What the line of the best possible loss is called."""
        if self._floor is None:
            return None
        y = frame.pixel(0.0, self._floor).y()
        is_room_below = frame.height - y > 1.6 * self._canvas.font_size
        where, gap = ("top right", 2) if is_room_below else ("bottom right", -3)
        at = QPointF(frame.width - 6, y + gap)
        return self._text(self._floor_words(), at, self._canvas.theme.good, where)

    def _floor_words(self) -> str:
        floor = self._losses.floor
        if self._floor is None or floor is None:
            return ""
        is_rounding = abs(floor) < 1e-12 * max(map(abs, self._losses.extent))
        return f"best possible {format_number(0.0 if is_rounding else floor)}"

    def _draw_hairline(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        if len(self._heights) == 0:
            return
        epoch = min(self._epoch, len(self._heights) - 1)
        at = frame.pixel(float(epoch), float(self._heights[epoch]))
        now = round(frame.pixel(float(self._epoch), 0.0).x())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(marks.pen(theme.accent, 1.0, 0.8))
        painter.drawLine(QPointF(now, 0), QPointF(now, frame.height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(marks.pen(theme.surface, 1.5))
        painter.setBrush(QColor(self._color))
        painter.drawEllipse(at, 4.5, 4.5)

    def _verdict_text(self, frame: Frame) -> Text | None:
        """That the run converged; what went wrong is said by the chip over the plot."""
        words = self._verdict_words()
        if not words:
            return None
        at = QPointF(frame.width - 6, 4)
        return self._text(words, at, self._canvas.theme.good, "top right", bold=True)

    def _verdict_words(self) -> str:
        return self._losses.verdict if self._losses.stop == Stop.CONVERGED else ""

    def _text(self, words: str, at: QPointF, color: str, where: str, *, bold: bool = False) -> Text:
        """A text with its corner ``where`` at a point."""
        font = self._canvas.small_font
        font.setBold(bold)
        size = QFontMetrics(font).size(0, words)
        x = at.x() - (size.width() if "right" in where else 0)
        y = at.y() - (size.height() if "bottom" in where else 0)
        return Text(words, QRectF(x, y, size.width(), size.height()), color, font)

    def _write(self, painter: QPainter, text: Text) -> None:
        """Text on a plate so that it can be read."""
        plate = QColor(self._canvas.theme.surface)
        plate.setAlphaF(0.82)
        painter.fillRect(text.rect.adjusted(-3, 0, 3, 0), plate)
        painter.setFont(text.font)
        painter.setPen(QColor(text.color))
        painter.drawText(text.rect, Qt.AlignmentFlag.AlignCenter, text.words)
