"""The sheet of an update: its lines as typeset formulas, symbols beside or above the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gradviz.teaching.updates import CoordinateLines, Update, UpdateLine
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.theme import Theme, ThemeSource

_SYMBOLS_EMS, _NUMBERS_EMS = 16, 19
"""How wide, in letters, the columns of symbols and of numbers must be to stand side by side."""

_SIZE = 1.2  # of the formulas, in lines of text


class UpdateSheet(QScrollArea):
    """Formulas in a grid: a row for each line, a column for the symbols and each coordinate.

    Where that is too wide, the symbols stand above the numbers. The formulas are kept from one
    update to the next, and only their numbers change.
    """

    def __init__(
        self,
        themes: ThemeSource,
        explain: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """``explain`` says in a sentence what a name in a line is."""
        super().__init__(parent)
        self._themes, self._explain = themes, explain
        self._update: Update | None = None
        self._shape: object = None
        self._cells: list[FormulaWidget] = []
        self._labels: list[QLabel] = []
        self._next_cell = self._next_label = 0
        self.setObjectName("update_sheet")
        self.setAccessibleName("The update, line by line")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._inside = QWidget(self)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(12, 4, 12, 8)
        self._common, self._grid = QGridLayout(), QGridLayout()
        for grid in (self._common, self._grid):
            grid.setHorizontalSpacing(20)
            grid.setVerticalSpacing(4)
            column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(self._inside)
        for widget in (self._inside, self.viewport()):  # the dock's ground shows through
            widget.setAutoFillBackground(False)

    def show_update(self, update: Update) -> None:
        """Show these lines in place of the ones before."""
        self._update = update
        self._fill(update)

    @property
    def is_wide(self) -> bool:
        """Whether symbols and numbers stand side by side."""
        columns = 1 if self._update is None else max(1, len(self._update.coordinates))
        em = self.fontMetrics().horizontalAdvance("m")
        return self.viewport().width() >= em * (_SYMBOLS_EMS + columns * _NUMBERS_EMS)

    @property
    def plain(self) -> str:
        """All that is shown, in characters, a line for each formula."""
        return "\n".join(cell.plain for cell in self._cells[: self._next_cell])

    def _fill(self, update: Update) -> None:
        self._next_cell = self._next_label = 0
        wide = self.is_wide
        shape = (wide, len(update.common), *(len(c.lines) for c in update.coordinates))
        if shape != self._shape:
            self._shape = shape
            self._empty_grids()
        self._fill_common(update.common, wide=wide)
        if wide:
            self._fill_wide(update.coordinates)
        else:
            self._fill_narrow(update.coordinates)
        for cell in self._cells[self._next_cell :]:
            cell.hide()
        for label in self._labels[self._next_label :]:
            label.hide()

    def _empty_grids(self) -> None:
        for grid in (self._common, self._grid):
            while grid.takeAt(0) is not None:
                pass
            for column in range(grid.columnCount()):
                grid.setColumnStretch(column, 0)

    def _fill_common(self, lines: tuple[UpdateLine, ...], *, wide: bool) -> None:
        """The lines that all coordinates share, in wide places two in a row."""
        side = 2 if wide else 1
        for place, line in enumerate(lines):
            self._put(line.latex, line, self._common, divmod(place, side))

    def _fill_wide(self, coordinates: tuple[CoordinateLines, ...]) -> None:
        for column, coordinate in enumerate(coordinates, 1):
            self._head(coordinate, (0, column))
            self._grid.setColumnStretch(column, 1)
        for row, lines in enumerate(_across(coordinates), 1):
            self._put(lines[0].symbols, lines[0], self._grid, (row, 0))
            for column, line in enumerate(lines, 1):
                self._put(f"= {line.solved}", line, self._grid, (row, column))

    def _fill_narrow(self, coordinates: tuple[CoordinateLines, ...]) -> None:
        self._grid.setColumnStretch(1, 1)
        rows = count()
        for lines in _across(coordinates):
            self._put(lines[0].symbols, lines[0], self._grid, (next(rows), 0), span=2)
            for coordinate, line in zip(coordinates, lines, strict=True):
                row = next(rows)
                self._head(coordinate, (row, 0))
                self._put(f"= {line.solved}", line, self._grid, (row, 1))

    def _put(
        self, latex: str, line: UpdateLine, grid: QGridLayout, at: tuple[int, int], span: int = 1
    ) -> None:
        """The next formula, at a place of the grid."""
        if self._next_cell == len(self._cells):
            cell = FormulaWidget(self._themes, size=self._size, parent=self._inside)
            cell.setObjectName(f"update_formula_{self._next_cell}")
            self._cells.append(cell)
        cell = self._cells[self._next_cell]
        self._next_cell += 1
        cell.set_formula(latex)
        meanings = map(self._explain, line.names)
        cell.setToolTip("\n".join((line.plain, *([line.note] if line.note else []), *meanings)))
        if grid.indexOf(cell) < 0:
            grid.addWidget(cell, *at, 1, span)
        cell.show()

    def _head(self, coordinate: CoordinateLines, at: tuple[int, int]) -> None:
        """The name of a coordinate, which x stands for in its lines."""
        if self._next_label == len(self._labels):
            label = QLabel(self._inside)
            label.setObjectName(f"update_coordinate_{self._next_label}")
            self._labels.append(label)
        label = self._labels[self._next_label]
        self._next_label += 1
        label.setText(coordinate.name)
        label.setToolTip(f"In this {'column' if self.is_wide else 'line'} x is {coordinate.name}")
        color = self._themes.current.value
        label.setStyleSheet(f"color: {color}; font-weight: 600;")
        if self._grid.indexOf(label) < 0:
            self._grid.addWidget(label, *at)
        label.show()

    @property
    def _size(self) -> float:
        return self.fontMetrics().lineSpacing() * _SIZE

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme; the formulas follow by themselves."""
        for label in self._labels:
            label.setStyleSheet(f"color: {theme.value}; font-weight: 600;")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._update is not None and self._shape is not None:
            self.show_update(self._update)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_cells"):
            for cell in self._cells:
                cell.set_size(self._size)

    def sizeHint(self) -> QSize:
        return QSize(480, 200)


def _across(coordinates: tuple[CoordinateLines, ...]) -> Iterator[tuple[UpdateLine, ...]]:
    """The lines of all coordinates, side by side."""
    return zip(*(coordinate.lines for coordinate in coordinates), strict=True)
