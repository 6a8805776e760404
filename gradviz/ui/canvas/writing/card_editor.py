"""Editing in place: a line edit over a card, which says below it what is wrong with the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget


class CardEditor(QLineEdit):
    """Stands over a card until something good is entered, or Escape or a click elsewhere ends it.

    Subclasses say in ``read`` what a text means; a ValueError says what is wrong with it.
    """

    entered = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget, text: str, subject: str) -> None:
        super().__init__(text, parent)
        self._ground = parent
        self.setObjectName(f"{subject}_editor")
        self._complaint = QLabel(parent)
        self._complaint.setObjectName(f"{subject}_complaint")
        self._complaint.setWordWrap(True)
        self._complaint.hide()
        self._ended = False
        self.returnPressed.connect(self._on_return_pressed)
        self.textEdited.connect(self._complaint.hide)
        self.selectAll()

    def read(self, text: str) -> object:
        """What the text means; ValueError with a sentence if nothing."""
        return text

    @property
    def complaint(self) -> str:
        """What is wrong with the text, as it is said below the card; empty for nothing."""
        return self._complaint.text() if not self._complaint.isHidden() else ""

    def show_over(self, box: QRect, bad_color: str, surface: str) -> None:
        """Stand over ``box`` of the parent and take the keyboard."""
        height = max(box.height(), self.sizeHint().height())
        width = max(box.width(), 112)
        self.setGeometry(
            box.center().x() - width // 2, box.center().y() - height // 2, width, height
        )
        self._complaint.setStyleSheet(
            f"color: {bad_color}; background: {surface}; border: 1px solid {bad_color};"
            "border-radius: 6px; padding: 4px 6px;"
        )
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def complain(self, sentence: str) -> None:
        """Say what is wrong, below the card, and keep the text."""
        self._complaint.setText(f"⚠ {sentence}")
        self._complaint.setFixedWidth(220)
        self._complaint.adjustSize()
        parent = self._ground
        x = max(4, min(self.x(), parent.width() - self._complaint.width() - 4))
        below = self.y() + self.height() + 4
        fits = below + self._complaint.height() <= parent.height()
        self._complaint.move(x, below if fits else self.y() - self._complaint.height() - 4)
        self._complaint.show()
        self._complaint.raise_()
        self.selectAll()

    def leave(self) -> None:
        """Go away."""
        if not self._ended:
            self._ended = True
            self.hide()
            self._complaint.hide()
            self._complaint.deleteLater()
            self.deleteLater()
            self.closed.emit()

    def _on_return_pressed(self) -> None:
        try:
            meant = self.read(self.text())
        except ValueError as error:
            self.complain(str(error))
            return
        self.entered.emit(meant)

    def event(self, event: QEvent) -> bool:
        # The window's shortcuts must not take the keys of someone who types a number.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
        event.accept()  # else the canvas below takes the Return that ended the editing

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.leave()
