"""The frame of an open group: a quiet box behind its cards with its name at the top."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from gradviz.document import Group
from gradviz.ui.canvas.drawing.ink import Ink, mixed
from gradviz.ui.canvas.drawing.scripts import LEAST_ON_SCREEN, Script
from gradviz.ui.canvas.groups.card import paint_chevron

TITLE = 34.0
_SIDE = 16.0
_TEXT = 13
_LARGEST = 26
_ALPHA = 90


def readable(zoom: float) -> int | None:
    """Pixels in the scene for a title that is legible at a zoom; None where it can't be."""
    size = max(_TEXT, ceil(LEAST_ON_SCREEN / zoom - 0.05))
    return size if size <= _LARGEST else None


def frame_area(cards: QRectF) -> QRectF:
    """The frame around the box of all cards of a group, with room for its name above them."""
    return cards.adjusted(-_SIDE, -_SIDE - TITLE, _SIDE, _SIDE)


class FrameItem(QGraphicsRectItem):
    """Stands around the cards of a group; its title is what one takes hold of."""

    def __init__(self, group: Group, ink: Ink) -> None:
        super().__init__()
        self.shown = group
        self.ink = ink
        self.setPen(ink.no_pen)
        self.setZValue(-2)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def show_cards(self, cards: QRectF) -> None:
        """Stand around the box of all cards of the group."""
        area = frame_area(cards)
        if area != self.rect():
            self.setRect(area)

    @property
    def title_area(self) -> QRectF:
        """The strip with the name, in the scene."""
        area = self.rect()
        return QRectF(area.left(), area.top(), area.width(), TITLE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        del option, widget
        ink, area = self.ink, self.rect()
        fill = QColor(mixed(ink.canvas, ink.muted, 0.18))
        fill.setAlpha(_ALPHA)
        painter.setPen(QPen(mixed(ink.line, ink.muted, 0.35), 1.0))
        painter.setBrush(fill)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        size = readable(painter.worldTransform().m11())
        if size is None:
            return
        middle = area.top() + TITLE / 2 + 1
        paint_chevron(painter, QPointF(area.left() + 17, middle), ink.muted, down=True)
        script = title_script(size)
        painter.setFont(script.font)
        painter.setPen(ink.text)
        text = script.cut(self.shown.name, area.width() - 44)
        base = middle - script.height / 2 + script.ascent
        painter.drawText(QPointF(area.left() + 30, base), text)


@lru_cache(maxsize=32)
def title_script(size: int) -> Script:
    """How names of groups are written at a size."""
    font = QFont()
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold)
    return Script(font)
