"""The badges with the depth of each node: how many operations lie between it and the leaves."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gradviz.graph import NodeId
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.drawing import ink as metrics
from gradviz.ui.canvas.drawing.scripts import least_pixels
from gradviz.ui.canvas.groups.folding import Folding

_SIDE = 5.0
_BEYOND = 16.0


class DepthLayer(QGraphicsItem):
    """One item for all cards; hidden, and so free of cost, while the switch is off."""

    def __init__(self, cards: Mapping[NodeId, NodeItem]) -> None:
        super().__init__()
        self._cards = cards
        self._folding = Folding()
        self._levels: Mapping[NodeId, int] | None = None
        self._bounds = QRectF()
        self.setZValue(2.6)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def show_graph(self, folding: Folding, bounds: QRectF) -> None:
        """The cards show this, and stand within these bounds."""
        if folding is not self._folding:
            self._folding, self._levels = folding, None
        self.prepareGeometryChange()
        self._bounds = bounds.adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)

    def switch(self, *, on: bool) -> None:
        """Show the badges, or none."""
        self.setVisible(on)

    def text(self, card: NodeId) -> str:
        """The depth that stands on a card; of a closed group that of its result."""
        speaker = self._folding.speaker_of(card)
        if self._levels is None:
            from gradviz.graph import depths

            self._levels = depths(self._folding.graph)
        level = None if speaker is None else self._levels.get(speaker)
        return "" if level is None else str(level)

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
        del widget
        zoom = painter.worldTransform().m11()
        if zoom < metrics.TILE_ZOOM:
            return
        least = least_pixels(zoom)
        exposed = option.exposedRect.adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)
        for card_id, card in self._cards.items():
            box = card.box.translated(card.pos())
            if box.intersects(exposed):
                self._paint_badge(painter, card, box, self.text(card_id), least)

    def _paint_badge(
        self, painter: QPainter, card: NodeItem, box: QRectF, text: str, least: int
    ) -> None:
        """A small round badge on the upper left corner, half outside."""
        ink, script = card.ink, card.ink.scripts(least).tag
        height = script.height + 2
        width = max(script.width(text) + 2 * _SIDE, height)
        badge = QRectF(box.left() - width / 2, box.top() - height / 2, width, height)
        painter.setPen(ink.border)
        painter.setBrush(ink.canvas_brush)
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setFont(script.font)
        painter.setPen(ink.muted)
        left = badge.center().x() - script.width(text) / 2
        base = badge.center().y() - script.height / 2 + script.ascent
        painter.drawText(QPointF(left, base), text)
