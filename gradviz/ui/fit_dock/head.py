"""The head of the dock: how it is told, of which row, for which parameter, and whose values."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QWidget,
)

from gradviz.ui.fit_dock.telling import View
from gradviz.ui.theme import Theme

FEW = 3
"""Parameters that are all told; of more, the first until others are chosen."""

_VIEWS = (
    (View.SUMS, "Sum", "The loss and its gradient as sums over all rows"),
    (View.ROW, "One row", "The loss of a single row and its gradient; arrow keys change the row"),
    (View.VECTORS, "Vectors", "All rows at once: columns as vectors, sums as products"),
)
_ALL = "All parameters"

_STYLE = """
QToolButton {{ padding: 2px 8px; border: 1px solid {line}; color: {muted};
    background: {surface}; }}
QToolButton#fit_sum_button {{ border-top-left-radius: 6px; border-bottom-left-radius: 6px; }}
QToolButton#fit_row_button {{ border-left: none; border-right: none; }}
QToolButton#fit_vectors_button {{ border-top-right-radius: 6px;
    border-bottom-right-radius: 6px; }}
QToolButton:hover {{ color: {text}; background: {canvas}; }}
QToolButton:checked {{ color: {text}; background: {line}; }}
QToolButton:focus {{ color: {accent}; }}
QToolButton:disabled {{ color: {line}; }}
"""


class FitHead(QWidget):
    """Emits ``changed`` when something else is to be told, ``copy_wanted`` for the LaTeX."""

    changed = Signal()
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._switch = QWidget(self)
        self._buttons = {view: self._button(view, text, tip) for view, text, tip in _VIEWS}
        self._group = QButtonGroup(self)
        for button in self._buttons.values():
            self._group.addButton(button)
        self._buttons[View.SUMS].setChecked(True)
        self._group.buttonToggled.connect(self._on_view)
        self.row_spin = self._made_spin()
        self.parameter_combo = self._made_combo()
        self.place = QLabel(self)
        self.place.setObjectName("fit_place")
        self.place.setToolTip("Whose values of the parameters are put in: those the graph shows")
        self.copy = QToolButton(self)
        self.copy.setObjectName("fit_copy_button")
        self.copy.setText("Copy LaTeX")
        self.copy.setToolTip("Copy all formulas as LaTeX")
        self.copy.setAccessibleName("Copy all formulas as LaTeX")
        self.copy.setAutoRaise(True)
        self.copy.clicked.connect(self.copy_wanted)
        together = QHBoxLayout(self._switch)
        together.setContentsMargins(0, 0, 0, 0)
        together.setSpacing(0)
        for button in self._buttons.values():
            together.addWidget(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 0)
        row.setSpacing(8)
        for widget in (self._switch, self.row_spin, self.parameter_combo):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.place)
        row.addWidget(self.copy)

    def _button(self, view: View, text: str, tip: str) -> QToolButton:
        button = QToolButton(self._switch)
        button.setObjectName(f"fit_{view}_button")
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _made_spin(self) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setObjectName("fit_row_spin")
        spin.setAccessibleName("Row")
        spin.setToolTip("Which row is told; or choose one in the table")
        spin.setMinimum(1)
        spin.hide()
        spin.valueChanged.connect(self.changed)
        return spin

    def _made_combo(self) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName("fit_parameter_combo")
        combo.setAccessibleName("Parameter")
        combo.setToolTip("By which parameter the loss is differentiated")
        combo.hide()
        combo.currentIndexChanged.connect(self.changed)
        return combo

    # What is chosen

    @property
    def view(self) -> View:
        """How it is told."""
        return next(view for view, button in self._buttons.items() if button.isChecked())

    @property
    def row(self) -> int:
        """The row, counted from 0."""
        return self.row_spin.value() - 1

    @property
    def parameter(self) -> str:
        """The parameter, empty for all."""
        return str(self.parameter_combo.currentData() or "")

    def choose_row(self, row: int) -> None:
        """Tell this row, counted from 0."""
        with QSignalBlocker(self.row_spin):
            self.row_spin.setValue(row + 1)
        if self.view is View.ROW:
            self.changed.emit()
        else:
            self._buttons[View.ROW].setChecked(True)

    def offer(self, parameters: tuple[str, ...], rows: int) -> bool:
        """Offer these parameters and so many rows; says whether another parameter is chosen now."""
        with QSignalBlocker(self.row_spin):
            self.row_spin.setMaximum(max(1, rows))
        if parameters == self._names:
            return False
        self._names, before = parameters, self.parameter
        many = len(parameters) > FEW
        with QSignalBlocker(self.parameter_combo):
            self.parameter_combo.clear()
            for name in parameters if many else ():
                self.parameter_combo.addItem(name, name)
            if many:
                self.parameter_combo.addItem(_ALL, "")
            kept = self.parameter_combo.findData(before) if before else 0
            self.parameter_combo.setCurrentIndex(max(kept, 0) if many else -1)
        self.parameter_combo.setVisible(many)
        return self.parameter != before

    def enable(self, on: bool) -> None:  # as setEnabled
        """Whether there is anything to choose."""
        for widget in (*self._buttons.values(), self.row_spin, self.parameter_combo, self.copy):
            widget.setEnabled(on)

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self.place.setStyleSheet(f"color: {theme.muted};")
        names = ("line", "muted", "surface", "text", "canvas", "accent")
        self._switch.setStyleSheet(_STYLE.format(**{n: getattr(theme, n) for n in names}))

    def _on_view(self, _button: object, on: bool) -> None:  # a slot
        if on:
            self.row_spin.setVisible(self.view is View.ROW)
            self.changed.emit()
