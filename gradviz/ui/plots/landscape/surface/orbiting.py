"""What the mouse and the keys do to a camera: orbit, pan, zoom; and a click that means a point."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gradviz.ui.plots.canvas import ARROW_KEYS, ZOOM_KEYS, ZOOM_STEP
from gradviz.ui.plots.landscape.surface.camera import Camera
from gradviz.ui.plots.themed_plot import StandIn

DRAG = 4  # pixels that a press may move and still be a click
TURN, TILT = 0.5, 0.4  # degrees a pixel
KEY_TURN = 5.0  # degrees
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Orbiting(StandIn):
    """Moves its camera, and says in data units what the mouse means, as a plot does.

    The left button orbits, the right one (or Shift with the left one) pans, the wheel zooms; a
    click without a drag is ``pressed`` and ``released`` at the point of the surface under it.
    Arrow keys orbit, with Shift they nudge. Subclasses say what is under the mouse and show
    the change.
    """

    pressed = Signal(QPointF)
    dragged = Signal(QPointF)
    released = Signal()
    hovered = Signal(object)  # QPointF in data units, or None
    double_clicked = Signal()
    nudged = Signal(int, int, bool)  # steps right and up, whether the key repeats
    menu_asked = Signal(QPoint)  # on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera()
        self._press: QPointF | None = None
        self._last = QPointF()
        self._wish = ""  # what a press is going to be when it moves: "orbit" or "pan"
        self._hand = ""  # and what it has become
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(120, 80)

    def point_at(self, position: QPointF) -> QPointF | None:
        """The data point of the surface that is seen at a position."""
        raise NotImplementedError

    def changed(self) -> None:
        """The camera was moved."""
        raise NotImplementedError

    def reset(self) -> None:
        """Look as at first."""
        raise NotImplementedError

    @property
    def is_moved(self) -> bool:
        """Whether the mouse is moving the camera."""
        return bool(self._hand)

    def look(self, camera: Camera) -> None:
        """Look through another camera."""
        if camera != self.camera:
            self.camera = camera
            self.changed()

    def let_loose(self) -> None:
        """No button is held any more."""
        self._press, self._hand = None, ""
        self.unsetCursor()

    # What the mouse and the keys do

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press = self._last = event.position()
        turns = event.button() == LEFT and not event.modifiers() & SHIFT
        self._wish = "orbit" if turns else "pan"
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._press is None:
            self.hovered.emit(self.point_at(position))
            return
        if not self._hand and (position - self._press).manhattanLength() >= DRAG:
            self._hand = self._wish
            self.hovered.emit(None)
        moved = position - self._last
        if self._hand == "orbit":
            self.look(self.camera.orbited(moved.x() * TURN, moved.y() * TILT))
        elif self._hand == "pan":
            self.look(self.camera.panned(moved.x() / self.width(), moved.y() / self.height()))
        if self._hand:
            self._last = position
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_click = self._press is not None and not self._hand
        self.let_loose()
        if is_click and event.button() == Qt.MouseButton.RightButton:
            self.menu_asked.emit(event.globalPosition().toPoint())
        elif is_click and self._wish == "orbit":
            point = self.point_at(event.position())
            if point is not None:
                self.pressed.emit(point)
                self.released.emit()
        self.changed()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By the key alone: the right button also pans, so its menu waits for the release."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_asked.emit(self.mapToGlobal(self.rect().center()))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.let_loose()
        if event.button() == LEFT:
            self.double_clicked.emit()
            self.reset()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        at = event.position()
        toward = at.x() / self.width() - 0.5, at.y() / self.height() - 0.5
        self.look(self.camera.zoomed(ZOOM_STEP ** event.angleDelta().y(), toward))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROW_KEYS:
            right, up = ARROW_KEYS[key]
            if event.modifiers() & SHIFT:
                self.nudged.emit(right, up, event.isAutoRepeat())
            else:
                self.look(self.camera.orbited(right * KEY_TURN, -up * KEY_TURN))
        elif key in ZOOM_KEYS:
            self.look(self.camera.zoomed(1.0 / ZOOM_KEYS[key]))
        elif key == Qt.Key.Key_Home:
            self.reset()
        else:
            event.ignore()
            return
        event.accept()
