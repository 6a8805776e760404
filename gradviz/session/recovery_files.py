"""The files of recovery: each is owned by the window that writes it, as long as that lives."""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QLockFile, QStandardPaths

from gradviz.document import Document, dumps, loads, read_bytes, write_atomically
from gradviz.errors import DocumentError

MAX_KEPT = 10
_MAX_BYTES = 1 << 30
SUFFIX = ".recovery"


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


class Slot:
    """One recovery file and the lock that says that its writer is alive.

    ``write`` may run on a worker; a write that was planned before ``clear`` does nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"{os.urandom(16).hex()}{SUFFIX}"
        self.generation = 0
        self._mutex = threading.Lock()
        self._lock: QLockFile | None = None
        self._document: Document | None = None  # that the file has
        self.replaces: Path | None = None  # what the work was recovered from

    def write(self, document: Document, path: Path | None, generation: int) -> None:
        """Replace the file; raises DocumentError."""
        data = _encoded(document, path)
        with self._mutex:
            if generation == self.generation:
                self._put(document, data)

    def leave(self, document: Document, generation: int) -> None:
        """Write the last there is, and let whoever recovers it have the file."""
        data = b"" if self.holds(document) else _encoded(document, None)
        with self._mutex:
            if generation != self.generation:
                return
            try:
                if data:
                    self._put(document, data)
            finally:
                self.generation += 1
                self._unlock()

    def holds(self, document: Document) -> bool:
        """Whether the file has just this document."""
        return self._document is document

    def renewed(self) -> int:
        """The generation of a plan before which no earlier one may come any more."""
        with self._mutex:
            self.generation += 1
            return self.generation

    def clear(self) -> None:
        """Remove the file and the lock, and let no earlier plan write it again."""
        with self._mutex:
            self.generation += 1
            self._document = None
            self._drop_replaced()
            if self._lock is not None:
                with contextlib.suppress(OSError):  # then it is offered once more
                    self.file.unlink(missing_ok=True)
            self._unlock()

    def _put(self, document: Document, data: bytes) -> None:
        self._claim()
        write_atomically(self.file, data)
        self._document = document
        self._drop_replaced()

    def _drop_replaced(self) -> None:
        """The work is kept here now, or nowhere: what it was recovered from is not needed."""
        if self.replaces is not None:
            remove(self.replaces)
            self.replaces = None

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


def _encoded(document: Document, path: Path | None) -> bytes:
    record = _Record(
        title=document.title,
        saved=datetime.now(UTC),
        path=None if path is None else str(path),
        document=msgspec.Raw(dumps(document)),
    )
    return msgspec.json.encode(record)


def available(folder: Path, own: Path) -> tuple[Recoverable, ...]:
    """What is in a folder beside one's ``own`` file and was left by its writer, newest first."""
    found = [
        entry
        for file in folder.glob(f"*{SUFFIX}")
        if file != own and not _is_owned(file) and (entry := _entry(file)) is not None
    ]
    return tuple(sorted(found, key=lambda entry: entry.saved, reverse=True))


def prune(folder: Path, own: Path) -> None:
    """Remove the oldest; the files are read, which takes long, only if there are too many."""
    if sum(file != own for file in folder.glob(f"*{SUFFIX}")) > MAX_KEPT:
        for entry in available(folder, own)[MAX_KEPT:]:
            remove(entry.file)


def kept(file: Path) -> Document:
    """The document in a file; raises DocumentError."""
    return loads(bytes(_record(file).document))


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


def remove(file: Path) -> None:
    """Give up a file."""
    file.unlink(missing_ok=True)
    file.with_suffix(".lock").unlink(missing_ok=True)
