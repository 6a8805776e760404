"""What the sweep plot draws: final losses, the limits, the best rate, and the rate in use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter

from gradviz.descent import Interval
from gradviz.descent.outcomes.sweep import Sweep
from gradviz.graph import Array, format_number
from gradviz.teaching.rate_marks import RateMarks
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame, draw_segments
from gradviz.ui.plots.segments import segments
from gradviz.ui.theme import Theme

ROOM = 0.25
"""The part of the spread that is seen above the loss at the start, or more; the rest is cut off."""

DEEPEST = 16.0
"""Decades below the loss at the start that are drawn at most."""

_EDGE = 9.0  # pixels below the top edge at which what is not finite stands
_CROSS = 2.8
_APART = 9.0


@dataclass(frozen=True, eq=False)
class Heights:
    """Where losses stand: as logarithms where all are positive, else as they are."""

    sweep: Sweep

    @property
    def logarithmic(self) -> bool:
        """Whether the axis is logarithmic."""
        losses = self.sweep.losses[self.sweep.finite]
        return bool(self.sweep.start > 0 and (losses.size == 0 or losses.min() >= 0))

    def of(self, losses: Array) -> Array:
        """The heights of some losses; zero is as low as the axis goes."""
        if not self.logarithmic:
            return losses
        floor = self.sweep.start * 10.0**-DEEPEST
        with np.errstate(invalid="ignore"):
            return np.asarray(np.log10(np.maximum(losses, floor)))

    def range(self) -> Interval:
        """From the lowest loss to somewhat above the one at the start, if that is finite."""
        heights = self.of(self.sweep.losses)
        known = heights[np.isfinite(heights)]
        start = float(self.of(np.array([self.sweep.start]))[0])
        if not np.isfinite(start):
            start = float(known.max()) if known.size else 0.0
        low = min(start, float(known.min())) if known.size else start - 1.0
        spread = max(start - low, 1e-9 * max(1.0, abs(start)))
        room = max(1.0, ROOM * spread) if self.logarithmic else spread
        margin = max(0.08 * spread, 0.3 if self.logarithmic else 0.0)
        return low - margin, start + room


def faint(color: str, strength: float) -> QColor:
    """A color that lets the ground through."""
    result = QColor(color)
    result.setAlphaF(strength)
    return result


class SweepLayers:
    """Draws a sweep with the marks of the learning rate."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._still = canvas.layer(self._draw_still, cached=True)
        self._moving = canvas.layer(self._draw_rate)
        self._sweep: Sweep | None = None
        self._marks = RateMarks()
        self._rate = 0.0
        canvas.set_decades("bottom", on=True)

    @property
    def sweep(self) -> Sweep | None:
        """What is drawn."""
        return self._sweep

    def show_sweep(self, found: Sweep) -> None:
        """Draw this sweep; the ranges follow."""
        self._sweep = found
        heights = Heights(found)
        self._canvas.set_decades("left", heights.logarithmic)
        x = np.log10(found.rates[[0, -1]])
        self._canvas.set_view((float(x[0]), float(x[1])), heights.range())
        self.restyle()

    def show_marks(self, shown: RateMarks, rate: float) -> None:
        """Move the marks and the rate in use."""
        if shown != self._marks:
            self._marks = shown
            self._still.changed()
        self._rate = rate
        self._moving.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._still.changed()
        self._moving.changed()

    # Drawing

    def _draw_still(self, painter: QPainter, frame: Frame) -> None:
        """All that a change of the rate leaves where it is."""
        found, theme = self._sweep, self._canvas.theme
        if found is None:
            return
        heights = Heights(found)
        self._draw_zones(painter, frame, theme)
        self._draw_start(painter, frame, theme, heights)
        x = np.log10(found.rates)
        painter.setPen(marks.pen(theme.value, 1.8))
        # Beyond the top a curve still shows where it leaves.
        top = frame.y[1] + 0.5 * (frame.y[1] - frame.y[0])
        draw_segments(painter, segments(x, np.minimum(heights.of(found.losses), top), frame))
        self._draw_lost(painter, frame, theme, x[~found.finite])
        self._draw_marks(painter, frame, theme)
        self._draw_best(painter, frame, theme, heights)

    def _x(self, rate: float, frame: Frame) -> float:
        return frame.pixel(float(np.log10(rate)) if rate > 0 else -1e3, frame.y[0]).x()

    def _draw_zones(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        limit, zone = self._marks.limit, self._marks.zigzag
        solid, striped = Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern
        if zone is not None:
            left, right = (self._x(rate, frame) for rate in zone)
            self._shade(painter, frame, (left, right), QBrush(faint(theme.gradient, 0.4), striped))
        if limit is not None:
            ground = QBrush(faint(theme.bad, 0.1), solid)
            self._shade(painter, frame, (self._x(limit, frame), frame.width), ground)

    @staticmethod
    def _shade(painter: QPainter, frame: Frame, ends: Interval, ground: QBrush) -> None:
        left, right = ends
        painter.fillRect(QRectF(left, 0, max(0.0, right - left), frame.height), ground)

    def _draw_start(self, painter: QPainter, frame: Frame, theme: Theme, heights: Heights) -> None:
        start = float(heights.of(np.array([heights.sweep.start]))[0])
        if not np.isfinite(start):
            return
        y = frame.pixel(frame.x[0], start).y()
        line = marks.pen(theme.muted, 1.0)
        line.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(line)
        painter.drawLine(QPointF(0, y), QPointF(frame.width, y))
        self._write(painter, "at the start", QPointF(6, y - 2), theme.muted, "bottom left")

    def _draw_lost(self, painter: QPainter, frame: Frame, theme: Theme, x: Array) -> None:
        """Rates whose loss is no number stand as crosses at the top edge."""
        if x.size == 0:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(marks.pen(theme.bad, 1.3))
        px, _ = frame.pixels(x, np.zeros(len(x)))
        last = -np.inf
        for place in px.tolist():
            if place - last < _APART:  # they would run into each other
                continue
            last = place
            for turn in (-_CROSS, _CROSS):
                painter.drawLine(
                    QPointF(place - _CROSS, _EDGE - turn), QPointF(place + _CROSS, _EDGE + turn)
                )
        at = QPointF(frame.width - 6, _EDGE + 8)
        self._write(painter, "not finite", at, theme.bad, "top right")

    def _draw_marks(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        mark = next((m for m in self._marks.marks if m.kind == "limit"), None)
        if mark is None:
            return
        x = self._x(mark.rate, frame)
        line = marks.pen(theme.bad, 1.4)
        line.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(line)
        painter.drawLine(QPointF(x, 0), QPointF(x, frame.height))
        left = x < 0.6 * frame.width
        at = QPointF(x + (4 if left else -4), 0.3 * frame.height)
        text = f"{mark.name[0].lower()}{mark.name[1:]} {format_number(mark.rate)}"
        if painter.fontMetrics().horizontalAdvance(text) > frame.width:
            text = format_number(mark.rate)
        self._write(painter, text, at, theme.bad, "middle left" if left else "middle right")

    def _draw_best(self, painter: QPainter, frame: Frame, theme: Theme, heights: Heights) -> None:
        best = heights.sweep.best_rate
        if best is None:
            return
        loss = np.array([np.nanmin(heights.sweep.losses)])
        at = frame.pixel(float(np.log10(best)), float(heights.of(loss)[0]))
        marks.draw_star(painter, at, theme)

    def _draw_rate(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        if self._sweep is None or self._rate <= 0:
            return
        x = min(max(self._x(self._rate, frame), 0.0), frame.width)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(marks.pen(theme.accent, 1.6))
        painter.drawLine(QPointF(round(x), 0), QPointF(round(x), frame.height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(QPointF(x, frame.height / 2), 4.5, 4.5)
        left = x < 0.75 * frame.width
        text = format_number(self._rate)
        at = QPointF(x + (8 if left else -8), frame.height / 2)
        self._write(painter, text, at, theme.accent, "middle left" if left else "middle right")

    def _write(self, painter: QPainter, text: str, at: QPointF, color: str, where: str) -> None:
        """Text with its corner ``where`` at a point, on a plate so that it can be read."""
        font = QFont(self._canvas.font())
        font.setPixelSize(self._canvas.font_size)
        painter.setFont(font)
        size = painter.fontMetrics().size(0, text)
        x = at.x() - (size.width() if "right" in where else 0)
        x = max(0.0, min(x, self._canvas.frame.width - size.width()))  # whole, in a small plot, too
        drop = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[where.split()[0]]
        rect = QRectF(x, at.y() - drop * size.height(), size.width(), size.height())
        plate = QColor(self._canvas.theme.surface)
        plate.setAlphaF(0.8)
        painter.fillRect(rect.adjusted(-2, 0, 2, 0), plate)
        painter.setPen(QColor(color))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
