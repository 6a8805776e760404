"""The veil: what stands in place of a panel that would tell the best, while that is a secret."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from gradviz.session.secret import HIDDEN, Secret
from gradviz.ui.theme import Theme, ThemeSource


class Veil(QStackedWidget):
    """Holds a panel, or a sentence in its place; a panel that is hidden works no more than any."""

    def __init__(self, name: str, panel: QWidget, secret: Secret, themes: ThemeSource) -> None:
        super().__init__()
        self._panel = panel
        self.setObjectName(f"{name}_veil")
        self.sentence = QLabel(HIDDEN, self)
        self.sentence.setObjectName(f"{name}_hidden")
        self.sentence.setAccessibleName("Hidden")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setWordWrap(True)
        self.addWidget(panel)
        self.addWidget(self.sentence)
        secret.changed.connect(self._on_changed)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)
        self._on_changed(secret.on)

    def _on_changed(self, hidden: bool) -> None:  # a signal's
        self.setCurrentWidget(self.sentence if hidden else self._panel)

    def _on_theme_changed(self, theme: Theme) -> None:
        self.sentence.setStyleSheet(f"color: {theme.muted}; padding: 16px;")
