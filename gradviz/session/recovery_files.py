"""The files of recovery: each is owned by the window that writes it, as long as that lives."""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QLockFile, QStandardPaths

from gradviz.descent.data.datasets import Dataset
from gradviz.document import (
    Document,
    dumps,
    dumps_table,
    loads,
    read_bytes,
    table_of,
    write_atomically,
)
from gradviz.errors import DocumentError

MAX_KEPT = 10
_MAX_BYTES = 1 << 30
SUFFIX = ".recovery"
TABLE = ".table"

LARGE = 20_000
"""Numbers: a larger table has a file of its own, which is not written again for every edit."""


class _Record(msgspec.Struct):
    title: str
    saved: datetime
    path: str | None
    document: msgspec.Raw
    table: str | None = None
    """The name of the file beside it that has the document's table."""


class _Kept(NamedTuple):
    """A large table and the file it is in."""

    table: Dataset
    file: Path


@dataclass(frozen=True)
class Recoverable:
    """Work that was never saved: its title, when it was kept, and the file it belongs to."""

    title: str
    saved: datetime
    path: Path | None
    file: Path


class Slot:
    """One recovery file, that of a large table, and the lock that says that their writer is alive.

    ``write`` may run on a worker; a write that was planned before ``clear`` does nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"{os.urandom(16).hex()}{SUFFIX}"
        self.generation = 0
        self._mutex = threading.Lock()
        self._lock: QLockFile | None = None
        self._document: Document | None = None  # that the file has
        self._kept: _Kept | None = None
        self.replaces: Path | None = None  # what the work was recovered from

    def write(self, document: Document, path: Path | None, generation: int) -> None:
        """Replace the file; raises DocumentError."""
        table = self._table_for(document, generation)
        data = _encoded(document, path, table)
        with self._mutex:
            if generation == self.generation:
                self._put(document, data, table)
            else:  # somebody was faster, and needs no other table
                self._keep_table(self._kept)

    def leave(self, document: Document, generation: int) -> None:
        """Write the last there is, and let whoever recovers it have the file."""
        table, data = None, b""
        if not self.holds(document):
            table = self._table_for(document, generation)
            data = _encoded(document, None, table)
        with self._mutex:
            if generation != self.generation:
                return
            try:
                if data:
                    self._put(document, data, table)
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
                    self._keep_table(None)
            self._unlock()

    def _table_for(self, document: Document, generation: int) -> _Kept | None:
        """The document's table in a file; None where it is small or there is none."""
        table = table_of(document)
        if table is None or table.length * len(table.columns) <= LARGE:
            return None
        kept = self._kept
        if kept is not None and kept.table is table and kept.file.exists():
            return kept
        with self._mutex:
            if generation != self.generation:
                return None
            self._claim()
        new = _Kept(table, self.file.with_name(f"{self.file.stem}-{os.urandom(4).hex()}{TABLE}"))
        write_atomically(new.file, dumps_table(table))
        return new

    def _put(self, document: Document, data: bytes, table: _Kept | None) -> None:
        self._claim()
        write_atomically(self.file, data)
        self._document = document
        self._keep_table(table)
        self._drop_replaced()

    def _keep_table(self, table: _Kept | None) -> None:
        """The file needs this table, and no other any more; what can't be removed now can later."""
        self._kept = table
        for file in _tables(self.file):
            if table is None or file != table.file:
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)

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


def _tables(file: Path) -> list[Path]:
    """The files of tables that belong to a recovery file."""
    return list(file.parent.glob(f"{file.stem}-*{TABLE}"))


def _encoded(document: Document, path: Path | None, table: _Kept | None) -> bytes:
    record = _Record(
        title=document.title,
        saved=datetime.now(UTC),
        path=None if path is None else str(path),
        document=msgspec.Raw(dumps(document, with_table=table is None)),
        table=None if table is None else table.file.name,
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
    """Remove the oldest, and tables that nothing needs; files are read only if too many."""
    for table in folder.glob(f"*{TABLE}"):
        file = folder / f"{table.stem.partition('-')[0]}{SUFFIX}"
        if file != own and not file.exists() and not _is_owned(file):
            remove(file)
    if sum(file != own for file in folder.glob(f"*{SUFFIX}")) > MAX_KEPT:
        for entry in available(folder, own)[MAX_KEPT:]:
            remove(entry.file)


def kept(file: Path) -> Document:
    """The document in a file; raises DocumentError."""
    record = _record(file)
    name = record.table
    table = None if name is None else read_bytes(file.parent / Path(name).name, _MAX_BYTES)
    return loads(bytes(record.document), table)


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
    """Give up a file, and what belongs to it."""
    for part in (file, *_tables(file), file.with_suffix(".lock")):
        part.unlink(missing_ok=True)
