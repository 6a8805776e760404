"""The hyperparameters in a row, each with its number; a hover says what it means."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradviz.teaching.hyperparameters import meaning
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.theme import ThemeSource

_SIZE = 1.1  # of the formulas, in lines of text


class GivenRow(QWidget):
    """A small formula for each hyperparameter: η = 0.1."""

    def __init__(self, themes: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._formulas: list[FormulaWidget] = []
        self.setObjectName("update_given")
        self.setAccessibleName("Hyperparameters")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addStretch(1)

    def show_given(self, optimizer: str, given: Mapping[str, str]) -> None:
        """Show these, by name as LaTeX."""
        while len(self._formulas) < len(given):
            formula = FormulaWidget(self._themes, size=self._size, parent=self)
            self._row.insertWidget(len(self._formulas), formula)
            self._formulas.append(formula)
        names = [*given, *("",) * (len(self._formulas) - len(given))]
        for name, formula in zip(names, self._formulas, strict=True):
            formula.setVisible(bool(name))
            if name:
                formula.setObjectName(f"update_given_{name}")
                formula.set_formula(given[name])
                sentence = meaning(optimizer, name).sentence
                formula.setToolTip(f"{formula.plain}, {name}\n{sentence}")
                formula.setAccessibleDescription(sentence)

    @property
    def plain(self) -> str:
        """What is shown, in characters."""
        return ", ".join(f.plain for f in self._formulas if not f.isHidden())

    @property
    def _size(self) -> float:
        return self.fontMetrics().lineSpacing() * _SIZE

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_formulas"):
            for formula in self._formulas:
                formula.set_size(self._size)
