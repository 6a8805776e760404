"""Forward mode beside reverse mode: what each finds, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradviz.graph import Evaluation, Node, NodeId, Value, format_number
from gradviz.teaching.terms import called

if TYPE_CHECKING:
    from gradviz.graph import Effort

_MOST_NAMES = 6


class ModeRow(NamedTuple):
    """A node with what reverse mode says of it, ∂L/∂node, and forward mode, ∂node/∂x."""

    node: NodeId
    name: str
    reverse: Value | None
    forward: Value | None


class Costs(NamedTuple):
    """What both modes need for the derivatives of the target by all of some inputs."""

    about: str
    reverse: Effort
    forward: Effort
    numbers: int


class Comparison(NamedTuple):
    """Both modes for one number among the inputs; ``source`` is what it is called.

    ``meeting`` says where both say the same, ``costs`` what each needs for all gradients of the
    target, ``why`` which wins. ``problem`` says why there is nothing to compare.
    """

    source: str = ""
    target: str = ""
    rows: tuple[ModeRow, ...] = ()
    meeting: str = ""
    costs: Costs | None = None
    why: str = ""
    problem: str = ""


def compare_modes(evaluation: Evaluation, source: NodeId, element: int = 0) -> Comparison:
    """Both modes, forward by one element of an input (the only one of a number).

    Raises GraphError (ShapeError) where the forward pass cannot be made.
    """
    from gradviz.graph.tangents import tangents  # what is rarely needed is loaded late

    graph, values = evaluation.graph, evaluation.node_values
    inputs = {n.name: values[n.id] for n in graph.inputs if n.name is not None and n.id in values}
    shape = np.shape(values[source])
    seed: Value = 1.0
    if shape:
        seed = np.zeros(shape)
        seed.flat[element] = 1.0
    carried = tangents(graph, inputs, source, seed).node_tangents
    rows = tuple(
        ModeRow(i, called(graph, i).plain, evaluation.node_gradients.get(i), carried.get(i))
        for i in graph.order
        if not graph.nodes[i].is_literal
    )
    name = called(graph, source).plain + (element_text(shape, element) if shape else "")
    target = called(graph, evaluation.target).plain
    costs = _costs(evaluation)
    return Comparison(
        name,
        target,
        rows,
        _meeting(evaluation, name, source, element, carried),
        costs,
        "" if costs is None else _why(costs.numbers, target),
        evaluation.note or "",
    )


def element_text(shape: tuple[int, ...], element: int) -> str:
    """Which element of an array: [1,2], counted from 0 as the plots and the code name it."""
    return f"[{','.join(str(int(i)) for i in np.unravel_index(element, shape))}]"


def _meeting(
    evaluation: Evaluation, name: str, source: NodeId, element: int, carried: Mapping[NodeId, Value]
) -> str:
    """Where both modes say the same: reverse at the input, forward at the target."""
    gradient = evaluation.node_gradients.get(source)
    tangent = carried.get(evaluation.target)
    if gradient is None or not isinstance(tangent, float):
        return ""
    reverse = format_number(float(np.ravel(gradient)[element]))
    target = called(evaluation.graph, evaluation.target).plain
    forward = f"forward mode at {target}, {format_number(tangent)}"
    return f"Both find ∂{target}/∂{name}: reverse mode at {name}, {reverse}, {forward}."


def _costs(evaluation: Evaluation) -> Costs | None:
    """How many operations each mode needs for all parameters; None without a gradient."""
    from gradviz.graph import forward_effort, reverse_effort

    graph = evaluation.graph
    if evaluation.note is not None:
        return None
    shapes = {node_id: np.shape(value) for node_id, value in evaluation.node_values.items()}
    sources = [node for node in graph.parameters if node.id in shapes] or list(graph.inputs)
    if not sources:
        return None
    ids = [node.id for node in sources]
    count = sum(math.prod(shapes[node_id]) for node_id in ids)
    target = called(graph, evaluation.target).plain
    return Costs(
        f"all gradients of {target} by {_numbers(_names(sources), count)}",
        reverse_effort(graph, shapes, evaluation.target, ids),
        forward_effort(graph, shapes, evaluation.target, ids),
        count,
    )


def _names(nodes: list[Node]) -> str:
    """The names of a few inputs, or none of many."""
    names = [node.name or "" for node in nodes]
    return ", ".join(names) if len(names) <= _MOST_NAMES else ""


def _numbers(names: str, count: int) -> str:
    said = "1 number" if count == 1 else f"{count} numbers"
    return f"{said} ({names})" if names else said


def _why(count: int, target: str) -> str:
    if count == 1:
        return (
            "With one input each mode needs one pass; forward mode then also has the derivative "
            "of every node by that input, so it wins for one input and many outputs."
        )
    return (
        f"Reverse mode makes one pass from {target} back to all inputs, forward mode one pass "
        "for each number among them: reverse wins for many inputs, forward for one."
    )
