"""What is said about a card: in one sentence to a screen reader, in full in its tooltip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradviz.graph import NodeId
from gradviz.ui.canvas.cards.wording import spoken, tooltip

if TYPE_CHECKING:
    from gradviz.ui.canvas.scene import GraphScene


def sentence_about(scene: GraphScene, card_id: NodeId) -> str:
    """One sentence about a card, for a screen reader."""
    card = scene.cards[card_id]
    sentence = spoken(card.label, card.value, card.gradient)
    more = (sentence, card.sentence, scene.checks.words(card_id))
    return ", ".join(filter(None, more))


def tip_about(scene: GraphScene, card_id: NodeId) -> str:
    """The tooltip of a card; of a closed group that it can be opened."""
    card = scene.cards[card_id]
    if card.sentence:
        return card.sentence
    if card_id in scene.folding.closed:
        return f"{sentence_about(scene, card_id)}; double-click to open it"
    checked = scene.checks.words(card_id)
    return tooltip(card, scene.graph, scene.state) + (f"<br>{checked}" if checked else "")
