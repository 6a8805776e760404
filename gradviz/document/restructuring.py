"""What edits of the structure share: names, output and data put in order, and the text anew."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from gradviz.document.around import node_of, reprinted, with_graph
from gradviz.document.data import bound
from gradviz.document.model import Document
from gradviz.graph import OPEN, Graph, Node, NodeId, Role

__all__ = ["free_name", "fresh_id", "node_of", "open_ports", "rebuilt", "restructured"]

_NUMBERED = re.compile(r"(.*)_\d+")


def restructured(document: Document, graph: Graph) -> Document:
    """The document around a graph whose nodes or edges have changed.

    An output that comes to be used moves on to what it has become part of, what is used more than
    once has a name, and inputs that are columns of the dataset are bound to it.
    """
    return reprinted(rebuilt(document, replace(graph, output=_output(document.graph, graph))))


def rebuilt(document: Document, graph: Graph) -> Document:
    """The same with the output as it is; the text is still that of before."""
    return with_graph(document, bound(_named(graph), document.dataset))


def _output(old: Graph, graph: Graph) -> NodeId | None:
    """The output of the changed graph; one that was used before was chosen so, and stays.

    An input that nothing uses gives way to an operation: nobody minimizes it.
    """
    users, output = graph.users, graph.output
    unused = [node_id for node_id in graph.order if not users[node_id]]
    computed = [node_id for node_id in unused if not graph.nodes[node_id].is_input]
    if output is None or output not in graph.nodes:
        return (computed or unused)[-1] if unused else None
    if old.users.get(output):
        return output
    if not users[output]:
        return computed[-1] if computed and graph.nodes[output].is_input else output
    after, last = {output}, output
    for node_id in graph.order:
        if not after.isdisjoint(graph.nodes[node_id].operands):
            after.add(node_id)
            last = last if users[node_id] else node_id
    return last


def _named(graph: Graph) -> Graph:
    """The graph in which what the text must call by a name has one."""
    changed: list[Node] = []
    taken = set(graph.by_name)
    for node_id, users in graph.users.items():
        node = graph.nodes[node_id]
        if node.name is None and len(users) + (node_id == graph.output and bool(users)) > 1:
            name = free_name(taken, "k") if node.is_literal else graph.labels[node_id]
            taken.add(name)
            role = Role.CONSTANT if node.is_literal else node.role
            changed.append(replace(node, name=name, role=role, stated=node.is_literal))
    return graph.with_nodes(*changed) if changed else graph


def free_name(taken: Container[str], wanted: str) -> str:
    """``wanted`` if it is free, else x_2, x_3 …: the first that is."""
    if wanted not in taken:
        return wanted
    stem = _NUMBERED.sub(r"\1", wanted)
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def fresh_id(graph: Graph) -> NodeId:
    """An id that no node has or had to make room for."""
    numbers = (int(node_id) for node_id in graph.nodes if node_id.isdecimal())
    return str(max(numbers, default=0) + 1)


def open_ports(node: Node) -> list[int]:
    """The ports that nothing is connected to, in order."""
    return [port for port, operand in enumerate(node.operands) if operand == OPEN]
