"""The map of two parameters: colors, contour lines and the path over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from gradviz.descent import Field, contours, levels
from gradviz.graph import Array
from gradviz.ui.plots import colors, marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame, draw_lines
from gradviz.ui.plots.segments import segments
from gradviz.ui.theme import Theme

PATH_LEVEL = 10.0
"""Where the path lies over the ground (0) and the overlays between."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A field made ready to be drawn: it can be computed in the background but for the image."""

    field: Field
    lines: tuple[tuple[float, tuple[Array, ...]], ...]  # position on the scale, points


def prepared(field: Field) -> Drawn:
    """The field with its contour lines."""
    at = levels(field.scale)
    positions = field.scale.position(at)
    return Drawn(field, tuple(zip(map(float, positions), contours(field, at), strict=True)))


class MapLayers:
    """Draws plain data on a canvas: a prepared field, minima, a path, a start."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._ground = canvas.layer(self._draw_ground, cached=True)
        self._top = canvas.layer(self._draw_top)
        self._top.setZValue(PATH_LEVEL)
        self._drawn: Drawn | None = None
        self._image: QImage | None = None
        self._minima: Sequence[tuple[float, float]] = ()
        self._x: Array = np.empty(0)
        self._y: Array = np.empty(0)
        self._epoch = 0
        self._start: tuple[float, float] | None = None
        self._held = False
        canvas.inks["path"] = self._ink

    def set_visible(self, on: bool) -> None:
        """Show or hide everything."""
        self._ground.setVisible(on)
        self._top.setVisible(on)

    def draw(self, drawn: Drawn) -> None:
        """Show a field."""
        self._drawn = drawn
        self.restyle()

    def draw_path(self, x: Array, y: Array, epoch: int) -> None:
        """Show the iterates and the ring at one of them."""
        self._x, self._y, self._epoch = x, y, epoch
        self._top.changed()

    def draw_start(self, start: tuple[float, float] | None, *, held: bool = False) -> None:
        """Show the start, larger while it is held."""
        self._start, self._held = start, held
        self._top.changed()

    def draw_minima(self, minima: Sequence[tuple[float, float]]) -> None:
        """Show the known minima."""
        self._minima = minima
        self._top.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        if self._drawn is not None:
            field = self._drawn.field
            self._image = colors.image(field.values, field.scale, self._canvas.theme)
        self._ground.changed()
        self._top.changed()

    # Inside

    def _ink(self, frame: Frame) -> Array:
        shown = slice(None) if self._top.isVisible() else slice(0)
        return segments(self._x[shown], self._y[shown], frame)

    def _draw_ground(self, painter: QPainter, frame: Frame) -> None:
        if self._drawn is None or self._image is None:
            return
        theme = self._canvas.theme
        field = self._drawn.field
        rect = image_rect(field, frame)
        if np.isnan(field.values).any():
            painter.fillRect(rect, QBrush(QColor(theme.line), Qt.BrushStyle.BDiagPattern))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for position, lines in self._drawn.lines:
            painter.setPen(marks.pen(colors.line_on(position, theme)))
            draw_lines(painter, lines, frame)

    def _draw_top(self, painter: QPainter, frame: Frame) -> None:
        theme: Theme = self._canvas.theme
        for x, y in self._minima:
            marks.draw_star(painter, frame.pixel(x, y), theme)
        if len(self._x):
            marks.draw_path(painter, frame, self._x, self._y, self._epoch)
        if self._start is not None:
            marks.draw_start(painter, frame.pixel(*self._start), held=self._held)
        if 0 < self._epoch < len(self._x):
            x, y = float(self._x[self._epoch]), float(self._y[self._epoch])
            marks.draw_ring(painter, frame.pixel(x, y))


def image_rect(field: Field, frame: Frame) -> QRectF:
    """Where the image belongs: its outermost pixels are centered on the outermost points."""
    half_x, half_y = ((v[1] - v[0]) / 2 for v in (field.x, field.y))
    low = frame.pixel(float(field.x[0] - half_x), float(field.y[0] - half_y))
    high = frame.pixel(float(field.x[-1] + half_x), float(field.y[-1] + half_y))
    return QRectF(QPointF(low.x(), high.y()), QPointF(high.x(), low.y()))
