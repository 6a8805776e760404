"""The view of the standings: columns as wide as their numbers become, sorted by a click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from gradviz.ui.plots.race.standings_model import COLUMNS, StandingsModel
from gradviz.ui.plots.race.swatch import WIDTH, SwatchDelegate

ROOM = 10  # pixels beside the text of a cell
ARROW = 8  # pixels of the arrow that shows how a column is sorted
ROW_ROOM = 8


class StandingsTable(QTableView):
    """Keeps its widths while the race runs: nothing jumps, and nothing is measured anew."""

    def __init__(self, model: StandingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("standings_table")
        self.setAccessibleName("Standings of the race")
        self.setToolTip("Click a title to sort")
        self.setModel(model)
        self.setItemDelegateForColumn(0, SwatchDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        self._fit_columns()

    def _fit_columns(self) -> None:
        metrics = self.fontMetrics()
        for number, column in enumerate(COLUMNS):
            text = metrics.horizontalAdvance(column.longest) + (WIDTH if number == 0 else 0)
            title = metrics.horizontalAdvance(column.title) + ARROW
            self.setColumnWidth(number, max(text, title) + ROOM)
        self.verticalHeader().setDefaultSectionSize(metrics.lineSpacing() + ROW_ROOM)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the font (Present mode enlarges it)."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.model() is not None:
            self._fit_columns()
