"""A line of text that is cut with an ellipsis where there is little room; its tip has all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

GAP = ",  "
"""Between the parts of a sentence that names several things; each has a line of the tip."""


class ElidedLabel(QLabel):
    """Takes whatever width there is, and asks for none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def seen(self) -> str:
        """As much of the text as there is room for."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self._tell()

    def _tell(self) -> None:
        """Have the whole text as a tip where it is cut."""
        tip = "" if self.seen == self.text() else self.text().replace(GAP, "\n")
        if tip != self.toolTip():
            self.setToolTip(tip)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        seen = self.seen
        if seen == self.text():
            super().paintEvent(event)
            return
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            seen,
            self.foregroundRole(),
        )
