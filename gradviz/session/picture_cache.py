"""Pictures kept on the disk between starts, in the system's folder for what can be made anew."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QStandardPaths
from PySide6.QtGui import QImage

from gradviz.document import read_bytes, write_atomically
from gradviz.errors import DocumentError

_log = logging.getLogger(__name__)

MOST_KEPT = 600
"""Files; beyond, the oldest go. A picture of the gallery has about 30 kB."""

_SUFFIX = ".picture"
_SEAL = hashlib.sha256().digest_size
_LARGEST = 32 << 20


class PictureCache:
    """Pictures by key; a folder that can't be read or written is the same as an empty one.

    Every file begins with the digest of its content, so that a damaged one is never decoded. May
    be used from any thread.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder if folder is not None else default_folder()

    def load(self, key: str) -> QImage | None:
        """The picture kept under ``key``; None if there is none that is whole."""
        file = self._file(key)
        if not file.is_file():
            return None
        try:
            data = read_bytes(file, _LARGEST)
        except DocumentError as error:
            _log.info("Picture not read: %s", error)
            return None
        seal, content = data[:_SEAL], data[_SEAL:]
        if seal != hashlib.sha256(content).digest():
            _log.info("Picture %s is damaged", file.name)
            return None
        image = QImage.fromData(content)
        return None if image.isNull() else image

    def keep(self, key: str, image: QImage) -> None:
        """Write a picture, if that can be done: it can always be made again."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt takes str
        content = bytes(buffer.data().data())
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._file(key), hashlib.sha256(content).digest() + content)
        except (OSError, DocumentError) as error:
            _log.info("Picture not kept: %s", error)
            return
        self._prune()

    def _file(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}{_SUFFIX}"

    def _prune(self) -> None:
        with contextlib.suppress(OSError):  # another window may be doing the same
            files = list(self._folder.glob(f"*{_SUFFIX}"))
            if len(files) > MOST_KEPT:
                files.sort(key=lambda file: file.stat().st_mtime)
                for file in files[: len(files) - MOST_KEPT]:
                    file.unlink(missing_ok=True)


def default_folder() -> Path:
    """Where pictures are kept: below the application's cache folder."""
    location = QStandardPaths.StandardLocation.CacheLocation
    return Path(QStandardPaths.writableLocation(location)) / "pictures"
