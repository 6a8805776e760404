"""The tree of the palette: categories with rows that can be dragged onto the canvas."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from gradviz.document.parts import PART_MIME, part_to_text
from gradviz.ui.palette.stock import Item, stock

ITEM = Qt.ItemDataRole.UserRole
_ROW = 44
_SYMBOL = 50
_Index = QModelIndex | QPersistentModelIndex


class RowPainter(QStyledItemDelegate):
    """Draws a row: the symbol large, beside it the title and under it what it does."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        size: QSize = super().sizeHint(option, index)
        return (
            QSize(160, _ROW)
            if isinstance(index.data(ITEM), Item)
            else QSize(160, size.height() + 8)
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item = index.data(ITEM)
        if not isinstance(item, Item):
            super().paint(painter, option, index)
            return
        area: QRect = option.rect
        palette: QPalette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(area, palette.highlight())
        text = palette.highlightedText() if chosen else palette.text()
        quiet = palette.highlightedText() if chosen else palette.placeholderText()
        half = area.height() // 2
        left = area.left() + _SYMBOL
        room = area.right() - left - 6
        plain = QFont(option.font)
        large, small = QFont(plain), QFont(plain)
        large.setPixelSize(17 if len(item.symbol) < 4 else 12)
        small.setPixelSize(max(11, round(QFontMetrics(plain).ascent() * 0.95)))
        center, low = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignBottom
        parts = (
            (large, text, area.adjusted(0, 0, _SYMBOL - 6 - area.width(), 0), item.symbol, center),
            (plain, text, QRect(left, area.top() + 2, room, half - 2), item.title, low),
            (small, quiet, QRect(left, area.top() + half, room, half), item.meaning,
             Qt.AlignmentFlag.AlignTop),
        )  # fmt: skip
        for font, brush, box, words, align in parts:
            painter.setFont(font)
            painter.setPen(brush.color())
            fitting = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, align, fitting)
        painter.restore()


class PaletteTree(QTreeWidget):
    """Every part there is; dragging one carries it under PART_MIME."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette_tree")
        self.setAccessibleName("Parts of a graph")
        self.setToolTip("Drag a part onto the canvas, or press Enter to add it")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(True)
        self.setIndentation(10)
        self.setDragEnabled(True)
        self.setDragDropMode(QTreeWidget.DragDropMode.DragOnly)
        self.setItemDelegate(RowPainter(self))
        self.setUniformRowHeights(False)
        self.groups: dict[str, list[QTreeWidgetItem]] = {}
        for item in stock():
            if item.category not in self.groups:
                group = QTreeWidgetItem(self, [item.category])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                group.setExpanded(True)
                self.groups[item.category] = []
            row = QTreeWidgetItem(group, [item.title])
            row.setData(0, ITEM, item)
            row.setToolTip(0, item.meaning)
            row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{item.title}: {item.meaning}")
            self.groups[item.category].append(row)

    def rows(self) -> list[QTreeWidgetItem]:
        """The rows that are not categories."""
        return [row for rows in self.groups.values() for row in rows]

    def hide_empty_groups(self) -> None:
        """Hide the categories all rows of which are hidden."""
        for place, rows in enumerate(self.groups.values()):
            index = self.model().index(place, 0)
            self.setRowHidden(place, index.parent(), all(row.isHidden() for row in rows))

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:  # noqa: N802  # Qt's name
        data = QMimeData()
        for row in items:
            item = row.data(0, ITEM)
            if isinstance(item, Item):
                data.setData(PART_MIME, QByteArray(part_to_text(item.part).encode()))
        return data

    def mimeTypes(self) -> list[str]:  # noqa: N802  # Qt's name
        return [PART_MIME]
