"""What every edit of a graph shares: the document around another graph, and its text anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradviz.document.data import with_landscape_of
from gradviz.document.model import Document, Group
from gradviz.document.values import same_function
from gradviz.errors import GraphError
from gradviz.graph import Graph, Node, NodeId, obstacle, to_text


def with_graph(document: Document, graph: Graph) -> Document:
    """The document around another graph: what speaks of vanished nodes is dropped."""
    groups = tuple(_kept_groups(document.groups, graph))
    placed = graph.nodes.keys() | {group.id for group in groups}
    positions = {i: place for i, place in document.positions.items() if i in placed}
    changed = replace(document, graph=graph, positions=positions, groups=groups)
    if not same_function(document, changed):  # the known minima were another function's
        changed = replace(changed, landscape=replace(document.landscape, minima=()))
    return with_landscape_of(changed, graph)


def _kept_groups(groups: Iterable[Group], graph: Graph) -> Iterable[Group]:
    """The groups with the members that are left; what can't be one card any more is opened."""
    closed: dict[str, tuple[NodeId, ...]] = {}
    for group in groups:
        members = tuple(member for member in group.members if member in graph.nodes)
        if not members:
            continue
        collapsed = group.collapsed and obstacle(graph, {**closed, group.id: members}) is None
        if collapsed:
            closed[group.id] = members
        same = members == group.members and collapsed == group.collapsed
        yield group if same else replace(group, members=members, collapsed=collapsed)


def reprinted(document: Document) -> Document:
    """The document with the text of its graph."""
    return replace(document, text=to_text(document.graph))


def node_of(document: Document, node_id: NodeId) -> Node:
    """A node by id; GraphError when it is gone."""
    node = document.graph.nodes.get(node_id)
    if node is None:
        raise GraphError("That node is not in the graph any more.", node=node_id)
    return node
