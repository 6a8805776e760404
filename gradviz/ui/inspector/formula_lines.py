"""Formulas one below the other: what stands side by side on a wide strip, in a narrow panel."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradviz.ui.formula import FormulaWidget
from gradviz.ui.theme import ThemeSource

_BETWEEN = r",\quad "


class FormulaLines(QWidget):
    """A formula for each part of a LaTeX text; nothing for an empty one."""

    def __init__(
        self, name: str, themes: ThemeSource, latex: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._themes = themes
        self._lines: list[FormulaWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.show_latex(latex)

    @property
    def plain(self) -> str:
        """The formulas in characters."""
        return ", ".join(line.plain for line in self._lines if not line.isHidden())

    def show_latex(self, latex: str) -> None:
        """Show other formulas."""
        parts = latex.split(_BETWEEN) if latex else []
        while len(self._lines) < len(parts):
            line = FormulaWidget(self._themes, parent=self)
            line.setObjectName(f"{self.objectName()}_{len(self._lines)}")
            self._lines.append(line)
            self._column.addWidget(line)
        for place, line in enumerate(self._lines):
            line.set_formula(parts[place] if place < len(parts) else "")
            line.setVisible(place < len(parts))
        self.setVisible(bool(parts))
