"""The small pills with local derivatives: where they stand, and the one item that paints them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QStaticText
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gradviz.ui.canvas import ink as metrics
from gradviz.ui.canvas.edge import CELL, Cell, EdgeItem
from gradviz.ui.canvas.ink import Ink
from gradviz.ui.canvas.wording import short

HEIGHT = 19.0
_SIDE = 6.0
_CLEAR = 5.0
_SHARES = (0.36, 0.5, 0.64, 0.25, 0.75, 0.42, 0.58)
"""How far along the first stretch of the curve a pill is tried, nearest to its operand first."""


@dataclass
class Pill:
    """One pill: its text and place in the scene."""

    edge: EdgeItem
    text: QStaticText
    box: QRectF


class PillLayer(QGraphicsItem):
    """Paints the pills of all edges, between the edges and the cards.

    A pill is shaped and placed when its part of the scene is first painted large enough to read.
    """

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self._ink = ink
        self._metric = QFontMetricsF(ink.fonts.pill)
        self._pills: dict[EdgeItem, Pill] = {}
        self._cells: defaultdict[Cell, list[Pill]] = defaultdict(list)
        self._pending: defaultdict[Cell, dict[EdgeItem, None]] = defaultdict(dict)
        self._queued: dict[EdgeItem, Cell] = {}
        self._bounds = QRectF()
        self._current: EdgeItem | None = None
        self.setZValue(1)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def box_of(self, edge: EdgeItem) -> QRectF | None:
        """Where the pill of an edge stands, if it has one."""
        self._settle([edge.cell])
        pill = self._pills.get(edge)
        return pill.box if pill is not None else None

    def edge_at(self, at: QPointF) -> EdgeItem | None:
        """The edge whose pill is at a point of the scene."""
        for pill in self._cells.get(_cell(at.x(), at.y()), ()):
            if pill.box.contains(at):
                return pill.edge
        return None

    def reset(self, edges: Iterable[EdgeItem], bounds: QRectF) -> None:
        """Forget all pills; those of ``edges`` are placed when they are first seen."""
        self._pills.clear()
        self._cells.clear()
        self._pending.clear()
        self._queued.clear()
        for edge in edges:
            self._queue(edge)
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self.update()

    def renew(self, edges: Iterable[EdgeItem]) -> None:
        """Place the pills of some edges anew."""
        for edge in edges:
            pill = self._pills.pop(edge, None)
            if pill is not None:
                self.update(pill.box.adjusted(-2, -2, 2, 2))
                for cell in _cells_of(pill.box):
                    self._cells[cell].remove(pill)
            self._queue(edge)
            self.update(edge.boundingRect())

    def show_current(self, edge: EdgeItem | None) -> None:
        """Mark the pill of the edge the present step is about."""
        if edge is not self._current:
            self._current = edge
            self.update()

    def show_ink(self, ink: Ink) -> None:
        """Paint in other colors."""
        self._ink = ink
        self.update()

    def _queue(self, edge: EdgeItem) -> None:
        before = self._queued.pop(edge, None)
        if before is not None:
            self._pending[before].pop(edge, None)
        if edge.local is not None:
            self._queued[edge] = edge.cell
            self._pending[edge.cell][edge] = None

    def _settle(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            for edge in self._pending.pop(cell, ()):
                del self._queued[edge]
                self._place(edge)

    def _place(self, edge: EdgeItem) -> None:
        text = _fitting(edge, self._metric)
        if text:
            box = self._free_box(edge, self._metric.horizontalAdvance(text) + 2 * _SIDE)
            pill = Pill(edge, _shaped(text), box)
            self._pills[edge] = pill
            for cell in _cells_of(box):
                self._cells[cell].append(pill)

    def _free_box(self, edge: EdgeItem, width: float) -> QRectF:
        start, end, path = _first_gap(edge)
        boxes = []
        for share in _SHARES:
            x = start + (end - start) * share
            low, high = start + width / 2 + _CLEAR, end - width / 2 - _CLEAR
            x = min(max(x, low), high) if low <= high else (start + end) / 2
            box = QRectF(x - width / 2, _height_at(path, x) - HEIGHT / 2, width, HEIGHT)
            if not self._taken(box):
                return box
            boxes.append(box)
        return boxes[0]

    def _taken(self, box: QRectF) -> bool:
        wide = box.adjusted(-2, -2, 2, 2)
        return any(
            pill.box.intersects(wide)
            for cell in _cells_of(box)
            for pill in self._cells.get(cell, ())
        )

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        del widget
        if painter.worldTransform().m11() < metrics.TILE_ZOOM:
            return
        exposed = option.exposedRect
        cells = _cells_over(exposed.adjusted(-CELL / 2, -CELL / 2, CELL / 2, CELL / 2))
        self._settle(cells)
        painter.setFont(self._ink.fonts.pill)
        for pill in {id(p): p for cell in cells for p in self._cells.get(cell, ())}.values():
            if pill.box.intersects(exposed):
                self._paint_pill(painter, pill)

    def _paint_pill(self, painter: QPainter, pill: Pill) -> None:
        ink = self._ink
        painter.setPen(ink.pill_current if pill.edge is self._current else ink.border)
        painter.setBrush(ink.canvas_brush)
        painter.drawRoundedRect(pill.box, HEIGHT / 2, HEIGHT / 2)
        painter.setPen(ink.gradient)
        height = pill.text.size().height()
        corner = pill.box.topLeft() + QPointF(_SIDE, (HEIGHT - height) / 2)
        painter.drawStaticText(corner, pill.text)


def _fitting(edge: EdgeItem, metric: QFontMetricsF) -> str:
    """The whole equation where there is room between the cards, else its shorter half."""
    start, end, _ = _first_gap(edge)
    room = end - start - 2 * _SIDE - 2 * _CLEAR
    half = short(edge.local) if isinstance(edge.local, float) else edge.symbol
    for text in (edge.label_text, half):
        if metric.horizontalAdvance(text) <= room:
            return text
    return ""


def _first_gap(edge: EdgeItem) -> tuple[float, float, list[tuple[float, float]]]:
    """The stretch from the operand to the next column, and the points of the curve over it."""
    points = edge.points
    last = next((i for i in range(1, len(points)) if points[i][0] - points[0][0] > 60), 1)
    start, end = points[last - 1], points[last]
    return points[0][0], end[0], [start, end]


def _height_at(stretch: list[tuple[float, float]], x: float) -> float:
    """The y of the S-curve between two points at ``x``.

    Along that curve x is 1.5 t (1-t) + t³ … of the way; a few halvings find t.
    """
    (x0, y0), (x1, y1) = stretch
    if x1 <= x0 or x <= x0:
        return y0
    share = min((x - x0) / (x1 - x0), 1.0)
    low, high = 0.0, 1.0
    for _ in range(20):
        t = (low + high) / 2
        along = 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t**3
        low, high = (t, high) if along < share else (low, t)
    return y0 + (y1 - y0) * (3 * low * low - 2 * low**3)


def _shaped(text: str) -> QStaticText:
    result = QStaticText(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    return result


def _cells_of(box: QRectF) -> set[Cell]:
    return {_cell(x, y) for x in (box.left(), box.right()) for y in (box.top(), box.bottom())}


def _cells_over(area: QRectF) -> list[Cell]:
    left, top = _cell(area.left(), area.top())
    right, bottom = _cell(area.right(), area.bottom())
    return [(i, j) for i in range(left, right + 1) for j in range(top, bottom + 1)]


def _cell(x: float, y: float) -> Cell:
    return int(x // CELL), int(y // CELL)
