"""Edits that add nodes, take them away, or make them something else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from gradviz.document.model import Document, Point
from gradviz.document.restructuring import free_name, fresh_id, node_of, restructured
from gradviz.document.wiring import without_loose_numbers
from gradviz.errors import GraphError
from gradviz.graph import INPUT, OPEN, OPS, Graph, Literal, Node, NodeId, Role, name_problem


def add_operation(
    document: Document, op: str, place: Point | None = None
) -> tuple[Document, NodeId]:
    """The document with one more operation, all its ports open, and its id."""
    row = OPS.get(op)
    if row is None:
        raise GraphError(f"There is no operation called {op}.")
    return _added(document, Node(fresh_id(document.graph), op, (OPEN,) * row.arity), place)


def add_input(
    document: Document,
    name: str,
    value: Literal | None = None,
    role: Role = Role.PARAMETER,
    place: Point | None = None,
) -> tuple[Document, NodeId]:
    """The document with one more input, called ``name`` or, where that is taken, name_2 ….

    Raises GraphError for what can't be a name.
    """
    problem = name_problem(name)
    if problem is not None:
        raise GraphError(problem)
    graph = document.graph
    called = free_name(graph.by_name, name)
    node = Node(fresh_id(graph), INPUT, (), called, value, role, stated=value is not None)
    return _added(document, node, place)


def add_number(
    document: Document, value: Literal, place: Point | None = None
) -> tuple[Document, NodeId]:
    """The document with one more number or matrix, as written inside an expression."""
    return _added(document, Node(fresh_id(document.graph), INPUT, (), None, value), place)


def _added(document: Document, node: Node, place: Point | None) -> tuple[Document, NodeId]:
    graph = document.graph.with_nodes(node)
    graph = graph if graph.output is not None else replace(graph, output=node.id)
    changed = restructured(document, graph)
    if place is not None:
        changed = replace(changed, positions={**changed.positions, node.id: place})
    return changed, node.id


def remove(document: Document, nodes: Collection[NodeId]) -> Document:
    """The document without these nodes; wires heal where one leads through.

    An operation with one operand (numbers written at it don't count) is bridged: its users take
    that operand. Every other port it was connected to is open then. Numbers that only the
    removed nodes used go with them.
    """
    graph = document.graph
    gone = {node_of(document, node_id).id for node_id in nodes}
    bridge = {OPEN: OPEN}
    for node_id in graph.order:
        bridge[node_id] = bridge[_way_through(graph, node_id)] if node_id in gone else node_id
    kept = {
        node.id: replace(node, operands=tuple(bridge[operand] for operand in node.operands))
        for node in graph.nodes.values()
        if node.id not in gone
    }
    output = None if graph.output is None else bridge[graph.output]
    changed = Graph(kept, output if output in kept else None)
    used = [operand for node_id in gone for operand in graph.nodes[node_id].operands]
    return restructured(document, without_loose_numbers(changed, used))


def _way_through(graph: Graph, node_id: NodeId) -> NodeId:
    """The one operand that is no number written at this node; OPEN if there are more or none."""
    operands = graph.nodes[node_id].operands
    ways = [o for o in operands if o != OPEN and not graph.nodes[o].is_literal]
    return ways[0] if len(ways) == 1 and OPEN not in operands else OPEN


def set_output(document: Document, node_id: NodeId) -> Document:
    """The document that minimizes another node."""
    node = node_of(document, node_id)
    if node.is_literal:
        raise GraphError("A number does not depend on anything; choose another node.", node=node_id)
    return restructured(document, replace(document.graph, output=node_id))


def set_operation(document: Document, node_id: NodeId, op: str) -> Document:
    """The document in which a node is another operation on the same operands.

    With fewer ports the last operands are let go, with more the new ports are open.
    """
    node, row = node_of(document, node_id), OPS.get(op)
    if row is None or not node.operands:
        raise GraphError("Only an operation can become another operation.", node=node_id)
    operands = (*node.operands, *(OPEN,) * row.arity)[: row.arity]
    attributes = tuple((name, value) for name, value in node.attributes if name in row.attributes)
    changed = replace(node, op=op, operands=operands, attributes=attributes)
    graph = document.graph.with_nodes(changed)
    return restructured(document, without_loose_numbers(graph, node.operands[row.arity :]))


def set_attribute(document: Document, node_id: NodeId, name: str, value: int | None) -> Document:
    """The document in which a node states an attribute such as ``dim``, or with None does not."""
    node = node_of(document, node_id)
    row = OPS.get(node.op)
    if row is None or name not in row.attributes:
        raise GraphError(f"This node has no {name}.", node=node_id)
    others = tuple(pair for pair in node.attributes if pair[0] != name)
    attributes = others if value is None else (*others, (name, value))
    return restructured(document, document.graph.with_nodes(replace(node, attributes=attributes)))
