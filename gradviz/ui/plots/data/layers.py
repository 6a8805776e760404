"""What the data plot draws: the points, or their density, the prediction, the residuals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame, draw_curve, draw_dots, draw_segments
from gradviz.ui.theme import Theme

DENSITY_FROM = 20_000  # points; more are shown as a density
CELL = 2  # pixels of one density cell
PIECE = 1 << 15  # points counted at a time: as many as stay in a processor's cache


class FitLayers:
    """Draws plain points on a canvas, with a line through them and the residuals."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._under = canvas.layer(self._draw_line)
        self._points = canvas.layer(self._draw_points, cached=True)
        self._x: Array = np.empty(0)
        self._y: Array = np.empty(0)
        self._line: tuple[Array, Array] = (np.empty(0), np.empty(0))
        self._heights: Array = np.empty(0)

    def draw_points(self, x: Array, y: Array) -> None:
        """Show the points of the data."""
        self._x, self._y = x, y
        self._points.changed()

    def draw_line(self, x: Array, y: Array, heights: Array) -> None:
        """Show the prediction; ``heights`` are its values at the points, empty for no residuals."""
        self._line, self._heights = (x, y), heights
        self._under.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._under.changed()
        self._points.changed()

    def _draw_points(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        if len(self._x) > DENSITY_FROM:
            rect = QRectF(0, 0, frame.width, frame.height)
            painter.drawImage(rect, density(self._x, self._y, frame, theme))
            return
        px, py = frame.pixels(self._x, self._y)
        seen = (px > -8) & (px < frame.width + 8) & (py > -8) & (py < frame.height + 8)
        size = 7.0 if len(px) <= 200 else 4.0 if len(px) <= 2000 else 2.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=len(px) <= 2000)
        for color, width in ((theme.surface, size + 1.5), (theme.text, size)):
            painter.setPen(marks.pen(color, width, 0.85))
            draw_dots(painter, px[seen], py[seen])

    def _draw_line(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        if len(self._heights):
            px, py = frame.pixels(self._x, self._y)
            _, pz = frame.pixels(self._x, self._heights)
            painter.setPen(marks.pen(theme.gradient, 1.0, 0.75))
            limit = 4 * frame.height
            draw_segments(painter, np.column_stack((px, py, px, np.clip(pz, -limit, limit))))
        painter.setPen(marks.pen(theme.value, 2.0))
        draw_curve(painter, *self._line, frame)


def density(x: Array, y: Array, frame: Frame, theme: Theme) -> QImage:
    """How many points lie in each small cell, as the opacity of the text color."""
    counts = cell_counts(x, y, frame)
    height, width = counts.shape
    strength = np.log1p(counts) / np.log1p(max(int(counts.max()), 1))
    image = np.zeros((height, width, 4), dtype=np.uint8)
    tone = QColor(theme.text)
    alpha = np.where(counts > 0, 0.15 + 0.75 * strength, 0.0)
    image[..., :3] = (tone.blue(), tone.green(), tone.red())
    image[..., 3] = np.rint(255 * alpha)
    return QImage(image.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


def cell_counts(x: Array, y: Array, frame: Frame) -> npt.NDArray[np.intp]:
    """How many of the points lie in each cell of the frame, from the top left: rows, columns."""
    across, down = frame.width / CELL, frame.height / CELL
    width, height = (max(1, int(np.ceil(size))) for size in (across, down))
    left, top = frame.x[0], frame.y[1]
    per_x, per_y = across / (frame.x[1] - left), down / (top - frame.y[0])
    counts = np.zeros(width * height, dtype=np.intp)
    for start in range(0, len(x), PIECE):
        with np.errstate(all="ignore"):
            column = (x[start : start + PIECE] - left) * per_x
            row = (top - y[start : start + PIECE]) * per_y
            inside = (column >= 0) & (column < across) & (row >= 0) & (row < down)
        if not inside.all():
            column, row = column[inside], row[inside]
        # Inside nothing is negative, so that to cut off digits is to round down, and much faster.
        cells = row.astype(np.int32) * width + column.astype(np.int32)
        counts += np.bincount(cells, minlength=len(counts))
    return counts.reshape(height, width)
