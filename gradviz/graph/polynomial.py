"""Whether an expression is a polynomial in some of its inputs, and of which degree."""

from __future__ import annotations

from collections.abc import Sequence

from gradviz.errors import GraphError
from gradviz.graph.autodiff import ancestors, target_of
from gradviz.graph.model import Graph, Node, NodeId
from gradviz.graph.ops import OPS
from gradviz.graph.shapes import row_of


def degree(graph: Graph, wrt: Sequence[str], target: str | None = None) -> int | None:
    """The total degree of ``target`` as a polynomial in the inputs ``wrt``; None if it is none.

    It is an upper bound: terms that cancel still count, as in (x + 1)^2 − x^2. An exponent
    counts only where it is a number in the expression, for other inputs may change.
    """
    for name in wrt:
        if not graph.named(name).is_input:
            raise GraphError(f"{name} is computed and cannot be a variable.", node=name)
    target_id = target_of(graph, target)
    needed = ancestors(graph, target_id)
    chosen = {graph.by_name[name] for name in wrt}
    degrees: dict[NodeId, int | None] = {}
    for node_id in graph.order:
        if node_id not in needed:
            continue
        node = graph.nodes[node_id]
        if node.is_input:
            degrees[node_id] = int(node_id in chosen)
            continue
        row_of(graph, node)
        degrees[node_id] = _degree(graph, node, [degrees[operand] for operand in node.operands])
    return degrees[target_id]


def _degree(graph: Graph, node: Node, operands: list[int | None]) -> int | None:
    known = tuple(value for value in operands if value is not None)
    if len(known) < len(operands):
        return None
    numbers = tuple(_number(graph.nodes[operand]) for operand in node.operands)
    return OPS[node.op].degree(known, numbers)


def _number(node: Node) -> float | None:
    """The number a literal stands for."""
    return node.value if node.is_literal and isinstance(node.value, float) else None
