"""The data dock: how the data is made, what is done to it, and the table itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.document import Document, cells, file_stem, sourcing, write_atomically
from gradviz.errors import GradVizError
from gradviz.session import DescentRun, JobRunner, Session
from gradviz.ui.table_dock.actions import TableActions
from gradviz.ui.table_dock.column_header import ColumnHeader
from gradviz.ui.table_dock.editing import TableEditing
from gradviz.ui.table_dock.making import MakingForm
from gradviz.ui.table_dock.scaling import ConditionWatch, features_of
from gradviz.ui.table_dock.table_model import TableModel
from gradviz.ui.theme import Theme, ThemeSource

NOTHING = (
    "There is no table yet. Choose a preset above, open a CSV file, or paste cells with Ctrl+Alt+V."
)


class TablePanel(QWidget):
    """Shows the document's table while it is in sight, and edits it."""

    said = Signal(str)
    import_wanted = Signal()

    def __init__(
        self, session: Session, run: DescentRun, jobs: JobRunner, themes: ThemeSource
    ) -> None:
        super().__init__()
        self._session = session
        self._in_sight = False
        self.setObjectName("table_panel")
        self.making = MakingForm(session, self)
        self.standardize = QCheckBox("Standardize the inputs", self)
        self.standardize.setObjectName("standardize_check")
        self.standardize.setToolTip(
            "Subtract the mean and divide by the standard deviation, column by column"
        )
        self._kappa = QLabel(self)
        self._kappa.setObjectName("kappa_words")
        self._kappa.setWordWrap(True)
        self._watch = ConditionWatch(run, jobs, self)
        self.model = TableModel(session, themes.current, self)
        self.table = self._made_table()
        self._nothing = QLabel(NOTHING, self)
        self._nothing.setObjectName("table_empty")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.header = ColumnHeader(self._problem, themes.current, self.table)
        self.table.setHorizontalHeader(self.header)
        self.editing = TableEditing(session, self.table, self.model, self.header)
        self._actions = TableActions(self.editing, self.table, self.header)
        self._held = QLabel(self)
        self._held.setObjectName("held_out_words")
        self._held.setWordWrap(True)
        self._stack = QStackedLayout()
        self._buttons = self._made_buttons()
        self._lay_out()
        self._connect(themes)
        self._on_theme_changed(themes.current)

    def _made_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("data_table")
        table.setAccessibleName("The table")
        table.setModel(self.model)
        table.setToolTip("Double-click or F2 edits a cell; its menu has what else can be done")
        line = table.fontMetrics().lineSpacing() + 6
        rows = table.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(line)
        return table

    def _problem(self, old: str, new: str) -> str:
        return self.editing.problem(old, new)

    def _made_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(2)
        for name, short in (
            ("table_add_row", "+ Row"),
            ("table_add_column", "+ Column"),
            ("table_remove_rows", "\u2212 Rows"),
        ):
            button, action = self._button(line, name), self._actions.action(name)
            action.setIconText(short)
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
        line.addStretch(1)
        for name, text, tip, act in (
            ("table_import", "Import…", "Open a CSV file", self.import_wanted.emit),
            ("table_export", "Export…", "Write the whole table to a CSV file", self.ask_export),
        ):
            button = self._button(line, name)
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(act)
        return line

    def _button(self, line: QHBoxLayout, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAutoRaise(True)
        line.addWidget(button)
        return button

    def _lay_out(self) -> None:
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self.making)
        column.addWidget(self.standardize)
        column.addWidget(self._kappa)
        column.addLayout(self._stack, 1)
        column.addWidget(self._held)
        column.addLayout(self._buttons)

    def _connect(self, themes: ThemeSource) -> None:
        self._session.document_changed.connect(self._on_document_changed)
        self.model.refused.connect(self.said)
        self.making.refused.connect(self.said)
        self.editing.said.connect(self.said)
        self.header.said.connect(self.said)
        self.header.rename_wanted.connect(self.editing.rename_column)
        self.model.modelReset.connect(self.header.close_editor)
        self.standardize.clicked.connect(self._on_standardize)
        self._watch.said.connect(self._kappa.setText)
        themes.theme_changed.connect(self._on_theme_changed)

    # Showing

    def show_in_sight(self, on: bool) -> None:  # a slot
        """Follow the document only while somebody looks."""
        self._in_sight = on
        if on:
            self._show(self._session.document)

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if self._in_sight and (
            old.dataset is not new.dataset
            or old.source is not new.source
            or old.graph is not new.graph
        ):
            self._show(new)

    def _show(self, document: Document) -> None:
        self._show_cells(document)
        self.making.show_document(document)
        has_table = cells.table_of(document) is not None
        self._stack.setCurrentWidget(self.table if has_table else self._nothing)
        self.standardize.setEnabled(has_table)
        self._actions.enable(has_table)
        source = document.source
        self.standardize.setChecked(source is not None and bool(source.standardized))
        self._watch.ask(document)

    def _show_cells(self, document: Document) -> None:
        """Show the table, from the same place on; where rows went, the place is nearby."""
        at, scroll = self.table.currentIndex(), self.table.verticalScrollBar().value()
        row, column = at.row(), at.column()
        self.model.show_document(document)
        rows, wide = self.model.rowCount(), self.model.columnCount()
        if row >= 0 and rows and wide and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(min(row, rows - 1), min(column, wide - 1)))
            self.table.verticalScrollBar().setValue(scroll)
        held = self.model.held_out
        self._held.setText(f"{held:,} of {rows:,} rows are held out, in italics.")
        self._held.setVisible(held > 0)

    def _on_theme_changed(self, theme: Theme) -> None:
        self.model.restyle(theme)
        self.header.restyle(theme)
        self.making.restyle(theme)
        for label in (self._kappa, self._nothing, self._held):
            label.setStyleSheet(f"color: {theme.muted};")

    # What is done here

    def _on_standardize(self, on: bool) -> None:  # a signal's
        names = features_of(self._session.document) if on else ()
        changed = sourcing.with_standardized(self._session.document, names)
        self._session.end_merge()
        self._session.apply("Standardize" if on else "Undo standardizing", changed)

    def ask_export(self) -> None:
        """Ask where the table should be written."""
        name = f"{file_stem(self._session.document.title)}.csv"
        path, _filter = QFileDialog.getSaveFileName(self, "Export the table", name)
        if path:
            self.write_csv(Path(path))

    def write_csv(self, path: Path) -> None:
        """Write the whole table, and say how it went."""
        try:
            write_atomically(path, cells.table_csv(self._session.document).encode())
        except GradVizError as error:
            self.said.emit(str(error))
        else:
            self.said.emit(f"Exported to {path.name}.")

    def sizeHint(self) -> QSize:
        return QSize(320, 560)
