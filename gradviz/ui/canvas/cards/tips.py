"""Tooltips of the canvas: of cards, of the ports at their left side, and of the pills."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect

from gradviz.graph import OPEN
from gradviz.ui.canvas.cards.ports import Port, port_at, port_name
from gradviz.ui.canvas.cards.wording import called, exact
from gradviz.ui.canvas.edges.edge import EdgeItem
from gradviz.ui.canvas.scene import GraphScene
from gradviz.ui.canvas.showing import CardView

_BESIDE = 4
_MOST_NUMBERS = 64


def tip_at(view: CardView, at: QPoint) -> tuple[str, QRect]:
    """The text for a point of the viewport, and the area in which it holds."""
    place = view.scene_point(at)
    scene = view.graph_scene()
    port = port_at(view, at)
    if port is not None:
        return _port_tip(scene, port), QRect(at.x() - 4, at.y() - 4, 8, 8)
    card = view.card_at(at)
    if card is not None:
        return scene.tip(card.node_id), view.box_of(card)
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


def tip_behind(view: CardView, at: QPoint) -> str:
    """What can be done where there is no card."""
    scene = view.graph_scene()
    if not scene.cards:
        return ""
    place = view.scene_point(at)
    if scene.backdrop.comment_at(place) is not None:
        return "A comment: drag to move it, double-click to change it"
    if scene.backdrop.frame_at(place) is not None:
        return "Drag to move the group; double-click the name to change it, the arrow to close it"
    return (
        "Drag to select; with the middle button or Space, to move the picture; "
        "double-click to add a node"
    )


def _port_tip(scene: GraphScene, port: Port) -> str:
    """What a port is called, and what is connected to it."""
    graph = scene.graph
    name = port_name(graph, port)
    if port.number is None:
        return f"{name}: drag from here to draw a wire"
    operand = graph.nodes[port.node].operands[port.number]
    return f"{name}: nothing yet" if operand == OPEN else f"{name}: {called(graph, operand)}"
