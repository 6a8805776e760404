"""The quiet note at the top left of the canvas: which values the graph shows."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from gradviz.ui.theme import Theme


class ValuesChip(QLabel):
    """Says whose values the cards show; not there while they are simply the document's own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("values_chip")
        self.move(12, 10)
        self.hide()

    def show_label(self, label: str) -> None:
        """Say that the values are those of ``label``; nothing for an empty one."""
        if label and label != self.text():
            self.setText(label)
            self.setToolTip(f"The cards show the values: {label}")
            self.setAccessibleName(f"Values shown: {label}")
            self.adjustSize()
        self.setVisible(bool(label))

    def show_theme(self, theme: Theme) -> None:
        """Take other colors."""
        self.setStyleSheet(
            f"#values_chip {{ color: {theme.muted}; background: {theme.surface};"
            f"border: 1px solid {theme.line}; border-radius: 6px; padding: 2px 8px;"
            "font-size: 12px; }"
        )
        self.adjustSize()
