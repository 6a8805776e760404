"""The dialog that imports a table: it shows what was found out, and lets one put it right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gradviz.descent.data.datasets import Dataset
from gradviz.descent.data.tables import Preview, TableOptions, decoded, preview, read_table, sniff
from gradviz.errors import DataError, GradVizError
from gradviz.session import CancelToken, JobRunner
from gradviz.ui.import_dialog.column_choice import ColumnChoice
from gradviz.ui.import_dialog.options_form import OptionsForm
from gradviz.ui.import_dialog.preview_model import PreviewModel
from gradviz.ui.theme import Theme

SIZE = QSize(640, 520)
NOTHING = Preview((), (), frozenset(), ())
_LONGEST_CELL = 24


class ImportDialog(QDialog):
    """Reads the bytes of a table called ``name``; ``imported`` carries the dataset.

    Nothing is imported unless every cell that is used is a number.
    """

    imported = Signal(object)  # Dataset

    def __init__(
        self, name: str, raw: bytes, jobs: JobRunner, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._raw, self._jobs, self._theme = name, raw, jobs, theme
        self._key = ("import", id(self))
        self._text = ""
        self._preview = NOTHING
        self.setObjectName("import_dialog")
        self.setWindowTitle(f"Import {name}")
        self.resize(SIZE)
        self.form = OptionsForm(self)
        self.choice = ColumnChoice(self)
        self.model = PreviewModel(theme, self)
        self.problem = QLabel(self)
        self.problem.setObjectName("import_problem")
        self.problem.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setObjectName("import_progress")
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.go = QPushButton("Import", self)
        self.go.setObjectName("import_button")
        self.go.setDefault(True)
        self._lay_out()
        self.form.changed.connect(self._on_options)
        self.choice.changed.connect(self._show_columns)
        self.go.clicked.connect(self._import)
        self._find_out()

    def _lay_out(self) -> None:
        table = QTableView(self)
        table.setObjectName("import_preview")
        table.setAccessibleName("The first rows")
        table.setModel(self.model)
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 6)
        table.horizontalHeader().setStretchLastSection(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("import_cancel")
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.form)
        column.addWidget(table, 1)
        for widget in (self.choice, self.problem, self.bar, buttons):
            column.addWidget(widget)

    # Finding out, and showing

    def _find_out(self) -> None:
        try:
            options = sniff(self._raw, self._name)
        except DataError as error:
            self._say(str(error))
            self.go.setEnabled(False)
            return
        self.form.show_options(options)
        self._read_preview()
        count = len(self._preview.names)
        if count > 1:
            best = sorted(range(count), key=self._bad_cells)[:2]  # of equals the first
            self.choice.choose(*sorted(best))
        self._show_columns()

    def _bad_cells(self, column: int) -> int:
        return sum(place[1] == column for place in self._preview.bad)

    def _on_options(self) -> None:
        """Read the first rows anew, as one says they are to be read."""
        self._read_preview()
        self._show_columns()

    def _read_preview(self) -> None:
        options = self.form.options
        try:
            self._text = decoded(self._raw, options.encoding, self._name)
        except DataError:
            self._text, self._preview = "", NOTHING
        else:
            self._preview = preview(self._text, options)
        self.choice.show_names(self._preview.names)

    def _show_columns(self) -> None:
        self.model.show_preview(self._preview, frozenset(self.choice.used))
        self._say(self._complaint())
        self.go.setEnabled(bool(self._preview.rows) and self.choice.is_whole)

    def _complaint(self) -> str:
        """What is wrong with the first rows, as far as the columns that are used go."""
        if not self._text:
            return "The text is written in another encoding."
        if not self._preview.rows:
            return f"{self._name} has no rows of numbers."
        if not self.choice.is_whole:
            return "Choose two different columns: a line needs x and y."
        bad = sorted(place for place in self._preview.bad if place[1] in self.choice.used)
        if not bad:
            return ""
        row, column = bad[0]
        cell, names = self._preview.rows[row][column], self._preview.names
        name = names[column] if column < len(names) else str(column + 1)
        more = f" ({len(bad)} such cells in the first rows)" if len(bad) > 1 else ""
        what = f"“{cell[:_LONGEST_CELL]}” is not a number" if cell else "the cell is empty"
        return f"Row {self._preview.lines[row]}, column {name}: {what}{more}."

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setStyleSheet(f"color: {self._theme.bad};")
        self.problem.setVisible(bool(sentence))

    # Importing

    def _import(self) -> None:
        self.go.setEnabled(False)
        self.bar.setValue(0)
        self.bar.show()
        self._jobs.submit(
            self._key,
            _read,
            self._name,
            self._text,
            self.form.options,
            self.choice.wanted,
            on_done=self._on_read,
            on_error=self._on_error,
            on_progress=lambda part: self.bar.setValue(round(1000 * part)),
        )

    def _on_read(self, dataset: Dataset) -> None:
        self.imported.emit(dataset)
        self.accept()

    def _on_error(self, error: Exception) -> None:
        self.bar.hide()
        self.go.setEnabled(True)
        if not isinstance(error, GradVizError):
            raise error
        self._say(str(error))

    def done(self, result: int) -> None:
        """Close; what is still being read is not wanted any more."""
        self._jobs.cancel(self._key)
        super().done(result)


def _read(
    name: str,
    text: str,
    options: TableOptions,
    only: list[str] | None,
    cancel: CancelToken | None = None,
    progress: Callable[[float], None] | None = None,
) -> Dataset:
    """The table, or two columns of it under the names x and y; for any thread."""
    table = read_table(name, text, options, only, cancel=cancel, progress=progress)
    if cancel is not None:
        cancel.check()
    if only is None:
        return table
    return Dataset(table.name, dict(zip("xy", (table.columns[key] for key in only), strict=True)))
