"""Lines of text that change often; one is cut with an ellipsis where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

GAP = ",  "
"""Between the parts of a sentence that names several things; each has a line of the tip."""

ROUNDED_OFF = 1  # pixels: a text can be a part of one wider than its width says


class QuietLabel(QLabel):
    """A line of plain text that changes in its place.

    A label of Qt asks for a new layout of all around it whenever it says something else, which
    takes as long as a plot. This one leaves it to its owner how wide it is.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)  # as high as a line
        self._text = self._longest = ""
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def text(self) -> str:
        """What it says."""
        return self._text

    def setText(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    @property
    def seen(self) -> str:
        """What of it is to be painted."""
        return self._text

    def sizeHint(self) -> QSize:
        """Room for all it says now, for owners that ask."""
        margins, hint = self.contentsMargins(), super().sizeHint()
        hint.setWidth(self.fontMetrics().horizontalAdvance(self._text) + ROUNDED_OFF)
        return hint.grownBy(QMargins(margins.left(), 0, margins.right(), 0))

    def keep_room_for(self, longest: str) -> None:
        """Be at least as wide as this text takes, in every size of the font."""
        if longest != self._longest:
            self._longest = longest
            self._make_room()

    def _make_room(self) -> None:
        margins = self.contentsMargins()
        width = self.fontMetrics().horizontalAdvance(self._longest) + ROUNDED_OFF
        width += margins.left() + margins.right()
        if self._longest and width != self.minimumWidth():
            self.setMinimumWidth(width)

    # Qt

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):  # Present mode
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            self.seen,
            self.foregroundRole(),
        )


class ElidedLabel(QuietLabel):
    """Takes whatever width there is, and asks for none; its tip has what is cut.

    With another size policy it does ask for the room that its text needs.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
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
            if self.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored:
                self.updateGeometry()

    def _tell(self) -> None:
        """Have the whole text as a tip where it is cut."""
        tip = "" if self.seen == self.text() else self.text().replace(GAP, "\n")
        if tip != self.toolTip():
            self.setToolTip(tip)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()
