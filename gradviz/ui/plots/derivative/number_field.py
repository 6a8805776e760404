"""A field for one number, typed or stepped with the arrow keys."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gradviz.graph import format_exact, format_number

REFUSED = "Write a number here, such as 0.5 or 1e-6."


class NumberField(QLineEdit):
    """Shows a number; ``entered`` when another one was typed, ``stepped`` for the arrow keys."""

    entered = Signal(float)
    stepped = Signal(int)
    refused = Signal(str)

    def __init__(self, name: str, spoken: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = 0.0
        self._tip = tip
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setMaximumWidth(self.fontMetrics().horizontalAdvance("−0.000000e−00") + 12)
        self.returnPressed.connect(self._on_entered)

    @property
    def value(self) -> float:
        """The number that is shown."""
        return self._value

    def show_number(self, value: float) -> None:
        """Show a number, unless one is being typed."""
        self._value = value
        self.setToolTip(f"{self._tip}\n{format_exact(value)}")
        if not (self.hasFocus() and self.isModified()):
            self.setText(format_number(value, 6))

    def _on_entered(self) -> None:
        text = self.text().strip().replace("−", "-").replace(",", ".")
        self.setModified(False)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            self.entered.emit(value)
        else:
            self.refused.emit(REFUSED)
        self.show_number(self._value)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.isModified():
            self._on_entered()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if steps is not None:
            self.stepped.emit(steps)
        elif event.key() == Qt.Key.Key_Escape:
            self.setModified(False)
            self.show_number(self._value)
        else:
            super().keyPressEvent(event)
