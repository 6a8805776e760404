"""Which columns of a table are used: two for a line, or all by their names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from gradviz.ui.import_dialog.options_form import made_combo


class ColumnChoice(QWidget):
    """Chooses columns of a table whose names it is told."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.line = QRadioButton("Fit a line to", self)
        self.line.setObjectName("import_line")
        self.line.setToolTip("Two columns, which are then called x and y")
        self.line.setChecked(True)
        self.all = QRadioButton("Use all columns by their names", self)
        self.all.setObjectName("import_all")
        self.all.setToolTip("Every column must hold numbers alone")
        self.first = made_combo(self, "import_x", "The column of x")
        self.second = made_combo(self, "import_y", "The column of y")
        line = QHBoxLayout()
        for widget in (self.line, QLabel("x", self), self.first, QLabel("y", self), self.second):
            line.addWidget(widget)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.all)
        for combo in (self.first, self.second):
            combo.activated.connect(lambda _index: self.changed.emit())
        for radio in (self.line, self.all):
            radio.clicked.connect(lambda _on: self.changed.emit())

    def show_names(self, names: Sequence[str]) -> None:
        """Offer these columns; a choice that is still there stays."""
        self._names = tuple(names)
        for combo, place in ((self.first, 0), (self.second, 1)):
            before = combo.currentIndex()
            combo.clear()
            combo.addItems(self._names)
            wanted = before if 0 <= before < combo.count() else place
            combo.setCurrentIndex(min(wanted, combo.count() - 1))

    def choose(self, first: int, second: int) -> None:
        """Take two columns for a line."""
        self.first.setCurrentIndex(first)
        self.second.setCurrentIndex(second)

    @property
    def used(self) -> tuple[int, ...]:
        """The numbers of the columns that are used."""
        if self.all.isChecked():
            return tuple(range(len(self._names)))
        chosen = (self.first.currentIndex(), self.second.currentIndex())
        return tuple(place for place in chosen if place >= 0)

    @property
    def wanted(self) -> list[str] | None:
        """The names of the two columns of a line, x first; None for all columns."""
        return None if self.all.isChecked() else [self._names[place] for place in self.used]

    @property
    def is_whole(self) -> bool:
        """Whether enough is chosen: two different columns, or all."""
        return self.all.isChecked() or len(set(self.used)) == 2
