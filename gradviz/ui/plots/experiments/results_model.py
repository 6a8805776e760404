"""The table of an experiment as a model: a row per trial, sorted as one likes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from gradviz.document.experiment_export import NONE, Line, line_of
from gradviz.document.experimenting import Result
from gradviz.graph import format_number
from gradviz.ui.plots.experiments.layers import rate_order, shade
from gradviz.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROOT = QModelIndex()


class Column(NamedTuple):
    """A column: title, meaning, the text of a cell, its sort key."""

    title: str
    tip: str
    text: Callable[[Line], str]
    key: Callable[[Line], float]


def _count(number: int | None) -> str:
    return NONE if number is None else f"{number:,}"


def _last(number: float | None) -> float:
    """A sort key that puts what is missing last."""
    return math.inf if number is None else number


COLUMNS = (
    Column("Rate", "The learning rate", lambda r: format_number(r.lr), lambda r: r.lr),
    Column("Epochs", "How many were run", lambda r: f"{r.epochs:,}", lambda r: r.epochs),
    Column(
        "Final",
        "The loss after the last epoch",
        lambda r: "not finite" if r.final is None else format_number(r.final),
        lambda r: _last(r.final),
    ),
    Column(
        "Arrived",
        "The epoch from which a thousandth of the way to the best loss is left, or less",
        lambda r: _count(r.arrived),
        lambda r: _last(r.arrived),
    ),
    Column(
        "Diverged",
        "The epoch from which the loss was never again as low as at the start",
        lambda r: _count(r.diverged),
        lambda r: _last(r.diverged),
    ),
)


class ResultsModel(QAbstractTableModel):
    """Holds the results in the order they were sorted in last."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._results: Sequence[Result] = ()
        self._lines: list[tuple[int, Line]] = []
        self._sorted_by = (-1, Qt.SortOrder.AscendingOrder)

    def show_results(self, results: Sequence[Result], floor: float) -> None:
        """Show these; an experiment that goes on keeps its place."""
        self.beginResetModel()
        self._results = results
        self._lines = [(place, line_of(result, floor)) for place, result in enumerate(results)]
        self._order()
        self.endResetModel()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of another theme."""
        self._theme = theme
        if self._lines:
            last = self.index(len(self._lines) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def place(self, row: int) -> int:
        """Which result stands in a row."""
        return self._lines[row][0]

    def row_of(self, place: int) -> int:
        """In which row a result stands."""
        return [shown for shown, _ in self._lines].index(place)

    def _order(self) -> None:
        column, order = self._sorted_by
        down = order == Qt.SortOrder.DescendingOrder
        if column < 0:
            self._lines.sort(key=lambda entry: entry[0])
        else:
            self._lines.sort(key=lambda entry: COLUMNS[column].key(entry[1]), reverse=down)

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        """As many as there are results."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        """As many as the table of columns has."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Text, the color of the curve, full precision in the tip; lost runs in their color."""
        place, line = self._lines[index.row()]
        column = COLUMNS[index.column()]
        match role:
            case Role.DisplayRole:
                return column.text(line)
            case Role.DecorationRole if index.column() == 0:
                order = rate_order(self._results)
                return shade(self._theme, order[place], max(order) + 1)
            case Role.ForegroundRole if line.diverged is not None:
                return QColor(self._theme.bad)
            case Role.ToolTipRole:
                key = column.key(line)
                return f"{column.tip}: {key!r}" if math.isfinite(key) else column.tip
            case Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Titles, and what they mean."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        texts = {
            Role.DisplayRole: COLUMNS[section].title,
            Role.ToolTipRole: COLUMNS[section].tip,
            Role.TextAlignmentRole: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
        }
        return texts.get(Role(role))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, and keep to it when the numbers change."""
        self.layoutAboutToBeChanged.emit()
        self._sorted_by = (column, order)
        self._order()
        self.layoutChanged.emit()
