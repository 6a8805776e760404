"""What the plots of an experiment draw: overlaid losses, and the final loss against the rate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gradviz.descent import Interval
from gradviz.document.experimenting import Result
from gradviz.graph import Array, format_number
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.colors import color_table
from gradviz.ui.plots.frame import Frame, draw_segments
from gradviz.ui.plots.ranges import LARGEST
from gradviz.ui.plots.segments import segments
from gradviz.ui.theme import Theme

LOGARITHMIC_FROM = 100.0  # times the lowest loss that the highest at the start is
BEYOND = 3.0  # times the loss at the start: what rises higher leaves the plot
MOST_NAMED = 8
SHADES = {"light": (1, 205), "dark": (60, 255)}
"""The part of the color table that can be told from the ground."""
_DOT = 3.6
_GAP = 6


def shade(theme: Theme, place: int, count: int) -> QColor:
    """The color of one of so many trials, from dark to bright as their rates grow."""
    low, high = SHADES[theme.name]
    row = low if count < 2 else round(low + (high - low) * place / (count - 1))
    return QColor(*(int(part) for part in color_table(theme)[row, :3]))


def rate_order(results: Sequence[Result]) -> list[int]:
    """For each result the place of its rate among all rates."""
    rates = sorted({result.trial.lr for result in results})
    return [rates.index(result.trial.lr) for result in results]


class Scale:
    """Where losses stand: as logarithms where they are spread widely and none is negative."""

    def __init__(self, results: Sequence[Result], floor: float) -> None:
        starts = [float(r.outcome.losses[0]) for r in results]
        lowest = [r.outcome.lowest for r in results]
        self.top = BEYOND * max((s for s in starts if np.isfinite(s)), default=1.0)
        known = [x for x in (*lowest, floor) if np.isfinite(x)]
        self.low = min(known, default=0.0)
        positive = min((x for x in known if x > 0), default=0.0)
        self.floor = max(positive, 1e-12 * abs(self.top), 1e-307)
        self.logarithmic = self.low >= 0 and self.top > LOGARITHMIC_FROM * self.floor

    def of(self, losses: Array) -> Array:
        """The heights of some losses."""
        with np.errstate(invalid="ignore"):
            if self.logarithmic:
                return np.asarray(np.log10(np.maximum(losses, self.floor)))
            return np.clip(losses, -LARGEST, LARGEST)

    def range(self) -> Interval:
        """From the lowest loss to somewhat above the highest start."""
        low, high = self.of(np.array([self.low, self.top])).tolist()
        room = (high - low) or 1.0
        return low - 0.06 * room, high + 0.02 * room


class CurveLayers:
    """The losses of all trials, colored by their rate."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._layer = canvas.layer(self._draw, cached=True)
        self._results: Sequence[Result] = ()
        self._scale = Scale((), np.nan)
        self._floor = float("nan")
        self._chosen: int | None = None

    def draw(self, results: Sequence[Result], floor: float) -> None:
        """Show these; the ranges follow."""
        self._results, self._floor = results, floor
        self._scale = Scale(results, floor)
        self._canvas.set_decades("left", self._scale.logarithmic)
        last = max((r.trial.epochs for r in results), default=1) or 1
        self._canvas.set_view((-0.01 * last, 1.02 * last), self._scale.range())
        self._layer.changed()

    def choose(self, place: int | None) -> None:
        """Let one curve stand out."""
        if place != self._chosen:
            self._chosen = place
            self._layer.changed()

    def nearest(self, epoch: float, height: float) -> int | None:
        """The trial whose curve passes nearest below or above a place."""
        best: tuple[float, int] | None = None
        for place, result in enumerate(self._results):
            losses = result.outcome.losses
            row = min(max(round(epoch), 0), len(losses) - 1)
            away = abs(float(self._scale.of(losses[row : row + 1])[0]) - height)
            if np.isfinite(away) and (best is None or away < best[0]):
                best = (away, place)
        return None if best is None else best[1]

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._layer.changed()

    def _draw(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        order = rate_order(self._results)
        count = max(order, default=0) + 1
        if np.isfinite(self._floor):
            self._draw_floor(painter, frame, theme)
        places = sorted(range(len(order)), key=lambda place: place == self._chosen)
        for place in places:
            losses = self._results[place].outcome.losses
            heights = self._scale.of(losses)
            strong = place == self._chosen
            tone = shade(theme, order[place], count)
            painter.setPen(marks.line_pen(tone, 3.2 if strong else 1.6))
            epochs = np.arange(float(len(losses)))
            draw_segments(painter, segments(epochs, heights, frame))
            if self._results[place].outcome.is_lost:
                _draw_cross(painter, frame, epochs, heights, theme)
        self._draw_legend(painter, frame, theme, count)

    def _draw_floor(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        y = frame.pixel(frame.x[0], float(self._scale.of(np.array([self._floor]))[0])).y()
        line = marks.pen(theme.good, 1.0)
        line.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(line)
        painter.drawLine(QPointF(0, y), QPointF(frame.width, y))

    def _draw_legend(self, painter: QPainter, frame: Frame, theme: Theme, count: int) -> None:
        """The rates by color, at the top right; of many every other one."""
        rates = sorted({result.trial.lr for result in self._results})
        if len(rates) < 2:
            return
        step = -(-len(rates) // MOST_NAMED)
        shown = list(enumerate(rates))[::step]
        painter.setFont(self._canvas.small_font)
        metrics = painter.fontMetrics()
        height = metrics.lineSpacing()
        texts = [format_number(rate) for _, rate in shown]
        width = max(metrics.horizontalAdvance(text) for text in texts) + 28
        if height * (len(shown) + 1) > frame.height:
            return
        plate = QRectF(frame.width - width - _GAP, _GAP, width, height * len(shown) + 4)
        ground = QColor(theme.surface)
        ground.setAlphaF(0.82)
        painter.fillRect(plate, ground)
        for row, ((place, _rate), text) in enumerate(zip(shown, texts, strict=True)):
            top = plate.top() + 2 + row * height
            painter.setPen(marks.pen(shade(theme, place, count), 2.4))
            middle = top + height / 2
            painter.drawLine(QPointF(plate.left() + 6, middle), QPointF(plate.left() + 20, middle))
            painter.setPen(QColor(theme.text))
            painter.drawText(QPointF(plate.left() + 25, top + metrics.ascent()), text)


def _draw_cross(
    painter: QPainter, frame: Frame, epochs: Array, heights: Array, theme: Theme
) -> None:
    """Where a lost run leaves the plot, or ends."""
    inside = np.flatnonzero(np.isfinite(heights) & (heights <= frame.y[1]))
    if not inside.size:
        return
    at = frame.pixel(float(epochs[inside[-1]]), float(heights[inside[-1]]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(marks.pen(theme.bad, 1.6))
    for turn in (-4.0, 4.0):
        painter.drawLine(at + QPointF(-4.0, turn), at + QPointF(4.0, -turn))


class RateLayers:
    """The final loss against the learning rate, a line for each number of epochs."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._layer = canvas.layer(self._draw, cached=True)
        self._results: Sequence[Result] = ()
        self._scale = Scale((), np.nan)
        self._floor = float("nan")
        canvas.set_decades("bottom", on=True)

    def draw(self, results: Sequence[Result], floor: float) -> None:
        """Show these; the ranges follow."""
        self._results = [result for result in results if result.trial.lr > 0]
        self._scale, self._floor = Scale(results, floor), floor
        self._canvas.set_decades("left", self._scale.logarithmic)
        decades = [float(np.log10(r.trial.lr)) for r in self._results] or [0.0]
        room = 0.06 * (max(decades) - min(decades)) or 0.5
        self._canvas.set_view((min(decades) - room, max(decades) + room), self._scale.range())
        self._layer.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._layer.changed()

    def _draw(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        order = rate_order(self._results)
        count = max(order, default=0) + 1
        for epochs in sorted({result.trial.epochs for result in self._results}):
            line = sorted(
                (np.log10(r.trial.lr), min(r.outcome.final, 1e3 * self._scale.top))
                for r in self._results
                if r.trial.epochs == epochs and np.isfinite(r.outcome.final)
            )
            if line:
                x, y = np.array(line).T
                painter.setPen(marks.pen(theme.muted, 1.2))
                draw_segments(painter, segments(x, self._scale.of(y), frame))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, result in zip(order, self._results, strict=True):
            self._draw_result(painter, frame, result, shade(theme, place, count))

    def _draw_result(self, painter: QPainter, frame: Frame, result: Result, color: QColor) -> None:
        x, final = float(np.log10(result.trial.lr)), result.outcome.final
        height = float(self._scale.of(np.array([final]))[0])
        if not np.isfinite(height) or height > frame.y[1]:
            at = QPointF(frame.pixel(x, 0.0).x(), 9.0)
            painter.setPen(marks.pen(self._canvas.theme.bad, 1.6))
            for turn in (-4.0, 4.0):
                painter.drawLine(at + QPointF(-4.0, turn), at + QPointF(4.0, -turn))
            return
        painter.setPen(marks.pen(self._canvas.theme.surface, 1.2))
        painter.setBrush(color)
        painter.drawEllipse(frame.pixel(x, height), _DOT, _DOT)
