"""Recovery: unsaved work is kept in a file of its own until it is saved or given up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from gradviz.document import Document
from gradviz.errors import DocumentError
from gradviz.session.jobs import JobRunner
from gradviz.session.recovery_files import (
    Recoverable,
    Slot,
    available,
    default_folder,
    kept,
    prune,
    remove,
)
from gradviz.session.session import Session

QUIET_MS = 1_500
LONGEST_MS = 10_000
"""Even without a pause in editing, the work is kept this often."""


class Recovery(QObject):
    """Keeps the session's unsaved work in a folder, a moment after the edits go quiet.

    Saving, or undoing everything, removes the copy. A document that was never saved under a
    name keeps its copy when it is replaced or the window is closed. A copy is offered once the
    window that wrote it is gone.
    """

    failed = Signal(object)  # DocumentError: a copy could not be written, or not be read

    def __init__(
        self,
        session: Session,
        jobs: JobRunner,
        folder: Path | None = None,
        quiet_ms: int = QUIET_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._folder = folder if folder is not None else default_folder()
        self._key = ("recovery", id(self))
        self._slot = Slot(self._folder)
        self._leaving: dict[Slot, tuple[Document, int]] = {}
        self._path, self._dirty = session.path, not session.is_clean
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True, interval=quiet_ms)
        self._timer.timeout.connect(self._write)
        session.document_changed.connect(self._on_document_changed)
        session.history_changed.connect(self._on_history_changed)

    def find(self, on_found: Callable[[tuple[Recoverable, ...]], None]) -> None:
        """Look in the background for what can be recovered, newest first."""
        arguments = self._folder, self._slot.file
        self._jobs.submit(("find", self._key), available, *arguments, on_done=on_found)

    def recover(self, entry: Recoverable) -> None:
        """Open what was kept, as not saved, when it was read; ``failed`` says why it can't be."""
        self._jobs.submit(
            ("recover", self._key),
            kept,
            entry.file,
            on_done=lambda document: self._open(document, entry),
            on_error=self._on_error,
        )

    def discard(self, entry: Recoverable) -> None:
        """Give up one of what could be recovered."""
        remove(entry.file)

    def close(self) -> None:
        """Leave things in order: work never saved under a name is kept, all else removed.

        It is kept before this returns, and so is what was to be kept of earlier documents.
        """
        self._leave(self._session.document)
        for slot, (document, generation) in list(self._leaving.items()):
            self._jobs.cancel(("leave", slot))
            try:
                slot.leave(document, generation)
            except DocumentError as error:
                self.failed.emit(error)
        self._leaving.clear()

    # Inside

    def _on_document_changed(self, old: Document, _new: Document) -> None:
        if self._session.is_fresh:
            self._leave(old)
            self._keep_left(self._slot)
            self._slot = Slot(self._folder)
            self._path = self._session.path
        if not self._session.is_clean:
            self._plan()

    def _on_history_changed(self) -> None:
        self._path, self._dirty = self._session.path, not self._session.is_clean
        if not self._dirty:
            self._forget()

    def _plan(self) -> None:
        """Write when the edits have gone quiet, or have gone on for too long."""
        if not self._since.isValid():
            self._since.start()
        if self._since.hasExpired(LONGEST_MS):
            self._write()
        else:
            self._timer.start()

    def _write(self) -> None:
        self._timer.stop()
        self._since.invalidate()
        slot = self._slot
        self._jobs.submit(
            self._key,
            _written,
            slot,
            self._session.document,
            self._session.path,
            slot.generation,
            on_done=lambda _nothing: None,
            on_error=self._on_error,
        )

    def _open(self, document: Document, entry: Recoverable) -> None:
        self._session.new(document, entry.path, modified=True)
        self._slot.replaces = entry.file
        self._write()

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, DocumentError):
            raise error
        self.failed.emit(error)

    def _forget(self) -> None:
        self._timer.stop()
        self._since.invalidate()
        self._jobs.cancel(self._key)
        self._slot.clear()

    def _leave(self, document: Document) -> None:
        """Be done with a document: keep it if nothing else does."""
        keep = self._dirty and self._path is None
        self._timer.stop()
        self._since.invalidate()
        self._jobs.cancel(self._key)
        self._dirty = False
        if keep:
            self._leaving[self._slot] = document, self._slot.renewed()
        else:
            self._slot.clear()

    def _keep_left(self, slot: Slot) -> None:
        """Keep what is left in the background: it may be large."""
        if slot not in self._leaving:
            return
        document, generation = self._leaving[slot]

        def on_done(_nothing: None) -> None:
            self._leaving.pop(slot, None)

        def on_error(error: Exception) -> None:
            self._leaving.pop(slot, None)
            self._on_error(error)

        key, leave = ("leave", slot), slot.leave
        self._jobs.submit(key, leave, document, generation, on_done=on_done, on_error=on_error)


def _written(slot: Slot, document: Document, path: Path | None, generation: int) -> None:
    """Write the copy and see that there are not too many; for any thread."""
    slot.write(document, path, generation)
    prune(slot.file.parent, slot.file)
