"""What is drawn while one fits by hand: squares, handles, the best line, a chosen point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame, draw_curve

HANDLE = 7.0  # pixels, the radius
_RING = 3.5  # pixels from a handle to the ring around it
SQUARES_UP_TO = 200  # rows; more would be one patch
_LARGEST = 4.0  # times the height of the plot that a square may be
_NONE: Array = np.empty(0)


class HandLayers:
    """Draws below the points the squares and the best line, above them the handles."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._under = canvas.layer(self._draw_under)
        self._top = canvas.layer(self._draw_top)
        self._under.setZValue(-0.5)
        self._top.setZValue(5.0)
        self._squares: tuple[Array, Array, Array] = (_NONE, _NONE, _NONE)
        self._best: tuple[Array, Array] = (_NONE, _NONE)
        self._handles: Sequence[tuple[float, float]] = ()
        self._held: int | None = None
        self._marked: int | None = None
        self._chosen: tuple[float, float] | None = None

    def draw_squares(self, x: Array, y: Array, heights: Array) -> None:
        """Show a square on each residual, from ``y`` to ``heights``; empty for none."""
        self._squares = (x, y, heights)
        self._under.changed()

    def draw_best(self, x: Array, y: Array) -> None:
        """Show the best prediction; empty for none."""
        self._best = (x, y)
        self._under.changed()

    def draw_handles(
        self,
        places: Sequence[tuple[float, float]],
        held: int | None = None,
        marked: int | None = None,
    ) -> None:
        """Show the handles, one of them larger while it is held, one ringed that keys move."""
        self._handles, self._held, self._marked = places, held, marked
        self._top.changed()

    def choose(self, point: tuple[float, float] | None) -> None:
        """Put a ring around a point of the data."""
        self._chosen = point
        self._top.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._under.changed()
        self._top.changed()

    def _draw_under(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        x, y, heights = self._squares
        if len(x):
            px, py = frame.pixels(x, y)
            _, pz = frame.pixels(x, heights)
            side = np.clip(py - pz, -_LARGEST * frame.height, _LARGEST * frame.height)
            ground = QColor(theme.gradient)
            ground.setAlphaF(0.13)
            painter.setPen(marks.pen(theme.gradient, 1.0, 0.5))
            painter.setBrush(ground)
            # To the side on which the line leaves room: above it to the left, below to the right.
            corners = np.column_stack((px, py - side, side)).tolist()
            for left, top, size in corners:
                painter.drawRect(QRectF(left, top, size, size).normalized())
        if len(self._best[0]):
            line = marks.pen(theme.good, 1.8)
            line.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(line)
            draw_curve(painter, *self._best, frame)

    def _draw_top(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chosen is not None:
            painter.setPen(marks.pen(theme.accent, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(frame.pixel(*self._chosen), HANDLE, HANDLE)
        for number, place in enumerate(self._handles):
            at: QPointF = frame.pixel(*place)
            radius = HANDLE + (2.0 if number == self._held else 0.0)
            if number == self._marked:
                painter.setPen(marks.pen(theme.accent, 2.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(at, radius + _RING, radius + _RING)
            painter.setPen(marks.pen(theme.surface, 2.0))
            painter.setBrush(QColor(theme.value))
            painter.drawEllipse(at, radius, radius)
            painter.setPen(marks.pen(theme.surface, 1.6))
            for turn in (-2.5, 2.5):
                painter.drawLine(at + QPointF(-2.5, turn), at + QPointF(2.5, turn))
