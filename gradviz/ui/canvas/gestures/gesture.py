"""What every gesture can do, and what gestures need of the view."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, Qt, SignalInstance
from PySide6.QtWidgets import QWidget

from gradviz.document import Document
from gradviz.ui.canvas.edges.hand_marks import EdgeMarks
from gradviz.ui.canvas.note import Note
from gradviz.ui.canvas.scene import GraphScene


class Gesture(Protocol):
    """From the press of a button to its release."""

    keeps_through_edits: bool
    """Whether it goes on while the document changes: because it changes the document itself."""

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = ...) -> None:
        """The pointer is at a point of the viewport."""

    def finish(self) -> None:
        """The button was released; what was done is told by the canvas's signals."""

    def cancel(self) -> None:
        """Put all back as it was."""

    def let_go(self) -> None:
        """Stop without an edit: the document has changed under the hand."""


class Canvas(Protocol):
    """What gestures need of the view."""

    document: Document
    note: Note
    edge_marks: EdgeMarks
    nodes_moved: SignalInstance
    snaps: bool
    wished: SignalInstance

    @property
    def zoom(self) -> float:
        """The scale; 1 is 100 %."""

    def graph_scene(self) -> GraphScene:
        """The scene with the cards."""

    def scene_point(self, at: QPoint) -> QPointF:
        """The point of the scene under a point of the viewport."""

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the picture by pixels of the viewport."""

    def selected_comments(self) -> list[str]:
        """The selected comments."""

    def viewport(self) -> QWidget:
        """The widget the pointer is over."""
