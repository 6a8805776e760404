"""What can be done to the table: rows and columns come, go and are renamed, cells are copied."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView

from gradviz.document import cell_blocks, cells, columns
from gradviz.errors import GradVizError
from gradviz.graph.lexicon import normal
from gradviz.session import Session
from gradviz.ui.table_dock.column_header import ColumnHeader
from gradviz.ui.table_dock.making import Edit
from gradviz.ui.table_dock.table_model import TableModel

_Flag = QItemSelectionModel.SelectionFlag


class TableEditing(QObject):
    """Every act is one undo entry, and leaves selected what it was about."""

    said = Signal(str)

    def __init__(
        self, session: Session, view: QTableView, model: TableModel, header: ColumnHeader
    ) -> None:
        super().__init__(view)
        self._session, self._view, self._model, self._header = session, view, model, header

    # Rows

    def add_row(self) -> None:
        """A row below the last, ready to be written."""
        self._insert(self._model.rowCount(), 0, "Add a row")

    def insert_above(self) -> None:
        """A row above the first that is selected."""
        rows, _ = self.chosen()
        self._insert(rows[0] if rows else 0, self._column, "Insert a row")

    def insert_below(self) -> None:
        """A row below the last that is selected."""
        rows, _ = self.chosen()
        at = rows[-1] + 1 if rows else self._model.rowCount()
        self._insert(at, self._column, "Insert a row")

    def _insert(self, at: int, column: int, text: str) -> None:
        if self._try(text, lambda document: cells.insert_row(document, at)):
            self._go_to(at, column)

    def remove_rows(self) -> None:
        """Remove the rows with a selected cell."""
        rows, _ = self.chosen()
        if not rows:
            self.said.emit("Select the rows to remove first.")
            return
        column = self._column
        text = f"Remove {_counted(len(rows), 'row')}"
        if self._try(text, lambda document: cells.remove_rows(document, rows)):
            self._go_to(min(rows[0], self._model.rowCount() - 1), column)

    # Columns

    def add_column(self) -> None:
        """A column of zeros on the right, which is selected."""
        if self._try("Add a column", columns.add_column):
            self._go_to(0, self._model.columnCount() - 1)

    def remove_column(self) -> None:
        """Remove the column of the current cell."""
        name = self._current_column()
        if not name:
            self.said.emit("Select a cell of the column to remove first.")
            return
        row, column = self._view.currentIndex().row(), self._view.currentIndex().column()
        if self._try(f"Remove column {name}", lambda d: columns.remove_column(d, name)):
            self._go_to(row, min(column, self._model.columnCount() - 1))

    def ask_name(self) -> None:
        """Let the column of the current cell be renamed where its name stands."""
        column = self._view.currentIndex().column()
        if column < 0:
            self.said.emit("Select a cell of the column to rename first.")
            return
        self._view.scrollTo(self._view.currentIndex())
        self._header.open_editor(column)

    def rename_column(self, old: str, new: str) -> None:
        """Call a column otherwise, and with it the input that reads it."""
        new = normal(new.strip())
        if new != old:
            self._try(f"Rename {old} to {new}", lambda d: columns.rename_column(d, old, new))

    def problem(self, old: str, new: str) -> str:
        """Why a column can't be renamed so; empty when it can."""
        new = normal(new.strip())
        return "" if new == old else columns.renaming_problem(self._session.document, new)

    def _current_column(self) -> str:
        column = self._view.currentIndex().column()
        return self._model.names[column] if column >= 0 else ""

    # The clipboard

    def copy(self) -> None:
        """The rows and columns that are selected as tab-separated text."""
        rows, places = self.chosen()
        if not rows:
            self.said.emit("Select the cells to copy first.")
            return
        names = [self._model.names[place] for place in places]
        try:
            text = cell_blocks.copied(self._session.document, rows, names)
        except GradVizError as error:
            self.said.emit(str(error))
            return
        QGuiApplication.clipboard().setText(text)
        self.said.emit(f"Copied {_counted(len(rows) * len(places), 'cell')}.")

    def paste(self) -> None:
        """Write the cells on the clipboard from the first selected one on; a number into all."""
        rows, places = self.chosen()
        if not rows:
            self.said.emit("Select the cell to paste into first.")
            return
        try:
            block = cell_blocks.block_of(QGuiApplication.clipboard().text())
        except GradVizError as error:
            self.said.emit(str(error))
            return
        height, width = len(block), len(block[0])
        if height * width == 1:
            names = [self._model.names[place] for place in places]
            number, count = block[0][0], _counted(len(rows) * len(places), "cell")
            self._try(f"Paste {count}", lambda d: cell_blocks.fill(d, rows, names, number))
            return
        text = f"Paste {_counted(height * width, 'cell')}"
        if self._try(text, lambda d: cell_blocks.paste(d, rows[0], places[0], block)):
            self._select(rows[0], places[0], height, width)

    # What is selected

    def chosen(self) -> tuple[list[int], list[int]]:
        """The rows and the columns with a selected cell, ascending.

        It asks for ranges: a million rows are one.
        """
        ranges = self._view.selectionModel().selection().toList()
        return (
            _union([(found.top(), found.bottom()) for found in ranges]),
            _union([(found.left(), found.right()) for found in ranges]),
        )

    @property
    def _column(self) -> int:
        return max(0, self._view.currentIndex().column())

    def _go_to(self, row: int, column: int) -> None:
        index = self._model.index(row, column)
        self._view.setCurrentIndex(index)
        self._view.scrollTo(index)
        self._view.setFocus()

    def _select(self, row: int, column: int, height: int, width: int) -> None:
        first = self._model.index(row, column)
        last = self._model.index(row + height - 1, column + width - 1)
        chooser = self._view.selectionModel()
        chooser.setCurrentIndex(first, _Flag.NoUpdate)
        chooser.select(QItemSelection(first, last), _Flag.ClearAndSelect)
        self._view.scrollTo(last)

    def _try(self, text: str, edit: Edit) -> bool:
        self._session.end_merge()
        try:
            changed = edit(self._session.document)
        except GradVizError as error:
            self.said.emit(str(error))
            return False
        self._session.apply(text, changed)
        return True


def _union(spans: list[tuple[int, int]]) -> list[int]:
    if not spans:
        return []
    parts = [np.arange(low, high + 1) for low, high in spans]
    return [int(place) for place in np.unique(np.concatenate(parts))]


def _counted(count: int, what: str) -> str:
    return f"a {what}" if count == 1 else f"{count:,} {what}s"
