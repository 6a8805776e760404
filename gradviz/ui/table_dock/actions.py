"""The actions of the table with their keys: one table for buttons, menus and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QTableView

from gradviz.ui.table_dock.column_header import ColumnHeader
from gradviz.ui.table_dock.editing import TableEditing


class Row(NamedTuple):
    """One action: its group, name, words, key, tip, and doing it."""

    group: str
    name: str
    text: str
    key: str
    tip: str
    act: Callable[[TableEditing], None]


ROWS = (
    Row("cells", "table_copy", "Copy", "Ctrl+C",
        "Copy the selected cells as tab-separated text", lambda e: e.copy()),
    Row("cells", "table_paste", "Paste", "Ctrl+V",
        "Write tab-separated cells from the selected one on", lambda e: e.paste()),
    Row("rows", "table_insert_above", "Insert row above", "Ins",
        "Insert a row above the selected one", lambda e: e.insert_above()),
    Row("rows", "table_insert_below", "Insert row below", "Alt+Ins",
        "Insert a row below the selected one", lambda e: e.insert_below()),
    Row("rows", "table_add_row", "Add row", "Ctrl+Return",
        "Add a row below the last", lambda e: e.add_row()),
    Row("rows", "table_remove_rows", "Remove rows", "Del",
        "Remove the selected rows", lambda e: e.remove_rows()),
    Row("columns", "table_rename_column", "Rename column…", "Shift+F2",
        "Rename the column, and the input that reads it", lambda e: e.ask_name()),
    Row("columns", "table_add_column", "Add column", "Ctrl+Shift+Return",
        "Add a column of zeros on the right", lambda e: e.add_column()),
    Row("columns", "table_remove_column", "Remove column", "Ctrl+Del",
        "Remove the column; the graph must not read it", lambda e: e.remove_column()),
)  # fmt: skip


class TableActions(QObject):
    """One QAction a row: its key works while the table or its head has the keyboard."""

    def __init__(self, editing: TableEditing, view: QTableView, header: ColumnHeader) -> None:
        super().__init__(view)
        self._view, self._header = view, header
        self._actions: dict[str, QAction] = {}
        for row in ROWS:
            action = QAction(row.text, self)
            action.setObjectName(f"{row.name}_action")
            action.setShortcut(row.key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setToolTip(f"{row.tip} ({_shown(row.key)})")
            action.triggered.connect(lambda _checked=False, row=row: row.act(editing))
            view.addAction(action)
            header.addAction(action)
            self._actions[row.name] = action
        rows = view.verticalHeader()
        for place in (view, header, rows):
            place.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_on_cells)
        header.customContextMenuRequested.connect(self._open_on_column)
        rows.customContextMenuRequested.connect(self._open_on_row)

    def action(self, name: str) -> QAction:
        """The action of a row, for a button."""
        return self._actions[name]

    def enable(self, on: bool) -> None:  # as setEnabled
        """Whether there is a table."""
        for action in self._actions.values():
            action.setEnabled(on)

    def _open_on_cells(self, at: QPoint) -> None:
        index = self._view.indexAt(at)
        if index.isValid() and not self._view.selectionModel().isSelected(index):
            self._view.setCurrentIndex(index)
        self._open(("cells", "rows", "columns"), self._view.viewport().mapToGlobal(at))

    def _open_on_column(self, at: QPoint) -> None:
        section = self._header.logicalIndexAt(at)
        if section >= 0:
            self._view.selectColumn(section)
        self._open(("cells", "columns"), self._header.viewport().mapToGlobal(at))

    def _open_on_row(self, at: QPoint) -> None:
        rows = self._view.verticalHeader()
        row = rows.logicalIndexAt(at)
        first = self._view.model().index(row, 0)
        if row >= 0 and not self._view.selectionModel().isSelected(first):
            self._view.selectRow(row)
        self._open(("cells", "rows"), rows.viewport().mapToGlobal(at))

    def _open(self, groups: tuple[str, ...], where: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setObjectName("table_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = ""
        for row in (row for row in ROWS if row.group in groups):
            if group and row.group != group:
                menu.addSeparator()
            group = row.group
            menu.addAction(self._actions[row.name])
        menu.popup(where)


def _shown(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
