"""The backward pass: each gradient handed on to the operands, with every contribution kept."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

from gradviz.graph.forward import all_floats, array_arguments
from gradviz.graph.kernels import spread
from gradviz.graph.model import INPUT, Graph, Node, NodeId, Value
from gradviz.graph.op import Op, Shape
from gradviz.graph.ops import OPS
from gradviz.graph.steps import FLOAT_ERRORS, BackwardStep, new

_Pairs: TypeAlias = tuple[tuple[Any, Any], ...]

_BOTH = (True, True)


def backward_pass(
    graph: Graph, target: NodeId, needed: set[NodeId], values: Mapping[NodeId, Value]
) -> tuple[dict[NodeId, Value], list[BackwardStep]]:
    """Hand each node's gradient on to its operands, from the target to the inputs.

    Literals get no gradient; the contributions of several uses add up.
    """
    nodes, rows, only_floats = graph.nodes, dict(OPS), all_floats(values.values())
    if nodes[target].is_literal:
        return {}, []
    gradients: dict[NodeId, Value] = {target: 1.0}
    steps = [BackwardStep(target, None, 0, 1.0, None, 1.0, 1.0, 1, 1, None)]
    literals = {i for i, node in nodes.items() if node.op == INPUT and node.name is None}
    parts = Counter([operand for user in needed for operand in nodes[user].operands])
    done = dict.fromkeys(parts, 0)
    for user in reversed(graph.order):
        operands = nodes[user].operands
        if user not in needed or not operands:
            continue
        row, upstream, result = rows[nodes[user].op], gradients[user], values[user]
        arguments = tuple([values[operand] for operand in operands])
        wanted = _BOTH[: len(operands)]
        if not literals.isdisjoint(operands):
            wanted = tuple([operand not in literals for operand in operands])
        if row.elementwise and (only_floats or all_floats(arguments)):
            found = derive_floats(row, wanted, upstream, arguments, result)
        else:
            arguments = array_arguments(row, nodes[user], arguments)
            found = _derive_arrays(row, wanted, upstream, arguments, result)
        note = row.note((*arguments, result)) if row.kinks else None
        for port, operand in enumerate(operands):
            local, contribution = found[port]
            if contribution is None:
                continue
            part, of = done[operand] + 1, parts[operand]
            total = contribution if part == 1 else gradients[operand] + contribution
            done[operand], gradients[operand] = part, total
            step = (operand, user, port, upstream, local, contribution, total, part, of, note)
            steps.append(new(BackwardStep, step))
    return gradients, steps


def derive(
    user: Node, port: int, upstream: Value, values: Mapping[NodeId, Value]
) -> tuple[Value | None, Value]:
    """Local derivative and contribution of one edge, as the backward pass finds them.

    Call under ``np.errstate(all="ignore")``.
    """
    row, result = OPS[user.op], values[user.id]
    arguments = tuple([values[operand] for operand in user.operands])
    if row.elementwise and all_floats((*arguments, upstream)):
        wanted = tuple(other == port for other in range(row.arity))
        made: tuple[Value | None, Value] = derive_floats(row, wanted, upstream, arguments, result)[
            port
        ]
        return made
    return _derive(row, port, upstream, array_arguments(row, user, arguments), result)


def derive_floats(
    row: Op, wanted: tuple[bool, ...], upstream: Any, operands: tuple[Any, ...], result: Any
) -> _Pairs:
    """Local derivative and contribution per port, between numbers; None where not wanted."""
    try:
        made: _Pairs = row.derivatives_of_floats[wanted](upstream, *operands, result)
    except FLOAT_ERRORS:
        arguments = tuple(map(np.float64, operands))
        return _derive_arrays(row, wanted, np.float64(upstream), arguments, np.float64(result))
    return made


def _derive_arrays(
    row: Op, wanted: tuple[bool, ...], upstream: Any, arguments: tuple[Any, ...], result: Any
) -> _Pairs:
    """Local derivative and contribution per port; None where not wanted."""
    return tuple(
        _derive(row, port, upstream, arguments, result) if want else (None, None)
        for port, want in enumerate(wanted)
    )


def _derive(
    row: Op, port: int, upstream: Value, arguments: tuple[Any, ...], result: Value
) -> tuple[Value | None, Value]:
    """Local derivative, where there is one per element, and contribution of an array operation."""
    shape = np.shape(arguments[port])
    if row.spread is not None:
        dim = arguments[-1]
        weight = row.spread(max(math.prod(shape) // max(np.size(result), 1), 1))
        return weight, fit(spread(upstream, shape, dim) * weight, shape)
    vjp = row.vjps_of_arrays[port]
    if row.elementwise or vjp is None:
        local, made = elementwise(row, port, upstream, arguments, result)
        return _number(local), fit(made, shape)
    local = None if np.ndim(result) else _number(vjp(1.0, *arguments, result))
    return local, fit(vjp(upstream, *arguments, result), shape)


def elementwise(
    row: Op, port: int, factor: Any, arguments: tuple[Any, ...], result: Any
) -> tuple[Any, Any]:
    """Local derivative, and a gradient or a tangent times it, of an elementwise operation."""
    local = row.locals_of_arrays[port](*arguments, result)
    vjp = row.vjps_of_arrays[port]
    return local, factor * local if vjp is None else vjp(factor, *arguments, result)


def _number(value: Any) -> Value:
    return value if np.ndim(value) else float(value)


def fit(contribution: Any, shape: Shape) -> Value:
    """A contribution summed over the axes along which an operand of ``shape`` was repeated.

    Where it stands for equal elements it is repeated itself.
    """
    made = np.shape(contribution)
    if made == shape:
        return _number(contribution)
    if len(made) > len(shape):
        contribution = np.add.reduce(contribution, axis=tuple(range(len(made) - len(shape))))
        made = contribution.shape
    pairs = zip(made, shape[len(shape) - len(made) :], strict=True)
    axes = tuple([axis for axis, (m, n) in enumerate(pairs) if n == 1 and m != 1])
    if axes:
        contribution = np.add.reduce(contribution, axis=axes, keepdims=True)
    if np.shape(contribution) == shape:
        return _number(contribution)
    return np.full(shape, contribution)
