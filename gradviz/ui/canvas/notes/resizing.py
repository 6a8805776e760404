"""Dragging the corner of a comment: its sheet grows to the right and downward."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, Qt, SignalInstance

from gradviz.document.notes import LEAST_SIZE
from gradviz.graph.layout import Point, Size
from gradviz.ui.canvas.scene import GraphScene

_NO_KEYS = Qt.KeyboardModifier.NoModifier


class _Canvas(Protocol):
    comment_resized: SignalInstance

    def graph_scene(self) -> GraphScene:
        """The scene with the comments."""

    def scene_point(self, at: QPoint) -> QPointF:
        """The point of the scene under a point of the viewport."""


class ResizeComment:
    """From the press on the corner to the release; the upper left corner stays."""

    keeps_through_edits = False

    def __init__(self, canvas: _Canvas, comment_id: str, at: QPoint) -> None:
        self._canvas = canvas
        self._id = comment_id
        self._item = canvas.graph_scene().backdrop.comments[comment_id]
        self._from = canvas.scene_point(at)
        self._size: Size = self._item.box.size().toTuple()
        self._place: Point = self._item.pos().toTuple()
        self._last = (self._place, self._size)

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Make the sheet reach to the pointer."""
        del keys
        by = self._canvas.scene_point(at) - self._from
        size = (
            max(self._size[0] + by.x(), LEAST_SIZE[0]),
            max(self._size[1] + by.y(), LEAST_SIZE[1]),
        )
        x = self._place[0] + (size[0] - self._size[0]) / 2
        y = self._place[1] + (size[1] - self._size[1]) / 2
        self._last = ((x, y), size)
        self._item.show_box(*self._last)

    def finish(self) -> None:
        """Tell the place and size; nothing if they are as before."""
        if self._last != (self._place, self._size):
            self._canvas.comment_resized.emit(self._id, *self._last)

    def cancel(self) -> None:
        """Make it as it was."""
        self._item.show_box(self._place, self._size)

    let_go = cancel
