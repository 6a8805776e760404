"""The ports of the cards: where they are, what they are called, and the layer that shows them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gradviz.graph import OPEN, OPS, Graph, NodeId
from gradviz.graph.layout import Point
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.drawing import ink as metrics
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.drawing.scripts import least_pixels
from gradviz.ui.canvas.zooming import ZoomView

REACH = 9
"""Pixels on screen about a port within which it is grabbed."""

_RADIUS = 4.5
_LARGE = 6.0
_GAP = 10.0


class Port(NamedTuple):
    """A port of a node: the number of an operand, or None for its result."""

    node: NodeId
    number: int | None = None

    @property
    def is_output(self) -> bool:
        """Whether this is where the result leaves the card."""
        return self.number is None


def point_of(card: NodeItem, number: int | None) -> Point:
    """Where a port is in the scene."""
    return card.out_point() if number is None else card.in_point(number)


def ports_of(card: NodeItem) -> list[Port]:
    """All ports of a card, its result last; none of a closed group."""
    if not card.is_wired:
        return []
    return [*(Port(card.node_id, i) for i in range(card.ports)), Port(card.node_id)]


def port_at(view: ZoomView, at: QPoint) -> Port | None:
    """The nearest port within reach of a point of the viewport; none where cards are dots."""
    if view.zoom < metrics.DOT_ZOOM:
        return None
    here, reach = view.scene_point(at), REACH / view.zoom
    best, nearest = None, reach
    for card in view.graph_scene().grid.near(here.x(), here.y(), reach):
        for port in ports_of(card):
            x, y = point_of(card, port.number)
            away = max(abs(x - here.x()), abs(y - here.y()))
            if away <= nearest:
                best, nearest = port, away
    return best


def port_name(graph: Graph, port: Port) -> str:
    """What a port is called: base, exponent, A, B, result."""
    if port.number is None:
        return "result"
    op = OPS.get(graph.nodes[port.node].op)
    known = op is not None and port.number < len(op.ports)
    return op.ports[port.number] if op is not None and known else f"operand {port.number + 1}"


def first_open(graph: Graph, node_id: NodeId) -> int | None:
    """The first port of a node that nothing is connected to."""
    operands = graph.nodes[node_id].operands
    return operands.index(OPEN) if OPEN in operands else None


class PortLayer(QGraphicsItem):
    """Shows the ports of the card that is hovered or selected, and names the one pointed at."""

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self._ink = ink
        self._cards: tuple[NodeItem, ...] = ()
        self._pointed: Port | None = None
        self._name = ""
        self._bounds = QRectF()
        self.setZValue(4)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    @property
    def shown(self) -> tuple[NodeId, ...]:
        """The nodes whose ports are shown."""
        return tuple(card.node_id for card in self._cards)

    @property
    def name(self) -> str:
        """The name that is written beside the port pointed at; empty for none."""
        return self._name

    def show_ports(
        self, cards: tuple[NodeItem, ...], pointed: Port | None = None, name: str = ""
    ) -> None:
        """Show the ports of these cards; ``name`` stands beside the port pointed at."""
        if (cards, pointed, name) != (self._cards, self._pointed, self._name) or cards:
            self.prepareGeometryChange()
            self._cards, self._pointed, self._name = cards, pointed, name
            self._bounds = QRectF()
            for card in cards:
                self._bounds |= card.sceneBoundingRect().adjusted(-120, -30, 120, 30)
            self.update()

    def show_ink(self, ink: Ink) -> None:
        """Paint in other colors."""
        self._ink = ink
        self.update()

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
        del option
        zoom = painter.worldTransform().m11()
        if zoom < metrics.DOT_ZOOM or widget is None:  # not in an export
            return
        for card in self._cards:
            for port in ports_of(card):
                self._paint_port(painter, card, port, max(1.0, 1 / zoom))

    def _paint_port(self, painter: QPainter, card: NodeItem, port: Port, scale: float) -> None:
        ink, at = self._ink, QPointF(*point_of(card, port.number))
        pointed = port == self._pointed
        painter.setPen(ink.open_port if port.number in card.open_ports else ink.lit_port)
        painter.setBrush(ink.accent if pointed else ink.surface_brush)
        radius = (_LARGE if pointed else _RADIUS) * scale
        painter.drawEllipse(at, radius, radius)
        if pointed and self._name:
            self._paint_name(painter, at, scale, left=not port.is_output)

    def _paint_name(self, painter: QPainter, at: QPointF, scale: float, *, left: bool) -> None:
        ink = self._ink
        script = ink.scripts(least_pixels(1 / scale)).tag
        width, height = script.width(self._name) + 12, script.height + 4
        x = at.x() - _GAP * scale - width if left else at.x() + _GAP * scale
        box = QRectF(x, at.y() - height / 2, width, height)
        painter.setPen(ink.border)
        painter.setBrush(ink.surface_brush)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink.text)
        painter.setFont(script.font)
        painter.drawText(QPointF(box.left() + 6, box.top() + 2 + script.ascent), self._name)
