"""The derivative below the curve: where it is positive, negative and 0, and the secant's slope."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from gradviz.descent import Interval, Turn
from gradviz.graph import Array, format_number
from gradviz.ui.plots import marks
from gradviz.ui.plots.derivative import tints
from gradviz.ui.plots.derivative.canvases import ProbeCanvas
from gradviz.ui.plots.derivative.probe import Probe
from gradviz.ui.plots.derivative.source import Curves
from gradviz.ui.plots.frame import FAR, Frame, draw_curve

FILL = {"light": 0.14, "dark": 0.2}


class SlopeLayers:
    """Draws plain data on the lower canvas."""

    def __init__(self, canvas: ProbeCanvas) -> None:
        self._canvas = canvas
        self._ground = canvas.layer(self._draw_ground, cached=True)
        self._top = canvas.layer(self._draw_top)
        self._curves: Curves | None = None
        self._probe: Probe | None = None
        self._hovered: tuple[float, float] | None = None

    def draw(self, curves: Curves) -> None:
        """Show the derivative of a curve."""
        self._curves = curves
        self._ground.changed()

    def draw_probe(self, probe: Probe | None) -> None:
        """Show the slope at the point and that of the secant."""
        self._probe = probe
        self._top.changed()

    def draw_hover(self, at: tuple[float, float] | None) -> None:
        """Show the slope where the mouse is."""
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
        for direction in (1, -1):
            tint = QColor(tints.color_of(direction, theme))
            tint.setAlphaF(FILL[theme.name])
            part = np.maximum(direction * curves.slopes, 0.0) * direction
            painter.fillPath(_area(curves.x, part, frame), tint)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(marks.pen(theme.muted, 1.0))
        zero = round(frame.pixel(frame.x[0], 0.0).y())
        painter.drawLine(0, zero, round(frame.width), zero)
        for turn in curves.turns:
            tints.draw_hairline(painter, frame, turn.x, theme.muted, dashed=True)
        painter.setPen(marks.pen(theme.gradient, 1.8))
        draw_curve(painter, curves.x, curves.slopes, frame)
        for turn in curves.turns:
            if turn.turn is not Turn.KINK and not turn.kinked:
                painter.setPen(marks.pen(theme.text, 1.6))
                painter.setBrush(QColor(theme.surface))
                painter.drawEllipse(frame.pixel(turn.x, 0.0), 4.0, 4.0)

    def _draw_top(self, painter: QPainter, frame: Frame) -> None:
        probe, theme = self._probe, self._canvas.theme
        if probe is None:
            return
        self._canvas.write_corner(painter, frame, "right")
        if self._hovered is not None:
            tints.draw_hairline(painter, frame, self._hovered[0], theme.muted)
            tints.draw_dot(painter, frame.pixel(*self._hovered), theme.muted, theme, 3.0)
        tints.draw_hairline(painter, frame, probe.x, theme.gradient)
        if math.isfinite(probe.secant):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(marks.pen(theme.accent, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(frame.pixel(probe.x, probe.secant), 5.0, 5.0)
        if not math.isfinite(probe.slope):
            return
        at = frame.pixel(probe.x, probe.slope)
        tints.draw_dot(painter, at, theme.gradient, theme, 4.5)
        side = "left" if at.x() < frame.width / 2 else "right"
        beside = at + QPointF(11 if side == "left" else -11, 0)
        text = f"{probe.symbol} = {format_number(probe.slope)}"
        self._canvas.write(painter, frame, text, beside, theme.gradient, side, bold=True)


def slope_range(slopes: Array, wanted: tuple[float, ...]) -> Interval:
    """A range for the finite slopes, with 0 in it; a pole is cut off where most is below."""
    finite = slopes[np.isfinite(slopes)]
    if finite.size == 0:
        return (-1.0, 1.0)
    size = np.abs(finite)
    most, common = float(size.max()), float(np.percentile(size, 90))
    limit = most if most <= 20 * max(common, 1e-300) else 2 * common
    near = [w for w in wanted if math.isfinite(w) and abs(w) <= limit]
    low = max(min(float(finite.min()), 0.0, *near), -limit)
    high = min(max(float(finite.max()), 0.0, *near), limit)
    room = 0.14 * (high - low) or 1.0
    return low - room, high + room


def _area(x: Array, y: Array, frame: Frame) -> QPainterPath:
    """What lies between a curve and 0; a gap in the curve is a gap in the area."""
    px, py = frame.pixels(x, y)
    zero = frame.pixel(frame.x[0], 0.0).y()
    path = QPainterPath()
    known = np.isfinite(py) & np.isfinite(px)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], known.astype(int), [0]))))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        path.moveTo(float(px[first]), zero)
        for left, top in zip(px[first:last], np.clip(py[first:last], -FAR, FAR), strict=True):
            path.lineTo(float(left), float(top))
        path.lineTo(float(px[last - 1]), zero)
        path.closeSubpath()
    return path
