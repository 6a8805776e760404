"""The table of standings as a model: a row per racer, sorted as one likes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gradviz.descent import Standing
from gradviz.graph import format_number
from gradviz.session import Racer

NONE = "—"
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Row:
    """A racer and how it stands; None when it has no path."""

    racer: Racer
    standing: Standing | None


class Column(NamedTuple):
    """A column: title, meaning, the longest text expected, the text of a cell, its sort key."""

    title: str
    tip: str
    longest: str
    text: Callable[[Row], str]
    key: Callable[[Row], Any]


def _number(
    field: str, *, exact: bool = False
) -> tuple[Callable[[Row], str], Callable[[Row], Any]]:
    """Text and key of a field of the standing that may be missing; what is missing comes last."""

    def value(row: Row) -> float | None:
        found: float | None = getattr(row.standing, field, None)
        return found

    def text(row: Row) -> str:
        found = value(row)
        return NONE if found is None else f"{found:,}" if exact else format_number(found)

    def key(row: Row) -> float:
        found = value(row)
        return math.inf if found is None or math.isnan(found) else found

    return text, key


def _verdict(row: Row) -> str:
    return row.racer.reason if row.standing is None else row.standing.verdict


def _short_verdict(row: Row) -> str:
    """The verdict for a narrow cell, in whose tip it stands in full."""
    return _verdict(row).replace(" at epoch ", " at ")


_NUMBER = "8.888e−88"
_ARRIVED = "Epochs until the loss was within the tolerance"

COLUMNS = (
    Column("Optimizer", "As in the list", "Momentum 0", lambda r: r.racer.name,
           lambda r: r.racer.place),
    Column("Verdict", "How it ended", "Not finite at 88", _short_verdict, _verdict),
    Column("Loss", "The loss at the epoch shown", _NUMBER, *_number("loss")),
    Column("Distance", "From the point shown to the nearest minimum", _NUMBER,
           *_number("distance")),
    Column("Epochs", _ARRIVED, "88,888", *_number("epochs", exact=True)),
    Column("Calls", "Gradients computed until then", "88,888", *_number("calls", exact=True)),
    Column("Lowest", "The lowest loss so far", _NUMBER, *_number("best")),
)  # fmt: skip
TEXTS = (0, 1)
"""The columns of words; the others are numbers."""


class StandingsModel(QAbstractTableModel):
    """Holds the rows in the order they were sorted in last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._sorted_by = (0, Qt.SortOrder.AscendingOrder)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; a table of the same racers keeps its place and its selection."""
        ordered = self._ordered(rows)
        if len(ordered) != len(self._rows):
            self.beginResetModel()
            self._rows = ordered
            self.endResetModel()
        elif ordered != self._rows:
            self._rows = ordered
            last = self.index(len(ordered) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row(self, number: int) -> Row:
        """The row with this number, as it is sorted now."""
        return self._rows[number]

    def _ordered(self, rows: Sequence[Row]) -> list[Row]:
        column, order = self._sorted_by
        down = order == Qt.SortOrder.DescendingOrder
        return sorted(rows, key=COLUMNS[column].key, reverse=down)

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        """As many as there are racers."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        """As many as the table of columns has."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Text, the racer (for its look), full precision in the tip, numbers to the right."""
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        match role:
            case Role.DisplayRole:
                return column.text(row)
            case Role.ToolTipRole:
                return self._tip(row, column)
            case Role.UserRole:
                return row.racer if index.column() == 0 else None
            case Role.TextAlignmentRole:
                return _alignment(index.column())
        return None

    def _tip(self, row: Row, column: Column) -> str:
        key = column.key(row)
        if isinstance(key, float) and math.isfinite(key):
            return f"{key!r}"
        return f"{column.tip}: {key if isinstance(key, str) else column.text(row)}"

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Titles, and what they mean."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        texts = {
            Role.DisplayRole: COLUMNS[section].title,
            Role.ToolTipRole: COLUMNS[section].tip,
            Role.TextAlignmentRole: _alignment(section),
        }
        return texts.get(Role(role))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, and keep to it when the numbers change."""
        self.layoutAboutToBeChanged.emit()
        self._sorted_by = (max(column, 0), order)
        self._rows = self._ordered(self._rows)
        self.layoutChanged.emit()


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in TEXTS else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
