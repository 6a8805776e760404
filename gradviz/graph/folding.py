"""A graph in which blocks of nodes stand as one node each, as closed groups are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from gradviz.errors import GraphError
from gradviz.graph.model import OPEN, Graph, Node, NodeId

BLOCK = "block"
"""The ``op`` of a node that stands for a block; it is no row of the op table."""


def fold(graph: Graph, blocks: Mapping[NodeId, Iterable[NodeId]]) -> Graph:
    """The graph with each block's members replaced by one node of the block's id.

    Its operands are what the members use from outside, each once, in the order of the members.
    Blocks that can't be folded (see ``obstacle``) give a graph without an order.
    """
    if not blocks:
        return graph
    owner = {member: block for block, members in blocks.items() for member in members}
    operands: dict[NodeId, dict[NodeId, None]] = {block: {} for block in blocks}
    nodes: dict[NodeId, Node] = {}
    for node in graph.nodes.values():
        outside = tuple(owner.get(operand, operand) for operand in node.operands)
        block = owner.get(node.id)
        if block is None:
            nodes[node.id] = node if outside == node.operands else replace(node, operands=outside)
        else:
            nodes.setdefault(block, Node(block, BLOCK))
            operands[block].update((o, None) for o in outside if o not in (block, OPEN))
    for block, used in operands.items():
        if block in nodes:
            nodes[block] = replace(nodes[block], operands=tuple(used))
    return Graph(nodes, None if graph.output is None else owner.get(graph.output, graph.output))


def obstacle(graph: Graph, blocks: Mapping[NodeId, Iterable[NodeId]]) -> NodeId | None:
    """A node or block through which a block would depend on itself; None if all can be folded."""
    folded = fold(graph, blocks)
    try:
        _ = folded.order
    except GraphError as error:
        return error.node
    return None
