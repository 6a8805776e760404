"""The minimap: a large graph as a small picture, and the part of it that is seen as a frame."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from gradviz.ui.canvas.showing import CardView

FEWEST_CARDS = 40
"""Graphs with no more cards than this are found around in without a map."""

SIZE = QSize(200, 132)
_EDGE = 6.0
_MARGIN = 12
_LEAST_CARD = 1.5


class Minimap(QWidget):
    """Lower left over the canvas while a large graph is seen in part; a drag in it pans."""

    def __init__(self, view: CardView, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("minimap")
        self.setAccessibleName("Map of the whole graph")
        self.setToolTip("The whole graph; drag to move over it, or press F to see all of it")
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._view = view
        self._picture: QPixmap | None = None
        self._bounds = QRectF()
        self.hide()
        view.area_changed.connect(self._on_area_changed)

    def renew(self) -> None:
        """The graph, or its colors, are others: the picture is painted anew when it is seen."""
        self._picture = None
        self._bounds = QRectF()
        self._on_area_changed()

    def place(self, height: int) -> None:
        """Stand at the lower left of a panel of this height."""
        self.move(_MARGIN, height - self.height() - _MARGIN)
        self._on_area_changed()

    def _on_area_changed(self) -> None:
        view = self._view
        large = len(view.graph_scene().cards) > FEWEST_CARDS
        if large and self._bounds.isNull():
            self._bounds = view.resting_rect()
        shown = large and not view.seen_rect().contains(self._bounds)
        if shown != (not self.isHidden()):
            self.setVisible(shown)
        elif shown:
            self.update()

    # The two ways between map and scene

    @property
    def _scale(self) -> float:
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        wide, high = max(self._bounds.width(), 1.0), max(self._bounds.height(), 1.0)
        return float(min(room.width() / wide, room.height() / high))

    def on_map(self, area: QRectF) -> QRectF:
        """An area of the scene on the map."""
        scale, middle = self._scale, QRectF(self.rect()).center()
        center = middle + (area.center() - self._bounds.center()) * scale
        result = QRectF(0, 0, area.width() * scale, area.height() * scale)
        result.moveCenter(center)
        return result

    def in_scene(self, at: QPoint) -> QPointF:
        """The point of the scene under a point of the map."""
        return self._bounds.center() + (QPointF(at) - QRectF(self.rect()).center()) / self._scale

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._picture = self._painted()
        ink = self._view.graph_scene().ink
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        seen = self.on_map(self._view.seen_rect()) & QRectF(self.rect()).adjusted(1, 1, -1, -1)
        veil = QColor(ink.accent)
        veil.setAlpha(36)
        painter.setPen(QPen(ink.accent, 1.5))
        painter.setBrush(veil)
        painter.drawRect(seen)
        painter.end()

    def _painted(self) -> QPixmap:
        """All cards as small blocks; made once for a graph."""
        scene = self._view.graph_scene()
        ink, ratio = scene.ink, self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink.line, 1.0))
        painter.setBrush(ink.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(ink.no_pen)
        operations, leaves = self._blocks()
        for blocks, color in ((operations, ink.muted), (leaves, ink.value)):
            painter.setBrush(color)
            painter.drawRects(blocks)
        painter.end()
        return picture

    def _blocks(self) -> tuple[list[QRectF], list[QRectF]]:
        """The blocks of operations and of leaves on the map."""
        scene, scale = self._view.graph_scene(), self._scale
        middle = QRectF(self.rect()).center() - self._bounds.center() * scale
        left, top = middle.toTuple()
        operations: list[QRectF] = []
        leaves: list[QRectF] = []
        for node_id, (x, y) in scene.targets().items():
            card = scene.cards[node_id]
            width, height = card.size
            grow = max(_LEAST_CARD - height * scale, 0.0)
            wide, high = width * scale + grow, height * scale + grow
            block = QRectF(left + x * scale - wide / 2, top + y * scale - high / 2, wide, high)
            (operations if card.ports else leaves).append(block)
        return operations, leaves

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._look(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            return True  # not through to the canvas below
        return super().event(event)

    def _look(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._view.glide.halt()
            self._view.stay()
            self._view.look_at(
                self._view.look()._replace(center=self.in_scene(event.position().toPoint()))
            )
