"""Layers drawn in pixels over a view box, and the frame that maps data to those pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPaintEngine, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gradviz.descent import Interval
from gradviz.graph import Array

Numbers: TypeAlias = npt.NDArray[np.intp]

SMOOTH_SEGMENTS, SMOOTH_LENGTH = 3000, 50_000.0  # more (pixels) are not anti-aliased
REACH = 1e6  # pixels: a mark is at most so far away
FAR = 1e4  # pixels: a curve that goes farther is cut off
_LOST = 1e5  # pixels: a step between points that are both farther away is not drawn
_CELLS = 1 << 15  # half pixels across any view, and around it
_STRAIGHT = 0.05  # pixels that a curve may leave a straight line by to be drawn as one
MARGIN = 64.0  # pixels around the view in which lines are still drawn


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


def segments(x: Array, y: Array, frame: Frame) -> Array:
    """The visible parts of a line through the points, as rows ``x1 y1 x2 y2`` in pixels.

    Steps within half a pixel are joined; what is not finite breaks the line; far ends are
    clipped (Liang and Barsky), so that a diverging path keeps its direction. A step between points
    that are both a hundred screens away tells nothing, and in the end not even where it crosses.
    """
    return numbered_segments(x, y, frame)[0]


def numbered_segments(x: Array, y: Array, frame: Frame) -> tuple[Array, Numbers]:
    """The same, and for each row the number of the point it leads to."""
    px, py = frame.pixels(x, y)
    with np.errstate(invalid="ignore", over="ignore"):
        cell_x, cell_y = np.floor(px * 2), np.floor(py * 2)
        moved = np.ones(px.shape, dtype=bool)
        moved[1:] = (cell_x[1:] != cell_x[:-1]) | (cell_y[1:] != cell_y[:-1])
    numbers = np.flatnonzero(moved)
    if len(numbers) < 2:
        return np.empty((0, 4)), numbers[1:]
    px, py = px[numbers], py[numbers]
    if _is_within(px, frame.width) and _is_within(py, frame.height):
        rows = np.column_stack((px[:-1], py[:-1], px[1:], py[1:]))
        return rows, numbers[1:]  # as a rule there is nothing to clip
    far = (np.abs(px) > _LOST) | (np.abs(py) > _LOST)
    steps = np.flatnonzero(~(far[:-1] & far[1:]))
    rows = np.column_stack((px[steps], py[steps], px[steps + 1], py[steps + 1]))
    finite = np.isfinite(rows).all(axis=1)
    clipped, kept = _clipped(rows[finite], frame)
    return clipped, numbers[1:][steps[finite][kept]]


def _is_within(pixels: Array, size: float) -> bool:
    """Whether all are numbers, and none is farther out than lines are drawn."""
    return bool(pixels.min() >= -MARGIN and pixels.max() <= size + MARGIN)


def _clipped(rows: Array, frame: Frame) -> tuple[Array, Numbers]:
    """The visible parts of the rows, and the numbers of the rows they are parts of.

    Each is counted from its nearer end: a far one has no digits to tell where it enters the view.
    """
    low, high = -MARGIN, np.array([frame.width, frame.height]) + MARGIN
    reach = np.abs(rows)
    reach = np.maximum(reach[:, ::2], reach[:, 1::2])
    turned = reach[:, 0] > reach[:, 1]
    rows = np.where(turned[:, None], rows[:, [2, 3, 0, 1]], rows)
    start, step = rows[:, :2], rows[:, 2:] - rows[:, :2]
    with np.errstate(all="ignore"):
        one, other = (low - start) / step, (high - start) / step  # shares of the step, per axis
        enter, leave = np.fmin(one, other), np.fmax(one, other)
        first = np.maximum(np.fmax(enter[:, 0], enter[:, 1]), 0.0)
        last = np.minimum(np.fmin(leave[:, 0], leave[:, 1]), 1.0)
        seen = first <= last
        start, step, turned = start[seen], step[seen], turned[seen]
        clipped = np.hstack((start + first[seen, None] * step, start + last[seen, None] * step))
    clipped = np.where(turned[:, None], clipped[:, [2, 3, 0, 1]], clipped)
    finite = np.isfinite(clipped).all(axis=1)
    return clipped[finite], np.flatnonzero(seen)[finite]


def distinct(rows: Array) -> Array:
    """The rows without those that lie on an earlier one, to half a pixel.

    A path that swings ever farther crosses the view along the same line again and again.
    """
    cells = np.rint(rows * 2).astype(np.int64)
    turned = (cells[:, 0] > cells[:, 2]) | (
        (cells[:, 0] == cells[:, 2]) & (cells[:, 1] > cells[:, 3])
    )
    cells[turned] = cells[turned][:, [2, 3, 0, 1]]
    keys = ((cells[:, 0] * _CELLS + cells[:, 1]) * _CELLS + cells[:, 2]) * _CELLS + cells[:, 3]
    first: Numbers = np.sort(np.unique(keys, return_index=True)[1])
    return rows[first]


def total_length(rows: Array) -> float:
    """How long the segments are together."""
    return float(np.hypot(rows[:, 2] - rows[:, 0], rows[:, 3] - rows[:, 1]).sum())


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
        for row in (ends if np.abs(ends).max() < FAR else _clipped(ends, frame)[0]).tolist():
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
