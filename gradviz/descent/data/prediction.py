"""Finds the prediction in a loss: what is subtracted from (or by) a column of the data."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gradviz.graph import OPS, Graph, Node, NodeId

ELEMENTWISE = frozenset({"arithmetic", "trigonometry", "exponential", "activation", "choice"})
"""Categories of operations that treat each row of the data by itself."""

MIXING = frozenset({"softmax"})
"""Operations of those categories that mix the rows nevertheless."""

NAMES = ("ŷ", "y_hat", "yhat", "prediction")


@dataclass(frozen=True)
class Prediction:
    """The node that predicts, the column it is compared with, the columns it is made from.

    ``by_row`` says that each predicted number depends on its own row only, so that the
    prediction can be drawn as a curve over a column.
    """

    node: NodeId
    label: str
    target: str | None
    columns: tuple[str, ...]
    by_row: bool


def find_prediction(graph: Graph, columns: Collection[str]) -> Prediction | None:
    """The prediction in a graph whose inputs in ``columns`` are data; None where there is none.

    It depends on a parameter and stands beside a column in a difference that leads to the
    output; of several, the first in the order of the computation that uses another column.
    Without such a difference a node called ŷ will do.
    """
    if graph.output is None:
        return None
    reaching = _ancestors(graph, graph.output)
    parameters = {n.id for n in graph.parameters if n.name not in columns}
    found: list[Prediction] = []
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node.op != "sub" or node_id not in reaching or not node.is_complete:
            continue
        for one, other in (node.operands, node.operands[::-1]):
            column = graph.nodes[other].name
            if column in columns and _ancestors(graph, one) & parameters:
                found.append(_prediction(graph, one, column, columns))
    found += [
        _prediction(graph, graph.by_name[name], None, columns)
        for name in NAMES
        if name in graph.by_name
    ]
    return next((p for p in found if p.columns), found[0] if found else None)


def _prediction(
    graph: Graph, node_id: NodeId, target: str | None, columns: Collection[str]
) -> Prediction:
    used = _ancestors(graph, node_id)
    named = {graph.nodes[i].name: graph.nodes[i] for i in used}
    own = tuple(name for name in columns if name in named)
    label = graph.nodes[node_id].name or "prediction"
    return Prediction(node_id, label, target, own, all(_is_by_row(graph.nodes[i]) for i in used))


def _is_by_row(node: Node) -> bool:
    return node.is_input or (OPS[node.op].category in ELEMENTWISE and node.op not in MIXING)


def _ancestors(graph: Graph, node_id: NodeId) -> set[NodeId]:
    """The node and everything it is computed from."""
    seen: set[NodeId] = set()
    stack = [node_id]
    while stack:
        current = stack.pop()
        if current and current not in seen:
            seen.add(current)
            stack.extend(graph.nodes[current].operands)
    return seen
