"""The sentence below the expression: what is wrong with it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from gradviz.ui.theme import Theme


class Sentence(QLabel):
    """Stands below a widget, as wide as it at most, over whatever is there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("expression_error")
        self.hide()

    def say(self, sentence: str, about: QWidget) -> None:
        """Say a sentence about a widget."""
        window = about.window()
        if self.parent() is not window:
            self.setParent(window)
        self.setText(sentence)
        self.setWordWrap(False)
        natural = self.sizeHint().width()
        self.setWordWrap(natural > about.width())
        self.setFixedWidth(min(natural, about.width()))
        self.adjustSize()
        corner = about.mapTo(window, about.rect().bottomLeft())
        self.move(corner.x(), corner.y() + 6)
        self.show()
        self.raise_()

    def show_theme(self, theme: Theme) -> None:
        """Take other colors."""
        self.setStyleSheet(
            f"#expression_error {{ background: {theme.surface}; color: {theme.bad};"
            f" border: 1px solid {theme.bad}; border-radius: 6px; padding: 6px 8px; }}"
        )
