"""The forward pass: the value of every operation, on floats where possible, else on arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph.model import INPUT, Graph, Node, NodeId, Value
from gradviz.graph.op import Op
from gradviz.graph.ops import OPS
from gradviz.graph.shapes import operand_text, row_of, shape_of
from gradviz.graph.steps import FLOAT_ERRORS, ForwardStep, new

Problems: TypeAlias = dict[NodeId, GraphError] | None
"""Where a pass that goes on notes what is wrong with a node; None: it raises that."""


def forward_pass(
    graph: Graph, values: dict[NodeId, Value], needed: set[NodeId], problems: Problems = None
) -> list[ForwardStep]:
    """Give every operation that has its operands a value, in topological order.

    What cannot be computed is noted in ``problems`` and passed over; without, it is raised.
    """
    nodes, rows = graph.nodes, dict(OPS)
    only_floats = all_floats(values.values())
    steps: list[ForwardStep] = []
    for node_id in graph.order:
        node = nodes[node_id]
        if node.op == INPUT:
            continue
        try:
            row = rows[node.op]
            operands: list[Value] | None = [values[operand] for operand in node.operands]
        except KeyError:
            operands = None
        if operands is None or len(operands) != row.arity:
            if node_id in needed or problems is not None:
                _say_why(graph, node, problems)
            continue
        function = row.value_of_floats
        if function is not None and (only_floats or all_floats(operands)):
            try:
                result = function(*operands)
            except FLOAT_ERRORS:
                result = float(row.value_of_arrays(*map(np.float64, operands)))
            note = row.domain_note((*operands, result)) if result - result != 0.0 else None
        else:
            made = _tried(graph, node, row, operands, problems)
            if made is None:
                continue
            result, note = made
        values[node_id] = result
        steps.append(new(ForwardStep, (node_id, result, note)))
    return steps


def _say_why(graph: Graph, node: Node, problems: Problems) -> None:
    """Note what is wrong with an operation; one that only waits for another is blameless."""
    try:
        row_of(graph, node)
    except GraphError as error:
        _note(error, node.id, problems)


def _note(error: GraphError, node_id: NodeId, problems: Problems) -> None:
    """Keep an error where errors are kept, else raise it."""
    if problems is None:
        raise error
    problems[node_id] = error


def _tried(
    graph: Graph, node: Node, row: Op, operands: Sequence[Value], problems: Problems
) -> tuple[Value, str | None] | None:
    """The value of an operation on arrays and a note on it, or None once its error is noted."""
    try:
        return _apply(graph, node, row, operands)
    except GraphError as error:
        _note(error, node.id, problems)
        return None


def operate(graph: Graph, node: Node, values: Sequence[Value]) -> Value:
    """The value of one operation; call under ``np.errstate(all="ignore")``."""
    row = row_of(graph, node)
    if row.value_of_floats is not None and all_floats(values):
        try:
            return float(row.value_of_floats(*values))
        except FLOAT_ERRORS:
            return float(row.value_of_arrays(*map(np.float64, values)))
    return _apply(graph, node, row, values)[0]


def all_floats(values: Iterable[Value]) -> bool:
    """Whether there are only numbers, which ``math`` computes faster than NumPy."""
    return all([type(value) is float for value in values])  # noqa: C419  a list is faster here


def array_arguments(row: Op, node: Node, operands: Sequence[Value]) -> tuple[Any, ...]:
    """What the row's functions of arrays take: the operands, and for some shapes and dim."""
    arguments = tuple([np.float64(v) if type(v) is float else v for v in operands])
    if row.elementwise:
        return arguments
    return (*arguments, *map(np.shape, arguments), row.dim(node.attributes))


def _apply(
    graph: Graph, node: Node, row: Op, operands: Sequence[Value]
) -> tuple[Value, str | None]:
    """The value of an operation on arrays, and a note on it."""
    shape_of(graph, node, tuple([np.shape(value) for value in operands]))
    arguments = array_arguments(row, node, operands)
    try:
        result = row.value_of_arrays(*arguments)
    except np.linalg.LinAlgError:
        called = operand_text(graph, node.operands[0])
        raise GraphError(f"{called} has no inverse: its determinant is 0.", node=node.id) from None
    note = None
    if row.domain and not np.isfinite(result).all():
        note = row.domain_note((*arguments, result))
    return result if np.ndim(result) else float(result), note
