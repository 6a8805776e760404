"""The curve with the point, its tangent, the second point, the secant and the slope triangle."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gradviz.descent import Smoothness
from gradviz.graph import format_number
from gradviz.ui.plots import marks
from gradviz.ui.plots.derivative import tints
from gradviz.ui.plots.derivative.canvases import ProbeCanvas
from gradviz.ui.plots.derivative.probe import Probe
from gradviz.ui.plots.derivative.source import Curves
from gradviz.ui.plots.frame import Frame, draw_curve, draw_segments
from gradviz.ui.plots.segments import segments
from gradviz.ui.theme import Theme

POINT, SECOND = 5.5, 5.0
ROOM_FOR_TEXT = 30.0  # pixels of a leg of the triangle below which it has no label
ROOM_FOR_LABELS = 110.0  # pixels of height below which the triangle has none at all
HALF = 80.0  # pixels of a one-sided tangent


class SecantLayers:
    """Draws plain data on the upper canvas."""

    def __init__(self, canvas: ProbeCanvas) -> None:
        self._canvas = canvas
        self._ground = canvas.layer(self._draw_ground, cached=True)
        self._top = canvas.layer(self._draw_top)
        self._curves: Curves | None = None
        self._stretches: tuple[tints.Stretch, ...] = ()
        self._probe: Probe | None = None
        self._hovered: tuple[float, float] | None = None
        self._held = ""

    def draw(self, curves: Curves, stretches: tuple[tints.Stretch, ...]) -> None:
        """Show a curve and where it rises and falls."""
        self._curves, self._stretches = curves, stretches
        self._ground.changed()

    def draw_probe(self, probe: Probe | None, held: str = "") -> None:
        """Show the point, and which of "x" and "h" a hand holds."""
        self._probe, self._held = probe, held
        self._top.changed()

    def draw_hover(self, at: tuple[float, float] | None) -> None:
        """Show the point of the curve over which the mouse is."""
        if at != self._hovered:
            self._hovered = at
            self._top.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._ground.changed()
        self._top.changed()

    # Inside

    def _draw_ground(self, painter: QPainter, frame: Frame) -> None:
        curves, theme = self._curves, self._canvas.theme
        if curves is None:
            return
        tints.draw_stretches(painter, frame, theme, self._stretches, arrows=True)
        for turn in curves.turns:
            tints.draw_hairline(painter, frame, turn.x, theme.muted, dashed=True)
        painter.setPen(marks.pen(theme.text, 1.8))
        draw_curve(painter, curves.x, curves.values, frame)
        for turn in curves.turns:
            tints.draw_turn(painter, frame.pixel(turn.x, turn.value), turn.turn, theme)

    def _draw_top(self, painter: QPainter, frame: Frame) -> None:
        probe, theme = self._probe, self._canvas.theme
        if probe is None:
            return
        if self._hovered is not None:
            tints.draw_hairline(painter, frame, self._hovered[0], theme.muted)
            tints.draw_dot(painter, frame.pixel(*self._hovered), theme.muted, theme, 3.0)
        tints.draw_hairline(painter, frame, probe.x, theme.gradient)
        if not math.isfinite(probe.value):
            at = QPointF(frame.pixel(probe.x, 0.0).x(), frame.height / 2)
            self._write(painter, frame, "no value here", at, theme.bad)
            return
        self._draw_triangle(painter, frame, probe, theme)
        self._draw_secant(painter, frame, probe, theme)
        self._draw_tangent(painter, frame, probe, theme)
        if math.isfinite(probe.other_value):
            second = frame.pixel(probe.other_x, probe.other_value)
            tints.draw_dot(painter, second, theme.accent, theme, SECOND, held=self._held == "h")
        first = frame.pixel(probe.x, probe.value)
        tints.draw_dot(painter, first, theme.gradient, theme, POINT, held=self._held == "x")

    def _draw_triangle(self, painter: QPainter, frame: Frame, probe: Probe, theme: Theme) -> None:
        if not math.isfinite(probe.other_value):
            return
        first = frame.pixel(probe.x, probe.value)
        second = frame.pixel(probe.other_x, probe.other_value)
        corner = QPointF(second.x(), first.y())
        fill = QColor(theme.accent)
        fill.setAlphaF(0.14)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(marks.pen(theme.accent, 1.0))
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([first, corner, second]))
        across, up = abs(second.x() - first.x()), abs(second.y() - first.y())
        rising = second.y() < first.y()
        if frame.height < ROOM_FOR_LABELS:
            return
        if across > ROOM_FOR_TEXT:
            at = QPointF((first.x() + corner.x()) / 2, first.y() + (4 if rising else -4))
            text = f"Δ{probe.called} = h = {format_number(probe.h)}"
            self._write(painter, frame, text, at, theme.accent, "top" if rising else "bottom")
        if across > ROOM_FOR_TEXT and up > ROOM_FOR_TEXT / 2:
            side = "left" if probe.h > 0 else "right"
            at = QPointF(corner.x() + (7 if probe.h > 0 else -7), (first.y() + second.y()) / 2)
            text = f"Δ{probe.output} = {format_number(probe.rise)}"
            self._write(painter, frame, text, at, theme.accent, side)

    def _draw_secant(self, painter: QPainter, frame: Frame, probe: Probe, theme: Theme) -> None:
        if not math.isfinite(probe.secant):
            return
        line = marks.pen(theme.accent, 1.6)
        line.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(line)
        self._draw_line(painter, frame, probe, probe.secant)
        text = f"secant {format_number(probe.secant)}"
        self._label_line(painter, frame, probe, probe.secant, text, theme.accent, probe.h > 0)

    def _draw_tangent(self, painter: QPainter, frame: Frame, probe: Probe, theme: Theme) -> None:
        nature = None if probe.errors is None else probe.errors.nature
        if nature is not None and nature.smoothness is Smoothness.KINK:
            painter.setPen(marks.pen(theme.gradient, 2.2))
            for slope, side in ((nature.left, -1.0), (nature.right, 1.0)):
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.drawLine(_half(frame, probe, slope, side))
            return
        if not (probe.is_smooth and math.isfinite(probe.slope)):
            return
        painter.setPen(marks.pen(theme.gradient, 2.2))
        self._draw_line(painter, frame, probe, probe.slope)
        text = f"tangent {format_number(probe.slope)}"
        self._label_line(painter, frame, probe, probe.slope, text, theme.gradient, probe.h < 0)

    def _draw_line(self, painter: QPainter, frame: Frame, probe: Probe, slope: float) -> None:
        """The whole line through the point; a dash pattern begins at its left end."""
        ends = np.array(frame.x)
        heights = probe.value + slope * (ends - probe.x)
        draw_segments(painter, segments(ends, heights, frame))

    def _label_line(
        self,
        painter: QPainter,
        frame: Frame,
        probe: Probe,
        slope: float,
        text: str,
        color: str,
        right: bool,
    ) -> None:
        """Write beside a line, far out on one side of the point but inside the plot."""
        first = frame.pixel(probe.x, probe.value)
        unit_x, unit_y = frame.pixel_size
        rise = -slope * unit_x / unit_y  # pixels down for one to the right
        edge = frame.width - 40 if right else 40.0
        run = edge - first.x()
        if rise:
            room = (frame.height - 14 - first.y()) if rise * run > 0 else (first.y() - 26)
            run = math.copysign(min(abs(run), max(room, 30.0) / abs(rise)), 1 if right else -1)
        at = QPointF(first.x() + run, first.y() + rise * run)
        away = -1 if (rise < 0) == right else 1  # above the line on the right, below on the left
        where = f"{'bottom' if right else 'top'} {'right' if away < 0 else 'left'}"
        at += QPointF(8 * away, -2 if right else 2)
        self._write(painter, frame, text, at, color, where, bold=True)

    def _write(
        self,
        painter: QPainter,
        frame: Frame,
        text: str,
        at: QPointF,
        color: str,
        where: str = "middle",
        *,
        bold: bool = False,
    ) -> None:
        self._canvas.write(painter, frame, text, at, color, where, bold=bold)


def _half(frame: Frame, probe: Probe, slope: float, side: float) -> QLineF:
    """A one-sided tangent of fixed length."""
    unit_x, unit_y = frame.pixel_size
    rise = -slope * unit_x / unit_y if math.isfinite(slope) else 0.0
    run = side * HALF / math.hypot(1.0, rise)
    first = frame.pixel(probe.x, probe.value)
    return QLineF(first, first + QPointF(run, rise * run))
