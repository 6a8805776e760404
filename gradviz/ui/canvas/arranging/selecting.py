"""Selecting on the canvas: by a box, and along the edges; and what a press beside cards takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from gradviz.graph import OPEN, Graph, NodeId
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.gestures import Gesture, MoveCards
from gradviz.ui.canvas.notes.resizing import ResizeComment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gradviz.ui.canvas.view import GraphView

_VEIL = 28
_NO_KEYS = Qt.KeyboardModifier.NoModifier
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def upstream(graph: Graph, nodes: Iterable[NodeId]) -> set[NodeId]:
    """The nodes and everything they are computed from."""
    found, waiting = set(nodes), list(nodes)
    while waiting:
        operands = [o for o in graph.nodes[waiting.pop()].operands if o != OPEN]
        waiting += [operand for operand in operands if operand not in found]
        found.update(operands)
    return found


def downstream(graph: Graph, nodes: Iterable[NodeId]) -> set[NodeId]:
    """The nodes and everything that is computed from them."""
    found, waiting = set(nodes), list(nodes)
    while waiting:
        users = [user for user, _ in graph.users[waiting.pop()]]
        waiting += [user for user in users if user not in found]
        found.update(users)
    return found


class SelectionBox(QWidget):
    """The box while it is drawn: a thin line and a veil through which cards stay legible."""

    def __init__(self, parent: QWidget, ink: Ink) -> None:
        super().__init__(parent)
        self.setObjectName("selection_box")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ink = ink

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        veil = QColor(self._ink.accent)
        veil.setAlpha(_VEIL)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        painter.setPen(self._ink.accent)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class BoxSelect:
    """Dragging a box over the canvas: what it touches is selected, added or toggled."""

    keeps_through_edits = False

    def __init__(self, view: GraphView, at: QPoint, keys: Qt.KeyboardModifier) -> None:
        self._view = view
        self._from = view.scene_point(at)
        self._press = at
        self._keys = keys
        self._before = (view.chosen(), tuple(view.selected_comments()))
        self._band: SelectionBox | None = None

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Draw the box to the pointer and select what it touches."""
        del keys  # those of the press hold
        if self._band is None:
            if (at - self._press).manhattanLength() < QApplication.startDragDistance():
                return
            self._band = SelectionBox(self._view.viewport(), self._view.graph_scene().ink)
            self._band.show()
        start = self._view.mapFromScene(self._from)
        self._band.setGeometry(QRect(start, QSize(1, 1)).united(QRect(at, QSize(1, 1))))
        self._select(QRectF(self._from, self._view.scene_point(at)).normalized())

    def finish(self) -> None:
        """A click without a drag selects nothing."""
        if self._band is None and not self._keys & (_SHIFT | _CONTROL):
            self._view.select(None)
        self.let_go()

    def cancel(self) -> None:
        """Select what was selected before."""
        self._view.select_all_of(*self._before)
        self.let_go()

    def let_go(self) -> None:
        """Take the box away."""
        if self._band is not None:
            self._band.hide()
            self._band.deleteLater()
            self._band = None

    def _select(self, area: QRectF) -> None:
        scene = self._view.graph_scene()
        cards = {
            i: None
            for i, card in scene.cards.items()
            if area.intersects(card.box.translated(card.pos()))
        }
        nodes = [n for card in cards for n in scene.folding.nodes_of(card)]
        comments = [
            i
            for i, item in scene.backdrop.comments.items()
            if area.contains(item.box.translated(item.pos()))
        ]
        old_nodes, old_comments = self._before
        self._view.select_all_of(
            _joined(old_nodes, nodes, self._keys), _joined(old_comments, comments, self._keys)
        )


def _joined(old: Iterable[str], new: Iterable[str], keys: Qt.KeyboardModifier) -> list[str]:
    """What is selected: the new alone; with Shift both; with Ctrl what is in one of them."""
    kept, touched = dict.fromkeys(old), dict.fromkeys(new)
    if keys & _CONTROL:
        return [i for i in kept if i not in touched] + [i for i in touched if i not in kept]
    return list(kept | touched) if keys & _SHIFT else list(touched)


def takes_behind(view: GraphView, at: QPoint, keys: Qt.KeyboardModifier) -> Gesture:
    """A press where there is no card: a comment, the title of a group, or a box is drawn."""
    place: QPointF = view.scene_point(at)
    backdrop = view.graph_scene().backdrop
    slack = QApplication.startDragDistance()
    comment = backdrop.comment_at(place)
    if comment is not None:
        number = comment.comment.id
        if comment.isSelected() and comment.corner_at(place):
            return ResizeComment(view, number, at)
        chosen, notes = view.chosen(), view.selected_comments()
        if keys & (_SHIFT | _CONTROL):
            view.select_all_of(chosen, _joined(notes, [number], _CONTROL))
        elif not comment.isSelected():
            view.select_all_of((), [number])
        return MoveCards(view, view.selection(), at, slack)
    frame = backdrop.frame_at(place)
    if frame is not None:
        members = frame.shown.members
        if not set(members) <= set(view.chosen()):
            old = view.chosen() if keys & (_SHIFT | _CONTROL) else ()
            view.select_all_of((*old, *members), view.selected_comments() if old else ())
        return MoveCards(view, view.selection(), at, slack)
    return BoxSelect(view, at, keys)
