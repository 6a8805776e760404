"""The first rows of a table that is about to be imported; cells that are no numbers stand out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from gradviz.descent.data.tables import Preview
from gradviz.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROOT = QModelIndex()
_TINT = 0.18


class PreviewModel(QAbstractTableModel):
    """Shows a preview; the cells that are not ``used`` are paler."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._preview = Preview((), (), frozenset(), ())
        self._used: frozenset[int] = frozenset()

    def show_preview(self, preview: Preview, used: frozenset[int]) -> None:
        """Show these rows, of which these columns are used."""
        self.beginResetModel()
        self._preview, self._used = preview, used
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        """As many as the preview has."""
        return 0 if parent.isValid() else len(self._preview.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        """As many as the longest row has cells."""
        if parent.isValid():
            return 0
        return max(map(len, (self._preview.names, *self._preview.rows)), default=0)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The text of a cell; a bad one on a ground of its own, with a tip."""
        cells = self._preview.rows[index.row()]
        place = (index.row(), index.column())
        is_bad = place in self._preview.bad or index.column() >= len(cells)
        match role:
            case Role.DisplayRole:
                return cells[index.column()] if index.column() < len(cells) else ""
            case Role.BackgroundRole if is_bad and index.column() in self._used:
                ground = QColor(self._theme.bad)
                ground.setAlphaF(_TINT)
                return ground
            case Role.ForegroundRole if index.column() not in self._used:
                return QColor(self._theme.muted)
            case Role.ToolTipRole if is_bad:
                return "This is not a number"
        return None

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The names of the columns, the numbers of the rows in the file."""
        if role != Role.DisplayRole:
            return None
        names = self._preview.names
        if orientation is Qt.Orientation.Horizontal:
            return names[section] if section < len(names) else ""
        return str(self._preview.lines[section])
