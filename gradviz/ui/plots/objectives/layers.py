"""Draws the objective space on a canvas: image, front, path, and the line of equal sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gradviz.descent.landscape.feasibility import Mask
from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.colors import mixed_color
from gradviz.ui.plots.frame import Frame, draw_dots, draw_segments

FEASIBLE, INFEASIBLE = 0.30, 0.13  # of the text's color in that of the ground
DOT, FAINT_DOT = 2.4, 1.8  # pixels


@dataclass(frozen=True, eq=False)
class Front:
    """A piece of the front in two objectives; ``reachable`` by some weights or not."""

    points: Array
    reachable: Mask


class SpaceLayers:
    """Draws plain data: points of the image, pieces of the front, a path, weights."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._ground = canvas.layer(self._draw_image, cached=True)
        self._fronts_layer = canvas.layer(self._draw_fronts, cached=True)
        self._top = canvas.layer(self._draw_top)
        self._image: Array = np.empty((0, 2))
        self._feasible: Mask = np.empty(0, dtype=bool)
        self._fronts: Sequence[Front] = ()
        self._is_known = True
        self._x: Array = np.empty(0)
        self._y: Array = np.empty(0)
        self._epoch = 0
        self._weights: tuple[float, float] | None = None

    def draw_image(self, points: Array, feasible: Mask) -> None:
        """Show the image of the box."""
        self._image, self._feasible = points, feasible
        self._ground.changed()

    def draw_fronts(self, fronts: Sequence[Front], *, is_known: bool) -> None:
        """Show the front, as lines if it is known, else as the points that were found."""
        self._fronts, self._is_known = fronts, is_known
        self._fronts_layer.changed()

    def draw_path(
        self, x: Array, y: Array, epoch: int, weights: tuple[float, float] | None
    ) -> None:
        """Show the path and, through the point of the epoch, the line of equal weighted sums."""
        self._x, self._y, self._epoch, self._weights = x, y, epoch, weights
        self._top.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        for layer in (self._ground, self._fronts_layer, self._top):
            layer.changed()

    # Inside

    def _draw_image(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        px, py = frame.pixels(self._image[:, 0], self._image[:, 1])
        with np.errstate(invalid="ignore"):
            seen = (px > -4) & (px < frame.width + 4) & (py > -4) & (py < frame.height + 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mask, share, size in (
            (~self._feasible, INFEASIBLE, FAINT_DOT),
            (self._feasible, FEASIBLE, DOT),
        ):
            painter.setPen(marks.pen(mixed_color(theme.surface, theme.text, share), size))
            draw_dots(painter, px[seen & mask], py[seen & mask])

    def _draw_fronts(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for front in self._fronts:
            px, py = frame.pixels(front.points[:, 0], front.points[:, 1])
            good = front.reachable
            if self._is_known:
                rows = np.column_stack((px[:-1], py[:-1], px[1:], py[1:]))
                painter.setPen(marks.line_pen(theme.surface, 5.8))
                draw_segments(painter, rows)
                painter.setPen(marks.line_pen(theme.good, 3.6))
                draw_segments(painter, rows[good[:-1] & good[1:]])
            else:
                for color, width in ((theme.surface, 5.0), (theme.good, 3.2)):
                    painter.setPen(marks.pen(color, width))
                    draw_dots(painter, px[good], py[good])
            painter.setPen(marks.pen(theme.good, 3.4))
            draw_dots(painter, *_spaced(px[~good], py[~good]))
            if self._is_known and len(px):
                ends = np.array([0, -1])
                painter.setPen(marks.pen(theme.good, 5.4))
                draw_dots(painter, px[ends][good[ends]], py[ends][good[ends]])

    def _draw_top(self, painter: QPainter, frame: Frame) -> None:
        if not len(self._x):
            return
        row = min(self._epoch, len(self._x) - 1)
        x, y = float(self._x[row]), float(self._y[row])
        if self._weights is not None and np.isfinite((x, y)).all():
            self._draw_line_of_equal_sums(painter, frame, x, y)
        marks.draw_path(painter, frame, self._x, self._y, self._epoch)
        start = frame.pixel(float(self._x[0]), float(self._y[0]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(marks.pen(marks.HALO, 1.5))
        painter.setBrush(QColor(marks.PATH))
        painter.drawEllipse(start, marks.START_RADIUS, marks.START_RADIUS)
        if self._epoch > 0:
            marks.draw_ring(painter, frame.pixel(x, y))

    def _draw_line_of_equal_sums(self, painter: QPainter, frame: Frame, x: float, y: float) -> None:
        """Points with the same weighted sum as the one at the epoch; lower sums are below it."""
        theme = self._canvas.theme
        across, up = self._weights or (0.0, 0.0)
        unit_x, unit_y = frame.pixel_size
        direction = np.array([up / unit_x, across / unit_y])  # along the line, in pixels, y down
        length = float(np.hypot(*direction))
        if length == 0:
            return
        reach = frame.width + frame.height
        dx, dy = direction / length * reach
        at = frame.pixel(x, y)
        pen = QPen(QColor(theme.accent), 1.6)
        pen.setDashPattern((5.0, 4.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.drawLine(at - QPointF(dx, dy), at + QPointF(dx, dy))


def _spaced(px: Array, py: Array) -> tuple[Array, Array]:
    """Some of the points of a line, evenly far apart: a dotted line."""
    if len(px) < 2:
        return px, py
    away = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(px), np.diff(py)))))
    _, first = np.unique(np.floor(away / 7.0), return_index=True)
    return px[first], py[first]
