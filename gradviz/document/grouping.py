"""Edits of groups: nodes that are framed together, or stand as one card."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from gradviz.document.around import with_graph
from gradviz.document.model import GROUP, Document, Group, Point
from gradviz.document.restructuring import node_of
from gradviz.errors import GraphError
from gradviz.graph import Graph, NodeId, obstacle


def group_of(document: Document, group_id: str) -> Group:
    """A group by id; GraphError when it is gone."""
    for group in document.groups:
        if group.id == group_id:
            return group
    raise GraphError("That group is not in the document any more.")


def groups_among(document: Document, nodes: Collection[NodeId]) -> tuple[Group, ...]:
    """The groups that have a member among these nodes."""
    chosen = set(nodes)
    return tuple(group for group in document.groups if not chosen.isdisjoint(group.members))


def group(document: Document, nodes: Iterable[NodeId], name: str = "") -> tuple[Document, str]:
    """The document in which these nodes are one more group, and its id.

    They leave the groups they were in; one that loses its last member goes. Numbers written at
    a member only come along. Raises GraphError without nodes.
    """
    chosen = {node_of(document, node_id).id for node_id in nodes}
    if not chosen:
        raise GraphError("Select the nodes that belong together first.")
    chosen |= _own_numbers(document.graph, chosen)
    number = _free_number(document)
    members = tuple(node_id for node_id in document.graph.nodes if node_id in chosen)
    made = Group(f"{GROUP}{number}", name.strip() or _free_title(document), members)
    left = (
        replace(old, members=tuple(m for m in old.members if m not in chosen))
        for old in document.groups
    )
    kept = tuple(old for old in left if old.members)
    return _with_groups(document, (*kept, made)), made.id


def ungroup(document: Document, groups: Collection[str]) -> Document:
    """The document without these groups; their nodes stay."""
    gone = {group_of(document, group_id).id for group_id in groups}
    return _with_groups(document, tuple(g for g in document.groups if g.id not in gone))


def rename_group(document: Document, group_id: str, name: str) -> Document:
    """The document with another name of a group; GraphError for an empty one."""
    name = " ".join(name.split())
    if not name:
        raise GraphError("A group needs a name.")
    return _changed(document, replace(group_of(document, group_id), name=name))


def collapse(document: Document, group_id: str, place: Point | None = None) -> Document:
    """The document in which a group is one card, at ``place`` if it is given.

    Raises GraphError, with the reason, where the card would depend on itself.
    """
    chosen = group_of(document, group_id)
    problem = obstacle_to(document, chosen)
    if problem is not None:
        raise GraphError(problem)
    changed = _changed(document, replace(chosen, collapsed=True))
    if place is None:
        return changed
    return replace(changed, positions={**changed.positions, group_id: place})


def expand(document: Document, group_id: str) -> Document:
    """The document in which all nodes of a group are seen again."""
    opened = _changed(document, replace(group_of(document, group_id), collapsed=False))
    positions = {i: place for i, place in opened.positions.items() if i != group_id}
    return replace(opened, positions=positions)


def obstacle_to(document: Document, chosen: Group) -> str | None:
    """Why a group can't be one card, in one sentence; None if it can be."""
    blocks = {g.id: g.members for g in document.groups if g.collapsed and g.id != chosen.id}
    through = obstacle(document.graph, {**blocks, chosen.id: chosen.members})
    if through is None:
        return None
    between = _between(document.graph, chosen.members)
    label = document.graph.labels.get(between, "") if between is not None else ""
    way = f" through {label}, which is not in it" if label else ""
    return f"{chosen.name} can't be one card: it would depend on itself{way}."


def carried(
    document: Document, places: Mapping[NodeId, Point], before: Mapping[NodeId, Point]
) -> dict[NodeId, Point]:
    """The places with those of the hidden members of closed groups that are moved.

    ``before`` says where the cards stood; a member that was placed by hand goes as far as its
    group's card, so that it is found there when the group is opened.
    """
    result = dict(places)
    for found in document.groups:
        if found.id in places and found.id in before:
            (x, y), (from_x, from_y) = places[found.id], before[found.id]
            for member in found.members:
                if member in document.positions:
                    old_x, old_y = document.positions[member]
                    result[member] = (old_x + x - from_x, old_y + y - from_y)
    return result


def _between(graph: Graph, members: Collection[NodeId]) -> NodeId | None:
    """A node outside that is computed from a member and that a member is computed from."""
    inside = set(members)
    after: set[NodeId] = set()
    for node_id in graph.order:
        if any(o in inside or o in after for o in graph.nodes[node_id].operands):
            after.add(node_id)
    before: set[NodeId] = set()
    for node_id in reversed(graph.order):
        if any(user in inside or user in before for user, _ in graph.users[node_id]):
            before.add(node_id)
    return next((i for i in graph.order if i in after and i in before and i not in inside), None)


def _own_numbers(graph: Graph, nodes: Collection[NodeId]) -> set[NodeId]:
    """The numbers written at these nodes and nowhere else."""
    return {
        operand
        for node_id in nodes
        for operand in graph.nodes[node_id].operands
        if operand in graph.nodes and graph.nodes[operand].is_literal
        if all(user in nodes for user, _ in graph.users[operand])
    }


def _free_number(document: Document) -> int:
    taken = {g.id for g in document.groups} | document.graph.nodes.keys()
    return next(n for n in range(1, len(taken) + 2) if f"{GROUP}{n}" not in taken)


def _free_title(document: Document) -> str:
    taken = {g.name for g in document.groups}
    return next(f"Group {n}" for n in range(1, len(taken) + 2) if f"Group {n}" not in taken)


def _changed(document: Document, changed: Group) -> Document:
    return _with_groups(
        document, tuple(changed if g.id == changed.id else g for g in document.groups)
    )


def _with_groups(document: Document, groups: tuple[Group, ...]) -> Document:
    """The document with other groups; what can't be one card any more is opened."""
    return with_graph(replace(document, groups=groups), document.graph)
