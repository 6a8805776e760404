"""How many operations forward and reverse mode need, counted from a graph and its shapes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gradviz.graph.autodiff import ancestors
from gradviz.graph.model import Graph, Node, NodeId
from gradviz.graph.op import Shape, Work
from gradviz.graph.ops import OPS
from gradviz.graph.paths import descendants

_FREE = {"1.0", "-1.0"}
"""Local derivatives that multiply nothing; turning a sign is not counted."""

_ZERO = "0.0"


class Effort(NamedTuple):
    """Passes through the graph, and the multiplications and additions of all of them together."""

    passes: int
    multiplications: int
    additions: int


def forward_effort(
    graph: Graph, shapes: Mapping[NodeId, Shape], target: NodeId, sources: Iterable[NodeId]
) -> Effort:
    """What forward mode needs for the derivatives of ``target`` by all ``sources``.

    One pass carries one direction, so there is a pass for every number in the sources. Counted
    is what a pass does to tangents on the nodes between source and target: local derivative
    times tangent for each element (a division counts as a multiplication; the factors 1 and −1
    and a change of sign count as nothing), and the additions that join terms into one number.
    The values and the local derivatives, which both modes need once, are not counted.
    """
    needed = ancestors(graph, target)
    passes = multiplications = additions = 0
    for source in sources:
        count = math.prod(shapes[source])
        moving = descendants(graph, source) & needed
        passes += count
        for node_id in moving - {source}:
            node, made = graph.nodes[node_id], math.prod(shapes[node_id])
            terms = 0
            for port, operand in enumerate(node.operands):
                if operand in moving:
                    work = _work(node, port, shapes)
                    multiplications += count * work[0]
                    terms += work[1]
            additions += count * max(terms - made, 0)
    return Effort(passes, multiplications, additions)


def reverse_effort(
    graph: Graph, shapes: Mapping[NodeId, Shape], target: NodeId, sources: Iterable[NodeId]
) -> Effort:
    """What reverse mode needs for the same derivatives, counted by the same rules.

    One pass serves all sources together, so there is a pass for every number in the target
    (which is one number where there is a gradient). Contributions to a node that is used several
    times, or repeated to fit a larger operand, are added up.
    """
    wanted: set[NodeId] = set()
    for source in sources:
        wanted |= descendants(graph, source)
    wanted &= ancestors(graph, target)
    count = math.prod(shapes[target])
    multiplications = 0
    terms = dict.fromkeys(wanted, 0)
    for node_id in wanted:
        node = graph.nodes[node_id]
        for port, operand in enumerate(node.operands):
            if operand in wanted:
                work = _work(node, port, shapes)
                multiplications += work[0]
                terms[operand] += work[1]
    additions = sum(max(k - math.prod(shapes[node_id]), 0) for node_id, k in terms.items())
    return Effort(count, count * multiplications, count * additions)


def _work(node: Node, port: int, shapes: Mapping[NodeId, Shape]) -> Work:
    """Multiplications, and terms that are summed, of the derivative of a node at one port."""
    row, result = OPS[node.op], shapes[node.id]
    if row.work is not None:
        operands = tuple(shapes[operand] for operand in node.operands)
        return row.work(operands, result, row.dim(node.attributes))
    size = math.prod(result)
    if row.local[port] == _ZERO:
        return 0, 0
    return (0 if row.local[port] in _FREE else size), size
