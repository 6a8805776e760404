"""What stands out on the canvas: the present step, what is marked, the edges of the selection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gradviz.session import Marks
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.cards.stepping import goes_back
from gradviz.ui.canvas.edges.edge import EdgeItem

if TYPE_CHECKING:
    from gradviz.ui.canvas.scene import GraphScene


def color_edges(scene: GraphScene, active: Iterable[EdgeItem]) -> None:
    """Give every edge its pen; ``active`` are those the present step runs along."""
    ink = scene.ink
    back = goes_back(scene.state)
    idle = ink.idle_edge(len(scene.edges))
    pens = dict.fromkeys(active, (ink.edge_gradient if back else ink.edge_value, 0.5))
    current = tuple(pens)
    for user, port in scene.marks.edges:
        key = scene.folding.edge_of(user, port)
        if key in scene.edges:
            pens.setdefault(scene.edges[key], (ink.edge_marked, 0.4))
    for card in scene.selectedItems():
        for edge in scene.by_card[card.node_id] if isinstance(card, NodeItem) else ():
            pens.setdefault(edge, (ink.edge_selected, 0.25))
    for key, (name, level) in scene.special.items():
        if key in scene.edges:
            pens[scene.edges[key]] = getattr(ink, name), level
    for edge in scene.edges.values():
        if edge in pens:
            # Of edges that share a trunk and a pen the one that reaches least far draws its start.
            alone = edge.leader is not None and pens.get(edge.leader) != pens[edge]
            edge.show_pen(*pens[edge], whole=alone)
        elif edge.shown is not idle:
            edge.show_pen(idle, 0.0)
    scene.pills.show_current(current if back else ())


def mark_cards(scene: GraphScene, old: Marks, new: Marks) -> None:
    """Make the cards of the marked nodes stand out, and those of the old marks no longer."""
    card_of = scene.folding.card_of
    marked = {card_of(node_id) for node_id in new.nodes}
    for card in marked | {card_of(node_id) for node_id in old.nodes}:
        if card in scene.cards:
            scene.cards[card].set_marked(on=card in marked)
