"""What moves on the canvas, briefly and then not at all: pulses along edges, traveling cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEasingCurve, QObject, QRectF, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gradviz.graph import NodeId
from gradviz.graph.layout import Point
from gradviz.ui.canvas.edges.edge import EdgeItem

PULSE_MS = 240
TRAVEL_MS = 200
_RADIUS = 5.0
_GLOW = 9.0


class Tween(QVariantAnimation):
    """Calls a function with an eased share from 0 to 1 and ends by itself."""

    def __init__(self, duration: int, parent: QObject) -> None:
        super().__init__(parent)
        self._show: Callable[[float], None] | None = None
        self.setDuration(duration)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.InOutQuad)
        self.valueChanged.connect(self._on_value_changed)

    def run(self, show: Callable[[float], None]) -> None:
        """Start; what was running is at its end first."""
        self.finish()
        self._show = show
        show(0.0)
        self.start()

    def finish(self) -> None:
        """Be at the end at once."""
        if self.state() == QVariantAnimation.State.Running:
            self.setCurrentTime(self.duration())

    def _on_value_changed(self, share: object) -> None:
        running = self.state() == QVariantAnimation.State.Running
        if isinstance(share, float) and self._show is not None and running:
            self._show(share)


class PulseItem(QGraphicsItem):
    """Dots that run along the edges of the present step; nothing when none is running."""

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[QPainterPath] = []
        self._color = QColor()
        self._share = 1.0
        self._bounds = QRectF()
        self._back = False
        self.setZValue(3)

    def show_edges(self, edges: list[EdgeItem], color: QColor, *, back: bool) -> None:
        """Get ready to run along ``edges``, from right to left if ``back``."""
        self.prepareGeometryChange()
        self._paths = [edge.path() for edge in edges]
        self._color, self._back, self._share = color, back, 0.0
        self._bounds = QRectF()
        for edge in edges:
            self._bounds |= edge.boundingRect().adjusted(-_GLOW, -_GLOW, _GLOW, _GLOW)

    def show_share(self, share: float) -> None:
        """Stand at a share of the way; at 1 nothing is left."""
        self._share = share
        if share >= 1.0:
            self.prepareGeometryChange()
            self._paths = []
            self._bounds = QRectF()
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        del option, widget
        share = 1.0 - self._share if self._back else self._share
        glow = QColor(self._color)
        glow.setAlpha(70)
        painter.setPen(glow)
        for path in self._paths:
            at = path.pointAtPercent(share)
            painter.setBrush(glow)
            painter.drawEllipse(at, _GLOW, _GLOW)
            painter.setBrush(self._color)
            painter.drawEllipse(at, _RADIUS, _RADIUS)


def between(
    start: Mapping[NodeId, Point], end: Mapping[NodeId, Point], share: float
) -> dict[NodeId, Point]:
    """The places at a share of the way from ``start`` to ``end``; at 1 exactly the end."""
    if share >= 1.0:
        return {node_id: end[node_id] for node_id in start}
    return {
        node_id: (x + (end[node_id][0] - x) * share, y + (end[node_id][1] - y) * share)
        for node_id, (x, y) in start.items()
    }
