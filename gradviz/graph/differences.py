"""Numerical differentiation: difference quotients, their best steps, and the gradient check."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph.autodiff import Evaluation, evaluate
from gradviz.graph.compiler import CompiledFunction, compile  # noqa: A004  our compile
from gradviz.graph.model import Graph, NodeId, Value
from gradviz.graph.moving import Move, targets_after

_EPSILON = float(np.finfo(np.float64).eps)

FORWARD_STEP = _EPSILON ** (1 / 2)
"""1.5e-8: truncation error h|f″|/2 and rounding error 2ε|f|/h balance near √ε."""

CENTRAL_STEP = _EPSILON ** (1 / 3)
"""6.1e-6: truncation error h²|f‴|/6 and rounding error ε|f|/h balance near ∛ε."""


def forward(f: Callable[[float], float], x: float, h: float | None = None) -> float:
    """(f(x + h) − f(x)) / h; without ``h`` the best step for the size of x, error about √ε."""
    step, above = _step(x, FORWARD_STEP if h is None else h, scaled=h is None)
    return (f(above) - f(x)) / step


def central(f: Callable[[float], float], x: float, h: float | None = None) -> float:
    """(f(x + h) − f(x − h)) / 2h; without ``h`` the best step, error about ε^(2/3)."""
    step, above = _step(x, CENTRAL_STEP if h is None else h, scaled=h is None)
    return (f(above) - f(x - step)) / (2.0 * step)


def _step(x: float, h: float, *, scaled: bool) -> tuple[float, float]:
    """A step that x + step represents exactly, and x + step."""
    if h == 0.0:
        raise GraphError("The step h must not be 0.")
    above = x + (h * max(abs(x), 1.0) if scaled else h)
    return (above - x or h), above


LARGEST_CHECKED = 1_000
"""Inputs with more elements are left out of a gradient check: every element is moved alone."""


class Check(NamedTuple):
    """A gradient by backpropagation and by central differences, and how far they are apart."""

    analytic: Value
    numeric: Value
    relative: float


def gradient_check(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    target: str | None = None,
    h: float | None = None,
) -> dict[str, Check]:
    """Compare the gradient of every named input with central differences.

    ``relative`` is the largest |analytic − numeric| / max(1, |analytic|, |numeric|), NaN where
    either is not a finite number. At a kink the two differ: there is no derivative to find.
    Inputs of more than LARGEST_CHECKED elements are left out.
    """
    evaluation = evaluate(graph, inputs, target)
    if evaluation.note is not None:
        raise GraphError(evaluation.note, node=evaluation.target)
    result = {}
    for node in graph.inputs:
        name = node.name or ""
        if np.size(evaluation.values[name]) > LARGEST_CHECKED:
            continue
        function = compile(graph, (name,), inputs, target)
        numeric = _numeric(function, evaluation.values[name], h)
        analytic = evaluation.gradients[name]
        result[name] = Check(analytic, numeric, _relative(analytic, numeric))
    return result


def check_nodes(
    evaluation: Evaluation,
    nodes: Iterable[NodeId] | None = None,
    h: float | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> dict[NodeId, Check]:
    """Compare the gradient of every node, inner ones too, with central differences.

    Each element of a node's value is moved by ±h and only what uses it is computed again.
    Without ``nodes`` all that have a gradient are checked; those of more than LARGEST_CHECKED
    elements are left out. Once ``cancelled`` says so, what was found until then is returned.
    """
    if evaluation.note is not None:
        raise GraphError(evaluation.note, node=evaluation.target)
    gradients = evaluation.node_gradients
    chosen = [
        node_id
        for node_id in (gradients if nodes is None else nodes)
        if node_id in gradients and np.size(gradients[node_id]) <= LARGEST_CHECKED
    ]
    result: dict[NodeId, Check] = {}
    with np.errstate(all="ignore"):
        for start in range(0, len(chosen), _TOGETHER):
            group = chosen[start : start + _TOGETHER]
            slopes = _slopes(evaluation, group, h, cancelled or _never)
            for node_id, numeric in slopes.items():
                analytic = gradients[node_id]
                result[node_id] = Check(analytic, numeric, _relative(analytic, numeric))
    return result


_TOGETHER = 500
"""Nodes moved in one walk over the graph."""


def _never() -> bool:
    return False


def _slopes(
    evaluation: Evaluation,
    nodes: Sequence[NodeId],
    h: float | None,
    cancelled: Callable[[], bool],
) -> dict[NodeId, Value]:
    """Central differences in every element of the nodes; nothing once cancelled."""
    moves: list[Move] = []
    steps: list[float] = []
    for node_id in nodes:
        for index, x in enumerate(np.ravel(evaluation.node_values[node_id]).tolist()):
            step, above = _step(x, CENTRAL_STEP if h is None else h, scaled=h is None)
            moves += [Move(node_id, index, above), Move(node_id, index, x - step)]
            steps.append(step)
    values = targets_after(evaluation, moves, cancelled)
    if values is None:
        return {}
    slopes = (values[0::2] - values[1::2]) / (2.0 * np.array(steps))
    found: dict[NodeId, Value] = {}
    for node_id in nodes:
        shape = np.shape(evaluation.node_values[node_id])
        own, slopes = np.split(slopes, [math.prod(shape)])
        found[node_id] = own.reshape(shape) if shape else float(own[0])
    return found


def _numeric(function: CompiledFunction, at: Value, h: float | None) -> Value:
    """Central differences in every element, all evaluated at once."""
    center = np.asarray(at, dtype=np.float64)
    wanted = CENTRAL_STEP * np.maximum(np.abs(center), 1.0) if h is None else h
    steps = ((center + wanted) - center).ravel()
    moves = np.diag(steps).reshape((center.size, *center.shape))
    above, below = function.value(center + moves), function.value(center - moves)
    with np.errstate(all="ignore"):
        slopes = (np.asarray(above) - np.asarray(below)) / (2.0 * steps)
    made: Value = float(slopes[0]) if center.ndim == 0 else slopes.reshape(center.shape)
    return made


def _relative(analytic: Value, numeric: Value) -> float:
    with np.errstate(all="ignore"):
        size = np.maximum(1.0, np.maximum(np.abs(analytic), np.abs(numeric)))
        return float(np.max(np.abs(np.subtract(analytic, numeric)) / size))
