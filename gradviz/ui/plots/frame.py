"""Layers drawn in pixels over a view box, and the frame that maps data to those pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPaintEngine, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gradviz.descent import Interval
from gradviz.graph import Array
from gradviz.ui.plots.segments import clipped_rows, total_length

SMOOTH_SEGMENTS, SMOOTH_LENGTH = 3000, 50_000.0  # more (pixels) are not anti-aliased
REACH = 1e6  # pixels: a mark is at most so far away
FAR = 1e4  # pixels: a curve that goes farther is cut off
_STRAIGHT = 0.05  # pixels that a curve may leave a straight line by to be drawn as one


@contextmanager
def clipped(painter: QPainter, region: QPainterPath) -> Iterator[None]:
    """Paint inside a region, too, as long as the context lasts."""
    before = painter.clipPath() if painter.hasClipping() else None
    painter.save()
    painter.setClipPath(region, Qt.ClipOperation.IntersectClip)
    try:
        yield
    finally:
        painter.restore()
        engine = painter.paintEngine()
        if before is not None and engine.type() is QPaintEngine.Type.SVG:
            painter.setClipPath(before)  # Qt writes the inner one on, although it was restored


@dataclass(frozen=True)
class Frame:
    """The visible ranges and the size in pixels of the place they are drawn in."""

    x: Interval
    y: Interval
    width: float
    height: float

    def pixels(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Where the data points lie, from the top left."""
        with np.errstate(over="ignore"):
            px = (np.asarray(x) - self.x[0]) * (self.width / (self.x[1] - self.x[0]))
            py = (self.y[1] - np.asarray(y)) * (self.height / (self.y[1] - self.y[0]))
        return px, py

    def pixel(self, x: float, y: float) -> QPointF:
        """Where one data point lies; far ones, and what is no number, a million pixels away."""
        px = (x - self.x[0]) * (self.width / (self.x[1] - self.x[0]))
        py = (self.y[1] - y) * (self.height / (self.y[1] - self.y[0]))
        return QPointF(_within_reach(px), _within_reach(py))

    @property
    def pixel_size(self) -> tuple[float, float]:
        """The width and height of one pixel in data units."""
        return (
            (self.x[1] - self.x[0]) / max(self.width, 1.0),
            (self.y[1] - self.y[0]) / max(self.height, 1.0),
        )


def frame_of(box: pg.ViewBox) -> Frame:
    """What is visible in a view box now."""
    (x0, x1), (y0, y1) = box.state["viewRange"]  # viewRange() copies it
    size = box.size()
    return Frame((x0, x1), (y0, y1), size.width(), size.height())


def _within_reach(pixel: float) -> float:
    return -REACH if math.isnan(pixel) else min(max(pixel, -REACH), REACH)


class Layer(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph is untyped
    """Something drawn in the pixels of a view box by a function of painter and frame.

    It repaints when the view changes and when ``changed`` is called. A ``cached`` layer is
    kept as a picture in between, for what is dear to draw and seldom differs.
    """

    def __init__(
        self, box: pg.ViewBox, draw: Callable[[QPainter, Frame], None], *, cached: bool = False
    ) -> None:
        super().__init__()
        self._box = box
        self._draw = draw
        self._cached = cached
        self._picture: QPixmap | None = None
        self._pictured: tuple[Frame, float, QFont] | None = None
        self.setParentItem(box)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    @property
    def frame(self) -> Frame:
        """What is visible now."""
        return frame_of(self._box)

    def changed(self) -> None:
        """Repaint in the next frame.

        The view is told itself: a scene tells its view a turn later, and each plot of the window
        would be painted in a frame of its own.
        """
        self._picture = None
        view = self._box.getViewWidget()
        if view is None:
            self.update()
        elif self.isVisible():
            view.viewport().update(view.box_rect)

    def boundingRect(self) -> QRectF:
        return QRectF(self._box.rect())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002  # Qt's signature
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        frame = self.frame
        if frame.width < 1 or frame.height < 1:
            return
        if not self._cached or painter.paintEngine().type() != QPaintEngine.Type.Raster:
            self._draw(painter, frame)  # a file of lines stays one
            return
        # What a picture is enlarged by is as good as a finer screen.
        ratio = painter.device().devicePixelRatioF() * painter.worldTransform().m11()
        seen = (frame, ratio, QFont(painter.font()))
        if self._picture is None or self._pictured != seen:
            self._picture = self._pictured_at(frame, ratio)
            self._pictured = seen
        painter.drawPixmap(0, 0, self._picture)

    def _pictured_at(self, frame: Frame, ratio: float) -> QPixmap:
        picture = QPixmap(int(np.ceil(frame.width * ratio)), int(np.ceil(frame.height * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill("transparent")
        painter = QPainter(picture)
        try:
            self._draw(painter, frame)
        finally:  # a picture that goes while it is being painted crashes
            painter.end()
        return picture

    def _on_view_changed(self, *_: object) -> None:
        self.prepareGeometryChange()
        self.update()


def draw_segments(painter: QPainter, rows: Array) -> None:
    """Draw rows of ``x1 y1 x2 y2`` with the painter's pen, smooth unless that would be dear."""
    if len(rows) == 0:
        return
    smooth = len(rows) <= SMOOTH_SEGMENTS and total_length(rows) <= SMOOTH_LENGTH
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    lines = internals.PrimitiveArray(QLineF, 4)
    lines.resize(len(rows))
    lines.ndarray()[:] = rows
    painter.drawLines(*lines.drawargs())


def draw_curve(painter: QPainter, x: Array, y: Array, frame: Frame) -> None:
    """Draw a smooth curve as one path: even in width, but dear where it zigzags."""
    px, py = frame.pixels(x, y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if _is_straight(px, py):
        ends = np.array([[px[0], py[0], px[-1], py[-1]]])
        for row in (ends if np.abs(ends).max() < FAR else clipped_rows(ends, frame)[0]).tolist():
            painter.drawLine(QLineF(*row))
        return
    py = np.clip(py, -FAR, FAR)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(pg.functions.arrayToQPath(px, py, connect="finite"))


def _is_straight(px: Array, py: Array) -> bool:
    """Whether a curve from left to right is a straight line, as far as one can see."""
    if len(px) < 2 or not px[-1] > px[0]:
        return False
    with np.errstate(all="ignore"):
        off = py - py[0] - (px - px[0]) * ((py[-1] - py[0]) / (px[-1] - px[0]))
        return float(np.abs(off).max()) <= max(_STRAIGHT, 1e-12 * float(np.abs(py).max()))


def path_of(lines: Sequence[Array], frame: Frame) -> QPainterPath:
    """Lines, each an array of points ``(n, 2)``, as one path in pixels."""
    if not lines:
        return QPainterPath()
    gap = np.full((1, 2), np.nan)
    points = np.vstack([part for line in lines for part in (line, gap)])
    px, py = frame.pixels(points[:, 0], points[:, 1])
    path: QPainterPath = pg.functions.arrayToQPath(px, py, connect="finite")
    return path


def draw_lines(painter: QPainter, lines: Sequence[Array], frame: Frame) -> None:
    """Draw lines, each an array of finite points ``(n, 2)``, with the painter's pen.

    As a path they would be filled too, but take twice as long.
    """
    for line in lines:
        polygon = pg.functions.create_qpolygonf(len(line))
        points = pg.functions.ndarray_from_qpolygonf(polygon)
        points[:, 0], points[:, 1] = frame.pixels(line[:, 0], line[:, 1])
        painter.drawPolyline(polygon)


def draw_dots(painter: QPainter, x: Array, y: Array) -> None:
    """Draw points at the pixels with the painter's pen."""
    if len(x) == 0:
        return
    dots = internals.PrimitiveArray(QPointF, 2)
    dots.resize(len(x))
    dots.ndarray()[:] = np.column_stack((x, y))
    painter.drawPoints(*dots.drawargs())
