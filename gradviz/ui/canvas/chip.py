"""The quiet notes at the top left of the canvas: whose values and whose gradients are shown."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from gradviz.ui.theme import Theme

_PLACE = QPoint(12, 10)
_GAP = 8


class ValuesChip(QLabel):
    """Says whose values the cards show; not there while they are simply the document's own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("values_chip")
        self.move(_PLACE)
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


class TargetChip(QToolButton):
    """Says which node has the gradients when it is not the output; a click goes back to it."""

    def __init__(self, beside: ValuesChip, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("target_chip")
        self._beside = beside
        self.hide()

    def show_target(self, target: str, output: str) -> None:
        """Say that ``target`` is differentiated; nothing where it is the ``output``."""
        if target and target != output:
            self.setText(f"target {target}  ✕")
            self.setToolTip(
                f"The cards show how {target} changes with each node. "
                f"Click to go back to the output, {output} (T on the canvas)"
            )
            self.setAccessibleName(f"Gradients of {target}: back to {output}")
            self.adjustSize()
        self.setVisible(bool(target) and target != output)
        self.place()

    def place(self) -> None:
        """Stand beside the other chip, or in its place where that is not there."""
        beside = self._beside
        right = 0 if beside.isHidden() else beside.width() + _GAP
        self.move(_PLACE + QPoint(right, (beside.height() - self.height()) // 2))

    def show_theme(self, theme: Theme) -> None:
        """Take other colors."""
        self.setStyleSheet(
            f"#target_chip {{ color: {theme.gradient}; background: {theme.surface};"
            f"border: 1px solid {theme.gradient}; border-radius: 6px; padding: 2px 8px;"
            "font-size: 12px; }"
            f"#target_chip:hover {{ background: {theme.canvas}; }}"
            f"#target_chip:focus {{ border: 2px solid {theme.accent}; padding: 1px 7px; }}"
        )
        self.adjustSize()
