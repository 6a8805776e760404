"""The graph view: what a person does to the graph with mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from gradviz.document import Document
from gradviz.graph import NodeId
from gradviz.ui.canvas.card import NodeItem
from gradviz.ui.canvas.gestures import Gesture, MoveCards, Pan
from gradviz.ui.canvas.navigation import ARROWS, neighbor, step_in_order
from gradviz.ui.canvas.showing import CardView
from gradviz.ui.canvas.spacebar import Spacebar
from gradviz.ui.canvas.tips import tip_at
from gradviz.ui.canvas.value_editor import ValueEditor
from gradviz.ui.canvas.wording import exact
from gradviz.ui.theme import Theme

NUDGE = 8.0
"""Pixels a card moves by Alt and an arrow key."""

_MOST_EDITABLE = 64


class GraphView(CardView):
    """Takes keys and gestures; what the person wants changed goes out as signals."""

    nodes_moved = Signal(object, bool)  # {NodeId: (x, y)}, whether by keys: those in a row merge
    moves_ended = Signal()
    value_entered = Signal(object, object)  # NodeId, Literal
    step_wanted = Signal(int)  # 1 or −1
    target_wanted = Signal(object)  # NodeId | None

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("graph_view")
        self.setAccessibleName("Computation graph")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editor: ValueEditor | None = None
        self._edited: NodeId | None = None
        self._gesture: Gesture | None = None
        self._space = Spacebar()
        self._hovered: NodeId | None = None
        self.node_selected.connect(self.moves_ended)

    def show_document(self, old: Document, new: Document, *, opened: bool = False) -> None:
        """Show another document; cards that went, or were put elsewhere, are let go of."""
        gone = old.graph.nodes.keys() != new.graph.nodes.keys()
        if self._gesture is not None and (gone or old.positions != new.positions):
            self._end_gesture()
        if self._edited is not None and self._edited not in new.graph.nodes:
            self.close_editor()
        super().show_document(old, new, opened=opened)

    # Commands

    def select_towards(self, direction: tuple[int, int]) -> None:
        """Select the neighbor an arrow key leads to."""
        at = self.selected
        graph = self._scene.graph
        found = step_in_order(graph, None, 1)
        if at is not None:
            found = neighbor(graph, self._scene.targets(), at, direction)
        if found is not None:
            self.select(found)

    def nudge(self, direction: tuple[int, int]) -> None:
        """Move the selected cards by a few pixels."""
        cards = [self._scene.cards[i] for i in self.selection()]
        dx, dy = direction[0] * NUDGE, direction[1] * NUDGE
        if cards:
            places = {c.node_id: (c.pos().x() + dx, c.pos().y() + dy) for c in cards}
            self._scene.move_cards(places)
            self.nodes_moved.emit(places, True)  # noqa: FBT003  # a signal's argument

    def copy_value(self) -> None:
        """Put the value of the selected card on the clipboard, with all digits."""
        card = self._scene.cards.get(self.selected or "")
        if card is not None and card.value is not None:
            QApplication.clipboard().setText(exact(card.value))

    def escape(self) -> None:
        """Break off the gesture, or else select nothing."""
        if self._gesture is not None:
            self._gesture.cancel()
            self._end_gesture()
        else:
            self.select(None)

    def open_selected(self) -> None:
        """Edit the value of the selected input, or tell all about another node."""
        card = self._scene.cards.get(self.selected or "")
        if card is not None:
            self._open(card)

    def ask_for_target(self) -> None:
        """Ask for the gradients of the selected node; where it has them, for the output's."""
        self.target_wanted.emit(self.selected)

    # Editing

    def edit_value(self, node_id: NodeId) -> None:
        """Open the editor over an input's card."""
        card = self._scene.cards[node_id]
        if self.editor is not None:
            self.editor.leave()
        name = card.name_text
        editor = ValueEditor(self.viewport(), name, "" if card.value is None else exact(card.value))
        self.editor, self._edited = editor, node_id
        editor.entered.connect(lambda value: self.value_entered.emit(node_id, value))
        editor.closed.connect(self._on_editor_closed)
        theme = self._scene.ink.theme
        editor.show_over(self.box_of(card), theme.bad, theme.surface)

    def close_editor(self, complaint: str = "") -> None:
        """The value was taken over, or it was refused because of ``complaint``."""
        if self.editor is not None:
            if complaint:
                self.editor.complain(complaint)
            else:
                self.editor.leave()

    def _open(self, card: NodeItem) -> None:
        node = self._scene.graph.nodes[card.node_id]
        size = 1 if card.value is None or isinstance(card.value, float) else card.value.size
        if node.is_input and size <= _MOST_EDITABLE:
            self.edit_value(card.node_id)
        else:
            box = self.box_of(card)
            at = self.viewport().mapToGlobal(box.bottomLeft())
            QToolTip.showText(at, self._scene.tip(card.node_id), self.viewport(), box)

    def _on_editor_closed(self) -> None:
        self.editor = self._edited = None
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Mouse

    def card_at(self, at: QPoint) -> NodeItem | None:
        """The card under a point of the viewport."""
        return next((item for item in self.items(at) if isinstance(item, NodeItem)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._interrupt()
        at, button = event.position().toPoint(), event.button()
        if self._gesture is not None or button not in (
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.MiddleButton,
        ):
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        card = self.card_at(at)
        if card is None or button == Qt.MouseButton.MiddleButton or self._space.held:
            if button == Qt.MouseButton.LeftButton and not self._space.held:
                self.select(None)
            self._space.drag()
            self._gesture = Pan(self, at)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        several = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & several:
            self.toggle(card.node_id)
        elif not card.isSelected():
            self.select(card.node_id)
        slack = QApplication.startDragDistance()
        self._gesture = MoveCards(self, self.selection(), at, slack)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._gesture is not None:
            self._gesture.move(at)
            return
        card = self.card_at(at)
        self._hover(None if card is None else card.node_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gesture is None:
            return
        self._gesture.move(event.position().toPoint())
        moved = self._gesture.finish()
        self._end_gesture()
        if moved:
            self.nodes_moved.emit(moved, False)  # noqa: FBT003

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        card = self.card_at(event.position().toPoint())
        if card is not None and event.button() == Qt.MouseButton.LeftButton:
            self._end_gesture()
            self.select(card.node_id)
            self._open(card)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._interrupt()
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            place = cast("QHelpEvent", event)
            text, box = tip_at(self, place.pos())
            QToolTip.showText(place.globalPos(), text, self.viewport(), box)
            return True
        return super().viewportEvent(event)

    def _hover(self, node_id: NodeId | None) -> None:
        if node_id == self._hovered:
            return
        for found, on in ((self._hovered, False), (node_id, True)):
            if found is not None and found in self._scene.cards:
                self._scene.cards[found].set_hovered(on=on)
        self._hovered = node_id

    def _interrupt(self) -> None:
        """Any input ends what is moving, and editing if the picture is about to move."""
        self._travel_tween.finish()
        self._pulse_tween.finish()
        if self.editor is not None:
            self.editor.leave()

    def _end_gesture(self) -> None:
        self._gesture = None
        self._rest_cursor()

    def _rest_cursor(self) -> None:
        shape = Qt.CursorShape.OpenHandCursor if self._space.held else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._interrupt()
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        command = COMMANDS.get((key, modifiers)) or COMMANDS.get((key, None))
        if key == Qt.Key.Key_Space:
            self._space.press(back=modifiers == Qt.KeyboardModifier.ShiftModifier)
            if self._gesture is None:
                self._rest_cursor()
        elif key in ARROWS and modifiers == Qt.KeyboardModifier.AltModifier:
            self.nudge(ARROWS[key])
        elif key in ARROWS and modifiers == Qt.KeyboardModifier.NoModifier:
            self.select_towards(ARROWS[key])
        elif command is not None:
            command(self)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space:
            step = self._space.release()
            if self._gesture is None:
                self._rest_cursor()
            if step:
                self.step_wanted.emit(step)
        else:
            event.ignore()

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: N802  # Qt calls it so
        found = step_in_order(self._scene.graph, self.selected, 1 if next_ else -1)
        if found is None:
            return super().focusNextPrevChild(next_)
        self.select(found)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._space.release()
        self.moves_ended.emit()


_CONTROL = Qt.KeyboardModifier.ControlModifier
_PLAIN = Qt.KeyboardModifier.NoModifier

COMMANDS: dict[tuple[Qt.Key, Qt.KeyboardModifier | None], Callable[[GraphView], None]] = {
    (Qt.Key.Key_F, _PLAIN): GraphView.fit,
    (Qt.Key.Key_Home, None): GraphView.fit,
    (Qt.Key.Key_0, _CONTROL): GraphView.fit,
    (Qt.Key.Key_1, _CONTROL): GraphView.reset_zoom,
    (Qt.Key.Key_Plus, None): GraphView.zoom_in,
    (Qt.Key.Key_Equal, None): GraphView.zoom_in,
    (Qt.Key.Key_Minus, None): GraphView.zoom_out,
    (Qt.Key.Key_T, _PLAIN): GraphView.ask_for_target,
    (Qt.Key.Key_C, _CONTROL): GraphView.copy_value,
    (Qt.Key.Key_Return, None): GraphView.open_selected,
    (Qt.Key.Key_Enter, None): GraphView.open_selected,
    (Qt.Key.Key_F2, None): GraphView.open_selected,
    (Qt.Key.Key_Escape, None): GraphView.escape,
}
"""What a key does, with the modifiers it needs; None: with any."""
