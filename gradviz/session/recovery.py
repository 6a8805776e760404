"""Recovery: unsaved work is kept in a file of its own until it is saved or given up."""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QElapsedTimer, QLockFile, QObject, QStandardPaths, QTimer, Signal

from gradviz.document import Document, dumps, loads, read_bytes, write_atomically
from gradviz.errors import DocumentError
from gradviz.session.jobs import JobRunner
from gradviz.session.session import Session

QUIET_MS = 1_500
LONGEST_MS = 10_000
"""Even without a pause in editing, the work is kept this often."""

MAX_KEPT = 10
_MAX_BYTES = 1 << 30
_SUFFIX = ".recovery"


class _Record(msgspec.Struct):
    title: str
    saved: datetime
    path: str | None
    document: msgspec.Raw


@dataclass(frozen=True)
class Recoverable:
    """Work that was never saved: its title, when it was kept, and the file it belongs to."""

    title: str
    saved: datetime
    path: Path | None
    file: Path


class Recovery(QObject):
    """Keeps the session's unsaved work in a folder, a moment after the edits go quiet.

    Saving, or undoing everything, removes the copy. A document that was never saved under a
    name keeps its copy when it is replaced or the window is closed. A copy is offered once the
    window that wrote it is gone.
    """

    failed = Signal(object)  # DocumentError: the copy could not be written

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
        self._slot = _Slot(self._folder)
        self._path, self._dirty = session.path, not session.is_clean
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True, interval=quiet_ms)
        self._timer.timeout.connect(self._write)
        session.document_changed.connect(self._on_document_changed)
        session.history_changed.connect(self._on_history_changed)

    def recovery_available(self) -> tuple[Recoverable, ...]:
        """The work that can be recovered, newest first."""
        found = [
            entry
            for file in self._folder.glob(f"*{_SUFFIX}")
            if file != self._slot.file and not _is_owned(file)
            if (entry := _entry(file)) is not None
        ]
        return tuple(sorted(found, key=lambda entry: entry.saved, reverse=True))

    def recover(self, entry: Recoverable | None = None) -> None:
        """Open what was kept (the newest), as not saved; raises DocumentError."""
        if entry is None:
            entry = next(iter(self.recovery_available()), None)
        if entry is None:
            raise DocumentError("There is nothing to recover.")
        document = loads(bytes(_record(entry.file).document))
        self._session.new(document, entry.path, modified=True)
        self._slot.write(document, entry.path, self._slot.generation)
        _remove(entry.file)

    def discard_recovery(self, entry: Recoverable | None = None) -> None:
        """Give up one of what could be recovered, or all of it."""
        for gone in (entry,) if entry is not None else self.recovery_available():
            _remove(gone.file)

    def close(self) -> None:
        """Leave things in order: work never saved under a name is kept, all else removed."""
        self._leave(self._session.document)

    # Inside

    def _on_document_changed(self, old: Document, _new: Document) -> None:
        if self._session.is_fresh:
            self._leave(old)
            self._slot = _Slot(self._folder)
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
        document, slot = self._session.document, self._slot
        self._jobs.submit(
            self._key,
            slot.write,
            document,
            self._session.path,
            slot.generation,
            on_done=lambda _nothing: self._prune(),
            on_error=self._on_error,
        )

    def _prune(self) -> None:
        """Remove the oldest; the files are read, which takes long, only if there are too many."""
        others = sum(file != self._slot.file for file in self._folder.glob(f"*{_SUFFIX}"))
        if others > MAX_KEPT:
            for entry in self.recovery_available()[MAX_KEPT:]:
                _remove(entry.file)

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
        if keep:
            try:
                self._slot.write(document, None, self._slot.generation)
            except DocumentError as error:
                self.failed.emit(error)
            self._slot.release()
        else:
            self._slot.clear()
        self._dirty = False


class _Slot:
    """One recovery file and the lock that says that its writer is alive.

    ``write`` may run on a worker; a write that was planned before ``clear`` does nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"{os.urandom(16).hex()}{_SUFFIX}"
        self.generation = 0
        self._mutex = threading.Lock()
        self._lock: QLockFile | None = None

    def write(self, document: Document, path: Path | None, generation: int) -> None:
        """Replace the file; raises DocumentError."""
        record = _Record(
            title=document.title,
            saved=datetime.now(UTC),
            path=None if path is None else str(path),
            document=msgspec.Raw(dumps(document)),
        )
        data = msgspec.json.encode(record)
        with self._mutex:
            if generation != self.generation:
                return
            self._claim()
            write_atomically(self.file, data)

    def clear(self) -> None:
        """Remove the file and the lock, and let no earlier plan write it again."""
        with self._mutex:
            self.generation += 1
            if self._lock is not None:
                with contextlib.suppress(OSError):  # then it is offered once more
                    self.file.unlink(missing_ok=True)
            self._unlock()

    def release(self) -> None:
        """Leave the file to whoever recovers it."""
        with self._mutex:
            self.generation += 1
            self._unlock()

    def _claim(self) -> None:
        if self._lock is None:
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise DocumentError(
                    f"Unsaved work can't be kept in {self.file.parent}: {error.strerror}.",
                    str(self.file.parent),
                ) from error
            self._lock = _lock_of(self.file)
            self._lock.tryLock(0)

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


def default_folder() -> Path:
    """Where recovery files are kept: below the application's data folder."""
    location = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(location)) / "recovery"


def _lock_of(file: Path) -> QLockFile:
    lock = QLockFile(str(file.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # only a process that is gone makes a lock stale
    return lock


def _is_owned(file: Path) -> bool:
    """Whether the window that writes the file is still open."""
    lock = _lock_of(file)
    if not lock.tryLock(0):
        return True
    lock.unlock()
    return False


def _record(file: Path) -> _Record:
    try:
        return msgspec.json.decode(read_bytes(file, _MAX_BYTES), type=_Record)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DocumentError(f"{file.name} is damaged.", str(file)) from error


def _entry(file: Path) -> Recoverable | None:
    try:
        record = _record(file)
    except DocumentError:
        return None  # what can't be read can't be offered
    path = None if record.path is None else Path(record.path)
    return Recoverable(record.title, record.saved, path, file)


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.with_suffix(".lock").unlink(missing_ok=True)
