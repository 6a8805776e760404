"""The value of the target after single elements of any nodes were moved, many moves at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from gradviz.graph.autodiff import Evaluation, ancestors
from gradviz.graph.codegen import position_of
from gradviz.graph.kernels import expanded
from gradviz.graph.model import Array, Node, NodeId
from gradviz.graph.op import Shape
from gradviz.graph.ops import OPS
from gradviz.graph.points import LARGEST_MEMORY


class Move(NamedTuple):
    """One element of a node (counted through its array) takes another value."""

    node: NodeId
    element: int
    value: float


def targets_after(
    evaluation: Evaluation, moves: Sequence[Move], cancelled: Callable[[], bool]
) -> Array | None:
    """The target's value after each move alone; None once ``cancelled`` says so.

    All moves go through the graph together, each at a position of its own along a leading axis,
    and only what uses a moved node is computed again. A matrix that has no inverse after a move
    gives NaN. Call under ``np.errstate(all="ignore")``.
    """
    found: list[Array] = []
    for piece in _pieces(evaluation, moves):
        made = _carried(evaluation, piece, cancelled)
        if made is None:
            return None
        found.append(made)
    return np.concatenate(found) if found else np.empty(0)


def _pieces(evaluation: Evaluation, moves: Sequence[Move]) -> Iterator[Sequence[Move]]:
    """The moves in groups whose values fit into the memory together."""
    numbers = sum(np.size(value) for value in evaluation.node_values.values())
    size = max(LARGEST_MEMORY // (8 * numbers), 1)
    for start in range(0, len(moves), size):
        yield moves[start : start + size]


def _carried(
    evaluation: Evaluation, moves: Sequence[Move], cancelled: Callable[[], bool]
) -> Array | None:
    graph, target = evaluation.graph, evaluation.target
    needed = ancestors(graph, target)
    moved: dict[NodeId, list[tuple[int, Move]]] = {}
    for column, move in enumerate(moves):
        moved.setdefault(move.node, []).append((column, move))
    values: dict[NodeId, Any] = {}  # of what has changed, with the leading axis
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node_id not in needed or (
            node_id not in moved and values.keys().isdisjoint(node.operands)
        ):
            continue
        if cancelled():
            return None
        made = evaluation.node_values[node_id]
        shape = np.shape(made)
        if not values.keys().isdisjoint(node.operands):
            made = _operate(evaluation, node, values, shape)
        if node_id in moved:
            made = np.broadcast_to(made, (len(moves), *shape)).copy(order="C")
            rows = made.reshape(len(moves), -1)
            for column, move in moved[node_id]:
                rows[column, move.element] = move.value
        values[node_id] = made
    made = values.get(target, evaluation.node_values[target])
    return np.array(np.broadcast_to(made, (len(moves),)), dtype=np.float64)


def _operate(evaluation: Evaluation, node: Node, values: dict[NodeId, Any], shape: Shape) -> Any:
    """The value of an operation at every move; operands that have not changed have no axis."""
    row, known = OPS[node.op], evaluation.node_values
    shapes = tuple(np.shape(known[operand]) for operand in node.operands)
    operands = [np.asarray(values.get(o, known[o])) for o in node.operands]
    if row.elementwise:
        if any(shapes):
            operands = [expanded(a, len(s), shape) for a, s in zip(operands, shapes, strict=True)]
        return row.value_of_arrays(*operands)
    return row.value_of_arrays(*operands, *shapes, position_of(node, shapes[0]))
