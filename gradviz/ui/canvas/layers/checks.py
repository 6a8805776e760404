"""The small lines under the cards that say what the numerical checks of the gradients came to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gradviz.graph import NodeId
from gradviz.teaching import Verdict
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.drawing import ink as metrics
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.drawing.scripts import LEAST_ON_SCREEN, Script, least_pixels

_BELOW = 3.0
_SIDE = 5.0
_BEYOND = 24.0


class CheckLayer(QGraphicsItem):
    """One item for all cards; hidden, and so free of cost, while there are no verdicts."""

    def __init__(self, cards: Mapping[NodeId, NodeItem]) -> None:
        super().__init__()
        self._cards = cards
        self._verdicts: Mapping[NodeId, Verdict] = {}
        self._bounds = QRectF()
        self.setZValue(2.5)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def show_verdicts(self, verdicts: Mapping[NodeId, Verdict]) -> None:
        """Show these and no others."""
        if verdicts or self._verdicts:
            self._verdicts = verdicts
            self.setVisible(bool(verdicts))
            self.update()

    def show_bounds(self, bounds: QRectF) -> None:
        """The cards stand within these bounds."""
        self.prepareGeometryChange()
        self._bounds = bounds.adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)

    def words(self, node_id: NodeId) -> str:
        """The whole sentence about a gradient that is on show; empty without one."""
        found, card = self._verdicts.get(node_id), self._cards.get(node_id)
        return "" if found is None or card is None or card.gradient is None else found.words

    def text(self, node_id: NodeId, least: int = LEAST_ON_SCREEN) -> str:
        """What stands under a card in letters of at least so many pixels."""
        if not self.words(node_id):
            return ""
        script = self._cards[node_id].ink.scripts(least).tag
        return _fitting(self._verdicts[node_id], script, self._cards[node_id])

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
        for node_id in self._verdicts:
            card = self._cards.get(node_id)
            if card is not None and card.box.translated(card.pos()).intersects(exposed):
                self._paint_line(painter, card, card.ink, least)

    def _paint_line(self, painter: QPainter, card: NodeItem, ink: Ink, least: int) -> None:
        text = self.text(card.node_id, least)
        if not text:
            return
        script = ink.scripts(least).tag
        width, at = script.width(text), card.pos()
        top = at.y() + card.size[1] / 2 + _BELOW
        box = QRectF(at.x() - width / 2 - _SIDE, top, width + 2 * _SIDE, script.height + 1)
        if not ink.scripts(least).compact:  # else it would reach into the card below
            painter.setPen(ink.no_pen)
            painter.setBrush(ink.canvas_brush)
            painter.drawRoundedRect(box, 4, 4)
        agrees = self._verdicts[card.node_id].agrees
        painter.setFont(script.font)
        painter.setPen(ink.bad if agrees is False else ink.muted)
        painter.drawText(QPointF(box.left() + _SIDE, top + script.ascent + 0.5), text)


def _fitting(verdict: Verdict, script: Script, card: NodeItem) -> str:
    """The longest form that is not much wider than the card."""
    room = card.size[0] + 2 * _SIDE
    return next((t for t in verdict.brief if script.width(t) <= room), verdict.brief[-1])
