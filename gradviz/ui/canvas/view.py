"""The graph view: what a person does to the graph with mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QKeyCombination, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from gradviz.document import Document
from gradviz.graph import NodeId
from gradviz.ui.canvas.actions.commands import COMMANDS, ask_to_add, select_towards
from gradviz.ui.canvas.adding.dropping import DropView
from gradviz.ui.canvas.building import Drawing, Steps
from gradviz.ui.canvas.cards.tips import tip_at, tip_behind
from gradviz.ui.canvas.gestures import Gesture
from gradviz.ui.canvas.gestures.pointing import Pointing
from gradviz.ui.canvas.gestures.pressing import CLAIMS, Press, is_on_name
from gradviz.ui.canvas.gestures.spacebar import Spacebar
from gradviz.ui.canvas.navigation import ARROWS, step_in_order
from gradviz.ui.canvas.wishes import AddHere, EdgeKey
from gradviz.ui.canvas.writing.card_editor import CardEditor
from gradviz.ui.canvas.writing.editors import CardEditors
from gradviz.ui.theme import Theme

_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)


class GraphView(DropView):
    """Takes keys and gestures; what the person wants changed goes out as signals."""

    nodes_moved = Signal(object, bool)  # Moved, whether by keys: those in a row merge
    comment_resized = Signal(str, object, object)  # id, center, size
    behind_opened = Signal(object)  # a comment or title, double-clicked at a point of the viewport
    moves_ended = Signal()
    step_wanted = Signal(int)  # 1 or −1
    menu_wanted = Signal(object)  # at a point of the viewport, or of the selection: None

    snaps: bool

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("graph_view")
        self.setAccessibleName("Computation graph")
        self.setToolTip("Double-click, Tab or A adds a node; drag from a port to draw a wire")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)  # asked for below
        self.editors = CardEditors(self)
        self.pointing = Pointing(self)
        self.snaps = False
        self.keys: dict[QKeyCombination, Callable[[], bool]] = {}
        self._gesture: Gesture | None = None
        self.space = Spacebar()
        self.node_selected.connect(self.moves_ended)
        self.selection_changed.connect(self._on_selection_changed)
        self._travel_tween.finished.connect(self.pointing.renew)

    @property
    def editor(self) -> CardEditor | None:
        """The line edit that is open over a card."""
        return self.editors.line

    def showing(
        self, old: Document, new: Document, *, opened: bool = False, ready: Drawing | None = None
    ) -> Steps:
        """Show another document; cards that went, or were put elsewhere, are let go of."""
        gone = old.graph.nodes.keys() != new.graph.nodes.keys() or old.groups != new.groups
        moved = gone or (old.positions, old.comments) != (new.positions, new.comments)
        changed = moved or old.graph is not new.graph
        gesture = self._gesture
        if gesture is not None and (gone or (changed and not gesture.keeps_through_edits)):
            self.let_go()
        self.document = new
        yield from super().showing(old, new, opened=opened, ready=ready)
        self.editors.drop_without(() if opened else self._scene.cards)
        if changed:
            self.edge_marks.renew()
            self.pointing.renew()

    def let_go(self) -> None:
        """End the gesture, if there is one, because its cards go."""
        if self._gesture is not None:
            self._gesture.let_go()
            self._end_gesture()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colors."""
        super().show_theme(theme)
        self.wire.show_ink(self._scene.ink)
        self.pointing.show_theme(theme)
        self.note.show_theme(theme)
        self.edge_marks.renew()

    def escape(self) -> None:
        """Break off the gesture, or else select nothing."""
        self.note.say("", QPoint())
        if self._gesture is not None:
            self._gesture.cancel()
            self._end_gesture()
        else:
            self.select(None)
            self.choose_edge(None)

    def take_keyboard(self) -> None:
        """What was written in place is done: the keys are for the canvas again."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_edge(self, key: EdgeKey | None) -> None:
        """Select an edge instead of nodes, or none."""
        if key is not None:
            self.select(None)
        self.edge_marks.choose(key)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._interrupt()
        press = Press(event.position().toPoint(), event.button(), event.modifiers())
        if self._gesture is not None:
            return
        if press.button == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(press.at)
        elif press.button in _BUTTONS:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            made = (claim(self, press) for claim in CLAIMS)
            self._gesture = next((gesture for gesture in made if gesture is not None), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self.pointing.move(at, rest=self._gesture is None)
        if self._gesture is not None:
            self._gesture.move(at, event.modifiers())
            self.pointing.renew()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture = self._gesture
        if gesture is None or event.button() not in _BUTTONS:
            return
        gesture.move(event.position().toPoint(), event.modifiers())
        self._end_gesture()
        gesture.finish()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        card = self.card_at(at)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._gesture is not None:
            self._gesture.let_go()
        self._end_gesture()
        if self._scene.backdrop.is_at(self.scene_point(at)) and card is None:
            self.behind_opened.emit(at)
            return
        if card is None:
            self.select(None)
            self.wished.emit(AddHere(at, self.spot_at(at)))
            return
        self.select(card.node_id)
        if is_on_name(self, card, at):
            self.editors.edit_name(card.node_id)
        else:
            self.editors.open(card)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointing.leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._interrupt()
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            place = cast("QHelpEvent", event)
            text, box = tip_at(self, place.pos())
            text = text or tip_behind(self, place.pos())
            QToolTip.showText(place.globalPos(), text, self.viewport(), box)
            return True
        return super().viewportEvent(event)

    def _interrupt(self) -> None:
        """Any input ends what is moving, and editing if the picture is about to move."""
        self._travel_tween.finish()
        self._pulse_tween.finish()
        self.glide.halt()
        self.editors.leave()
        if self._gesture is None:
            self.note.say("", QPoint())

    def _end_gesture(self) -> None:
        self._gesture = None
        self._rest_cursor()

    def _rest_cursor(self) -> None:
        shape = Qt.CursorShape.OpenHandCursor if self.space.held else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _on_selection_changed(self, nodes: tuple[NodeId, ...]) -> None:
        if nodes:
            self.choose_edge(None)
        self.pointing.renew()

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._interrupt()
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        command = COMMANDS.get((key, modifiers)) or COMMANDS.get((key, None))
        act = self.keys.get(QKeyCombination(modifiers, key))
        if act is not None and act():
            return
        if key == Qt.Key.Key_Space:
            self.space.press(back=modifiers == Qt.KeyboardModifier.ShiftModifier)
            if self._gesture is None:
                self._rest_cursor()
        elif key in ARROWS and modifiers == Qt.KeyboardModifier.NoModifier:
            select_towards(self, ARROWS[key])
        elif command is not None:
            command(self)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space:
            step = self.space.release()
            if self._gesture is None:
                self._rest_cursor()
            if step:
                self.step_wanted.emit(step)
        else:
            event.ignore()

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: N802  # Qt calls it so
        if not self._scene.selectedItems():
            if not next_:
                return super().focusNextPrevChild(next_)
            ask_to_add(self)
            return True
        found = step_in_order(self._scene.folding.shown, self.selected, 1 if next_ else -1)
        if found is None:
            return super().focusNextPrevChild(next_)
        self.select(found)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.space.release()
        self.moves_ended.emit()
