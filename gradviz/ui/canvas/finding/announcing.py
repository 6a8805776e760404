"""What assistive tools hear: items of a scene are not in Qt's accessibility tree."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Make ``sentence`` the description of ``widget`` and have a screen reader say it now."""
    if sentence == widget.accessibleDescription():
        return
    widget.setAccessibleDescription(sentence)
    if sentence and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
