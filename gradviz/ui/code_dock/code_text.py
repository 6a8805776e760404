"""The text of the code panel: lines that can be chosen, and lines that are marked."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from gradviz.ui.code_dock.coloring import Coloring, marked_ground
from gradviz.ui.theme import Theme

_BAR = 3.0

_LONGEST = 400
_HEAD, _TAIL = 240, 60
"""A column of data is shown by its ends: Qt lays out a line of 9,000 numbers in 200 ms."""


class CodeText(QPlainTextEdit):
    """Shows a program. A click or a key that moves the cursor chooses the line it is on."""

    line_chosen = Signal(int)  # counted from 0

    def __init__(self, theme: Theme, pattern: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, readOnly=True)
        self._theme = theme
        self._marked: frozenset[int] = frozenset()
        self._cut: dict[int, str] = {}
        self.setObjectName("code_text")
        self.setAccessibleName("The graph as code")
        self.setToolTip("A line here and its node in the graph are selected together")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.coloring = Coloring(self.document(), theme, pattern)

    def show_text(self, text: str) -> None:
        """Show another text; lines that stay keep their place, and the cursor and scroll theirs."""
        whole = text.split("\n")
        self._cut = {i: line for i, line in enumerate(whole) if len(line) > _LONGEST}
        old, new = self.toPlainText().split("\n"), [_shortened(line) for line in whole]
        if old == new:
            return
        shared = min(len(old), len(new))
        head = next((i for i in range(shared) if old[i] != new[i]), shared)
        tail = next((i for i in range(shared - head) if old[-1 - i] != new[-1 - i]), shared - head)
        if head == tail == 0:
            self.setPlainText("\n".join(new))
            return
        self._replace(head, len(old) - tail, new[head : len(new) - tail])

    def _replace(self, start: int, end: int, lines: list[str]) -> None:
        """Put ``lines`` in place of those from ``start`` up to ``end``."""
        document = self.document()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        if end < document.blockCount():
            cursor.setPosition(document.findBlockByNumber(start).position())
            place = document.findBlockByNumber(end).position()
            cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText("".join(f"{line}\n" for line in lines))
        else:
            last = document.findBlockByNumber(start - 1)
            cursor.setPosition(last.position() + last.length() - 1)
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText("".join(f"\n{line}" for line in lines))
        cursor.endEditBlock()

    def mark_lines(self, lines: frozenset[int]) -> None:
        """Mark these lines and no others, and bring the first into view if none is seen."""
        self._marked = lines
        self._paint_marks()
        if lines and not any(self._is_seen(line) for line in lines):
            block = self.document().findBlockByNumber(min(lines))
            self.verticalScrollBar().setValue(max(block.firstLineNumber() - 1, 0))
        self.viewport().update()

    @property
    def marked(self) -> frozenset[int]:
        """The marked lines, counted from 0."""
        return self._marked

    def show_theme(self, theme: Theme) -> None:
        """Show everything in the colors of another theme."""
        self._theme = theme
        self.coloring.show_theme(theme)
        self._paint_marks()

    def _paint_marks(self) -> None:
        marks = []
        ground = QTextCharFormat()
        ground.setBackground(marked_ground(self._theme))
        ground.setProperty(QTextFormat.Property.FullWidthSelection, True)  # noqa: FBT003
        for line in sorted(self._marked):
            mark = QTextEdit.ExtraSelection()
            mark.format = ground
            mark.cursor = QTextCursor(self.document().findBlockByNumber(line))
            marks.append(mark)
        self.setExtraSelections(marks)

    def _is_seen(self, line: int) -> bool:
        area = self._area(self.document().findBlockByNumber(line))
        return area.top() >= 0 and area.bottom() <= self.viewport().height()

    def _area(self, block: QTextBlock) -> QRectF:
        return self.blockBoundingGeometry(block).translated(self.contentOffset())

    def _selected_text(self) -> str:
        """What is selected, with the lines that are shown by their ends in full."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        block = self.document().findBlock(start)
        lines = []
        while block.isValid() and block.position() <= end:
            first, last = max(start - block.position(), 0), end - block.position()
            line = block.text()
            is_whole = first == 0 and last >= len(line)
            whole = self._cut.get(block.blockNumber()) if is_whole else None
            lines.append(line[first:last] if whole is None else whole)
            block = block.next()
        return "\n".join(lines)

    # Qt

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802  # as Qt calls it
        data = QMimeData()
        data.setText(self._selected_text())
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.textCursor().blockNumber()
        super().keyPressEvent(event)
        after = self.textCursor().blockNumber()
        if after != before:
            self.line_chosen.emit(after)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.line_chosen.emit(self.textCursor().blockNumber())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for line in self._marked:
            area = self._area(self.document().findBlockByNumber(line))
            bar = QRectF(0, area.top(), _BAR, area.height())
            painter.fillRect(bar, QColor(self._theme.accent))


def _shortened(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_HEAD]} … {line[-_TAIL:]}"
