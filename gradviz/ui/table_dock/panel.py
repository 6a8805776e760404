"""The data dock: how the data is made, what is done to it, and the table itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
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
from gradviz.ui.table_dock.making import Edit, MakingForm
from gradviz.ui.table_dock.scaling import ConditionWatch, features_of
from gradviz.ui.table_dock.table_model import TableModel
from gradviz.ui.theme import Theme, ThemeSource

NOTHING = "There is no table yet. Choose a preset above, or open a CSV file."


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
        table.setToolTip("Double-click or F2 edits a cell, Delete removes the selected rows")
        line = table.fontMetrics().lineSpacing() + 6
        rows = table.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(line)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.installEventFilter(self)
        return table

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete removes rows while the table has the focus; elsewhere it removes nodes."""
        if (
            watched is self.table
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Delete)
        ):
            self.remove_rows()
            return True
        return super().eventFilter(watched, event)

    def _made_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(2)
        for name, text, tip, act in (
            ("table_add_row", "Add row", "Add a row below the last", self.add_row),
            ("table_remove_rows", "Remove", "Remove the selected rows (Delete)", self.remove_rows),
            ("table_import", "Import…", "Open a CSV file", self.import_wanted.emit),
            ("table_export", "Export…", "Write the whole table to a CSV file", self.ask_export),
        ):
            button = QToolButton(self)
            button.setObjectName(name)
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setAutoRaise(True)
            button.clicked.connect(act)
            line.addWidget(button)
        line.addStretch(1)
        return line

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
        column.addLayout(self._buttons)

    def _connect(self, themes: ThemeSource) -> None:
        self._session.document_changed.connect(self._on_document_changed)
        self.model.refused.connect(self.said)
        self.making.refused.connect(self.said)
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
        self.model.show_document(document)
        self.making.show_document(document)
        has_table = cells.table_of(document) is not None
        self._stack.setCurrentWidget(self.table if has_table else self._nothing)
        self.standardize.setEnabled(has_table)
        source = document.source
        self.standardize.setChecked(source is not None and bool(source.standardized))
        self._watch.ask(document)

    def _on_theme_changed(self, theme: Theme) -> None:
        self.model.restyle(theme)
        self.making.restyle(theme)
        for label in (self._kappa, self._nothing):
            label.setStyleSheet(f"color: {theme.muted};")

    # What is done here

    def _on_standardize(self, on: bool) -> None:  # a signal's
        names = features_of(self._session.document) if on else ()
        changed = sourcing.with_standardized(self._session.document, names)
        self._session.end_merge()
        self._session.apply("Standardize" if on else "Undo standardizing", changed)

    def add_row(self) -> None:
        """A row below the last, ready to be written."""
        self._try("Add a row", cells.add_row)
        last = self.model.index(self.model.rowCount() - 1, 0)
        self.table.setCurrentIndex(last)
        self.table.setFocus()

    def remove_rows(self) -> None:
        """Remove the rows with a selected cell."""
        rows = {index.row() for index in self.table.selectionModel().selectedIndexes()}
        if not rows:
            self.said.emit("Select the rows to remove first.")
            return
        count = "a row" if len(rows) == 1 else f"{len(rows):,} rows"
        self._try(f"Remove {count}", lambda document: cells.remove_rows(document, rows))

    def _try(self, text: str, edit: Edit) -> None:
        self._session.end_merge()
        try:
            self._session.apply(text, edit(self._session.document))
        except GradVizError as error:
            self.said.emit(str(error))

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
