"""What a person's hand asks for on the canvas; the panel makes edits of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QPoint

from gradviz.document.parts import Part, Spot
from gradviz.graph import NodeId
from gradviz.graph.layout import Point

EdgeKey = tuple[NodeId, int]


class Connect(NamedTuple):
    """A wire was drawn from ``operand`` to a port; ``picked`` is where its end was before."""

    operand: NodeId
    user: NodeId
    port: int
    picked: EdgeKey | None = None


class Disconnect(NamedTuple):
    """The wire at a port was taken off."""

    user: NodeId
    port: int


class AddHere(NamedTuple):
    """The box that adds a node is to open at a point of the viewport."""

    at: QPoint
    spot: Spot


class Put(NamedTuple):
    """A part was dropped on a spot."""

    part: Part
    spot: Spot


class PutOnWire(NamedTuple):
    """A card was moved and let go over a wire."""

    node: NodeId
    places: Mapping[NodeId, Point]
    wire: EdgeKey


class Scrubbed(NamedTuple):
    """The number on a card is being dragged."""

    node: NodeId
    value: float


class ScrubEnded(NamedTuple):
    """The number was let go of; or with ``kept`` False, put back as it was."""

    kept: bool


class Moved(NamedTuple):
    """Where cards and comments were put."""

    cards: Mapping[NodeId, Point]
    comments: Mapping[str, Point]

    @property
    def first(self) -> Point:
        """The place of the first of them."""
        return next(iter((*self.cards.values(), *self.comments.values())))

    def by(self, dx: float, dy: float) -> Moved:
        """All of them moved by so much."""
        return Moved(*({i: (x + dx, y + dy) for i, (x, y) in part.items()} for part in self))
