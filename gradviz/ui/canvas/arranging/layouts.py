"""Other layouts than the one that is shown: a fresh one, and that of a document not yet shown."""

from __future__ import annotations

from collections.abc import Mapping

from gradviz.document import Document
from gradviz.graph import NodeId
from gradviz.graph.layout import Point, Size, arrange
from gradviz.ui.canvas.building import LARGE, WIDE_GAP, drawn
from gradviz.ui.canvas.cards.card import card_size
from gradviz.ui.canvas.scene import GraphScene


def fresh_places(scene: GraphScene) -> Mapping[NodeId, Point]:
    """Where the cards would stand if the graph were drawn for the first time."""
    sizes = {i: card.size for i, card in scene.cards.items()}
    return arrange(scene.folding.shown, sizes, None, WIDE_GAP).positions


def boxes_in(scene: GraphScene, document: Document) -> dict[NodeId, tuple[Point, Size]]:
    """Where every card would belong in another document, and its size."""
    if len(scene.cards) > LARGE:  # the others hardly make room there, and it takes a while
        sizes = {i: card_size(node) for i, node in document.graph.nodes.items()}
        places = {**scene.targets(), **document.positions}
        return {i: (places[i], size) for i, size in sizes.items() if i in places}
    drawing = drawn(document, scene.folding, scene.layout.positions)
    places = {**drawing.layout.positions, **document.positions}
    return {i: (places[i], size) for i, size in drawing.sizes.items()}
