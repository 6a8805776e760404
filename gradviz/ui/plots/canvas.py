"""The plot all panels share: themed axes, pan and zoom, a hovered point, an empty state."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QWidget

from gradviz.descent import Interval
from gradviz.ui.plots.axis import Axis, shortened
from gradviz.ui.plots.colors import mixed_color
from gradviz.ui.plots.frame import Frame, Layer
from gradviz.ui.plots.ranges import LARGEST, NARROWEST
from gradviz.ui.theme import Theme

SMALLEST_FONT = 11  # pixels
GRID = 0.55  # share of the line color in that of the grid
HEAD_HEIGHT = 24  # pixels, of the row above a plot
ZOOM_STEP = 1.0015  # for each eighth of a degree of the wheel
ARROW_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
ZOOM_KEYS = {Qt.Key.Key_Plus: 0.8, Qt.Key.Key_Equal: 0.8, Qt.Key.Key_Minus: 1.25}


class PlotCanvas(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph is untyped
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
    view_changed = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        axes = {side: Axis(side) for side in ("left", "bottom")}
        super().__init__(parent, axisItems=axes, enableMenu=False)
        self.axes = axes
        self.theme = theme
        self.can_zoom = True
        self._labels: object = None
        self._pan_from: QPointF | None = None
        self._drags = False
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameStyle(0)
        self.setMinimumSize(120, 80)
        self.viewport().setMouseTracking(True)
        self.box = self.plotItem.getViewBox()
        self.box.setMouseEnabled(x=False, y=False)
        self.box.disableAutoRange()
        self.box.setDefaultPadding(0.0)
        self.box.setLimits(xMin=-LARGEST, xMax=LARGEST, yMin=-LARGEST, yMax=LARGEST)
        self.box.setLimits(minXRange=NARROWEST, minYRange=NARROWEST)
        self.plotItem.hideButtons()
        self.plotItem.ctrlMenu.setParent(self)  # never used, but it must not outlive the plot
        self.plotItem.ctrlMenu.hide()
        self.plotItem.layout.setContentsMargins(4, 6, 10, 4)
        for axis in axes.values():
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)
        self.grid = self.layer(self._draw_grid, cached=True)
        self._empty = QLabel(self)
        self._empty.setObjectName(f"{name}_empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty.hide()
        self.box.sigRangeChanged.connect(self._on_range_changed)
        self.restyle(theme)

    def layer(self, draw: Callable[[QPainter, Frame], None], *, cached: bool = False) -> Layer:
        """Add a layer over those there are."""
        return Layer(self.box, draw, cached=cached)

    @property
    def frame(self) -> Frame:
        """What is visible now."""
        (x0, x1), (y0, y1) = self.box.viewRange()
        rect = self.box.rect()
        return Frame((x0, x1), (y0, y1), rect.width(), rect.height())

    def set_view(self, x: Interval, y: Interval) -> None:
        """Show these ranges; nothing happens when they are shown already."""
        (x0, x1), (y0, y1) = self.box.viewRange()
        if (x0, x1) != x or (y0, y1) != y:
            self.box.setRange(xRange=x, yRange=y, padding=0)

    def set_labels(self, bottom: str, left: str) -> None:
        """Name the axes."""
        bottom, left = shortened(bottom), shortened(left)
        style = {"color": self.theme.text, "font-size": f"{self.font_size + 1}px"}
        if self._labels != (bottom, left, style):
            self._labels = (bottom, left, style)
            self.plotItem.setLabel("bottom", bottom, **style)
            self.plotItem.setLabel("left", left, **style)

    def set_decades(self, side: str, on: bool) -> None:
        """Whether the positions along an axis are logarithms."""
        if self.axes[side].decades != on:
            self.axes[side].decades = on
            self.axes[side].picture = None
            self.axes[side].update()
            self.grid.changed()

    def set_empty(self, sentence: str | None) -> None:
        """Show a sentence in place of the plot, or the plot again."""
        self.plotItem.setVisible(sentence is None)
        self._empty.setVisible(sentence is not None)
        self._empty.setText(sentence or "")

    @property
    def empty_sentence(self) -> str | None:
        """The sentence that stands in place of the plot."""
        return None if self._empty.isHidden() else self._empty.text()

    @property
    def font_size(self) -> int:
        """The size of the smallest text, in pixels."""
        return max(SMALLEST_FONT, round(QFontInfo(self.font()).pixelSize() * 0.9))

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme and the size of the font."""
        self.theme = theme
        self.setBackground(theme.surface)
        font = QFont(self.font())
        font.setPixelSize(self.font_size)
        for axis in self.axes.values():
            axis.setPen(pg.mkPen(theme.line))
            axis.setTextPen(pg.mkPen(theme.muted))
            axis.setStyle(
                tickFont=font, tickLength=-4, tickTextOffset=6, hideOverlappingLabels=True
            )
            axis.enableAutoSIPrefix(enable=False)
        self.axes["left"].setWidth(round(QFontMetricsF(font).horizontalAdvance("−0.0000")) + 24)
        self.grid.changed()
        self._empty.setStyleSheet(f"color: {theme.muted}; padding: 16px; background: transparent;")
        left, bottom = (self.axes[side].labelText for side in ("left", "bottom"))
        if left or bottom:
            self.set_labels(bottom, left)

    def _draw_grid(self, painter: QPainter, frame: Frame) -> None:
        """Faint lines at the ticks; pyqtgraph's own are ten times dearer."""
        painter.setPen(mixed_color(self.theme.surface, self.theme.line, GRID))
        for value in self._ticks("bottom", *frame.x, frame.width):
            x = round(frame.pixel(value, frame.y[0]).x())
            painter.drawLine(x, 0, x, round(frame.height))
        for value in self._ticks("left", *frame.y, frame.height):
            y = round(frame.pixel(frame.x[0], value).y())
            painter.drawLine(0, y, round(frame.width), y)

    def _ticks(self, side: str, low: float, high: float, size: float) -> list[float]:
        """Where an axis has labels."""
        groups = self.axes[side].tickValues(low, high, size)
        return [value for _, values in groups[:2] for value in values]

    # What the mouse and the keys do

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        inside = self._is_inside(event.position())
        left = event.button() == Qt.MouseButton.LeftButton
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if inside and left and not shift:
            self._drags = True
            self.pressed.emit(self.data_at(event.position()))
        elif inside and self.can_zoom:
            self._pan_from = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._pan_from is not None:
            before, now = self.data_at(self._pan_from), self.data_at(position)
            self._pan_from = position
            self.box.translateBy(x=before.x() - now.x(), y=before.y() - now.y())
        elif self._drags:
            self.dragged.emit(self.data_at(position))
        else:
            self.hovered.emit(self.data_at(position) if self._is_inside(position) else None)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            self._pan_from = None
            self.viewport().unsetCursor()
        elif self._drags and event.button() == Qt.MouseButton.LeftButton:
            self._drags = False
            self.released.emit()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.plotItem.isVisible() and event.button() == Qt.MouseButton.LeftButton:
            if self._is_inside(event.position()):
                self.double_clicked.emit()
            self.reset_asked.emit()
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

    # What Qt says

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        empty = getattr(self, "_empty", None)  # pyqtgraph resizes while it builds
        if empty is not None:
            empty.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_empty"):
            self.restyle(self.theme)

    def _on_range_changed(self, *_: object) -> None:
        self.view_changed.emit()
