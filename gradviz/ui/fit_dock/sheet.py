"""The sheet of formulas: sections with a title, typeset lines and a sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from gradviz.teaching.regression import Section
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.theme import Theme, ThemeSource

_SIZE = 1.15  # of the formulas, in lines of text
_INDENT = 24  # of a line that goes on with the one before
_GAP = 6  # above a title
_SIDE = 12


class FitSheet(QScrollArea):
    """Formulas below one another, kept from one answer to the next: only their numbers change."""

    def __init__(self, themes: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._shape: object = None
        self._sections: tuple[Section, ...] = ()
        self._formulas: list[FormulaWidget] = []
        self._labels: list[QLabel] = []
        self.setObjectName("fit_sheet")
        self.setAccessibleName("Formulas of the fit")
        self.setToolTip("The loss and its gradient; a formula's menu copies it")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._inside = QWidget(self)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(_SIDE, 0, _SIDE, 8)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(0)
        self._grid.setColumnMinimumWidth(0, _INDENT)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(self._inside)
        for widget in (self._inside, self.viewport()):  # the dock's ground shows through
            widget.setAutoFillBackground(False)

    def show_sections(self, sections: tuple[Section, ...]) -> None:
        """Show these in place of the ones before."""
        self._sections = sections
        shape = [(_goes_on(s), bool(s.words)) for s in sections]
        if shape != self._shape:
            self._shape = shape
            self._arrange()
        formulas = [formula for section in sections for formula in section.formulas]
        for widget, formula in zip(self._formulas, formulas, strict=False):
            widget.set_formula(formula)
        texts = [text for s in sections for text in (s.title, s.words) if text]
        for label, text in zip(self._labels, texts, strict=False):
            label.setText(text)
        self._make_room()

    @property
    def plain(self) -> str:
        """All formulas in characters, a line for each."""
        return "\n".join(section.plain for section in self._sections)

    @property
    def words(self) -> str:
        """The sentences, a line for each."""
        return "\n".join(section.words for section in self._sections if section.words)

    def _arrange(self) -> None:
        """Put as many formulas and labels in order as the sections need."""
        for widget in (*self._formulas, *self._labels):
            self._grid.removeWidget(widget)  # an item that is only taken keeps the old height
        while self._grid.takeAt(0) is not None:
            pass
        row = formulas = labels = 0
        for place, section in enumerate(self._sections):
            if place:
                self._grid.addItem(QSpacerItem(0, _GAP), row, 0)
                row += 1
            self._grid.addWidget(self._label(labels, is_title=True), row, 0, 1, 2)
            labels, row = labels + 1, row + 1
            for goes_on in _goes_on(section):
                where = (row, 1, 1, 1) if goes_on else (row, 0, 1, 2)
                self._grid.addWidget(self._formula(formulas), *where)
                formulas, row = formulas + 1, row + 1
            if section.words:
                self._grid.addWidget(self._label(labels, is_title=False), row, 0, 1, 2)
                labels, row = labels + 1, row + 1
        for formula in self._formulas[formulas:]:
            formula.hide()
        for label in self._labels[labels:]:
            label.hide()
        self.restyle(self._themes.current)

    def _formula(self, place: int) -> FormulaWidget:
        if place == len(self._formulas):
            made = FormulaWidget(self._themes, size=self._size, parent=self._inside)
            made.setObjectName(f"fit_formula_{place}")
            self._formulas.append(made)
        self._formulas[place].show()
        return self._formulas[place]

    def _label(self, place: int, *, is_title: bool) -> QLabel:
        if place == len(self._labels):
            made = QLabel(self._inside)
            made.setObjectName(f"fit_text_{place}")
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._labels.append(made)
        label = self._labels[place]
        label.setWordWrap(not is_title)
        label.setProperty("title", is_title)
        label.show()
        return label

    def _make_room(self) -> None:
        """Give sentences the height that their lines take; a scroll area does not ask for it."""
        width = self.viewport().width() - 2 * _SIDE
        for label in self._labels:
            label.setMinimumHeight(label.heightForWidth(width) if label.wordWrap() else 0)

    @property
    def _size(self) -> float:
        return self.fontMetrics().lineSpacing() * _SIZE

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme; the formulas follow by themselves."""
        for label in self._labels:
            is_title = bool(label.property("title"))
            style = f"color: {theme.text}; font-weight: 600;" if is_title else ""
            label.setStyleSheet(style or f"color: {theme.muted};")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_formulas"):
            for formula in self._formulas:
                formula.set_size(self._size)

    def sizeHint(self) -> QSize:
        return QSize(480, 320)


def _goes_on(section: Section) -> tuple[bool, ...]:
    """For each formula whether it goes on with the one before."""
    return tuple(formula.startswith("=") for formula in section.formulas)
