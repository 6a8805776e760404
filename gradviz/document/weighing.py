"""Edits of several objectives: which nodes they are, and with which weights they are added.

The weighted sum is part of the graph: F = w_1 f_1 + w_2 f_2, the weights adding up to 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gradviz.descent.library.formula_names import FUNCTION, WEIGHT, WEIGHTED
from gradviz.document.around import reprinted
from gradviz.document.composition import Builder, check_number, composition_of, without_unused
from gradviz.document.constraining import penalized_anew, penalty_of, without_penalty
from gradviz.document.model import Document
from gradviz.document.restructuring import rebuilt
from gradviz.document.wiring import depends_on
from gradviz.errors import GraphError, SettingError
from gradviz.graph import Graph, NodeId

DIGITS = 6
"""Decimals of weights that follow others: they stand in the text, to be read."""


EPSILON = 2.0**-52
"""What the sum of weights may be away from 1 by."""


def weights_of(document: Document) -> dict[str, float]:
    """The weight of each objective by its name; empty where the output is no weighted sum."""
    made = composition_of(document)
    if made is None:
        return {}
    nodes = document.graph.nodes
    values = {name: nodes[weight].value for name, weight in made.weights.items()}
    return {name: value for name, value in values.items() if isinstance(value, float)}


def with_weights(document: Document, weights: Mapping[str, float]) -> Document:
    """The document with other weights of some objectives; those of the others follow.

    The weights always add up to 1: what is left goes to the others in the proportion they had,
    and weights given for all are scaled. Raises SettingError for weights that cannot be met.
    """
    old = weights_of(document)
    made = composition_of(document)
    if made is None or not old:
        raise SettingError("There are no objectives to weigh.", "weights")
    for name, weight in weights.items():
        if name not in old:
            raise SettingError(f"{name} is not one of the objectives.", name)
        if not (math.isfinite(weight) and weight >= 0):
            raise SettingError(f"The weight of {name} must not be negative.", name)
    new = _adding_to_one(_with_the_rest(old, weights))
    nodes = document.graph.nodes
    changed = [replace(nodes[made.weights[name]], value=weight) for name, weight in new.items()]
    return reprinted(replace(document, graph=document.graph.with_nodes(*changed)))


def _with_the_rest(old: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """All weights, those not given sharing what is left of 1 as they did before."""
    others = {name: max(0.0, weight) for name, weight in old.items() if name not in given}
    taken = math.fsum(given.values())
    if not others:
        if taken <= 0:
            raise SettingError("At least one objective needs a weight above 0.", "weights")
        return {name: given[name] for name in old}
    if taken > 1:
        raise SettingError("The weights must not add up to more than 1.", "weights")
    total = math.fsum(others.values())
    left = 1 - taken
    shares = {
        name: round(left * weight / total if total else left / len(others), DIGITS)
        for name, weight in others.items()
    }
    return {name: given.get(name, shares.get(name, 0.0)) for name in old}


def _adding_to_one(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights divided by their sum; what rounding leaves over goes to the largest."""
    total = math.fsum(weights.values())
    nearly = abs(total - 1) <= len(weights) * 10**-DIGITS  # dividing makes long numbers of short
    scaled = {name: float(weight if nearly else weight / total) for name, weight in weights.items()}
    largest = max(scaled, key=lambda name: scaled[name])
    rest = math.fsum(weight for name, weight in scaled.items() if name != largest)
    exact = 1.0 - rest
    short = round(exact, 15)  # 0.0583, not 0.05830000000000003
    return {**scaled, largest: short if abs(short - exact) <= EPSILON else exact}


def declare_objectives(document: Document, node_ids: Sequence[NodeId]) -> Document:
    """The document that minimizes the weighted sum of some nodes, at first with equal weights.

    Nodes without a name get one. A single node is minimized as it is, and without any the
    document minimizes the first of the objectives it had. A penalty stays. Raises GraphError
    for what is not computed or not one number, and for an objective that needs the sum itself.
    """
    penalty = penalty_of(document)
    bare = without_penalty(document)
    for node_id in node_ids:
        if node_id in document.graph.nodes.keys() - bare.graph.nodes.keys():
            raise GraphError("An objective cannot be a part of the penalty.", node=node_id)
        check_number(bare, node_id, "An objective")
    result = _summed(bare, list(dict.fromkeys(node_ids)), document.graph)
    return result if penalty is None else penalized_anew(result, penalty, document.graph)


def _summed(document: Document, node_ids: Sequence[NodeId], known: Graph) -> Document:
    made, graph = composition_of(document), document.graph
    if made is None:
        return document
    old = [graph.by_name[name] for name in document.landscape.objectives]
    if made.weights:
        if any(depends_on(graph, node_id, made.total) for node_id in node_ids):
            raise GraphError("An objective cannot depend on the sum of the objectives.")
        constraints = (graph.by_name[name] for name in document.landscape.constraints)
        kept = {*old, *node_ids, *constraints}
        graph = without_unused(replace(graph, output=[*node_ids, *old][0]), made.total, kept)
    elif node_ids:
        graph = replace(graph, output=node_ids[0])
    builder = Builder(graph, known)
    names: list[str] = []
    if len(node_ids) > 1:
        names = [builder.named(i, f"{FUNCTION}_{n}") for n, i in enumerate(node_ids, 1)]
        weights = _adding_to_one(dict.fromkeys(names, 1.0))
        inputs = [builder.constant(f"{WEIGHT}_1", weight) for weight in weights.values()]
        terms = [builder.add("mul", *pair) for pair in zip(inputs, node_ids, strict=True)]
        output = builder.add("add", builder.total(terms[:-1]), terms[-1], name=WEIGHTED)
        graph = replace(builder.graph, output=output)
    changed = rebuilt(document, graph)
    landscape = replace(changed.landscape, objectives=tuple(names))
    return reprinted(replace(changed, landscape=landscape))
