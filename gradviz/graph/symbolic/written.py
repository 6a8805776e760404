"""What a node computes, written out down to the inputs, as typeset text without SymPy."""

from __future__ import annotations

from collections.abc import Mapping

from gradviz.errors import GraphError
from gradviz.graph.autodiff import ancestors
from gradviz.graph.latex import definition_latex
from gradviz.graph.model import Graph, NodeId
from gradviz.graph.names import name_latex
from gradviz.graph.shapes import row_of

MOST_WRITTEN = 400
"""Larger expressions are not written out: they would fill the screen many times."""


def expression_latex(graph: Graph, node_id: NodeId) -> str:
    """LaTeX of what a node computes from the inputs alone; an input is its name.

    Raises GraphError for operations that wait for an operand, and for more than MOST_WRITTEN
    names, numbers and operations.
    """
    node = graph.nodes[node_id]
    if node.is_input and node.name is not None:
        return name_latex(node.name)
    check_size(graph, node_id, MOST_WRITTEN)
    return definition_latex(graph, node_id, inputs_only(graph))


def inputs_only(graph: Graph) -> Mapping[NodeId, str]:
    """The names that stay when everything computed is written out."""
    return {node.id: node.name for node in graph.inputs if node.name is not None}


def check_size(graph: Graph, node_id: NodeId, most: int) -> None:
    """GraphError for an expression that is incomplete or, written out, has more than ``most``."""
    sizes: dict[NodeId, int] = {}
    needed = ancestors(graph, node_id)
    for current in graph.order:
        if current not in needed:
            continue
        node = graph.nodes[current]
        if not node.is_input:
            row_of(graph, node)  # says which operand is missing
        sizes[current] = 1 + sum(sizes[operand] for operand in node.operands)
    if sizes[node_id] > most:
        name = graph.labels.get(node_id, "The expression")
        raise GraphError(
            f"{name} is too large to be written out: it has {_count(sizes[node_id])} names, "
            f"numbers and operations, and {most} can be shown.",
            node=node_id,
        )


def _count(size: int) -> str:
    return f"{size:,}" if size < 10**9 else "more than a billion"
