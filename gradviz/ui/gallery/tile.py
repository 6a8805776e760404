"""Draws one tile of the gallery: its picture, its name and the line under it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gradviz.ui.gallery.shelf import Item
from gradviz.ui.theme import Theme, ThemeSource

ITEM = Qt.ItemDataRole.UserRole
RECENT = Qt.ItemDataRole.UserRole + 1

PICTURE = QSize(160, 108)
PAD = 8
RADIUS = 6.0
SMALLEST_FONT = 11  # pixels

_Index = QModelIndex | QPersistentModelIndex


class TilePainter(QStyledItemDelegate):
    """Draws the entries of a list of items; ``picture`` gives the picture that is there yet."""

    def __init__(
        self, themes: ThemeSource, picture: Callable[[Item], QImage | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._picture = picture

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return extent(option.font)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the tile; the chosen one stands in a ring."""
        theme = self._themes.current
        item: Item = index.data(ITEM)
        area = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_ground(painter, area, option.state, theme)
        spot = QRect(area.topLeft(), PICTURE)
        spot.moveTop(area.top() + PAD)
        spot.moveLeft(area.left() + (area.width() - PICTURE.width()) // 2)
        _draw_picture(painter, spot, self._picture(item), theme)
        room = QRect(spot.left(), spot.bottom() + 5, spot.width(), area.bottom())
        self._draw_words(painter, room, option, index)
        painter.restore()

    def _draw_words(
        self, painter: QPainter, room: QRect, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        theme, item = self._themes.current, index.data(ITEM)
        line = f"Recent · {item.line}" if index.data(RECENT) else item.line
        top = room.top()
        for words, font, color in (
            (item.title, bold(option.font), theme.text),
            (line, small(option.font), theme.muted),
        ):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(color))
            fitting = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room.left(), top + metrics.ascent(), fitting)
            top += metrics.lineSpacing()


def extent(font: QFont) -> QSize:
    """The size of a tile: the picture, two lines, and room around them."""
    lines = QFontMetrics(font).lineSpacing() + QFontMetrics(small(font)).lineSpacing()
    return QSize(PICTURE.width() + 2 * PAD, PICTURE.height() + lines + 2 * PAD + 4)


def _draw_ground(painter: QPainter, area: QRect, state: QStyle.StateFlag, theme: Theme) -> None:
    inner = QRectF(area).adjusted(2, 2, -2, -2)
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if not selected and not state & QStyle.StateFlag.State_MouseOver:
        return
    focused = bool(state & QStyle.StateFlag.State_HasFocus)
    color = theme.accent if selected else theme.line
    painter.setPen(QPen(QColor(color), 2.0 if selected and focused else 1.0))
    painter.setBrush(QColor(theme.canvas))
    painter.drawRoundedRect(inner, RADIUS + 2, RADIUS + 2)


def _draw_picture(painter: QPainter, spot: QRect, image: QImage | None, theme: Theme) -> None:
    """The picture with round corners; an empty place while there is none."""
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(spot), RADIUS, RADIUS)
    painter.fillPath(shape, QColor(theme.canvas))
    if image is not None:
        painter.save()
        painter.setClipPath(shape)
        painter.drawImage(spot, image)
        painter.restore()
    painter.setPen(QPen(QColor(theme.line), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape)


def bold(font: QFont) -> QFont:
    """The font for names."""
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result


def small(font: QFont) -> QFont:
    """The font for what is said below a name."""
    result = QFont(font)
    result.setPixelSize(max(SMALLEST_FONT, round(QFontMetrics(font).ascent() * 0.9)))
    return result
