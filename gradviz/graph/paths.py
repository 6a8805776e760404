"""Paths through a graph: depths, distances, how many there are, what travels along one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph.autodiff import Evaluation
from gradviz.graph.backward import derive
from gradviz.graph.model import OPEN, EdgeKey, Graph, NodeId, Value
from gradviz.graph.shapes import shape_text

Path: TypeAlias = tuple[EdgeKey, ...]
"""Edges from a source to a target, in order; a path from a node to itself has none."""

MOST_LISTED = 100
"""So many paths are listed; there may be more than there are atoms."""


def depths(graph: Graph) -> Mapping[NodeId, int]:
    """The topological level of each node: leaves 0, else 1 + the largest of the operands."""
    found: dict[NodeId, int] = {}
    for node_id in graph.order:
        node = graph.nodes[node_id]
        below = [found[operand] for operand in node.operands if operand != OPEN]
        found[node_id] = 0 if node.is_input else 1 + max(below, default=0)
    return found


def descendants(graph: Graph, source: NodeId) -> set[NodeId]:
    """The source and every node that is computed from it."""
    found = {source}
    waiting = [source]
    while waiting:
        for user, _ in graph.users[waiting.pop()]:
            if user not in found:
                found.add(user)
                waiting.append(user)
    return found


def distance(graph: Graph, source: NodeId, target: NodeId) -> int | None:
    """The number of edges on the shortest directed path; None where there is none."""
    path = shortest(graph, source, target)
    return None if path is None else len(path)


def undirected_distance(graph: Graph, a: NodeId, b: NodeId) -> int | None:
    """The number of edges between two nodes where edges may be walked both ways."""

    def neighbors(node_id: NodeId) -> Iterator[NodeId]:
        yield from (user for user, _ in graph.users[node_id])
        yield from (operand for operand in graph.nodes[node_id].operands if operand != OPEN)

    return _levels(a, neighbors).get(b)


def _levels(start: NodeId, neighbors: Callable[[NodeId], Iterable[NodeId]]) -> dict[NodeId, int]:
    """How many edges away from the start each node is that can be reached."""
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for other in neighbors(here):
            if other not in found:
                found[other] = found[here] + 1
                waiting.append(other)
    return found


def shortest(graph: Graph, source: NodeId, target: NodeId) -> Path | None:
    """The path with the fewest edges, of several the first in operand order; None without one."""

    def operands(node_id: NodeId) -> Iterator[NodeId]:
        return (operand for operand in graph.nodes[node_id].operands if operand != OPEN)

    to_target = _levels(target, operands)
    if source not in to_target:
        return None
    path: list[EdgeKey] = []
    here = source
    while here != target:
        here, port = next(
            edge for edge in graph.users[here] if to_target.get(edge[0]) == to_target[here] - 1
        )
        path.append((here, port))
    return tuple(path)


def count_paths(graph: Graph, source: NodeId, target: NodeId) -> int:
    """How many directed paths lead from the source to the target, exactly.

    Each node has as many as its operands have together, so one walk over the graph is enough.
    """
    counts = {source: 1}
    for node_id in graph.order:
        if node_id != source:
            total = sum(counts.get(operand, 0) for operand in graph.nodes[node_id].operands)
            if total:
                counts[node_id] = total
    return counts.get(target, 0)


def list_paths(
    graph: Graph, source: NodeId, target: NodeId, limit: int = MOST_LISTED
) -> tuple[Path, ...]:
    """The first paths from the source to the target, in the order of the operands.

    Walks down from the target and only into nodes that the source leads to, so that every step
    is part of a path: the time is that of writing the paths down.
    """
    leading = descendants(graph, source)
    if target not in leading:
        return ()
    found: list[Path] = []
    walked: list[EdgeKey] = []
    open_: list[Iterator[tuple[EdgeKey, NodeId]]] = []
    here = target
    while len(found) < limit:
        if here == source:
            found.append(tuple(reversed(walked)))
        open_.append(iter(() if here == source else _edges_into(graph, here, leading)))
        step = None
        while open_ and (step := next(open_[-1], None)) is None:
            open_.pop()
            if walked:
                walked.pop()
        if step is None:
            break
        edge, here = step
        walked.append(edge)
    return tuple(found)


def _edges_into(
    graph: Graph, node_id: NodeId, leading: set[NodeId]
) -> Iterator[tuple[EdgeKey, NodeId]]:
    for port, operand in enumerate(graph.nodes[node_id].operands):
        if operand in leading:
            yield (node_id, port), operand


class PathProduct(NamedTuple):
    """What arrives at the source of a path from the gradient 1 at its end.

    ``locals`` holds the local derivative of each edge, in the order of the path; None where
    the derivative is not one factor per element, as for a matrix product.
    """

    path: Path
    locals: tuple[Value | None, ...]
    contribution: Value


def along(evaluation: Evaluation, path: Path) -> PathProduct:
    """The contribution of one path to the derivative of its end by its start.

    Between numbers it is the product of the local derivatives, between tensors the chain of
    vector-Jacobian products. Over all paths the contributions add up to the gradient. Raises
    GraphError where the path ends at something other than one number.
    """
    graph, values = evaluation.graph, evaluation.node_values
    if path:
        _check_number(graph, path[-1][0], values[path[-1][0]])
    upstream: Value = 1.0
    factors: list[Value | None] = []
    with np.errstate(all="ignore"):
        for user, port in reversed(path):
            local, upstream = derive(graph.nodes[user], port, upstream, values)
            factors.append(local)
    return PathProduct(path, tuple(reversed(factors)), upstream)


def _check_number(graph: Graph, node_id: NodeId, value: Value) -> None:
    if np.ndim(value):
        name = graph.labels.get(node_id, "The end of the path")
        shape = shape_text(np.shape(value))
        raise GraphError(
            f"{name} is {shape}; a product along a path needs one number at its end.", node=node_id
        )
