"""An array as a small table: every number readable, its sign and size also as a color."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from gradviz.graph import Array, Value, format_exact, format_number, format_value
from gradviz.ui.theme import Theme, ThemeSource

MOST = 50
"""Rows and columns that are shown; a table of more helps nobody."""

_MOST_HIGH = 9
_POSITIVE, _NEGATIVE = "#009E73", "#CC79A7"  # from Okabe and Ito, neither blue nor vermillion
_STRONGEST = 0.5  # of the color; the text keeps its contrast
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class ArrayModel(QAbstractTableModel):
    """The numbers of an array, at most MOST rows and columns of it."""

    def __init__(self, themes: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes
        self._numbers: Array = np.zeros((0, 0))
        self._largest = 1.0

    def show_array(self, numbers: Array) -> None:
        """Show a matrix."""
        self.beginResetModel()
        self._numbers = numbers
        finite = np.abs(numbers[np.isfinite(numbers)])
        self._largest = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
        self.endResetModel()

    def rowCount(self, parent: _Index = _TOP) -> int:  # noqa: N802  # Qt calls it so
        return 0 if parent.isValid() else self._numbers.shape[0]

    def columnCount(self, parent: _Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._numbers.shape[1]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        number = float(self._numbers[index.row(), index.column()])
        if role == Qt.ItemDataRole.DisplayRole:
            return format_number(number)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"row {index.row() + 1}, column {index.column() + 1}: {format_exact(number)}"
        if role == Qt.ItemDataRole.BackgroundRole:
            return heat(number / self._largest, self._themes.current)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def heat(share: float, theme: Theme) -> QColor:
    """The color of a number as a share, from −1 to 1, of the largest; none for no number."""
    surface = QColor(theme.surface)
    if not np.isfinite(share):
        return surface
    strong = QColor(_POSITIVE if share > 0 else _NEGATIVE)
    weight = _STRONGEST * min(abs(share), 1.0)
    mixed = (
        round(a + (b - a) * weight)
        for a, b in zip(surface.getRgb()[:3], strong.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*mixed)


class HeatTable(QWidget):
    """A caption, the table, and below it what had to be left out."""

    def __init__(
        self, name: str, caption: str, themes: ThemeSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._caption = name, QLabel(caption, self)
        self.model = ArrayModel(themes, self)
        self.table = QTableView(self)
        self.table.setObjectName(f"inspector_{name}_table")
        self.table.setModel(self.model)
        self.table.setAlternatingRowColors(False)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._cut = QLabel(self)
        self._cut.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (self._caption, self.table, self._cut):
            column.addWidget(part)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)

    def show_value(self, value: Value | None, caption: str) -> None:
        """Show an array; nothing for a number, which needs no table."""
        is_array = isinstance(value, np.ndarray)
        self.setVisible(is_array)
        if not isinstance(value, np.ndarray):
            return
        self._caption.setText(f"{caption}, {format_value(value)}")
        self.table.setAccessibleName(f"{caption} as a table")
        rows = as_rows(value)
        self.model.show_array(rows[:MOST, :MOST])
        said = left_out(value)
        self._cut.setText(said)
        self._cut.setVisible(bool(said))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """As wide as the widest number needs, as high as the rows."""
        metrics = self.table.fontMetrics()
        width = metrics.horizontalAdvance("−0.0000e−00 ")
        texts = (
            self.model.data(self.model.index(i, j))
            for i in range(self.model.rowCount())
            for j in range(self.model.columnCount())
        )
        widest = max((metrics.horizontalAdvance(f"{text}") for text in texts), default=0)
        column = min(max(widest + 14, 38), width + 14)
        self.table.horizontalHeader().setDefaultSectionSize(column)
        row = metrics.height() + 6
        self.table.verticalHeader().setDefaultSectionSize(row)
        rows = min(self.model.rowCount(), _MOST_HIGH)
        head = self.table.horizontalHeader().sizeHint().height()
        needed = column * self.model.columnCount() + self.table.verticalHeader().sizeHint().width()
        wide = needed > self.width() - 4
        bar = self.table.horizontalScrollBar().sizeHint().height() if wide else 0
        self.table.setFixedHeight(head + rows * row + bar + 2)

    def _on_theme_changed(self, theme: Theme) -> None:
        for label in (self._caption, self._cut):
            label.setStyleSheet(f"color: {theme.muted};")
        self.table.setStyleSheet(
            f"QTableView {{ background: {theme.surface}; color: {theme.text};"
            f"gridline-color: {theme.line}; border: 1px solid {theme.line};"
            f"selection-background-color: {theme.accent}; selection-color: {theme.surface}; }}"
            f"QHeaderView::section {{ background: {theme.canvas}; color: {theme.muted};"
            f"border: none; border-right: 1px solid {theme.line};"
            f"border-bottom: 1px solid {theme.line}; padding: 1px 4px; }}"
            f"QTableCornerButton::section {{ background: {theme.canvas}; border: none; }}"
        )


def as_rows(value: Array) -> Array:
    """An array as a matrix: a vector is one row, of more than two axes the first slice counts."""
    if value.ndim > 2:
        value = value.reshape(-1, *value.shape[-2:])[0]
    return np.atleast_2d(value)


def left_out(value: Array) -> str:
    """What a table of an array does not show, in words; empty if it shows all."""
    rows, columns = as_rows(value).shape
    said = []
    if value.ndim > 2:
        said.append(f"The first of {value.size // (rows * columns)} slices.")
    cut = [
        f"{MOST} {what}" for count, what in ((rows, "rows"), (columns, "columns")) if count > MOST
    ]
    if cut:
        said.append(f"Only the first {' and '.join(cut)} are shown.")
    return " ".join(said)
