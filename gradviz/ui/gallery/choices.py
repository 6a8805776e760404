"""The choice of the number of variables, and of what else a test function leaves open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from gradviz.descent import TestFunction
from gradviz.ui.gallery.shelf import Chosen, Item


class Choices(QWidget):
    """A number n of variables and a list for the other choice, each shown where there is one."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_choices")
        self._item: Item | None = None
        self._size_label = QLabel("&Variables n", self)
        self.size_spin = QSpinBox(self)
        self.size_spin.setObjectName("gallery_size_spin")
        self.size_spin.setAccessibleName("Number of variables n")
        self._size_label.setBuddy(self.size_spin)
        self._choice_label = QLabel(self)
        self.choice_combo = QComboBox(self)
        self.choice_combo.setObjectName("gallery_choice_combo")
        self._choice_label.setBuddy(self.choice_combo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._size_label, self.size_spin, self._choice_label, self.choice_combo):
            row.addWidget(widget)
        row.addStretch(1)
        self.size_spin.valueChanged.connect(self._on_changed)
        self.choice_combo.currentIndexChanged.connect(self._on_changed)

    def show_item(self, item: Item) -> None:
        """Offer what this entry leaves open, at what it is by itself."""
        self._item = None
        function = item.function
        sizes = function.sizes if function is not None else None
        if function is not None and sizes is not None:
            self.size_spin.setRange(*sizes)
            self.size_spin.setValue(function.size)
            self.size_spin.setToolTip(
                f"{sizes[0]} to {sizes[1]} variables; two of them are shown, the others keep "
                "their values"
            )
        self._fill_choices(function)
        has_choice = function is not None and bool(function.choices)
        self._size_label.setVisible(sizes is not None)
        self.size_spin.setVisible(sizes is not None)
        self._choice_label.setVisible(has_choice)
        self.choice_combo.setVisible(has_choice)
        self.setVisible(sizes is not None or has_choice)
        self._item = item

    def _fill_choices(self, function: TestFunction | None) -> None:
        self.choice_combo.clear()
        if function is None or not function.choices:
            return
        name = function.choice_name
        self._choice_label.setText(f"&Choice of {name}")
        self.choice_combo.setAccessibleName(f"Choice of {name}")
        self.choice_combo.setToolTip(f"{name} of {function.name}")
        for value in function.choices:
            self.choice_combo.addItem(f"{name} = {value}", value)
        self.choice_combo.setCurrentIndex(function.choices.index(function.choice or 0))

    @property
    def chosen(self) -> Chosen:
        """What is to be opened; what stands at its first value is left to the function."""
        function = self._item.function if self._item is not None else None
        if self._item is None or function is None:
            return Chosen(self._item.key if self._item is not None else "")
        size = self.size_spin.value() if function.sizes is not None else function.size
        choice = self.choice_combo.currentData() if function.choices else None
        return Chosen(
            function.id,
            size if size != function.size else None,
            choice if choice != function.choice else None,
        )

    @property
    def words(self) -> str:
        """The choices that differ from the first ones: ``n = 5``; empty where none does."""
        chosen = self.chosen
        function = self._item.function if self._item is not None else None
        parts = [f"n = {chosen.size}"] if chosen.size is not None else []
        if chosen.choice is not None and function is not None:
            parts.append(f"{function.choice_name} = {chosen.choice}")
        return ", ".join(parts)

    def _on_changed(self) -> None:
        if self._item is not None:
            self.changed.emit()
