"""Edits of the wires: what may be connected to what, and the document in which it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradviz.document.model import Document
from gradviz.document.restructuring import node_of, open_ports, restructured
from gradviz.document.survey import Survey, survey
from gradviz.errors import GraphError, ShapeError
from gradviz.graph import OPEN, Graph, Node, NodeId


def refusal(document: Document, operand: NodeId, user: NodeId, port: int) -> str | None:
    """Why ``operand`` can't be connected to a port, in one sentence; None if it can be."""
    return refusal_in(survey(document), operand, user, port)


def refusal_in(known: Survey, operand: NodeId, user: NodeId, port: int) -> str | None:
    """The same for a document that was surveyed: for many wires, one after the other."""
    try:
        _checked(known, operand, user, port)
    except GraphError as error:
        return str(error)
    return None


def connect(document: Document, operand: NodeId, user: NodeId, port: int) -> Document:
    """The document with an edge from ``operand`` to a port; what was connected there is let go.

    A number that then is used by nothing goes with its edge. Raises GraphError, with the reason,
    where a node would depend on itself, there is no such port, or shapes do not fit.
    """
    graph = _checked(survey(document), operand, user, port)
    before = document.graph.nodes[user].operands[port]
    return restructured(document, without_loose_numbers(graph, (before,)))


def disconnect(document: Document, user: NodeId, port: int) -> Document:
    """The document in which a port is open; the node that was connected to it stays."""
    node = node_of(document, user)
    return restructured(document, document.graph.with_nodes(with_operand(node, port, OPEN)))


def swap_operands(document: Document, node_id: NodeId) -> Document:
    """The document in which the operands of a node stand in the opposite order."""
    node = node_of(document, node_id)
    if len(node.operands) < 2:
        raise GraphError("There are no two operands to swap.", node=node_id)
    changed = document.graph.with_nodes(replace(node, operands=node.operands[::-1]))
    _check_shapes(survey(document), changed, node_id)
    return restructured(document, changed)


def insert(document: Document, node_id: NodeId, user: NodeId, port: int) -> Document:
    """The document in which an operation stands on an edge: its first open port takes the operand.

    Raises GraphError where the operation has no open port or a node would depend on itself.
    """
    operand = node_of(document, user).operands[port]
    node = node_of(document, node_id)
    free = open_ports(node)
    if not free:
        raise GraphError("Only an operation with an open port fits on a wire.", node=node_id)
    if operand == OPEN:
        raise GraphError("There is no wire at this port.", node=user)
    graph = _checked(survey(document), operand, node_id, free[0])
    halfway = survey(replace(document, graph=graph))
    return restructured(document, _checked(halfway, node_id, user, port))


def with_operand(node: Node, port: int, operand: NodeId) -> Node:
    """The node with another operand at a port."""
    return replace(
        node, operands=tuple(operand if i == port else o for i, o in enumerate(node.operands))
    )


def without_loose_numbers(graph: Graph, candidates: Iterable[NodeId]) -> Graph:
    """The graph without those of the candidates that are numbers and used by nothing."""
    loose = {
        node_id
        for node_id in candidates
        if node_id in graph.nodes and graph.nodes[node_id].is_literal
        if not graph.users[node_id] and node_id != graph.output
    }
    return replace(graph, nodes={i: n for i, n in graph.nodes.items() if i not in loose})


def _checked(known: Survey, operand: NodeId, user: NodeId, port: int) -> Graph:
    """The graph with the edge; GraphError with the reason where it can't be."""
    document, graph = known.document, known.document.graph
    source, target = node_of(document, operand), node_of(document, user)
    if not target.operands:
        called = graph.labels.get(user, "A number")
        raise GraphError(f"{called} has a value of its own and takes no operand.", node=user)
    if not 0 <= port < len(target.operands):
        raise GraphError(f"There is no port {port + 1} at {graph.labels[user]}.", node=user)
    if depends_on(graph, source.id, user):
        raise GraphError(f"This would make {graph.labels[user]} depend on itself.", node=user)
    changed = graph.with_nodes(with_operand(target, port, operand))
    _check_shapes(known, changed, user)
    return changed


def depends_on(graph: Graph, node_id: NodeId, other: NodeId) -> bool:
    """Whether a node is computed from another, or is it; one search with a visited set."""
    seen, waiting = {node_id}, [node_id]
    while waiting:
        current = waiting.pop()
        if current == other:
            return True
        fresh = [o for o in graph.nodes[current].operands if o != OPEN and o not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return False


def _check_shapes(known: Survey, changed: Graph, touched: NodeId) -> None:
    """Refuse what makes shapes not fit that did fit before."""
    for node_id, error in known.new_misfits(changed, touched).items():
        sentence = str(error)
        start = sentence.find(", ") + 2 if sentence.startswith("In ") else 0
        raise ShapeError(sentence[start:], node=node_id)
