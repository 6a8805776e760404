"""Edits of constraints: which nodes must not be above 0, and the penalty where they are.

The penalty is part of the graph: L = f + rho(max(0, g_1)^2 + …). So it has cards, gradients and
a place in every export, and a student sees what a penalty is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from gradviz.descent.landscape.feasibility import SLACK
from gradviz.descent.library.formula_names import CONSTRAINT, PENALIZED, PENALTY
from gradviz.document.around import node_of, reprinted
from gradviz.document.composition import (
    Builder,
    Composition,
    check_number,
    composition_of,
    without_unused,
)
from gradviz.document.model import Document
from gradviz.document.restructuring import rebuilt
from gradviz.document.values import inputs_of
from gradviz.document.wiring import depends_on
from gradviz.errors import GraphError, SettingError
from gradviz.graph import Graph, NodeId, Value, evaluate


def penalty_of(document: Document) -> float | None:
    """The weight of the penalty in the output; None where there is no penalty."""
    made = composition_of(document)
    if made is None or made.penalty is None:
        return None
    value = document.graph.nodes[made.penalty].value
    return value if isinstance(value, float) else None


def with_penalty(document: Document, weight: float) -> Document:
    """The document that minimizes the former output plus the penalty of all its constraints.

    Where there is a penalty already it gets another weight. Cards, minima, box and everything
    else stay. Raises SettingError for a weight that is not positive, GraphError without
    constraints.
    """
    if not (math.isfinite(weight) and weight > 0):
        raise SettingError("The weight of a penalty must be a positive number.", "penalty")
    made = composition_of(document)
    if made is None or not document.landscape.constraints:
        raise GraphError("There is no constraint; make a node one first.")
    return _penalized(document, document.graph, made, weight)


def penalized_anew(document: Document, weight: float, known: Graph) -> Document:
    """``with_penalty`` as a part of an edit of the graph ``known``, whose ids are not reused."""
    made = composition_of(document)
    return document if made is None else _penalized(document, known, made, weight)


def _penalized(document: Document, known: Graph, made: Composition, weight: float) -> Document:
    graph = document.graph
    constraints = [graph.by_name[name] for name in document.landscape.constraints]
    if made.penalty is not None and made.penalizes == set(constraints):
        node = replace(graph.nodes[made.penalty], value=float(weight))
        return reprinted(replace(document, graph=graph.with_nodes(node)))
    builder = Builder(_unpenalized(graph, made), known)
    rho = builder.constant(PENALTY, float(weight))
    squares = [
        builder.add("pow", builder.add("maximum", builder.number(0.0), g), builder.number(2.0))
        for g in constraints
    ]
    penalty = builder.add("mul", rho, builder.total(squares))
    output = builder.add("add", made.total, penalty, name=PENALIZED)
    return _minimizing_alike(document, replace(builder.graph, output=output))


def without_penalty(document: Document) -> Document:
    """The document that minimizes the output without the penalty; the constraints stay."""
    made = composition_of(document)
    if made is None or made.penalized is None:
        return document
    return _minimizing_alike(document, _unpenalized(document.graph, made))


def declare_constraint(document: Document, node_id: NodeId) -> Document:
    """The document in which a node must not be above 0; a penalty takes it in at once.

    A node without a name gets one. Raises GraphError for what is not computed or not one
    number, and for what depends on the penalty itself.
    """
    check_number(document, node_id, "A constraint")
    builder = Builder(document.graph, document.graph)
    name = builder.named(node_id, f"{CONSTRAINT}_1")
    if name in document.landscape.constraints:
        return document
    names = (*document.landscape.constraints, name)
    return _constrained(document, builder.graph, names, node_id)


def withdraw_constraint(document: Document, node_id: NodeId) -> Document:
    """The document in which a node may be above 0; a penalty lets go of it."""
    name = node_of(document, node_id).name
    names = tuple(n for n in document.landscape.constraints if n != name)
    return _constrained(document, document.graph, names)


def violations(document: Document, values: Mapping[str, Value] | None = None) -> dict[str, float]:
    """The value of each constraint by name, where it can be computed; above 0 it is violated.

    ``values`` are inputs by name; the others have the document's values.
    """
    names = document.landscape.constraints
    if not names:
        return {}
    inputs = {**inputs_of(document), **(values or {})}
    found = evaluate(document.graph, inputs, partial=True).values
    return {name: float(found[name]) for name in names if name in found}


def feasible(document: Document, values: Mapping[str, Value] | None = None) -> bool:
    """Whether all constraints hold at these values of the inputs; NaN is no value that holds."""
    return all(value <= SLACK for value in violations(document, values).values())


def _constrained(
    document: Document, graph: Graph, names: tuple[str, ...], added: NodeId | None = None
) -> Document:
    """The document with these constraints, and all of them in the penalty, if it has one."""
    made, weight = composition_of(document), penalty_of(document)
    if made is None:
        return document
    if added is not None and made.penalized:
        if depends_on(graph, added, made.penalized):
            raise GraphError("A constraint cannot depend on its own penalty.", node=added)
        if added not in _unpenalized(document.graph, made).nodes:
            raise GraphError("A constraint cannot be a part of its own penalty.", node=added)
    landscape = replace(document.landscape, constraints=names)
    if weight is None:
        return reprinted(replace(document, graph=graph, landscape=landscape))
    bare = _minimizing_alike(document, _unpenalized(graph, made))
    bare = replace(bare, landscape=replace(bare.landscape, constraints=names))
    return penalized_anew(bare, weight, graph) if names else bare


def _unpenalized(graph: Graph, made: Composition) -> Graph:
    """The graph whose output is the total; the penalty is gone unless something else uses it."""
    if made.penalized is None:
        return graph
    changed = replace(graph, output=made.total)
    return without_unused(changed, made.penalized, {made.total, *made.penalizes})


def _minimizing_alike(document: Document, graph: Graph) -> Document:
    """The document around a graph whose output is the former one with or without a penalty.

    The known minima stay: they are those under the constraints.
    """
    changed = rebuilt(document, graph)
    landscape = replace(changed.landscape, minima=document.landscape.minima)
    return reprinted(replace(changed, landscape=landscape))
