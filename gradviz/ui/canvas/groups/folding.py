"""What stands on the canvas for what: every node its card, or the card of its closed group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gradviz.document import Group
from gradviz.graph import Graph, NodeId, fold


@dataclass(frozen=True)
class Folding:
    """A graph and how it is shown; without closed groups both are the same object.

    ``owner`` maps hidden nodes to their closed group, ``speaker`` closed groups to the one
    node whose value and gradient they show, if the outside uses just one.
    """

    graph: Graph = field(default_factory=Graph)
    shown: Graph = field(default_factory=Graph)
    groups: tuple[Group, ...] = ()
    closed: Mapping[NodeId, Group] = field(default_factory=dict)
    owner: Mapping[NodeId, NodeId] = field(default_factory=dict)
    speaker: Mapping[NodeId, NodeId] = field(default_factory=dict)

    def card_of(self, node_id: NodeId) -> NodeId:
        """The card a node is seen on: its own, or that of its group."""
        return self.owner.get(node_id, node_id)

    def nodes_of(self, card: NodeId) -> tuple[NodeId, ...]:
        """The nodes a card stands for."""
        group = self.closed.get(card)
        return (card,) if group is None else group.members

    def speaker_of(self, card: NodeId) -> NodeId | None:
        """The node whose numbers stand on a card; None for a group with several results."""
        return self.speaker.get(card) if card in self.closed else card

    def edge_of(self, user: NodeId, port: int) -> tuple[NodeId, int] | None:
        """The edge that is seen for an edge of the graph; None for one inside a closed group.

        Also None for one that this graph does not have: the passes may be ahead of the picture.
        """
        card = self.owner.get(user)
        if card is None:
            return user, port
        if port >= len(self.graph.nodes[user].operands):
            return None
        operand = self.card_of(self.graph.nodes[user].operands[port])
        used = self.shown.nodes[card].operands
        return (card, used.index(operand)) if operand in used else None


def folding_of(graph: Graph, groups: tuple[Group, ...], before: Folding) -> Folding:
    """How a graph with these groups is shown; ``before`` itself if nothing is different."""
    if graph is before.graph and groups == before.groups:
        return before
    closed = {group.id: group for group in groups if group.collapsed}
    if not closed:
        return Folding(graph, graph, groups)
    owner = {member: group.id for group in closed.values() for member in group.members}
    shown = fold(graph, {group.id: group.members for group in closed.values()})
    results = ((group.id, _result(graph, group.members)) for group in closed.values())
    speaker = {group_id: node_id for group_id, node_id in results if node_id is not None}
    return Folding(graph, shown, groups, closed, owner, speaker)


def have_same_shape(old: Graph, new: Graph) -> bool:
    """Whether two graphs are drawn with the same cards and edges."""
    return old.nodes.keys() == new.nodes.keys() and all(
        node is (was := old.nodes[i]) or (node.op == was.op and node.operands == was.operands)
        for i, node in new.nodes.items()
    )


def _result(graph: Graph, members: Iterable[NodeId]) -> NodeId | None:
    """The one member that the outside uses or that nothing uses; None for several."""
    inside = set(members)
    found = [
        member
        for member in inside
        if not graph.users[member] or any(user not in inside for user, _ in graph.users[member])
    ]
    return found[0] if len(found) == 1 else None
