"""Two classes over one or two columns: the points and, over two, how likely each place is a one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from gradviz.descent.landscape.fields import Field, contours
from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.data.fit import Fit
from gradviz.ui.plots.frame import Frame, draw_lines

STRONGEST = 0.45
"""The opacity of a place that is a one, or a zero, for certain."""

_RADIUS = 4.0


class ClassLayers:
    """Draws zeros as disks in the color of gradients, ones as squares in that of values."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._ground = canvas.layer(self._draw_ground)
        self._points = canvas.layer(self._draw_points, cached=True)
        self._ground.setZValue(-1.0)
        self._fit: Fit | None = None
        self._chances: Array = np.empty((0, 0))

    def draw(self, fit: Fit | None, heights: Array) -> None:
        """Show the classes of a fit with the prediction on its grid, if it has these."""
        if fit is not None and fit.ones is None:
            fit = None
        self._points.setVisible(fit is not None)
        self._ground.setVisible(fit is not None and fit.grid is not None)
        if fit is not self._fit:
            self._points.changed()
        self._fit = fit
        if fit is not None and fit.grid is not None:
            self._chances = np.clip(heights.reshape(len(fit.grid[1]), len(fit.grid[0])), 0, 1)
            self._ground.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._ground.changed()
        self._points.changed()

    def _draw_ground(self, painter: QPainter, frame: Frame) -> None:
        fit, theme = self._fit, self._canvas.theme
        if fit is None or fit.grid is None:
            return
        x, y = fit.grid
        low, high = frame.pixel(x[0], y[0]), frame.pixel(x[-1], y[-1])
        rect = QRectF(QPointF(low.x(), high.y()), QPointF(high.x(), low.y()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, _picture(self._chances, theme.gradient, theme.value))
        (boundary,) = contours(Field(fit.labels, x, y, self._chances), np.array([0.5]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(marks.pen(theme.text, 2.0))
        draw_lines(painter, boundary, frame)

    def _draw_points(self, painter: QPainter, frame: Frame) -> None:
        fit, theme = self._fit, self._canvas.theme
        if fit is None or fit.ones is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(marks.pen(theme.surface, 1.0))
        px, py = frame.pixels(fit.x, fit.y)
        square = [QPointF(a, b) * _RADIUS for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        for left, top, is_one in zip(px.tolist(), py.tolist(), fit.ones.tolist(), strict=True):
            at = QPointF(left, top)
            painter.setBrush(QColor(theme.value if is_one else theme.gradient))
            if is_one:
                painter.drawPolygon(QPolygonF([at + corner for corner in square]))
            else:
                painter.drawEllipse(at, _RADIUS, _RADIUS)


def _picture(chances: Array, zero: str, one: str) -> QImage:
    """The chances (rows from the bottom) as two colors that fade toward an even chance."""
    rows = chances[::-1]
    image = np.zeros((*rows.shape, 4), dtype=np.uint8)
    for is_side, name in ((rows < 0.5, zero), (rows >= 0.5, one)):
        tone = QColor(name)
        image[is_side, :3] = (tone.blue(), tone.green(), tone.red())
    strength = STRONGEST * np.abs(2 * np.nan_to_num(rows, nan=0.5) - 1)
    image[..., 3] = np.rint(255 * strength)
    height, width = rows.shape
    return QImage(image.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()
