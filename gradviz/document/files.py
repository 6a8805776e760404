"""Reading a whole file and replacing one so that no half of it is ever seen."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from pathlib import Path

from gradviz.errors import DocumentError


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a file of at most ``limit`` bytes; raises DocumentError."""
    try:
        if path.stat().st_size > limit:
            raise DocumentError(f"{path.name} is too large to be a document.", str(path))
        return path.read_bytes()
    except OSError as error:
        raise _cannot("opened", path, error) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Replace the content of ``path`` by ``data``, or leave everything as it was.

    The data goes to a new file in the same folder, is forced to the disk, takes over the
    permissions of the old file and then its name. A link is followed. What is no file on a disk,
    such as /dev/stdout or a named pipe, is written to and not replaced. Raises DocumentError.
    """
    try:
        if _is_special(path):
            path.write_bytes(data)
            return
        target = path.resolve()
        mode = _mode_of(target)
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError(13, "it is write-protected")
        temporary = target.with_name(f".{target.name[:100]}.{os.urandom(6).hex()}.tmp")
        try:
            _write(temporary, data, mode)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
    except OSError as error:
        raise _cannot("saved", path, error) from error


def file_stem(title: str) -> str:
    """A title as the name of a file on any system, without an ending."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", title).strip(" .") or "Untitled"


def _is_special(path: Path) -> bool:
    """Whether the path leads to a device, a pipe or the like."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _mode_of(path: Path) -> int | None:
    """The permissions of a regular file; None where there is none yet."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(21, "it is a folder")
    return stat.S_IMODE(status.st_mode)


def _write(path: Path, data: bytes, mode: int | None) -> None:
    # Created by os.open rather than tempfile, so that the umask decides on a new file's mode.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        if mode is not None:
            path.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where folders can be opened at all."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):  # the file is whole already; not every file system can
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _cannot(done: str, path: Path, error: OSError) -> DocumentError:
    reason = (error.strerror or str(error)).strip()
    reason = reason[:1].lower() + reason[1:]
    return DocumentError(f"{path.name or path} can't be {done}: {reason}.", str(path))
