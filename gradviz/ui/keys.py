"""Keys that press a button at once, and again for as long as they are held."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton


def press_with(button: QAbstractButton, key: str) -> None:
    """Let a key press a button wherever the focus is.

    The shortcut of a button itself waits 100 ms before it presses, and starts waiting anew when
    the key comes again: a key that is held would do nothing.
    """
    shortcut = QShortcut(QKeySequence(key), button)
    shortcut.setObjectName(f"{button.objectName()}_key")
    shortcut.activated.connect(button.click)
