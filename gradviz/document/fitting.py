"""What would fit where: the ports a wire may not go to, the operations that take an operand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gradviz.document.model import Document
from gradviz.document.wiring import surveyed
from gradviz.errors import GraphError
from gradviz.graph import OPEN, OPS, Graph, Node, NodeId, Op
from gradviz.graph.op import Shape
from gradviz.graph.shape_rules import MisfitError

EdgeKey = tuple[NodeId, int]


def refused_ports(document: Document, operand: NodeId) -> frozenset[EdgeKey]:
    """The ports ``operand`` can't be connected to, by cycles and by the shapes at the port.

    All at once, for showing; ``edits.refusal`` also finds what would not fit further on.
    """
    graph = document.graph
    shapes, misfits = surveyed(document, graph)
    below = upstream(graph, [operand])
    return frozenset(
        (node.id, port)
        for node in graph.nodes.values()
        for port in range(len(node.operands))
        if node.id in below or (node.id not in misfits and not _fits(node, port, operand, shapes))
    )


def refused_operands(document: Document, user: NodeId, port: int) -> frozenset[NodeId]:
    """The nodes that can't be connected to a port, by cycles and by the shapes at the port."""
    graph = document.graph
    shapes, misfits = surveyed(document, graph)
    node, above = graph.nodes[user], downstream(graph, [user])
    return frozenset(
        other
        for other in graph.nodes
        if other in above or (user not in misfits and not _fits(node, port, other, shapes))
    )


def _fits(node: Node, port: int, operand: NodeId, shapes: Mapping[NodeId, Shape]) -> bool:
    row = OPS.get(node.op)
    if row is None or operand not in shapes:
        return True
    operands = [operand if i == port else other for i, other in enumerate(node.operands)]
    known = [shapes[other] for other in operands if other in shapes]
    whole = len(known) == len(operands)
    return not whole or _works(row, tuple(known), row.dim(node.attributes))


def takes(row: Op, shape: Shape) -> bool:
    """Whether an operation works on a value of this shape at its first port, with any other."""
    dim = row.dim(())
    if row.arity == 1:
        return _works(row, (shape,), dim)
    partners: set[Shape] = {(), shape, shape[::-1], shape[-1:], shape[:1]}
    return any(_works(row, (shape, other), dim) for other in partners)


def shapes_of(document: Document) -> Mapping[NodeId, Shape]:
    """The shape of every node that has one."""
    return surveyed(document, document.graph)[0]


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
