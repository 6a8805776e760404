"""Which edge is at a point: asked when one clicks, not while one paints."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF

from gradviz.ui.canvas.edges.curves import distance, is_within
from gradviz.ui.canvas.edges.edge import EdgeItem
from gradviz.ui.canvas.scene import GraphScene
from gradviz.ui.canvas.zooming import ZoomView

_REACH = 6.0
"""Pixels on screen beside an edge within which a click means it."""

_UNDER_CARD = 26.0
"""How near to the middle of a card an edge must pass for the card to be put on it."""


def edge_at(view: ZoomView, at: QPoint) -> EdgeItem | None:
    """The edge at a point of the viewport, or the one whose pill is there."""
    here = view.scene_point(at)
    found = view.graph_scene().pills.edge_at(here)
    found = found or _nearest(view.graph_scene(), here, _REACH / view.zoom)
    return found if found is None or found.user.is_wired else None


def edge_under(scene: GraphScene, middle: QPointF) -> EdgeItem | None:
    """The edge that runs behind the middle of a card."""
    found = _nearest(scene, middle, _UNDER_CARD)
    return found if found is None or found.user.is_wired else None


def _nearest(scene: GraphScene, here: QPointF, reach: float) -> EdgeItem | None:
    """The edge nearest to a point, within reach; what is far by its box is passed over."""
    x, y = here.x(), here.y()
    best, least = None, reach
    for edge in scene.edges.values():
        if is_within(edge.points, x, y, reach):
            away = distance(edge.points, x, y)
            if away <= least:
                best, least = edge, away
    return best
