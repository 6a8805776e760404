"""Forward mode: the derivative of every node by one source, carried along with the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from gradviz.errors import GraphError, ShapeError
from gradviz.graph.autodiff import input_values
from gradviz.graph.backward import derive_floats, elementwise
from gradviz.graph.effort import Effort, forward_effort, reverse_effort
from gradviz.graph.forward import all_floats, array_arguments, forward_pass
from gradviz.graph.model import Graph, Node, NodeId, Value, as_value
from gradviz.graph.op import Shape
from gradviz.graph.ops import OPS
from gradviz.graph.paths import descendants
from gradviz.graph.shapes import operand_text, shape_text

__all__ = [
    "Effort",
    "TangentStep",
    "TangentTerm",
    "Tangents",
    "forward_effort",
    "reverse_effort",
    "tangents",
]


class TangentTerm(NamedTuple):
    """What one operand adds to a tangent: contribution = local · operand_tangent.

    ``local`` is None where the derivative is not one factor per element (matrix products …).
    """

    port: int
    local: Value | None
    operand_tangent: Value
    contribution: Value


class TangentStep(NamedTuple):
    """An operation got its value and its tangent, the sum of the contributions of its ``terms``.

    Operands that do not depend on the source have no term; without terms the tangent is 0, or
    the seed at the source itself.
    """

    node: NodeId
    value: Value
    tangent: Value
    terms: tuple[TangentTerm, ...]


@dataclass(frozen=True, eq=False)
class Tangents:
    """Values and tangents of a graph for one direction of one source, and the steps to them.

    The tangent of a node says how fast it changes when the source moves along ``seed``.
    """

    graph: Graph
    source: NodeId
    seed: Value
    node_values: Mapping[NodeId, Value]
    node_tangents: Mapping[NodeId, Value]
    steps: tuple[TangentStep, ...]

    @cached_property
    def tangents(self) -> Mapping[str, Value]:
        """Tangents by label."""
        labels = self.graph.labels
        return {labels[i]: t for i, t in self.node_tangents.items() if i in labels}


def tangents(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    source: NodeId | None = None,
    seed: Value | None = None,
) -> Tangents:
    """Carry the derivative by ``source`` (any node; the first input without one) to every node.

    ``seed`` is the direction in which the source moves, of its shape; ones without one. The
    conventions at kinks are those of the backward pass. Operations that wait for an operand are
    left out. Raises GraphError (ShapeError) for a source or a seed that does not fit.
    """
    if source is None:
        source = next((node.id for node in graph.inputs), None)
    if source is None or source not in graph.nodes:
        raise GraphError("Choose a node to differentiate by.", node=source)
    values, _ = input_values(graph, inputs or {})
    with np.errstate(all="ignore"):
        forward_pass(graph, values, set())
        if source not in values:
            called = operand_text(graph, source)
            raise GraphError(f"{called} has no value yet: connect its operands.", node=source)
        direction = _direction(graph, source, values[source], seed)
        found, steps = _pass(graph, source, direction, values)
    return Tangents(graph, source, direction, values, found, tuple(steps))


def _direction(graph: Graph, source: NodeId, value: Value, seed: Value | None) -> Value:
    shape = np.shape(value)
    if seed is None:
        return np.ones(shape) if shape else 1.0
    if np.shape(seed) != shape:
        raise ShapeError(
            f"{operand_text(graph, source)} is {shape_text(shape)} and the direction is "
            f"{shape_text(np.shape(seed))}.",
            node=source,
        )
    return as_value(seed)


def _pass(
    graph: Graph, source: NodeId, seed: Value, values: Mapping[NodeId, Value]
) -> tuple[dict[NodeId, Value], list[TangentStep]]:
    moving = descendants(graph, source)
    found: dict[NodeId, Value] = {source: seed}
    steps: list[TangentStep] = []
    for node_id in graph.order:
        if node_id not in values:
            continue
        node, value = graph.nodes[node_id], values[node_id]
        terms: tuple[TangentTerm, ...] = ()
        if node_id != source:
            found[node_id] = np.zeros(np.shape(value)) if np.ndim(value) else 0.0
            if node_id in moving:
                terms = _terms(node, values, found, moving)
                found[node_id] = _total([term.contribution for term in terms])
        if not node.is_input:
            steps.append(TangentStep(node_id, value, found[node_id], terms))
    return found, steps


def _total(contributions: list[Value]) -> Value:
    total = contributions[0]
    for other in contributions[1:]:
        total = total + other
    return total


def _terms(
    node: Node,
    values: Mapping[NodeId, Value],
    found: Mapping[NodeId, Value],
    moving: set[NodeId],
) -> tuple[TangentTerm, ...]:
    """The contributions of the operands that move."""
    row, result = OPS[node.op], values[node.id]
    operands = tuple([values[operand] for operand in node.operands])
    on_floats = row.elementwise and all_floats(operands)
    arguments = operands if on_floats else array_arguments(row, node, operands)
    made = []
    for port, operand in enumerate(node.operands):
        if operand not in moving:
            continue
        tangent = found[operand]
        local: Value | None
        if on_floats and type(tangent) is float:
            wanted = tuple([other == port for other in range(row.arity)])
            pair = derive_floats(row, wanted, tangent, arguments, result)
            local, contribution = pair[port]
        elif row.elementwise:
            local, contribution = elementwise(row, port, tangent, arguments, result)
        else:
            contribution = row.jvps_of_arrays[port](tangent, *arguments, result)
            local = None
        shaped = _shaped(contribution, np.shape(result))
        made.append(TangentTerm(port, None if local is None else as_value(local), tangent, shaped))
    return tuple(made)


def _shaped(contribution: Any, shape: Shape) -> Value:
    """A contribution repeated where an operand was repeated to the shape of the result."""
    if not shape:
        return float(contribution)
    return contribution if np.shape(contribution) == shape else np.full(shape, contribution)
