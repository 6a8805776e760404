"""Atomic writing: the whole new file, or the old one and no trace."""

from __future__ import annotations

import os
import resource
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gradviz.document import read_bytes, write_atomically
from gradviz.errors import DocumentError

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions as POSIX has them")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A disk that is full, as far as this process can tell."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_the_new_content_replaces_the_old(tmp_path: Path) -> None:
    path = tmp_path / "a.gradviz"
    path.write_bytes(b"old and longer")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.gradviz"
    path.write_bytes(b"old")
    with files_of_at_most(10), pytest.raises(DocumentError, match=r"a\.gradviz can't be saved"):
        write_atomically(path, b"x" * 1000)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_named_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    path, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(path)
    link.symlink_to(path)
    reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(link, b"new")
        assert os.read(reading, 100) == b"new"
    finally:
        os.close(reading)
    assert stat.S_ISFIFO(path.stat().st_mode)
    assert sorted(tmp_path.iterdir()) == [link, path]


@posix
def test_permissions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.gradviz"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@posix
def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a.gradviz", b"new")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.gradviz").stat().st_mode) == 0o640


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a.gradviz", tmp_path / "a.gradviz"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_write_protected_file_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.gradviz"
    path.write_bytes(b"old")
    path.chmod(0o444)
    # The superuser may write anything, so the answer for everybody else is put in.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(DocumentError, match="write-protected"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["missing/a.gradviz", "file/a.gradviz", "folder"])
def test_places_that_cannot_hold_a_file_are_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(DocumentError, match=r"can't be saved: .+\.$"):
        write_atomically(tmp_path / name, b"new")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"^a\.gradviz can't be opened: no such file"):
        read_bytes(tmp_path / "a.gradviz", 10)


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gradviz"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a hole: it takes no space
    with pytest.raises(DocumentError, match="too large"):
        read_bytes(path, 1 << 29)
