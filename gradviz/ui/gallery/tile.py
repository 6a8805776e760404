"""Draws one tile of the gallery: its picture, its name and the line under it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gradviz.ui.gallery.shelf import Item
from gradviz.ui.theme import Theme, ThemeSource

ITEM = Qt.ItemDataRole.UserRole
RECENT = Qt.ItemDataRole.UserRole + 1

PICTURE = QSize(160, 108)
PAD = 8
RADIUS = 6.0
SMALLEST_FONT = 11  # pixels

MOST_DRAWN = 96
"""Tiles that are kept as they were drawn: some screens full."""

_STATES = (
    QStyle.StateFlag.State_Selected
    | QStyle.StateFlag.State_MouseOver
    | QStyle.StateFlag.State_HasFocus
)

_Index = QModelIndex | QPersistentModelIndex


class TilePainter(QStyledItemDelegate):
    """Draws the entries of a list of items; ``picture`` gives the picture that is there yet."""

    def __init__(
        self, themes: ThemeSource, picture: Callable[[Item], QImage | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._picture = picture
        self._drawn: dict[Hashable, QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return extent(option.font)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the tile; the chosen one stands in a ring.

        It is kept as it was drawn: all tiles are shown anew for every step of a scroll.
        """
        item: Item = index.data(ITEM)
        line = f"Recent · {item.line}" if index.data(RECENT) else item.line
        look = _Look(
            item.title,
            line,
            option.rect.size().toTuple(),
            option.state & _STATES,
            option.font.toString(),
            self._themes.current,
        )
        image, ratio = self._picture(item), painter.device().devicePixelRatioF()
        key = look, ratio, None if image is None else image.cacheKey()
        drawn = self._drawn.pop(key, None) or _drawn(look, option.font, image, ratio)
        self._drawn[key] = drawn  # the last of all to go
        while len(self._drawn) > MOST_DRAWN:
            del self._drawn[next(iter(self._drawn))]
        painter.drawPixmap(option.rect.topLeft(), drawn)


class _Look(NamedTuple):
    """All that a tile looks like depends on, but for its picture."""

    title: str
    line: str
    size: tuple[int, int]
    state: QStyle.StateFlag
    font: str
    theme: Theme


def _drawn(look: _Look, font: QFont, image: QImage | None, ratio: float) -> QPixmap:
    """A tile as a picture of its own."""
    area = QRect(QPoint(0, 0), QSize(*look.size))
    made = QPixmap(area.size() * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_ground(painter, area, look.state, look.theme)
        spot = QRect(area.topLeft(), PICTURE)
        spot.moveTop(area.top() + PAD)
        spot.moveLeft(area.left() + (area.width() - PICTURE.width()) // 2)
        _draw_picture(painter, spot, image, look.theme)
        room = QRect(spot.left(), spot.bottom() + 5, spot.width(), area.bottom())
        _draw_words(painter, room, look, font)
    finally:  # a picture that goes while it is being painted crashes
        painter.end()
    return made


def _draw_words(painter: QPainter, room: QRect, look: _Look, font: QFont) -> None:
    top = room.top()
    for words, chosen, color in (
        (look.title, bold(font), look.theme.text),
        (look.line, small(font), look.theme.muted),
    ):
        metrics = QFontMetrics(chosen)
        painter.setFont(chosen)
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
