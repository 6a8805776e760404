"""Parts of a document that are copied: taken out, written for the clipboard, and put in again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from gradviz.document.composition import with_told_constants
from gradviz.document.format import decoded
from gradviz.document.model import GROUP, Comment, Document, Group, Point
from gradviz.document.notes import free_comment_id
from gradviz.document.packing import pack
from gradviz.document.restructuring import free_name, restructured
from gradviz.document.schema import FORMAT, VERSION, FragmentRecord
from gradviz.document.unpacking import unpack
from gradviz.document.values import is_bound
from gradviz.errors import DocumentError, ExpressionError
from gradviz.graph import INPUT, OPEN, Graph, Node, NodeId, name_problem, parse, to_text


@dataclass(frozen=True)
class Fragment:
    """Nodes with their places, groups and comments, as a document of its own.

    ``outside`` are inputs of it that only stand for nodes that were not taken along, by name.
    """

    document: Document
    outside: frozenset[NodeId] = frozenset()

    @property
    def count(self) -> int:
        """How many nodes were taken."""
        return len(self.document.graph.nodes) - len(self.outside)


@dataclass(frozen=True)
class Pasted:
    """A document with a fragment in it, and the ids of what is new."""

    document: Document
    nodes: tuple[NodeId, ...]
    comments: tuple[str, ...]


# Taking out


def copy(
    document: Document,
    nodes: Collection[NodeId],
    comments: Collection[str] = (),
    places: Mapping[NodeId, Point] | None = None,
) -> Fragment:
    """These nodes and comments; ``places`` are the centers of their cards, placed or not.

    Numbers written at an operation come along. Columns of the dataset do not: a document has
    each of them once. Groups come along whole or not at all.
    """
    graph = document.graph
    chosen = {i for i in nodes if i in graph.nodes and not is_bound(document, graph.nodes[i])}
    operands = {o for i in chosen for o in graph.nodes[i].operands if o != OPEN}
    chosen |= {operand for operand in operands if graph.nodes[operand].is_literal}
    bound = {i for i in nodes if i in graph.nodes and i not in chosen}
    outside = (operands | bound) - chosen
    taken: dict[NodeId, Node] = {}
    for node_id in graph.order:
        if node_id in outside:
            taken[node_id] = _stand_in(graph, node_id)
        elif node_id in chosen:
            taken[node_id] = graph.nodes[node_id]
    groups = tuple(g for g in document.groups if chosen.issuperset(g.members))
    kept = chosen | {g.id for g in groups}
    found = {**document.positions, **(places or {})}
    part = Document(
        graph=Graph(taken, next(reversed(taken), None)),
        positions={i: found[i] for i in found if i in kept},
        groups=groups,
        comments=tuple(c for c in document.comments if c.id in comments),
    )
    return Fragment(replace(part, text=to_text(part.graph)), frozenset(outside))


def _stand_in(graph: Graph, node_id: NodeId) -> Node:
    """An input that is called like a node; of an input also its value."""
    node = graph.nodes[node_id]
    if node.is_input:
        return replace(node, stated=False)
    return Node(node_id, INPUT, (), graph.labels[node_id])


def from_text(text: str) -> Fragment:
    """The nodes of an expression; names it states nothing about are names of nodes outside.

    Raises ExpressionError or GraphError for what is no expression.
    """
    graph = with_told_constants(parse(text))
    if not graph.nodes:
        raise ExpressionError("There is nothing to paste.", (0, 0))
    outside = frozenset(node.id for node in graph.inputs if not node.stated)
    return Fragment(Document(text, graph), outside)


# The clipboard


def encode(fragment: Fragment) -> bytes:
    """The fragment as JSON."""
    record = FragmentRecord(pack(fragment.document), sorted(fragment.outside))
    return msgspec.json.encode(record)


def decode(data: bytes) -> Fragment:
    """The fragment in JSON; DocumentError, in one sentence, for anything else."""
    try:
        return _checked(decoded(data, FragmentRecord))
    except DocumentError as error:
        reason = str(error)
        sentence = f"The nodes on the clipboard can't be pasted: {reason[:1].lower()}{reason[1:]}"
        raise DocumentError(sentence, place=error.place) from error


def _checked(record: FragmentRecord) -> Fragment:
    if record.document.format != FORMAT or not 1 <= record.document.version <= VERSION:
        raise DocumentError("It is of another version.")
    document = unpack(record.document)
    for node in document.graph.nodes.values():
        problem = None if node.name is None else name_problem(node.name)
        if problem is not None:
            raise DocumentError(problem)
    if not {node.id for node in document.graph.inputs}.issuperset(record.outside):
        raise DocumentError("It names nodes that are not in it.")
    return Fragment(document, frozenset(record.outside))


def text_of(fragment: Fragment) -> str:
    """The expression of the fragment: what was not copied stands in it by name."""
    return fragment.document.text


# Putting in


def paste(
    document: Document, fragment: Fragment, shift: Point = (0.0, 0.0), *, same: bool = False
) -> Pasted:
    """The document with the fragment in it, all cards moved by ``shift``.

    What is new has ids and names of its own. Operands outside the fragment are the nodes of
    that name, or become inputs; with ``same``, as the fragment is of this very document, they
    are the nodes they were.
    """
    part = fragment.document
    ids = _new_ids(document, fragment, same=same)
    nodes = dict(document.graph.nodes)
    taken = set(document.graph.by_name)
    created: list[NodeId] = []
    for node_id in part.graph.order:
        node, new = part.graph.nodes[node_id], ids[node_id]
        if node_id in fragment.outside and new in nodes:
            continue
        name = None if node.name is None else free_name(taken, node.name)
        taken.add(name or "")
        operands = tuple(ids[operand] for operand in node.operands)
        nodes[new] = replace(node, id=new, name=name, operands=operands)
        if node_id not in fragment.outside:
            created.append(new)
    groups = _new_groups(document, part, ids)
    comments = tuple(_new_comments(document, part, shift))
    graph = Graph(nodes, document.graph.output)
    grown = replace(
        document,
        groups=(*document.groups, *groups),
        comments=(*document.comments, *comments),
        positions={**document.positions, **_moved(part.positions, ids, shift)},
    )
    changed = restructured(grown, graph) if created else grown
    return Pasted(changed, tuple(created), tuple(comment.id for comment in comments))


def _new_ids(document: Document, fragment: Fragment, *, same: bool) -> dict[NodeId, NodeId]:
    """For each node of the fragment the id it has in the document."""
    graph, part = document.graph, fragment.document.graph
    fresh = _fresh(graph)
    called = {label: node_id for node_id, label in graph.labels.items()}
    ids = {OPEN: OPEN}
    for node_id, node in part.nodes.items():
        known = node_id if same and node_id in graph.nodes else called.get(node.name or "")
        ids[node_id] = known if node_id in fragment.outside and known else next(fresh)
    return ids


def _fresh(graph: Graph) -> Iterator[NodeId]:
    number = max((int(i) for i in graph.nodes if i.isdecimal()), default=0)
    while True:
        number += 1
        yield str(number)


def _new_groups(document: Document, part: Document, ids: dict[NodeId, NodeId]) -> list[Group]:
    """The groups of the fragment with ids of their own, which are added to ``ids``."""
    taken = (
        {group.id for group in document.groups} | set(ids.values()) | document.graph.nodes.keys()
    )
    groups: list[Group] = []
    for group in part.groups:
        number = next(n for n in range(1, len(taken) + 2) if f"{GROUP}{n}" not in taken)
        ids[group.id] = f"{GROUP}{number}"
        taken.add(ids[group.id])
        members = tuple(ids[member] for member in group.members)
        groups.append(replace(group, id=ids[group.id], members=members))
    return groups


def _new_comments(document: Document, part: Document, shift: Point) -> Iterator[Comment]:
    for comment in part.comments:
        x, y = comment.place
        fresh = free_comment_id(document)
        moved = replace(comment, id=fresh, place=(x + shift[0], y + shift[1]))
        document = replace(document, comments=(*document.comments, moved))
        yield moved


def _moved(
    places: Mapping[NodeId, Point], ids: Mapping[NodeId, NodeId], shift: Point
) -> dict[NodeId, Point]:
    return {ids[i]: (x + shift[0], y + shift[1]) for i, (x, y) in places.items()}
