"""New, open and save: what asks for a file name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gradviz.descent.data.datasets import Dataset
from gradviz.descent.data.tables import read_csv, read_raw
from gradviz.document import (
    SUFFIX,
    Document,
    edits,
    examples,
    open_example,
    open_function,
)
from gradviz.errors import GradVizError
from gradviz.session import JobRunner, Session, Settings

FILE_FILTER = "GradViz documents (*.gradviz)"
DATA_FILTER = "Tables (*.csv *.tsv *.txt);;All files (*)"


def document_for(key: str, size: int | None = None, choice: int | None = None) -> Document:
    """The document of an example id, else of a catalog id; DocumentError if it is neither.

    ``size`` and ``choice`` are for test functions that leave them open, see ``open_function``.
    """
    if key in examples():
        return open_example(key)
    return open_function(key, size, choice)


class FileActions(QObject):
    """Carries out the File menu on one session; every failure is said, none is raised."""

    said = Signal(str)  # one sentence for the status line
    import_wanted = Signal(str, object)  # the name of a table and its bytes
    opened = Signal()

    def __init__(
        self,
        session: Session,
        jobs: JobRunner,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._jobs = jobs
        self._settings = settings
        self._window = window

    def choose(self, key: str, size: int | None = None, choice: int | None = None) -> bool:
        """Open an example or a test function in place of the document; whether it was opened.

        Undo brings the former document back, unless it belongs to a file: that one is left.
        """
        document = document_for(key, size, choice)
        if self._session.path is None:
            self._session.end_merge()
            self._session.apply(f"Open {document.title}", document)
            self._session.end_merge()
        elif self.may_leave():
            self._session.new(document)
        else:
            return False
        self.opened.emit()
        return True

    def new(self) -> None:
        """An empty document."""
        if self.may_leave():
            self._session.new(Document())
            self.opened.emit()

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        path, _kind = QFileDialog.getOpenFileName(self._window, "Open", "", FILE_FILTER)
        if path:
            self.open(path)

    def open(self, path: str) -> bool:
        """Open a file; says why when it can't be read, and keeps what is open."""
        if not self.may_leave():
            return False
        try:
            self._session.open(Path(path))
        except GradVizError as error:
            self.said.emit(str(error))
            return False
        self._settings.add_recent(path)
        self.opened.emit()
        return True

    def ask_data(self) -> None:
        """Ask for a table and show what it looks like."""
        path, _kind = QFileDialog.getOpenFileName(self._window, "Open data", "", DATA_FILTER)
        if path:
            self.import_data(path)

    def import_data(self, path: str) -> None:
        """Show what a table looks like, to be imported from there; a file may take a while."""
        self.said.emit(f"Reading {Path(path).name} …")
        self._jobs.submit(
            "import data",
            read_raw,
            Path(path),
            on_done=lambda raw: self.import_wanted.emit(Path(path).name, raw),
            on_error=self._on_data_failed,
        )

    def paste_data(self) -> None:
        """Show what the text on the clipboard looks like as a table."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.import_wanted.emit("Pasted.csv", text.encode())
        else:
            self.said.emit("There is no text on the clipboard to read a table from.")

    def open_data(self, path: str) -> None:
        """Put a table of numbers under the expression; undo takes it away again.

        It is read in the background: a million rows take a while.
        """
        self.said.emit(f"Reading {Path(path).name} …")
        self._jobs.submit(
            "open data", read_csv, path, on_done=self.take_data, on_error=self._on_data_failed
        )

    def take_data(self, dataset: Dataset) -> None:
        """Put a table that was read under the expression."""
        try:
            changed = edits.open_data(self._session.document, dataset)
        except GradVizError as error:
            self.said.emit(str(error))
            return
        self._session.end_merge()
        self._session.apply(f"Open {dataset.name}", changed)
        self._session.end_merge()
        self.said.emit(f"{dataset.name}: {dataset.length:,} rows.")
        self.opened.emit()

    def _on_data_failed(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self.said.emit(str(error))

    def open_any(self, path: str) -> None:
        """Open what was dropped: a document or a table."""
        if path.endswith(SUFFIX):
            self.open(path)
        else:
            self.import_data(path)

    def save(self) -> bool:
        """Save under the name the document has, or ask for one."""
        if self._session.path is None:
            return self.save_as()
        return self._save(Path(self._session.path))

    def save_as(self) -> bool:
        """Ask for a name and save."""
        start = str(self._session.path or f"{self._session.document.title}{SUFFIX}")
        path, _kind = QFileDialog.getSaveFileName(self._window, "Save as", start, FILE_FILTER)
        if not path:
            return False
        return self._save(Path(path if path.endswith(SUFFIX) else path + SUFFIX))

    def _save(self, path: Path) -> bool:
        try:
            self._session.save(path)
        except GradVizError as error:
            self.said.emit(str(error))
            return False
        self._settings.add_recent(str(path))
        self.said.emit(f"Saved as {path.name}.")
        return True

    def may_leave(self) -> bool:
        """Whether the document may be replaced: a changed file is saved, dropped, or kept open.

        Work that was never saved under a name is kept for recovery, so it is not asked about.
        """
        if self._session.is_clean or self._session.path is None:
            return True
        name = Path(self._session.path).name
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            "Unsaved changes",
            f"Save the changes to {name}?",
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            return self.save()
        return answer == buttons.Discard
