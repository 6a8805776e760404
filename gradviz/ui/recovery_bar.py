"""The bar that offers unsaved work from an earlier time, and goes away when it is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gradviz.session import Recoverable, Recovery


class RecoveryBar(QWidget):
    """One sentence and two buttons; hidden unless there is work to recover."""

    def __init__(self, recovery: Recovery, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recovery = recovery
        self._entry: Recoverable | None = None
        self.setObjectName("recovery_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = QLabel(self)
        self._text.setObjectName("recovery_text")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self._text, 1)
        row.addWidget(self._button("Restore", "recovery_restore_button", self._restore))
        row.addWidget(self._button("Discard", "recovery_discard_button", self._discard))
        self.hide()

    def _button(self, text: str, name: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(f"{text} the work that was not saved")
        button.clicked.connect(act)
        return button

    def offer(self) -> None:
        """Show the newest work that can be recovered, if there is any, once it was looked for."""
        self._recovery.find(self._show)

    def _show(self, found: Sequence[Recoverable]) -> None:
        self._entry = next(iter(found), None)
        self.setVisible(self._entry is not None)
        if self._entry is not None:
            when = self._entry.saved.astimezone().strftime("%d %b, %H:%M")
            self._text.setText(f"“{self._entry.title}” was not saved ({when}).")

    def _restore(self) -> None:
        if self._entry is not None:
            self._recovery.recover(self._entry)
        self.hide()

    def _discard(self) -> None:
        if self._entry is not None:
            self._recovery.discard(self._entry)
        self.offer()
