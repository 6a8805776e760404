"""What can be added to a graph by hand: an operation, an input or a number, also as text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TypeAlias

from gradviz.document.building import add_input, add_number, add_operation
from gradviz.document.model import Document, Point
from gradviz.document.wiring import connect, insert
from gradviz.errors import GraphError
from gradviz.graph import INPUT, OPS, Literal, NodeId, Role, format_value, literal
from gradviz.graph.model import as_value
from gradviz.teaching.operations import title_of

PART_MIME = "application/x-gradviz-part"
"""The kind of data under which a part is dragged from one panel to another."""

_NUMBER = "number"


@dataclass(frozen=True)
class Part:
    """``kind`` is the name of an operation, ``input``, or ``number`` for one without a name."""

    kind: str
    name: str = ""
    value: Literal | None = None
    role: Role = Role.PARAMETER

    @property
    def title(self) -> str:
        """What is added, for an undo entry: ``multiply``, ``x``, ``3``."""
        if self.kind == INPUT:
            return self.name
        return format_value(as_value(self.value)) if self.kind == _NUMBER else title_of(self.kind)

    @property
    def ports(self) -> int:
        """How many operands it takes."""
        row = OPS.get(self.kind)
        return 0 if row is None else row.arity


Added: TypeAlias = tuple[Document, NodeId]


def operation(op: str) -> Part:
    """The part that adds an operation."""
    return Part(op)


def input_called(name: str, role: Role = Role.PARAMETER, value: Literal | None = None) -> Part:
    """The part that adds a named input."""
    return Part(INPUT, name, value, role)


def number(value: Literal) -> Part:
    """The part that adds a number, a vector or a matrix without a name."""
    return Part(_NUMBER, "", value)


def add_part(document: Document, part: Part, place: Point | None = None) -> Added:
    """The document with a part, and the id of its node. Raises GraphError as the edits do."""
    if part.kind == INPUT:
        return add_input(document, part.name, part.value, part.role, place)
    if part.kind == _NUMBER:
        return add_number(document, 1.0 if part.value is None else part.value, place)
    return add_operation(document, part.kind, place)


def part_to_text(part: Part) -> str:
    """The part as text, to be dragged from one place to another."""
    return json.dumps([part.kind, part.name, part.value, part.role.value])


def part_from_text(text: str) -> Part:
    """The part that ``part_to_text`` wrote; GraphError for any other text."""
    try:
        kind, name, value, role = json.loads(text)
        part = Part(str(kind), str(name), None if value is None else literal(value), Role(role))
    except (ValueError, TypeError, RecursionError) as error:
        raise GraphError("What was dropped is no part of a graph.") from error
    if part.kind not in (INPUT, _NUMBER) and part.kind not in OPS:
        raise GraphError(f"There is no operation called {part.kind}.")
    return part


@dataclass(frozen=True)
class Spot:
    """Where a part goes: a place on the canvas, and what it is wired to there.

    ``operand`` feeds its first port, ``port`` (user, port) takes its result, ``wire`` is the edge
    (user, port) it is put on. ``loose``: where a wire is refused, the part stays unconnected.
    """

    place: Point | None = None
    operand: NodeId | None = None
    port: tuple[NodeId, int] | None = None
    wire: tuple[NodeId, int] | None = None
    loose: bool = False


def put(document: Document, part: Part, spot: Spot) -> Added:
    """The document with a part at a spot, wired, and the id of its node; GraphError if refused."""
    added, node_id = add_part(document, part, spot.place)
    try:
        return _wired(added, node_id, part, spot), node_id
    except GraphError:
        if spot.loose:
            return added, node_id
        raise


def _wired(document: Document, node_id: NodeId, part: Part, spot: Spot) -> Document:
    if spot.wire is not None:
        return insert(document, node_id, *spot.wire)
    if spot.operand is not None and part.ports:
        document = connect(document, spot.operand, node_id, 0)
    if spot.port is not None:
        document = connect(document, node_id, *spot.port)
    return document
