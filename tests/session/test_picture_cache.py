"""The cache of pictures: whole or not there, whatever the disk does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from gradviz.session import PictureCache, picture_cache

pytestmark = pytest.mark.usefixtures("qapp")


def picture(color: str = "#0072B2") -> QImage:
    image = QImage(16, 9, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(color))
    return image


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_a_picture_comes_back_as_it_was(tmp_path: Path) -> None:
    PictureCache(tmp_path / "new").keep("a", picture())
    kept = PictureCache(tmp_path / "new").load("a")
    assert kept is not None
    assert kept.convertToFormat(picture().format()) == picture()


def test_each_key_has_its_own(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path)
    cache.keep("a", picture("#ff0000"))
    cache.keep("b", picture("#00ff00"))
    found = cache.load("a"), cache.load("b")
    assert [image.pixelColor(3, 3).name() for image in found if image] == ["#ff0000", "#00ff00"]
    assert cache.load("c") is None


@pytest.mark.parametrize("damage", [
    lambda _data: b"",
    lambda data: data[: len(data) // 2],
    lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
    lambda _data: b"not a picture at all",
    lambda data: data + b"more",
])  # fmt: skip
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damage: object) -> None:
    cache = PictureCache(tmp_path)
    cache.keep("a", picture())
    file = only_file(tmp_path)
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    assert cache.load("a") is None
    cache.keep("a", picture())
    assert cache.load("a") is not None


def test_a_folder_that_cannot_be_made_is_as_good_as_empty(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("I am no folder")
    cache = PictureCache(in_the_way / "pictures")
    cache.keep("a", picture())
    assert cache.load("a") is None


def test_a_folder_that_is_write_protected_is_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = PictureCache(tmp_path)
    cache.keep("a", picture())

    def refuse(*_arguments: object, **_options: object) -> int:
        raise PermissionError(13, "read-only file system")

    monkeypatch.setattr(os, "open", refuse)  # a test may run as a user whom nothing is forbidden
    cache.keep("b", picture())
    monkeypatch.undo()
    assert cache.load("a") is not None
    assert cache.load("b") is None


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    PictureCache(tmp_path).keep("a", picture())
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_pictures_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_cache, "MOST_KEPT", 3)
    cache = PictureCache(tmp_path)
    for number, key in enumerate("abcde"):
        before = set(tmp_path.iterdir())
        cache.keep(key, picture())
        for file in set(tmp_path.iterdir()) - before:
            os.utime(file, (number, number))
    assert [key for key in "abcde" if cache.load(key)] == ["c", "d", "e"]


def test_by_itself_it_is_below_the_systems_cache() -> None:
    assert picture_cache.default_folder().name == "pictures"
    assert os.environ["HOME"] in str(picture_cache.default_folder())
