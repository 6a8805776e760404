"""A sentence at the pointer: why a wire can't go there, or why an edit was refused."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from gradviz.ui.theme import Theme

_AWAY = QPoint(16, 18)
_WIDTH = 300


class Note(QLabel):
    """Stands beside a point of the canvas until it is taken away; the pointer goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setObjectName("canvas_note")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setWordWrap(True)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said; empty for nothing."""
        return "" if self.isHidden() else self.text().removeprefix("⚠ ")

    def say(self, sentence: str, at: QPoint) -> None:
        """Say a sentence at a point of the parent; nothing for an empty one."""
        if not sentence:
            self.hide()
            return
        if sentence != self.sentence:
            self.setText(f"⚠ {sentence}")
            self.setAccessibleName(sentence)
            self.setWordWrap(False)
            natural = self.sizeHint().width()
            self.setWordWrap(natural > _WIDTH)
            self.setFixedWidth(min(natural, _WIDTH))
            self.adjustSize()
        room = self._ground.rect()
        place = at + _AWAY
        if place.y() + self.height() > room.bottom():
            place.setY(at.y() - self.height() - 8)
        place.setX(max(4, min(place.x(), room.right() - self.width() - 4)))
        self.move(place)
        self.show()
        self.raise_()

    def show_theme(self, theme: Theme) -> None:
        """Take other colors."""
        self.setStyleSheet(
            f"#canvas_note {{ color: {theme.bad}; background: {theme.surface};"
            f"border: 1px solid {theme.bad}; border-radius: 6px; padding: 4px 8px; }}"
        )
