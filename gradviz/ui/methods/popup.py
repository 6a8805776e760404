"""A frame that opens beside its button, on whichever side there is room, and closes by itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

_GAP = 4  # pixels between the button and the frame


class Popup(QFrame):
    """Holds what is set seldom; ``button`` opens it, Escape or a press elsewhere closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.button = QToolButton(parent)
        self.button.setAutoRaise(True)
        self.button.setIconSize(QSize(18, 18))
        self.button.clicked.connect(self.open)

    def open(self) -> None:
        """Show it over the button, or below where that is beyond the screen."""
        self.adjustSize()
        size = self.sizeHint()
        screen = self.button.screen().availableGeometry()
        corner = self.button.mapToGlobal(QPoint(0, 0))
        above = corner.y() - size.height() - _GAP
        below = corner.y() + self.button.height() + _GAP
        x = min(corner.x(), screen.right() - size.width())
        self.move(max(screen.left(), x), above if above >= screen.top() else below)
        self.show()
        self.setFocus()
