"""Writing in place on the canvas: a line for a name, a sheet for a comment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from gradviz.ui.theme import Theme


class Writing(QObject):
    """A widget that is written into until Enter, a click elsewhere, or Escape, which takes back."""

    entered = Signal(str)
    ended = Signal()

    def __init__(self, widget: QLineEdit | QPlainTextEdit, words: tuple[str, str, str]) -> None:
        super().__init__(widget)
        name, called, tip = words
        self._widget = widget
        self._open = True
        widget.setObjectName(name)
        widget.setAccessibleName(called)
        widget.setToolTip(tip)
        widget.installEventFilter(self)

    @property
    def widget(self) -> QLineEdit | QPlainTextEdit:
        """What is written into."""
        return self._widget

    def show_over(self, box: QRect, theme: Theme) -> None:
        """Stand over ``box`` of the parent and take the keyboard."""
        widget = self._widget
        widget.setStyleSheet(
            f"background: {theme.surface}; color: {theme.text}; font-size: 13px;"
            f"border: 2px solid {theme.accent}; border-radius: 6px; padding: 2px 5px;"
        )
        widget.setGeometry(box)
        widget.show()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self, *, accept: bool) -> None:
        """Go away, and tell what was written unless it is taken back."""
        if not self._open:
            return
        self._open = False
        widget = self._widget
        text = widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()
        widget.removeEventFilter(self)
        self.ended.emit()  # the keyboard goes back first: hiding would hand it to the next in line
        widget.hide()
        widget.deleteLater()
        if accept:
            self.entered.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self.end(accept=True)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.end(accept=False)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                breaks = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                if isinstance(self._widget, QLineEdit) or not breaks:
                    self.end(accept=True)
                    return True
        return super().eventFilter(watched, event)


def write_line(parent: QWidget, text: str, words: tuple[str, str, str]) -> Writing:
    """A line with a text to be changed; ``words`` are its object name, name and tooltip."""
    line = QLineEdit(text, parent)
    line.selectAll()
    return Writing(line, words)


def write_sheet(parent: QWidget, text: str, words: tuple[str, str, str]) -> Writing:
    """A sheet with a text to be changed; Shift+Enter begins a line."""
    sheet = QPlainTextEdit(text, parent)
    sheet.setTabChangesFocus(True)
    sheet.selectAll()
    return Writing(sheet, words)
