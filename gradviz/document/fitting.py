"""What would fit where: the ports a wire may not go to, the operations that take an operand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from gradviz.document.model import Document
from gradviz.document.survey import Survey, survey
from gradviz.errors import GraphError
from gradviz.graph import OPEN, OPS, Graph, Node, NodeId, Op
from gradviz.graph.op import Shape
from gradviz.graph.shape_rules import MisfitError

EdgeKey = tuple[NodeId, int]


def refused_ports(known: Survey, operand: NodeId) -> frozenset[EdgeKey]:
    """The ports ``operand`` can't be connected to, by cycles and by the shapes at the port.

    All at once, for showing; ``edits.refusal`` also finds what would not fit further on.
    """
    graph, judge = known.document.graph, _Judge(known)
    below = upstream(graph, [operand])
    return frozenset(
        (node.id, port)
        for node in graph.nodes.values()
        for port in range(len(node.operands))
        if node.id in below or not judge.fits(node, port, operand)
    )


def refused_operands(known: Survey, user: NodeId, port: int) -> frozenset[NodeId]:
    """The nodes that can't be connected to a port, by cycles and by the shapes at the port."""
    graph, judge = known.document.graph, _Judge(known)
    node, above = graph.nodes[user], downstream(graph, [user])
    return frozenset(
        other for other in graph.nodes if other in above or not judge.fits(node, port, other)
    )


class _Judge:
    """Says what fits where; the same question about shapes is worked out once."""

    def __init__(self, known: Survey) -> None:
        self._known = known
        self._works = lru_cache(maxsize=None)(_works_by_name)

    def fits(self, node: Node, port: int, operand: NodeId) -> bool:
        """Whether the operand fits at a port; where nothing is known it does."""
        shapes = self._known.shapes
        if node.id in self._known.misfits or node.op not in OPS or operand not in shapes:
            return True
        found = [shapes.get(other) for other in node.operands]
        found[port] = shapes[operand]
        known = tuple(shape for shape in found if shape is not None)
        return len(known) < len(found) or self._works(node.op, known, node.attributes)


def _works_by_name(
    op: str, shapes: tuple[Shape, ...], attributes: tuple[tuple[str, int], ...]
) -> bool:
    return _works(OPS[op], shapes, OPS[op].dim(attributes))


def takes(row: Op, shape: Shape) -> bool:
    """Whether an operation works on a value of this shape at its first port, with any other."""
    dim = row.dim(())
    if row.arity == 1:
        return _works(row, (shape,), dim)
    partners: set[Shape] = {(), shape, shape[::-1], shape[-1:], shape[:1]}
    return any(_works(row, (shape, other), dim) for other in partners)


def shapes_of(document: Document) -> Mapping[NodeId, Shape]:
    """The shape of every node that has one."""
    return survey(document).shapes


def _works(row: Op, shapes: tuple[Shape, ...], dim: int | None) -> bool:
    try:
        row.shape(shapes, dim)
    except (MisfitError, GraphError):
        return False
    return True


def upstream(graph: Graph, nodes: Iterable[NodeId]) -> set[NodeId]:
    """These nodes and all they are computed from."""
    seen = set(nodes)
    waiting = list(seen)
    while waiting:
        for operand in graph.nodes[waiting.pop()].operands:
            if operand != OPEN and operand not in seen:
                seen.add(operand)
                waiting.append(operand)
    return seen


def downstream(graph: Graph, nodes: Iterable[NodeId]) -> set[NodeId]:
    """These nodes and all that is computed from them."""
    seen = set(nodes)
    waiting = list(seen)
    while waiting:
        for user, _ in graph.users[waiting.pop()]:
            if user not in seen:
                seen.add(user)
                waiting.append(user)
    return seen
