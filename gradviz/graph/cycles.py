"""Which nodes depend on themselves, for a graph that has no topological order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gradviz.graph.model import OPEN, Graph, NodeId


def cycle_through(graph: Graph, start: NodeId) -> set[NodeId]:
    """The nodes that depend on ``start`` and that ``start`` depends on, itself among them."""
    operands = {node.id: [o for o in node.operands if o != OPEN] for node in graph.nodes.values()}
    users: dict[NodeId, list[NodeId]] = {node_id: [] for node_id in graph.nodes}
    for user, used in operands.items():
        for operand in used:
            users[operand].append(user)
    return _reachable(start, users) & _reachable(start, operands)


def _reachable(start: NodeId, following: Mapping[NodeId, Iterable[NodeId]]) -> set[NodeId]:
    found = {start}
    waiting = [start]
    while waiting:
        fresh = [node_id for node_id in following[waiting.pop()] if node_id not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found
