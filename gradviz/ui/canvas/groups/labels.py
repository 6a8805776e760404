"""The words on cards and edges where some nodes are hidden in closed groups."""

from __future__ import annotations

from collections.abc import Iterable

from gradviz.graph import BLOCK, Node
from gradviz.session import PassState
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.cards.wording import called, label_of, leaf_value
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.edges.edge import EdgeItem
from gradviz.ui.canvas.groups.card import GroupCard
from gradviz.ui.canvas.groups.folding import Folding


def card_for(node: Node, ink: Ink) -> NodeItem:
    """A new card for what is shown: a node or a closed group."""
    return GroupCard(node.id, ink) if node.op == BLOCK else NodeItem(node.id, ink)


def label_card(card: NodeItem, folding: Folding, node: Node, output: str) -> None:
    """Write what does not depend on numbers on a card; ``output`` is what has the gradient."""
    graph = folding.graph
    if isinstance(card, GroupCard):
        speaker = folding.speaker.get(card.node_id)
        name = "" if speaker is None else called(graph, speaker)
        card.show_group(folding.closed[card.node_id], node, name, output)
    else:
        card.show_node(node, label_of(graph, graph.nodes[node.id]), output)


def show_numbers(card: NodeItem, folding: Folding, state: PassState) -> None:
    """Show the value and gradient of the node a card speaks for; an input's own value at least."""
    speaker = folding.speaker_of(card.node_id) or ""
    node = folding.graph.nodes.get(speaker)
    value = state.values.get(speaker)
    if value is None and node is not None and node.is_input:
        value = leaf_value(node)
    card.show_numbers(value, state.gradients.get(speaker))


def show_calls(edges: Iterable[EdgeItem], folding: Folding) -> None:
    """Have the edges out of closed groups say the operand that is hidden there."""
    if not folding.closed:
        return
    graph = folding.graph
    for edge in edges:
        node = graph.nodes.get(edge.user.node_id)
        hidden = node is not None and edge.operand.node_id in folding.closed
        edge.source = called(graph, node.operands[edge.port]) if node and hidden else ""
