"""Whether a graph holds an expression: the same operations on the same inputs, names aside."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache

from gradviz.graph import Graph, NodeId, parse

_COMMUTATIVE = frozenset({"add", "mul", "minimum", "maximum", "dot"})


def contains(graph: Graph, expression: str) -> bool:
    """Whether some node of ``graph`` computes ``expression``."""
    keys, wanted = _compared(graph, _parsed(expression))
    return wanted in keys.values()


def computes(graph: Graph, expression: str) -> bool:
    """Whether the output of ``graph`` is ``expression``."""
    keys, wanted = _compared(graph, _parsed(expression))
    return graph.output is not None and keys[graph.output] == wanted


@lru_cache(maxsize=256)
def _parsed(expression: str) -> Graph:
    return parse(expression)


def _compared(graph: Graph, wanted: Graph) -> tuple[Mapping[NodeId, int], int | None]:
    """A number per node of ``graph``, and that of the output of ``wanted``; equal means same."""
    seen: dict[Hashable, int] = {}
    keys = _numbered(graph, seen)
    output = wanted.output
    return keys, None if output is None else _numbered(wanted, seen)[output]


def _numbered(graph: Graph, seen: dict[Hashable, int]) -> dict[NodeId, int]:
    keys: dict[NodeId, int] = {"": -1}  # an open port is like no other operand
    for node_id in graph.order:
        node = graph.nodes[node_id]
        operands = [keys[operand] for operand in node.operands]
        if node.op in _COMMUTATIVE:
            operands.sort()
        leaf = (node.name or node.value) if node.is_input else None
        form = (node.op, leaf, tuple(operands), node.attributes)
        keys[node_id] = seen.setdefault(form, len(seen))
    return keys
