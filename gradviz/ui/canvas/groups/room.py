"""Room for the frame of a group: the cards that are no members make way for it."""

from __future__ import annotations

from collections.abc import Collection

from gradviz.document import Document, edits
from gradviz.graph import NodeId
from gradviz.graph.layout import dodge
from gradviz.ui.canvas.building import LARGE
from gradviz.ui.canvas.cards.card import around
from gradviz.ui.canvas.groups.frame import frame_area
from gradviz.ui.canvas.scene import GraphScene


def with_room(document: Document, scene: GraphScene, members: Collection[NodeId]) -> Document:
    """The document in which no other card stands in the frame around ``members``.

    Cards go up or down as little as they can. In a very large graph they stay where they are.
    """
    places = scene.targets()
    inside = [member for member in members if member in scene.cards]
    if not inside or len(scene.cards) > LARGE:
        return document
    frame = frame_area(around((places[i], scene.cards[i].size) for i in inside))
    block = "frame"
    sizes = {i: card.size for i, card in scene.cards.items()}
    sizes[block] = (frame.width(), frame.height())
    fixed = {block: frame.center().toTuple()}
    others = {i: place for i, place in places.items() if i not in members and i in scene.cards}
    found = dodge(others, sizes, fixed)
    moved = {i: place for i, place in found.items() if place != others[i]}
    known = document.graph.nodes.keys() | {group.id for group in document.groups}
    moved = {i: place for i, place in moved.items() if i in known}
    return edits.move_nodes(document, moved) if moved else document
