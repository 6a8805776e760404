"""Recovery: what was not saved is there at the next start, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gradviz.document import Document
from gradviz.errors import DocumentError
from gradviz.session import JobRunner, Recovery, Session, recovery_files
from gradviz.session.recovery_files import Recoverable


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    assert runner.shutdown(timeout=10)


@pytest.fixture
def start(jobs: JobRunner, tmp_path: Path) -> Callable[[], tuple[Session, Recovery]]:
    """Start the application once more, as it were."""

    def begin() -> tuple[Session, Recovery]:
        session = Session(Document(title="example"))
        return session, Recovery(session, jobs, tmp_path / "recovery", quiet_ms=10)

    return begin


Start = Callable[[], tuple[Session, Recovery]]


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "recovery").glob("*.recovery"))


def kept(qtbot: QtBot, jobs: JobRunner, tmp_path: Path) -> None:
    """Wait until there is a copy and nothing more to write."""
    qtbot.waitUntil(lambda: bool(files(tmp_path)) and not jobs.busy)


def recover(qtbot: QtBot, jobs: JobRunner, recovery: Recovery) -> None:
    """Open the newest there is, and wait until it is kept here."""
    recovery.recover(found(qtbot, jobs, recovery)[0])
    qtbot.waitUntil(lambda: not jobs.busy)


def titles(qtbot: QtBot, jobs: JobRunner, recovery: Recovery) -> list[str]:
    """What can be recovered, newest first."""
    return [entry.title for entry in found(qtbot, jobs, recovery)]


def found(qtbot: QtBot, jobs: JobRunner, recovery: Recovery) -> tuple[Recoverable, ...]:
    results: list[tuple[Recoverable, ...]] = []
    recovery.find(results.append)
    assert not results  # the window has not waited for it
    qtbot.waitUntil(lambda: bool(results))
    return results[0]


def test_nothing_is_written_for_an_unchanged_document(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    start()
    qtbot.wait(50)
    assert files(tmp_path) == []


def test_a_copy_is_kept_when_the_edits_go_quiet(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    session, recovery = start()
    session.apply("Edit", Document(title="work"))
    kept(qtbot, jobs, tmp_path)
    assert titles(qtbot, jobs, recovery) == []  # its own work is not offered to a window


def test_the_copy_of_an_open_window_is_not_offered_to_another(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    session, first = start()
    session.apply("Edit", Document(title="work"))
    kept(qtbot, jobs, tmp_path)
    _, second = start()
    assert titles(qtbot, jobs, second) == []
    first.close()
    assert titles(qtbot, jobs, second) == ["work"]


def test_work_without_a_name_is_kept_when_the_window_closes(
    qtbot: QtBot, jobs: JobRunner, start: Start
) -> None:
    session, recovery = start()
    session.apply("Edit", Document(title="work"))
    recovery.close()
    other, later = start()
    recover(qtbot, jobs, later)
    assert other.document.title == "work"
    assert not other.is_clean
    assert other.path is None


def test_recovered_work_is_kept_until_it_is_saved(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    session, recovery = start()
    session.apply("Edit", Document(title="work"))
    recovery.close()
    other, later = start()
    recover(qtbot, jobs, later)
    assert len(files(tmp_path)) == 1
    assert titles(qtbot, jobs, later) == []
    other.save(tmp_path / "a.gradviz")
    assert files(tmp_path) == []


def test_saving_removes_the_copy(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    session, _recovery = start()
    session.apply("Edit", Document(title="work"))
    kept(qtbot, jobs, tmp_path)
    session.save(tmp_path / "a.gradviz")
    assert files(tmp_path) == []


def test_undoing_everything_removes_the_copy(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    session, _recovery = start()
    session.apply("Edit", Document(title="work"))
    kept(qtbot, jobs, tmp_path)
    session.undo()
    assert files(tmp_path) == []


def test_changes_to_a_file_are_dropped_when_the_window_closes(start: Start, tmp_path: Path) -> None:
    session, recovery = start()
    session.save(tmp_path / "a.gradviz")
    session.apply("Edit", Document(title="work"))
    recovery.close()  # the window has asked
    assert files(tmp_path) == []


def test_work_without_a_name_is_kept_when_another_document_is_opened(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    session, recovery = start()
    session.apply("Edit", Document(title="work"))
    session.new(Document(title="other"))
    qtbot.waitUntil(lambda: not jobs.busy)
    assert titles(qtbot, jobs, recovery) == ["work"]


def test_the_newest_comes_first_and_all_can_be_given_up(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    for title in ("one", "two", "three"):
        session, recovery = start()
        session.apply("Edit", Document(title=title))
        recovery.close()
    _, later = start()
    assert titles(qtbot, jobs, later) == ["three", "two", "one"]
    later.discard(found(qtbot, jobs, later)[0])
    assert titles(qtbot, jobs, later) == ["two", "one"]
    for entry in found(qtbot, jobs, later):
        later.discard(entry)
    assert list((tmp_path / "recovery").iterdir()) == []


def test_the_path_of_a_file_comes_back_with_its_changes(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    session, _killed = start()
    path = tmp_path / "a.gradviz"
    session.save(path)
    session.apply("Edit", Document(title="work"))
    kept(qtbot, jobs, tmp_path)
    [file] = files(tmp_path)
    crashed = file.with_name("crashed.recovery")
    crashed.write_bytes(file.read_bytes())
    other, later = start()
    recover(qtbot, jobs, later)
    assert (other.path, other.document.title) == (path, "work")
    assert not other.is_clean


def test_what_is_damaged_is_not_offered(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    _, recovery = start()
    (tmp_path / "recovery").mkdir()
    (tmp_path / "recovery" / "x.recovery").write_bytes(b'{"title": "wo')
    assert titles(qtbot, jobs, recovery) == []


def test_a_folder_that_cannot_be_written_is_said(
    qtbot: QtBot, jobs: JobRunner, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    session = Session()
    recovery = Recovery(session, jobs, tmp_path / "file" / "recovery", quiet_ms=1)
    with qtbot.waitSignal(recovery.failed) as heard:
        session.apply("Edit", Document(title="work"))
    assert isinstance(heard.args[0], DocumentError)
    session.undo()


def test_long_editing_is_kept_without_a_pause(
    qtbot: QtBot, jobs: JobRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gradviz.session import recovery as module

    monkeypatch.setattr(module, "LONGEST_MS", 0)
    session = Session()
    _recovery = Recovery(session, jobs, tmp_path / "recovery", quiet_ms=1_000_000)
    session.apply("Edit", Document(title="a"), "drag")
    qtbot.wait(5)
    session.apply("Edit", Document(title="b"), "drag")
    kept(qtbot, jobs, tmp_path)
    session.new(Document())


VICTIM = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from gradviz.document import Document
from gradviz.session import JobRunner, Recovery, Session
app = QCoreApplication([])
session = Session()
jobs = JobRunner()
recovery = Recovery(session, jobs, Path(sys.argv[1]), quiet_ms=1)
session.apply("Edit", Document(title="work of the killed"))
watch = QTimer(interval=5)
folder = Path(sys.argv[1])
watch.timeout.connect(lambda: any(folder.glob("*.recovery")) and print("kept", flush=True))
watch.start()
app.exec()
"""


def test_nothing_is_lost_when_the_process_is_killed(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    folder = str(tmp_path / "recovery")
    victim = subprocess.Popen([sys.executable, "-c", VICTIM, folder], stdout=subprocess.PIPE)
    assert victim.stdout is not None
    with victim.stdout:
        assert victim.stdout.readline() == b"kept\n"
        _, recovery = start()
        assert titles(qtbot, jobs, recovery) == []  # it still lives
        os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    session, recovery = start()
    assert titles(qtbot, jobs, recovery) == ["work of the killed"]
    recover(qtbot, jobs, recovery)
    assert session.document.title == "work of the killed"
    session.save(tmp_path / "a.gradviz")


@pytest.mark.parametrize("many", [False, True])
def test_the_other_files_are_read_only_when_there_are_too_many(
    many: bool, qtbot: QtBot, jobs: JobRunner, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("old", "new"):
        session, recovery = start()
        session.apply("Edit", Document(title=title))
        recovery.close()
    session, later = start()
    read: list[Path] = []
    entry_of = recovery_files._entry

    def entry(file: Path) -> Recoverable | None:
        read.append(file)
        return entry_of(file)

    monkeypatch.setattr(recovery_files, "MAX_KEPT", 1 if many else 2)
    monkeypatch.setattr(recovery_files, "_entry", entry)
    session.apply("Edit", Document(title="work"))
    qtbot.waitUntil(lambda: later._slot.file.exists() and not jobs.busy)
    assert len(read) == (2 if many else 0)
    kept_titles = titles(qtbot, jobs, later)
    assert kept_titles == (["new"] if many else ["new", "old"])


class Encoded:
    """Counts on which threads documents are encoded."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.threads: list[int] = []
        encoded = recovery_files._encoded

        def counted(*arguments: Any) -> bytes:
            self.threads.append(threading.get_ident())
            return encoded(*arguments)

        monkeypatch.setattr(recovery_files, "_encoded", counted)


def test_a_document_that_is_replaced_is_kept_in_the_background(
    qtbot: QtBot, jobs: JobRunner, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded = Encoded(monkeypatch)
    session, recovery = start()
    session.apply("Edit", Document(title="work"))
    session.new(Document(title="other"))
    assert threading.get_ident() not in encoded.threads
    qtbot.waitUntil(lambda: not jobs.busy)
    assert titles(qtbot, jobs, recovery) == ["work"]
    assert len(encoded.threads) == 1


def test_what_was_kept_already_is_not_written_again(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded = Encoded(monkeypatch)
    session, recovery = start()
    session.apply("Edit", Document(title="work"))
    kept(qtbot, jobs, tmp_path)
    recovery.close()
    assert len(encoded.threads) == 1
    _, later = start()
    assert titles(qtbot, jobs, later) == ["work"]


def test_nothing_is_lost_when_the_window_closes_while_it_is_being_kept(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    session, recovery = start()
    session.apply("Edit", Document(title="first"))
    session.new(Document(title="example"))
    session.apply("Edit", Document(title="second"))
    recovery.close()
    assert len(files(tmp_path)) == 2  # before anything else can happen
    jobs.shutdown()
    names = [entry.title for entry in recovery_files.available(files(tmp_path)[0].parent, Path())]
    assert sorted(names) == ["first", "second"]


def test_what_was_recovered_is_given_up_only_when_it_is_kept_anew(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, recovery = start()
    session.apply("Edit", Document(title="work"))
    recovery.close()
    [before] = files(tmp_path)
    other, later = start()
    monkeypatch.setattr(recovery_files, "write_atomically", full)
    with qtbot.waitSignal(later.failed):
        recover(qtbot, jobs, later)
    assert other.document.title == "work"
    assert files(tmp_path) == [before]
    monkeypatch.undo()
    later.close()
    [after] = files(tmp_path)
    assert after != before


def full(path: Path, _data: bytes) -> None:
    raise DocumentError(f"{path.name} cannot be written: the disk is full.", str(path))


def test_what_cannot_be_read_is_said(
    qtbot: QtBot, jobs: JobRunner, start: Start, tmp_path: Path
) -> None:
    session, recovery = start()
    session.apply("Edit", Document(title="work"))
    recovery.close()
    _, later = start()
    [entry] = found(qtbot, jobs, later)
    entry.file.write_bytes(b'{"title": "wo')
    with qtbot.waitSignal(later.failed) as heard:
        later.recover(entry)
    assert "damaged" in str(heard.args[0])
