"""The small pills with local derivatives: where they stand, and the one item that paints them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gradviz.ui.canvas.cards.wording import shortened
from gradviz.ui.canvas.drawing import ink as metrics
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.drawing.scripts import LEAST_ON_SCREEN, Scripts, least_pixels
from gradviz.ui.canvas.edges.edge import CELL, Cell, EdgeItem

_CLEAR = 3.0
_SHARES = (0.36, 0.5, 0.64, 0.25, 0.75, 0.42, 0.58)
"""How far along the first stretch of the curve a pill is tried, nearest to its operand first."""

_BESIDE = 0.6
"""A pill that takes more of the gap than this stands beside the line: it would hide it."""


@dataclass
class Pill:
    """One pill: its text and place in the scene."""

    edge: EdgeItem
    text: str
    box: QRectF


class PillLayer(QGraphicsItem):
    """Paints the pills of all edges, between the edges and the cards.

    A pill is written and placed when its part of the scene is first painted large enough to
    read, and again at another size of its letters.
    """

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self._ink = ink
        self._scripts = ink.scripts(LEAST_ON_SCREEN)
        self._edges: defaultdict[Cell, dict[EdgeItem, None]] = defaultdict(dict)
        self._home: dict[EdgeItem, Cell] = {}
        self._settled: set[Cell] = set()
        self._pills: dict[EdgeItem, Pill] = {}
        self._cells: defaultdict[Cell, list[Pill]] = defaultdict(list)
        self._bounds = QRectF()
        self._current: frozenset[EdgeItem] = frozenset()
        self.setZValue(1)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def box_of(self, edge: EdgeItem) -> QRectF | None:
        """Where the pill of an edge stands, if it has one."""
        self._settle([edge.cell])
        pill = self._pills.get(edge)
        return pill.box if pill is not None else None

    def text_of(self, edge: EdgeItem) -> str:
        """What the pill of an edge says; empty if it has none."""
        self._settle([edge.cell])
        pill = self._pills.get(edge)
        return pill.text if pill is not None else ""

    def edge_at(self, at: QPointF) -> EdgeItem | None:
        """The edge whose pill is at a point of the scene."""
        for pill in self._cells.get(_cell(at.x(), at.y()), ()):
            if pill.box.contains(at):
                return pill.edge
        return None

    def reset(self, edges: Iterable[EdgeItem], bounds: QRectF) -> None:
        """Forget all pills; those of ``edges`` are placed when they are first seen."""
        self._edges.clear()
        self._home.clear()
        self._forget()
        for edge in edges:
            self._queue(edge)
        self.show_bounds(bounds)
        self.update()

    def show_bounds(self, bounds: QRectF) -> None:
        """The cards stand within these bounds."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

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

    def show_zoom(self, zoom: float) -> None:
        """Write in letters that can be read at this zoom."""
        scripts = self._ink.scripts(least_pixels(zoom))
        if scripts is not self._scripts:
            self._scripts = scripts
            self._forget()

    def show_current(self, edges: Iterable[EdgeItem]) -> None:
        """Mark the pills of the edges the present step is about."""
        current = frozenset(edges)
        for edge in current ^ self._current:
            pill = self._pills.get(edge)
            if pill is not None:
                self.update(pill.box.adjusted(-2, -2, 2, 2))
        self._current = current

    def show_ink(self, ink: Ink) -> None:
        """Paint in other colors."""
        self._ink = ink
        self._scripts = ink.scripts(self._scripts.least)
        self.update()

    def _forget(self) -> None:
        self._pills.clear()
        self._cells.clear()
        self._settled.clear()

    def _queue(self, edge: EdgeItem) -> None:
        before = self._home.pop(edge, None)
        if before is not None:
            self._edges[before].pop(edge, None)
        if edge.local is not None or edge.rule:
            self._home[edge] = edge.cell
            self._edges[edge.cell][edge] = None
            self._settled.discard(edge.cell)

    def _settle(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            if cell not in self._settled:
                self._settled.add(cell)
                for edge in self._edges.get(cell, ()):
                    if edge not in self._pills:
                        self._place(edge)

    def _place(self, edge: EdgeItem) -> None:
        text, width = _fitting(edge, self._scripts)
        if text:
            box = self._free_box(edge, width)
            pill = self._pills[edge] = Pill(edge, text, box)
            for cell in _cells_of(box):
                self._cells[cell].append(pill)

    def _free_box(self, edge: EdgeItem, width: float) -> QRectF:
        boxes = list(_places(edge, width, self._scripts))
        return next((box for box in boxes if not self._taken(box)), boxes[0])

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
        zoom = painter.worldTransform().m11()
        if zoom < metrics.TILE_ZOOM:
            return
        self.show_zoom(zoom)
        exposed = option.exposedRect
        cells = _cells_over(exposed.adjusted(-CELL / 2, -CELL / 2, CELL / 2, CELL / 2))
        self._settle(cells)
        painter.setFont(self._scripts.pill.font)
        for pill in {id(p): p for cell in cells for p in self._cells.get(cell, ())}.values():
            if pill.box.intersects(exposed):
                self._paint_pill(painter, pill)

    def _paint_pill(self, painter: QPainter, pill: Pill) -> None:
        ink, script, compact = self._ink, self._scripts.pill, self._scripts.compact
        current = pill.edge in self._current
        painter.setPen(ink.pill_current if current else ink.no_pen if compact else ink.border)
        painter.setBrush(ink.canvas_brush)
        radius = pill.box.height() / 2
        painter.drawRoundedRect(pill.box, radius, radius)
        painter.setPen(ink.gradient)
        base = pill.box.center().y() - script.height / 2 + script.ascent
        painter.drawText(QPointF(pill.box.left() + _side(self._scripts), base), pill.text)


def _side(scripts: Scripts) -> float:
    """The room at both ends of the text of a pill."""
    return 3.0 if scripts.compact else 6.0


def _fitting(edge: EdgeItem, scripts: Scripts) -> tuple[str, float]:
    """The whole equation where there is room between the cards, else only its number.

    Returns the text and the width of its pill. Arrays are left to the tooltip where room is
    scarce.
    """
    start, end, _ = _first_gap(edge)
    side = _side(scripts)
    room = end - start - 2 * side - 2 * _CLEAR
    texts: tuple[str, ...] = (edge.label_text,)
    if edge.rule:
        texts = edge.rule
    elif isinstance(edge.local, float):
        texts += shortened(edge.local)
    elif not scripts.compact:
        texts += (edge.symbol,)
    for text in texts:
        width = scripts.pill.width(text)
        if width <= room:
            return text, width + 2 * side
    return "", 0.0


def _places(edge: EdgeItem, width: float, scripts: Scripts) -> Iterator[QRectF]:
    """Where the pill of an edge may stand, the best place first."""
    start, end, path = _first_gap(edge)
    height = scripts.pill.height + (1.0 if scripts.compact else 5.0)
    low, high = start + width / 2 + _CLEAR, end - width / 2 - _CLEAR
    if low > high:
        low = high = (start + end) / 2
    if scripts.compact and width > _BESIDE * (end - start):
        # On the side from which the line turns away, so that it touches no digit.
        (_, y), (_, to) = path
        above, below = y - height / 2 - 1.5, y + height / 2 + 1.5
        for middle in (above, below) if to >= y else (below, above):
            yield QRectF(low - width / 2, middle - height / 2, width, height)
    for share in _SHARES:
        x = min(max(start + (end - start) * share, low), high)
        yield QRectF(x - width / 2, _height_at(path, x) - height / 2, width, height)


def _first_gap(edge: EdgeItem) -> tuple[float, float, list[tuple[float, float]]]:
    """The stretch from the operand to the next column, and the points of the curve over it."""
    points = edge.points
    last = next((i for i in range(1, len(points)) if points[i][0] - points[0][0] > 40), 1)
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


def _cells_of(box: QRectF) -> set[Cell]:
    return {_cell(x, y) for x in (box.left(), box.right()) for y in (box.top(), box.bottom())}


def _cells_over(area: QRectF) -> list[Cell]:
    left, top = _cell(area.left(), area.top())
    right, bottom = _cell(area.right(), area.bottom())
    return [(i, j) for i in range(left, right + 1) for j in range(top, bottom + 1)]


def _cell(x: float, y: float) -> Cell:
    return int(x // CELL), int(y // CELL)
