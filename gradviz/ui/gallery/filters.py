"""The head of the gallery: the line to search with, and the kinds of entries to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QToolButton, QWidget

from gradviz.ui.gallery.shelf import CATEGORIES, Item

HINT = "Search: rosenbrock, multimodal, valley, not differentiable, constrained …"


class Filters(QWidget):
    """Says what is searched for; what is found is shown elsewhere."""

    changed = Signal()
    entered = Signal()  # Enter in the search
    left_downward = Signal()  # the arrow down in the search

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_filters")
        self.search = QLineEdit(self)
        self.search.setObjectName("gallery_search")
        self.search.setPlaceholderText(HINT)
        self.search.setAccessibleName("Search the gallery")
        self.search.setToolTip("Type a name or a property; Enter opens the first that fits")
        self.search.setClearButtonEnabled(True)
        self._group = QButtonGroup(self)
        self._buttons = {key: self._button(key, title) for key, title in CATEGORIES.items()}
        self._buttons[""].setChecked(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(4)
        row.addWidget(self.search, 1)
        row.addSpacing(8)
        for button in self._buttons.values():
            row.addWidget(button)
        self.search.textChanged.connect(lambda _text: self.changed.emit())
        self.search.returnPressed.connect(self.entered)
        self._group.buttonClicked.connect(lambda _button: self.changed.emit())
        self.search.installEventFilter(self)

    def _button(self, key: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"gallery_category_{key or 'all'}")
        button.setText(title)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._group.addButton(button)
        return button

    def show_counts(self, items: Sequence[Item]) -> None:
        """Say on each button how many entries it would leave."""
        for key, button in self._buttons.items():
            count = sum(key in ("", item.category) for item in items)
            title = CATEGORIES[key]
            button.setAccessibleName(f"{title}, {count}")
            button.setToolTip(
                f"{title}: {count} fit the search" if count else f"{title}: none fits"
            )

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.search.text()

    @property
    def category(self) -> str:
        """The kind that was chosen; empty for all."""
        return next((key for key, b in self._buttons.items() if b.isChecked()), "")

    def choose(self, text: str, category: str) -> None:
        """Search for a text among a kind; an unknown kind is all of them."""
        self._buttons[category if category in self._buttons else ""].setChecked(True)
        if text == self.search.text():
            self.changed.emit()
        else:
            self.search.setText(text)

    def type(self, letters: str) -> None:
        """Go on typing here."""
        self.search.setFocus()
        self.search.setCursorPosition(len(self.search.text()))
        self.search.insert(letters)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow down leaves the search."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() == Qt.Key.Key_Down:  # type: ignore[attr-defined]
            self.left_downward.emit()
            return True
        return super().eventFilter(watched, event)
