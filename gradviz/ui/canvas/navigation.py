"""Where the arrow keys lead: along edges to the left and right, within a column up and down."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt

from gradviz.graph import OPEN, Graph, NodeId
from gradviz.graph.layout import Point

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

_ASIDE = 2.0
"""How much more a step aside counts than one ahead when the nearest card is looked for."""


def neighbor(
    graph: Graph, places: Mapping[NodeId, Point], at: NodeId, direction: tuple[int, int]
) -> NodeId | None:
    """The node an arrow leads to from ``at``; None where there is none."""
    if direction == (-1, 0):
        return next((i for i in graph.nodes[at].operands if i != OPEN), None)
    if direction == (1, 0):
        return next((user for user, _ in graph.users[at]), None)
    x, y = places[at]
    ahead = [
        (direction[1] * (py - y) + _ASIDE * abs(px - x), node_id)
        for node_id, (px, py) in places.items()
        if direction[1] * (py - y) > 1
    ]
    return min(ahead, default=(0.0, None))[1]


def step_in_order(graph: Graph, at: NodeId | None, by: int) -> NodeId | None:
    """The next or previous node in the order of the forward pass; None beyond its ends."""
    order = graph.order
    if not order:
        return None
    if at is None:
        return order[0] if by > 0 else order[-1]
    place = order.index(at) + by
    return order[place] if 0 <= place < len(order) else None
