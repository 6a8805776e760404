"""The whole table as a model: cells can be written, rows that are held out are paler."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont

from gradviz.document import Document, cells, sampling, sourcing
from gradviz.errors import GradVizError
from gradviz.graph import format_number
from gradviz.session import Session
from gradviz.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _held_out(document: Document) -> npt.NDArray[np.bool_]:
    """For each row of the table whether it is held out."""
    source = sourcing.source_of(document)
    result = np.zeros(0 if source is None else source.table.length, dtype=bool)
    if source is not None and source.held_out:
        result[sampling.split(source)[1]] = True
    return result


class TableModel(QAbstractTableModel):
    """Shows ``document``'s table and writes into it, one undo entry a cell."""

    refused = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._slanted = QFont()
        self._slanted.setItalic(True)
        self._table = cells.table_of(session.document)
        self._held = _held_out(session.document)
        self.show_document(session.document)

    def show_document(self, document: Document) -> None:
        """Show its table; only the cells are told anew where its shape stays."""
        old, new = self._table, cells.table_of(document)
        held = _held_out(document)
        if new is old and np.array_equal(held, self._held):
            return
        same = (
            old is not None
            and new is not None
            and old.length == new.length
            and len(old.columns) == len(new.columns)
        )
        if same and new is not None:
            self._table, self._held = new, held
            right = len(new.columns) - 1
            self.dataChanged.emit(self.index(0, 0), self.index(new.length - 1, right))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, right)
            return
        self.beginResetModel()
        self._table, self._held = new, held
        self.endResetModel()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of another theme."""
        self._theme = theme

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        """As many as the table has."""
        return 0 if parent.isValid() or self._table is None else self._table.length

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        """As many as the table has."""
        return 0 if parent.isValid() or self._table is None else len(self._table.columns)

    @property
    def names(self) -> list[str]:
        """What the columns are called."""
        return [] if self._table is None else list(self._table.columns)

    @property
    def held_out(self) -> int:
        """How many rows are held out."""
        return int(np.count_nonzero(self._held))

    def _name(self, column: int) -> str:
        return self.names[column] if column < self.columnCount() else ""

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The number in four digits, to be edited and tipped in full."""
        if self._table is None:
            return None
        number = float(self._table.columns[self._name(index.column())][index.row()])
        match role:
            case Role.DisplayRole:
                return format_number(number)
            case Role.EditRole:
                return repr(number)
            case Role.ToolTipRole:
                return f"{number!r}, held out" if self._held[index.row()] else repr(number)
            case Role.ForegroundRole if self._held[index.row()]:
                return QColor(self._theme.muted)
            case Role.FontRole if self._held[index.row()]:
                return self._slanted
            case Role.TextAlignmentRole:
                return _RIGHT
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:  # noqa: N802
        """Write a number as typed, with a point or a comma; say so where it is none."""
        if role != Role.EditRole:
            return False
        name = self._name(index.column())
        number = cells.read_number(str(value))
        try:
            changed = cells.set_cell(self._session.document, index.row(), name, number)
        except GradVizError as error:
            self.refused.emit(str(error))
            return False
        self._session.end_merge()
        self._session.apply(f"Change {name} in row {index.row() + 1:,}", changed)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The names of the columns, the numbers of the rows."""
        if role == Role.TextAlignmentRole:
            return _RIGHT
        if role != Role.DisplayRole:
            return None
        is_row = orientation is Qt.Orientation.Vertical
        return f"{section + 1:,}" if is_row else self._name(section)
