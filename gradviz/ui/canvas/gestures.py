"""What the mouse does on the canvas: each gesture is one object that ends in at most one edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF

from gradviz.graph import NodeId
from gradviz.graph.layout import Point
from gradviz.ui.canvas.scene import GraphScene


class Gesture(Protocol):
    """From the press of a button to its release."""

    def move(self, at: QPoint) -> None:
        """The pointer is at a point of the viewport."""

    def finish(self) -> Mapping[NodeId, Point]:
        """The button was released; the cards that were moved and where to."""

    def cancel(self) -> None:
        """Put all back as it was."""


class Canvas(Protocol):
    """What gestures need of the view."""

    def graph_scene(self) -> GraphScene:
        """The scene with the cards."""

    def scene_point(self, at: QPoint) -> QPointF:
        """The point of the scene under a point of the viewport."""

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the picture by pixels of the viewport."""


class MoveCards:
    """Dragging the selected cards; they follow the pointer after the first few pixels."""

    def __init__(self, canvas: Canvas, cards: list[NodeId], at: QPoint, slack: int) -> None:
        self._canvas = canvas
        self._press = at
        self._from = canvas.scene_point(at)
        self._slack = slack
        self._moving = False
        self._last: dict[NodeId, Point] = {}
        scene = canvas.graph_scene()
        self._start = {i: scene.cards[i].pos().toTuple() for i in cards}

    def move(self, at: QPoint) -> None:
        """Stand the cards where the pointer leads them."""
        self._moving = self._moving or (at - self._press).manhattanLength() >= self._slack
        if self._moving:
            by = self._canvas.scene_point(at) - self._from
            self._last = {i: (x + by.x(), y + by.y()) for i, (x, y) in self._start.items()}
            self._canvas.graph_scene().move_cards(self._last)

    def finish(self) -> Mapping[NodeId, Point]:
        """Where the cards stand now; nothing if they did not move."""
        return self._last if self._last != self._start else {}

    def cancel(self) -> None:
        """Put the cards back."""
        if self._moving:
            self._canvas.graph_scene().move_cards(self._start)


class Pan:
    """Dragging the whole picture."""

    def __init__(self, canvas: Canvas, at: QPoint) -> None:
        self._canvas = canvas
        self._at = at

    def move(self, at: QPoint) -> None:
        """Scroll by the way since the last move."""
        self._canvas.scroll_by(at.x() - self._at.x(), at.y() - self._at.y())
        self._at = at

    def finish(self) -> Mapping[NodeId, Point]:
        """Panning moves no card."""
        return {}

    def cancel(self) -> None:
        """The picture stays where it is."""
