"""A view that zooms about the pointer, pans, and fits its scene until one zooms by hand."""

from __future__ import annotations

from typing import NamedTuple, cast

from PySide6.QtCore import QEvent, QMarginsF, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent, QPainter, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGestureEvent, QGraphicsView, QPinchGesture

from gradviz.ui.canvas.scene import GraphScene

SMALLEST, LARGEST = 0.03, 4.0
FIT_LARGEST = 1.6
ZOOM_STEP = 1.25
_MARGINS = QMarginsF(16, 40, 16, 56)
"""Room about a fitted graph: above for the note on its values, below for the buttons."""
_BEYOND = 20_000.0
_WHEEL_BASE = 1.0015  # per eighth of a degree: one notch of a mouse wheel is about 20 %


class Look(NamedTuple):
    """How one looks at the scene: the scale, and the point in the middle of the view."""

    zoom: float
    center: QPointF


class ZoomView(QGraphicsView):
    """Has no scroll bars; everything within reach of the wheel, the keys and dragging."""

    area_changed = Signal()  # another part of the scene is seen

    def __init__(self, scene: GraphScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._follows = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    def graph_scene(self) -> GraphScene:
        """The scene with the cards."""
        return self._scene

    @property
    def zoom(self) -> float:
        """The scale; 1 is 100 %."""
        return self.transform().m11()

    @property
    def follows(self) -> bool:
        """Whether the view still fits the graph by itself: nobody has zoomed or panned."""
        return self._follows

    def fit(self) -> None:
        """Show the whole graph, and go on doing so until one zooms or pans."""
        self._follows = True
        self._fit_now()

    def zoom_in(self) -> None:
        """A quarter larger."""
        self.zoom_about(self.viewport().rect().center(), self.zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """A fifth smaller."""
        self.zoom_about(self.viewport().rect().center(), self.zoom / ZOOM_STEP)

    def reset_zoom(self) -> None:
        """100 %."""
        self.zoom_about(self.viewport().rect().center(), 1.0)

    def zoom_about(self, at: QPoint, zoom: float) -> None:
        """Another scale; the point of the scene under ``at`` stays there."""
        self._follows = False
        under = self.scene_point(at)
        self._scale_to(zoom)
        moved = QPointF(at) - QPointF(self.viewportTransform().map(under))
        self.scroll_by(round(moved.x()), round(moved.y()))

    def scene_point(self, at: QPoint) -> QPointF:
        """The point of the scene under a point of the viewport."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(QPointF(at))

    def seen_rect(self) -> QRectF:
        """The part of the scene in the viewport."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def stay(self) -> None:
        """No longer fit the graph by itself: someone works at a place of their own."""
        self._follows = False

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the picture by pixels of the viewport."""
        self._follows = False
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() - dx)
        down.setValue(down.value() - dy)
        self.area_changed.emit()

    def _scale_to(self, zoom: float) -> None:
        zoom = min(max(zoom, SMALLEST), LARGEST)
        self.setTransform(QTransform.fromScale(zoom, zoom))

    def reach(self) -> QRectF:
        """Room to pan far beyond the cards; set before fitting."""
        bounds = self._scene.cards_rect()
        self.setSceneRect(bounds.adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND))
        return bounds

    def _fit_now(self) -> None:
        self.look_at(self.look_for(self.reach()))

    def look_for(self, bounds: QRectF, largest: float = FIT_LARGEST) -> Look:
        """The look at which ``bounds`` fill the view, or are of size ``largest``."""
        room = QRectF(self.viewport().rect()).marginsRemoved(_MARGINS)
        if bounds.isEmpty() or room.width() <= 0 or room.height() <= 0:
            return self.look()
        across, down = room.width() / bounds.width(), room.height() / bounds.height()
        zoom = max(min(across, down, largest), SMALLEST)
        aside = QRectF(self.viewport().rect()).center() - room.center()
        return Look(zoom, bounds.center() + aside / zoom)

    def look(self) -> Look:
        """The present zoom, and the point of the scene in the middle."""
        return Look(self.zoom, self.scene_point(self.viewport().rect().center()))

    def look_at(self, look: Look) -> None:
        """Look at the scene so."""
        self._scale_to(look.zoom)
        self.centerOn(look.center)
        self.area_changed.emit()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._follows:
            self._fit_now()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn, keys = event.angleDelta(), event.modifiers()
        alt = bool(keys & Qt.KeyboardModifier.AltModifier)
        fingers = event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
        if alt:  # some platforms turn the wheel sideways while Alt is held
            way = turn.y() or turn.x()
            aside = bool(keys & Qt.KeyboardModifier.ShiftModifier)
            self.scroll_by(way if aside else 0, 0 if aside else way)
        elif fingers and not keys & Qt.KeyboardModifier.ControlModifier:
            self.scroll_by(event.pixelDelta().x(), event.pixelDelta().y())
        elif turn.y():
            self.zoom_about(event.position().toPoint(), self.zoom * _WHEEL_BASE ** turn.y())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.NativeGesture:
            native = cast("QNativeGestureEvent", event)
            if native.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                at = native.position().toPoint()
                self.zoom_about(at, self.zoom * (1 + native.value()))
                return True
        elif kind == QEvent.Type.Gesture:
            pinch = cast("QGestureEvent", event).gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                at = self.viewport().mapFromGlobal(pinch.centerPoint().toPoint())
                self.zoom_about(at, self.zoom * pinch.scaleFactor())
                return True
        return super().viewportEvent(event)
