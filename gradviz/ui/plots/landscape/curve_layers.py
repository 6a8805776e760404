"""The curve of one parameter: values, the tangent at the current epoch, the path on the curve."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from gradviz.descent import Curve
from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame, draw_curve, draw_segments
from gradviz.ui.plots.landscape.map_layers import PATH_LEVEL

TANGENT = 90.0  # pixels to each side


class CurveLayers:
    """Draws plain data on a canvas: a curve, a path along it, a tangent, a start, minima."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._ground = canvas.layer(self._draw_curve, cached=True)
        self._top = canvas.layer(self._draw_top)
        self._top.setZValue(PATH_LEVEL)
        self._curve: Curve | None = None
        self._x: Array = np.empty(0)
        self._y: Array = np.empty(0)
        self._epoch = 0
        self._start: tuple[float, float] | None = None
        self._tangent: tuple[float, float, float] | None = None
        self._held = False
        self._minima: Sequence[tuple[float, float]] = ()
        self._point: tuple[float, float] | None = None

    def set_visible(self, on: bool) -> None:
        """Show or hide everything."""
        self._ground.setVisible(on)
        self._top.setVisible(on)

    def draw(self, curve: Curve) -> None:
        """Show a curve."""
        self._curve = curve
        self._ground.changed()

    def draw_path(
        self, x: Array, y: Array, epoch: int, point: tuple[float, float] | None = None
    ) -> None:
        """Show the iterates on the curve and a ring at one of them, or at a point without them."""
        self._x, self._y, self._epoch, self._point = x, y, epoch, point
        self._top.changed()

    def draw_start(self, start: tuple[float, float] | None, *, held: bool = False) -> None:
        """Show the start on the curve."""
        self._start, self._held = start, held
        self._top.changed()

    def draw_tangent(self, x: float, y: float, slope: float) -> None:
        """Show the tangent at a point; one that is not finite is left out."""
        self._tangent = (x, y, slope) if np.isfinite((x, y, slope)).all() else None
        self._top.changed()

    def draw_minima(self, minima: Sequence[tuple[float, float]]) -> None:
        """Show the known minima."""
        self._minima = minima
        self._top.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._ground.changed()
        self._top.changed()

    # Inside

    def _draw_curve(self, painter: QPainter, frame: Frame) -> None:
        if self._curve is None:
            return
        painter.setPen(marks.pen(self._canvas.theme.text, 1.6))
        draw_curve(painter, self._curve.x, self._curve.values, frame)

    def _draw_top(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        if self._tangent is not None:
            painter.setPen(marks.pen(theme.gradient, 2.0))
            draw_segments(painter, _tangent_row(*self._tangent, frame))
        for x, y in self._minima:
            marks.draw_star(painter, frame.pixel(x, y), theme)
        if len(self._x):
            marks.draw_path(painter, frame, self._x, self._y, self._epoch)
        if self._start is not None:
            at = frame.pixel(*self._start)
            if not theme.is_dark:  # the white handle needs an edge on white
                painter.setPen(marks.pen(theme.line, 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(at, 11.5, 11.5)
            marks.draw_start(painter, at, held=self._held)
        if 0 < self._epoch < len(self._x):
            at = QPointF(frame.pixel(float(self._x[self._epoch]), float(self._y[self._epoch])))
            marks.draw_ring(painter, at)
        elif self._point is not None:
            marks.draw_ring(painter, frame.pixel(*self._point))


def _tangent_row(x: float, y: float, slope: float, frame: Frame) -> Array:
    """A piece of the tangent as one row of segment coordinates in pixels."""
    unit_x, unit_y = frame.pixel_size
    rise = slope * unit_x / unit_y
    if not np.isfinite(rise):
        return np.empty((0, 4))
    run = TANGENT / np.hypot(1.0, rise)
    center = frame.pixel(x, y)
    dx, dy = float(run), float(-run * rise)
    return np.array([[center.x() - dx, center.y() - dy, center.x() + dx, center.y() + dy]])
