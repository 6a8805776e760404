"""The plot all panels share: what the mouse and the keys do on it, in data units."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gradviz.ui.plots.themed_plot import HEAD_HEIGHT, SMALLEST_FONT, ThemedPlot
from gradviz.ui.theme import Theme

__all__ = ["HEAD_HEIGHT", "SMALLEST_FONT", "PlotCanvas"]

ZOOM_STEP = 1.0015  # for each eighth of a degree of the wheel
ARROW_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
ZOOM_KEYS = {Qt.Key.Key_Plus: 0.8, Qt.Key.Key_Equal: 0.8, Qt.Key.Key_Minus: 1.25}


class PlotCanvas(ThemedPlot):
    """A PlotWidget that says in data units what the mouse does and leaves the rest to its panel.

    Left button: ``pressed``, ``dragged``, ``released``. Wheel zooms; the middle or right button,
    or Shift with the left one, pans. Double-click and Home ask for a reset; arrow keys nudge.
    """

    pressed = Signal(QPointF)
    dragged = Signal(QPointF)
    released = Signal()
    hovered = Signal(object)  # QPointF in data units, or None
    reset_asked = Signal()
    double_clicked = Signal()
    nudged = Signal(int, int, bool)  # steps right and up, whether the key repeats
    axis_clicked = Signal(str, bool)  # which of ``editable_axes``, whether at its high end
    ink_changed = Signal()  # lines that a legend must not cover are others
    view_changed = Signal()
    menu_asked = Signal(QPoint)  # on the screen
    menu_made = Signal(object, QPoint)  # a QMenu that opens there, to be added to
    theme_wanted = Signal(object)  # a Theme, for a picture

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(name, theme, parent)
        self.can_zoom = True
        self.resets_by_double_click = True
        self.editable_axes: frozenset[str] = frozenset()
        self._pan_from: QPointF | None = None
        self._has_panned = False
        self._drags = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.box.sigRangeChanged.connect(self._on_range_changed)

    def data_at(self, position: QPointF) -> QPointF:
        """The data point at a position in the widget."""
        return QPointF(self.box.mapSceneToView(self.mapToScene(position.toPoint())))

    def widget_at(self, x: float, y: float) -> QPointF:
        """The position in the viewport of a data point."""
        return QPointF(self.mapFromScene(self.box.mapViewToScene(QPointF(x, y))))

    def _is_inside(self, position: QPointF) -> bool:
        return bool(
            self.plotItem.isVisible()
            and self.box.sceneBoundingRect().contains(self.mapToScene(position.toPoint()))
        )

    def _editable_at(self, position: QPointF) -> str | None:
        """The axis at a position whose range can be typed."""
        if not self.plotItem.isVisible():
            return None
        place = self.mapToScene(position.toPoint())
        at = (s for s in self.editable_axes if self.axes[s].sceneBoundingRect().contains(place))
        return None if self._is_inside(position) else next(at, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        inside = self._is_inside(event.position())
        left = event.button() == Qt.MouseButton.LeftButton
        axis = self._editable_at(event.position())
        if left and axis is not None:
            point, frame = self.data_at(event.position()), self.frame
            is_high = (
                2 * point.x() > sum(frame.x) if axis == "bottom" else (2 * point.y() > sum(frame.y))
            )
            self.axis_clicked.emit(axis, is_high)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if inside and left and not shift:
            self._drags = True
            self.pressed.emit(self.data_at(event.position()))
        elif inside and self.can_zoom:
            self._pan_from, self._has_panned = event.position(), False
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._pan_from is not None:
            before, now = self.data_at(self._pan_from), self.data_at(position)
            self._pan_from, self._has_panned = position, True
            self.box.translateBy(x=before.x() - now.x(), y=before.y() - now.y())
        elif self._drags:
            self.dragged.emit(self.data_at(position))
        else:
            editable = self._editable_at(position) is not None
            shape = Qt.CursorShape.PointingHandCursor if editable else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.hovered.emit(self.data_at(position) if self._is_inside(position) else None)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        panned, self._has_panned = self._has_panned, False
        if self._pan_from is not None:
            self._pan_from = None
            self.viewport().unsetCursor()
        if event.button() == Qt.MouseButton.RightButton and not panned:
            self.menu_asked.emit(event.globalPosition().toPoint())
        if self._drags and event.button() == Qt.MouseButton.LeftButton:
            self._drags = False
            self.released.emit()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self.resets_by_double_click:
            self.mousePressEvent(event)  # two quick presses are two
            return
        if self.plotItem.isVisible() and event.button() == Qt.MouseButton.LeftButton:
            if self._is_inside(event.position()):
                self.double_clicked.emit()
            self.reset_asked.emit()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By the key alone: the right button also pans, so its menu waits for the release."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_asked.emit(self.viewport().mapToGlobal(self.viewport().rect().center()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the cursor; over an axis only along that axis."""
        if not (self.can_zoom and self.plotItem.isVisible()):
            event.ignore()
            return
        position = self.mapToScene(event.position().toPoint())
        rect = self.box.sceneBoundingRect()
        factor = ZOOM_STEP ** -event.angleDelta().y()
        center = self.box.mapSceneToView(position)
        x = factor if position.x() >= rect.left() else None
        y = factor if position.y() <= rect.bottom() else None
        self.box.scaleBy(x=x, y=y, center=center)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROW_KEYS:
            reach = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            right, up = ARROW_KEYS[key]
            self.nudged.emit(right * reach, up * reach, event.isAutoRepeat())
        elif key == Qt.Key.Key_Home:
            self.reset_asked.emit()
        elif key in ZOOM_KEYS and self.can_zoom:
            self.box.scaleBy(x=ZOOM_KEYS[key], y=ZOOM_KEYS[key])
        else:
            event.ignore()
            return
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _on_range_changed(self, *_: object) -> None:
        self.box.updateMatrix()  # else while painting, which has everything painted once more
        self.view_changed.emit()
