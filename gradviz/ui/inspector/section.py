"""A part of the inspector under a heading that folds and unfolds it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget


class Section(QWidget):
    """Heading and body; subclasses add to ``body`` and say what it shows."""

    unfolded = Signal()

    def __init__(self, name: str, title: str, *, open_: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(f"inspector_{name}")
        self._head = QToolButton(self)
        self._head.setObjectName(f"inspector_{name}_head")
        self._head.setText(title)
        self._head.setAccessibleName(title)
        self._head.setToolTip(f"Show or hide: {title}")
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setAutoRaise(True)
        self._head.setCheckable(True)
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._inside = QWidget(self)
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(4, 2, 4, 6)
        self.body.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._inside)
        self._head.toggled.connect(self._on_toggled)
        self._head.setChecked(open_)
        self._on_toggled(open_)

    @property
    def is_open(self) -> bool:
        """Whether the body is shown."""
        return self._head.isChecked()

    def unfold(self) -> None:
        """Show the body."""
        self._head.setChecked(True)

    def _on_toggled(self, on: bool) -> None:
        self._head.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self._inside.setVisible(on)
        if on:
            self.unfolded.emit()
