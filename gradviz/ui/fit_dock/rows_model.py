"""The table of a fit as a model: what the rows come to first, then each row."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from gradviz.graph import format_exact, format_number
from gradviz.teaching import plain
from gradviz.teaching.regression import Column
from gradviz.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel):
    """Shows the columns as they are: a million rows take no more than the ones in sight."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[Column, ...] = ()
        self._total = ""

    def show_table(self, columns: tuple[Column, ...], total: str) -> None:
        """Show these; ``total`` says what the first line is."""
        old = self._columns
        is_same = [c.title for c in old] == [c.title for c in columns]
        if is_same and old and len(old[0].numbers) == len(columns[0].numbers):
            self._columns, self._total = columns, total
            self._all_changed()
            return
        self.beginResetModel()
        self._columns, self._total = columns, total
        self.endResetModel()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of another theme."""
        self._theme = theme
        self._all_changed()

    def _all_changed(self) -> None:
        if self._columns:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _number(self, index: Index) -> float | None:
        """What stands in a cell; the first line is empty where nothing is added up."""
        column = self._columns[index.column()]
        if index.row() == 0:
            return column.total
        return float(np.float64(column.numbers[index.row() - 1]))

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        """The rows of the data, and the line that adds them up."""
        return 0 if parent.isValid() or not self._columns else len(self._columns[0].numbers) + 1

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        """What is read, predicted and added."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The number; full precision in the tip."""
        number = self._number(index)
        if role == Role.TextAlignmentRole:
            return _RIGHT
        if number is None:
            return None
        match role:
            case Role.DisplayRole:
                return format_number(number)
            case Role.ToolTipRole:
                return format_exact(number)
            case Role.ForegroundRole if self._columns[index.column()].is_gradient:
                return QColor(self._theme.gradient)
            case Role.FontRole if index.row() == 0:
                font = QFont()
                font.setBold(True)
                return font
        return None

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The names of the columns, the numbers of the rows."""
        if role == Role.TextAlignmentRole:
            return _RIGHT
        if role != Role.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return plain(self._columns[section].title)
        return f"{section:,}" if section else self._total
