"""Tooltips of the canvas: of cards, of the ports at their left side, and of the pills."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect

from gradviz.graph import OPEN, OPS
from gradviz.ui.canvas.card import NodeItem
from gradviz.ui.canvas.edge import EdgeItem
from gradviz.ui.canvas.showing import CardView
from gradviz.ui.canvas.wording import called, exact

_NEAR = 9.0
_BESIDE = 4
_MOST_NUMBERS = 64


def tip_at(view: CardView, at: QPoint) -> tuple[str, QRect]:
    """The text for a point of the viewport, and the area in which it holds."""
    place = view.scene_point(at)
    scene = view.graph_scene()
    for item in view.items(at):
        if isinstance(item, NodeItem):
            port = _port_at(item, place.x(), place.y())
            if port is None:
                return scene.tip(item.node_id), view.box_of(item)
            return _port_tip(view, item, port), QRect(at.x() - 4, at.y() - 4, 8, 8)
    edge = scene.pills.edge_at(place)
    if edge is not None:
        box = scene.pills.box_of(edge)
        return _edge_tip(edge), QRect() if box is None else view.mapFromScene(box).boundingRect()
    about = QRect(at.x() - _BESIDE, at.y() - _BESIDE, 2 * _BESIDE, 2 * _BESIDE)
    found = (item for item in view.items(about) if isinstance(item, EdgeItem))
    edge = next((item for item in found if item.label_text), None)
    return ("", QRect()) if edge is None else (_edge_tip(edge), about)


def _edge_tip(edge: EdgeItem) -> str:
    """The local derivative with all its digits, as far as they can be taken in."""
    local = edge.local
    if local is None:
        return edge.label_text
    few = isinstance(local, float) or local.size <= _MOST_NUMBERS
    if not few:
        return edge.label_text
    return f"{edge.rule[0] if edge.rule else edge.symbol} = {exact(local)}"


def _port_at(card: NodeItem, x: float, y: float) -> int | None:
    for port in range(card.ports):
        px, py = card.in_point(port)
        if abs(px - x) < _NEAR and abs(py - y) < _NEAR:
            return port
    return None


def _port_tip(view: CardView, card: NodeItem, port: int) -> str:
    graph = view.graph_scene().graph
    node = graph.nodes[card.node_id]
    op = OPS.get(node.op)
    name = op.ports[port] if op is not None and port < len(op.ports) else f"operand {port + 1}"
    operand = node.operands[port]
    return f"{name}: nothing yet" if operand == OPEN else f"{name}: {called(graph, operand)}"
