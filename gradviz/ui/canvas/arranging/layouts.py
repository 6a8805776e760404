"""Other layouts than the one that is shown: a fresh one, and that of a document not yet shown."""

from __future__ import annotations

from collections.abc import Mapping

from gradviz.document import Document
from gradviz.graph import NodeId
from gradviz.graph.layout import Point, Size, arrange
from gradviz.ui.canvas.cards.card import card_size
from gradviz.ui.canvas.groups.folding import folding_of
from gradviz.ui.canvas.scene import WIDE_GAP, GraphScene


def fresh_places(scene: GraphScene) -> Mapping[NodeId, Point]:
    """Where the cards would stand if the graph were drawn for the first time."""
    sizes = {i: card.size for i, card in scene.cards.items()}
    return arrange(scene.folding.shown, sizes, None, WIDE_GAP).positions


def boxes_in(scene: GraphScene, document: Document) -> dict[NodeId, tuple[Point, Size]]:
    """Where every card would belong in another document, and its size."""
    shown = folding_of(document.graph, document.groups, scene.folding).shown
    sizes = {i: card_size(node) for i, node in shown.nodes.items()}
    drawn = arrange(shown, sizes, scene.layout.positions, WIDE_GAP).positions
    return {i: (document.positions.get(i, place), sizes[i]) for i, place in drawn.items()}
