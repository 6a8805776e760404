"""A racer's line and head as a small picture: in the list, and in the first column of the table."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gradviz.session import Racer
from gradviz.ui.plots.race.looks import draw_sample, look_of

WIDTH = 34  # pixels
ROOM = 6


class Swatch(QWidget):
    """Shows how the racer in a place is drawn."""

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self.setFixedWidth(WIDTH)
        self.setMinimumHeight(16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line with the head on it."""
        painter = QPainter(self)
        draw_sample(painter, QRectF(self.rect()).adjusted(2, 0, -2, 0), look_of(self._place))
        painter.end()


class SwatchDelegate(QStyledItemDelegate):
    """Paints the swatch of the racer that a cell holds before its text."""

    def initStyleOption(  # noqa: N802  # Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Leave room for the swatch."""
        super().initStyleOption(option, index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.decorationSize = QSize(WIDTH, 12)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The cell, and the swatch in the room left for it."""
        super().paint(painter, option, index)
        racer = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(racer, Racer):
            rect = QRectF(option.rect)
            place = QRectF(rect.left() + ROOM, rect.top(), WIDTH - 4, rect.height())
            painter.save()
            draw_sample(painter, place, look_of(racer.place))
            painter.restore()
