"""The forward pass: the value of every operation, on floats where possible, else on arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph.model import INPUT, Graph, Node, NodeId, Value
from gradviz.graph.op import Op
from gradviz.graph.ops import OPS
from gradviz.graph.shapes import operand_text, row_of, shape_of
from gradviz.graph.steps import FLOAT_ERRORS, Applied, ForwardStep, new


def forward_pass(
    graph: Graph, values: dict[NodeId, Value], needed: set[NodeId]
) -> tuple[list[Applied], list[ForwardStep]]:
    """Give every operation that has its operands a value, in topological order."""
    nodes, rows = graph.nodes, dict(OPS)
    only_floats = all_floats(tuple(values.values()))
    applied: list[Applied] = []
    steps: list[ForwardStep] = []
    for node_id in graph.order:
        node = nodes[node_id]
        if node.op == INPUT:
            continue
        operands = node.operands
        try:
            row = rows[node.op]
            arguments = tuple([values[operand] for operand in operands])
        except KeyError:
            if node_id in needed:
                row_of(graph, node)  # says what is wrong
            continue
        if len(arguments) != row.arity:
            row = row_of(graph, node)
        function = row.value_of_floats
        if function is not None and (only_floats or all_floats(arguments)):
            try:
                result = function(*arguments)
            except FLOAT_ERRORS:
                result = float(row.value_of_arrays(*map(np.float64, arguments)))
            note = row.domain_note((*arguments, result)) if result - result != 0.0 else None
            applied.append(new(Applied, (node_id, row, operands, arguments, result, True)))
        else:
            arguments, result, note = _apply(graph, node, row, arguments)
            applied.append(new(Applied, (node_id, row, operands, arguments, result, False)))
        values[node_id] = result
        steps.append(new(ForwardStep, (node_id, result, note)))
    return applied, steps


def operate(graph: Graph, node: Node, values: tuple[Value, ...]) -> Value:
    """The value of one operation; call under ``np.errstate(all="ignore")``."""
    row = row_of(graph, node)
    if row.value_of_floats is not None and all_floats(values):
        try:
            return float(row.value_of_floats(*values))
        except FLOAT_ERRORS:
            return float(row.value_of_arrays(*map(np.float64, values)))
    return _apply(graph, node, row, values)[1]


def all_floats(values: tuple[Value, ...]) -> bool:
    """Whether there are only numbers, which ``math`` computes faster than NumPy."""
    return all([type(value) is float for value in values])  # noqa: C419  a list is faster here


def _apply(
    graph: Graph, node: Node, row: Op, values: tuple[Any, ...]
) -> tuple[tuple[Any, ...], Value, str | None]:
    """An operation on arrays: its full arguments, its value and a note on the value."""
    shapes = tuple([np.shape(value) for value in values])
    shape_of(graph, node, shapes)
    arguments = tuple([np.float64(v) if type(v) is float else v for v in values])
    if not row.elementwise:
        arguments = (*arguments, *shapes, row.dim(node.attributes))
    try:
        result = row.value_of_arrays(*arguments)
    except np.linalg.LinAlgError:
        called = operand_text(graph, node.operands[0])
        raise GraphError(f"{called} has no inverse: its determinant is 0.", node=node.id) from None
    note = None
    if row.domain and not np.isfinite(result).all():
        note = row.domain_note((*arguments, result))
    return arguments, result if np.ndim(result) else float(result), note
