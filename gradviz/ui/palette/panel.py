"""The palette's panel: a line to search with, and the tree of parts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QTreeWidgetItem, QVBoxLayout, QWidget

from gradviz.ui.palette.stock import Item, fits
from gradviz.ui.palette.tree import ITEM, PaletteTree


class PalettePanel(QWidget):
    """Says which part is to be added; where it goes is the canvas's."""

    chosen = Signal(object)  # Part

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palette_panel")
        self.search = QLineEdit(self)
        self.search.setObjectName("palette_search")
        self.search.setPlaceholderText("Search: sigmoid, product, matrix …")
        self.search.setAccessibleName("Search the parts")
        self.search.setToolTip("Type a name, a symbol or a word; Enter adds the first that fits")
        self.search.setClearButtonEnabled(True)
        self.tree = PaletteTree(self)
        self._nothing = QLabel("No part is called so", self)
        self._nothing.setObjectName("palette_nothing")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for widget in (self.search, self.tree, self._nothing):
            column.addWidget(widget)
        self._nothing.hide()
        self.search.textChanged.connect(self._on_text_changed)
        self.search.returnPressed.connect(self._on_return_pressed)
        self.search.installEventFilter(self)
        self.tree.itemActivated.connect(self._on_activated)

    def shown(self) -> list[Item]:
        """The rows the search has left."""
        return [row.data(0, ITEM) for row in self.tree.rows() if not row.isHidden()]

    def _on_text_changed(self, text: str) -> None:
        first: QTreeWidgetItem | None = None
        for row in self.tree.rows():
            row.setHidden(not fits(row.data(0, ITEM), text))
            first = row if first is None and not row.isHidden() else first
        self.tree.hide_empty_groups()
        self.tree.setCurrentItem(first if text.strip() else None)  # type: ignore[arg-type]
        self.tree.setVisible(first is not None)
        self._nothing.setVisible(first is None)

    def _on_return_pressed(self) -> None:
        for row in self.tree.selectedItems():
            if not row.isHidden():
                self._on_activated(row, 0)

    def _on_activated(self, row: QTreeWidgetItem, _column: int) -> None:
        item = row.data(0, ITEM)
        if isinstance(item, Item):
            self.chosen.emit(item.part)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):  # type: ignore[attr-defined]
            self.tree.keyPressEvent(event)  # type: ignore[arg-type]
            return True
        return super().eventFilter(watched, event)
