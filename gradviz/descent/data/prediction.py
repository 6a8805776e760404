"""Finds the prediction in a loss: what a column of the data is compared with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gradviz.descent.data.likelihoods import likelihoods
from gradviz.descent.data.reading import Comparison, Reading, Sum, ancestors
from gradviz.descent.data.residuals import residuals
from gradviz.graph import OPS, Graph, Node, NodeId

ELEMENTWISE = frozenset({"arithmetic", "trigonometry", "exponential", "activation", "choice"})
"""Categories of operations that treat each row of the data by itself."""

MIXING = frozenset({"softmax"})
"""Operations of those categories that mix the rows nevertheless."""

NAMES = ("ŷ", "y_hat", "yhat", "prediction")


@dataclass(frozen=True)
class Prediction:
    """The node that predicts, the column it is compared with, the columns it is made from.

    ``graph`` is the graph of the loss or, where the prediction has no node of its own there, that
    graph with it: the sigmoid of z in softplus(z) - y z, and a x^2 + b x in y - a x^2 - b x.
    ``target`` is None where the column can't be told. ``by_row`` says that each predicted number
    depends on its own row only, so that the prediction can be drawn as a curve over a column,
    ``likely`` that it is how likely the target is to be 1.
    """

    graph: Graph
    node: NodeId
    label: str
    target: str | None
    columns: tuple[str, ...]
    by_row: bool
    likely: bool = False


def find_prediction(graph: Graph, columns: Collection[str]) -> Prediction | None:
    """The prediction in a graph whose inputs in ``columns`` are data; None where there is none.

    It depends on a parameter and is compared with a column on the way to the output: by a
    difference, or in a cross-entropy. What is compared within another prediction does not
    count; of several, the first in the order of the computation that uses a column. Elsewhere
    a node called ŷ will do; its target is the one other column that meets it on that way.
    """
    if graph.output is None:
        return None
    reading = Reading(graph, graph.output, columns)
    found = _outermost(reading, [*residuals(reading), *likelihoods(reading)])
    found.sort(key=lambda comparison: reading.position[comparison.at])
    chosen = next((c for c in found if c.fed), None)
    named = _named(reading) if chosen is None else None
    if named is not None and (named.columns or not found):
        return named
    chosen = chosen or (found[0] if found else None)
    if chosen is None:
        return None
    return _prediction(reading, chosen.prediction(), chosen.target, likely=chosen.likely)


def _outermost(reading: Reading, found: list[Comparison]) -> list[Comparison]:
    """The comparisons that are no part of what is predicted in another."""
    within = ancestors(reading.graph, (part for comparison in found for part in comparison.parts))
    return [comparison for comparison in found if comparison.at not in within]


def _named(reading: Reading) -> Prediction | None:
    """A node that is called as predictions are, best one that is made of columns."""
    ids = [reading.graph.by_name[name] for name in NAMES if name in reading.graph.by_name]
    chosen = next((i for i in ids if i in reading.fed), ids[0] if ids else None)
    if chosen is None:
        return None
    return _prediction(reading, Sum(((1, chosen),)), _met(reading, chosen))


def _met(reading: Reading, node_id: NodeId) -> str | None:
    """The column that a node is first computed with on the way to the output, if it is one."""
    graph = reading.graph
    own = ancestors(graph, (node_id,))
    others: dict[NodeId, frozenset[str]] = {
        column: frozenset({name}) for column, name in reading.given.items() if column not in own
    }
    after = {node_id}
    for current in graph.order:
        operands = graph.nodes[current].operands
        met = frozenset[str]().union(*(others[o] for o in operands if o in others))
        if not after.isdisjoint(operands) and current in reading.reaching:
            if met:
                return next(iter(met)) if len(met) == 1 else None
            after.add(current)
        if met:
            others[current] = met
    return None


def _prediction(
    reading: Reading, found: Sum, target: str | None, *, likely: bool = False
) -> Prediction:
    graph, node_id = _written(reading, found)
    used = ancestors(graph, (node_id,))
    named = {graph.nodes[i].name for i in used}
    own = tuple(name for name in reading.columns if name in named)
    label = graph.nodes[node_id].name or "prediction"
    by_row = all(_is_by_row(graph.nodes[i]) for i in used)
    likely = likely or graph.nodes[node_id].op == "sigmoid"
    return Prediction(graph, node_id, label, target, own, by_row, likely)


def _written(reading: Reading, found: Sum) -> tuple[Graph, NodeId]:
    """A graph in which the prediction is a node, and that node."""
    if len(found.terms) == 1 and found.terms[0][0] > 0 and not found.chance:
        return reading.graph, found.terms[0][1]
    made = reading.likeness.made
    terms = list(found.terms)
    first = next((term for term in terms if term[0] > 0), terms[0])
    terms.remove(first)
    total = first[1] if first[0] > 0 else made("neg", first[1])
    for sign, node_id in terms:
        total = made("add" if sign > 0 else "sub", total, node_id)
    total = made("sigmoid", total) if found.chance else total
    return reading.likeness.graph, total


def _is_by_row(node: Node) -> bool:
    return node.is_input or (OPS[node.op].category in ELEMENTWISE and node.op not in MIXING)
