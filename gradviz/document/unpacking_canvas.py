"""From the records of a file to the groups and comments on the canvas."""

from __future__ import annotations

import math

from gradviz.document.model import GROUP, Comment, Group
from gradviz.document.schema import DocumentRecord
from gradviz.errors import DocumentError
from gradviz.graph import Graph, NodeId, obstacle


def broken(what: str, place: str) -> DocumentError:
    """The error about something in the file, with its place there."""
    return DocumentError(f"{what} (at {place}).", place=place)


def unpack_groups(record: DocumentRecord, graph: Graph) -> tuple[Group, ...]:
    """The groups; raises DocumentError for members that are no nodes or in two groups."""
    groups: list[Group] = []
    ids: set[str] = set()
    grouped: set[NodeId] = set()
    for index, found in enumerate(record.groups):
        place = f"groups[{index}]"
        if not found.id.startswith(GROUP) or found.id in ids or found.id in graph.nodes:
            raise broken(f"A group can't have the id {found.id}", f"{place}.id")
        if not found.members:
            raise broken("A group has no nodes", f"{place}.members")
        for member in found.members:
            if member not in graph.nodes:
                raise broken(f"A group holds the node {member}, which does not exist", place)
            if member in grouped:
                raise broken(f"The node {member} is in two groups", place)
            grouped.add(member)
        ids.add(found.id)
        members = tuple(found.members)
        closed = {group.id: group.members for group in groups if group.collapsed}
        collapsed = found.collapsed and obstacle(graph, {**closed, found.id: members}) is None
        groups.append(Group(found.id, found.name, members, collapsed))
    return tuple(groups)


def unpack_comments(record: DocumentRecord) -> tuple[Comment, ...]:
    """The comments; raises DocumentError for two of the same id or one that is nowhere."""
    comments: list[Comment] = []
    ids: set[str] = set()
    for index, found in enumerate(record.comments):
        place = f"comments[{index}]"
        if found.id in ids:
            raise broken(f"Two comments have the id {found.id}", f"{place}.id")
        if not all(map(math.isfinite, (*found.place, *found.size))) or min(found.size) <= 0:
            raise broken("A comment has no finite place and size", place)
        ids.add(found.id)
        comments.append(Comment(found.id, found.text, found.place, found.size))
    return tuple(comments)
