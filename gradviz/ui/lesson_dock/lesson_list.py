"""The list of lessons: number, title, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gradviz.teaching.lessons import Lesson
from gradviz.ui.icons import pixmap
from gradviz.ui.theme import ThemeSource

_PROGRESS = Qt.ItemDataRole.UserRole
_SOLVED = Qt.ItemDataRole.UserRole + 1
_NUMBER = Qt.ItemDataRole.UserRole + 2
_PAD = 10
_ICON = 16


class LessonList(QListWidget):
    """Every lesson with its number and progress; activated with Enter or a click."""

    def __init__(
        self, lessons: Iterable[Lesson], themes: ThemeSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lesson_list")
        self.setAccessibleName("Lessons")
        self.setToolTip("Choose a lesson with Enter or a click")
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Row(themes, self))
        for lesson in lessons:
            item = QListWidgetItem(lesson.title)
            item.setData(_NUMBER, str(lesson.item))
            self.addItem(item)

    def show_progress(self, row: int, done: int, count: int) -> None:
        """Say how many tasks of a lesson are solved."""
        words = "All tasks solved" if done == count else f"{done} of {count} tasks solved"
        item = self.item(row)
        item.setData(_PROGRESS, words)
        item.setData(_SOLVED, done == count)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}. {words}")


class _Row(QStyledItemDelegate):
    """Draws a lesson in two lines."""

    def __init__(self, themes: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines and the room around them."""
        return QSize(120, 2 * option.fontMetrics.lineSpacing() + 2 * _PAD - 4)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw number, title, progress and, when all is solved, the mark for it."""
        theme, metrics = self._themes.current, option.fontMetrics
        painter.save()
        area = QRect(option.rect)
        state = option.state
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            painter.fillRect(area, QColor(theme.canvas))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(theme.accent))
        inner = area.adjusted(_PAD, _PAD - 2, -_PAD, -_PAD + 2)
        column = metrics.horizontalAdvance("00") + _PAD
        painter.setFont(option.font)
        painter.setPen(QColor(theme.muted))
        top = Qt.AlignmentFlag.AlignTop
        painter.drawText(
            inner.adjusted(0, 0, column - _PAD - inner.width(), 0),
            top | Qt.AlignmentFlag.AlignRight,
            index.data(_NUMBER),
        )
        words = inner.adjusted(column, 0, -_ICON - 4, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom, index.data(_PROGRESS))
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        title = str(index.data(Qt.ItemDataRole.DisplayRole))
        title = QFontMetrics(bold).elidedText(title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, top, title)
        if index.data(_SOLVED):
            ratio = painter.device().devicePixelRatioF()
            mark = pixmap("solved", theme.good, _ICON, ratio)
            painter.drawPixmap(inner.right() - _ICON, inner.center().y() - _ICON // 2, mark)
        painter.restore()
