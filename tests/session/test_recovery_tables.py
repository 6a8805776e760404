"""A large table is kept once, beside the copies of the work on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from gradviz.descent import Dataset
from gradviz.document import (
    Document,
    dumps,
    dumps_table,
    edits,
    loads,
    open_example,
    sourcing,
    table_of,
)
from gradviz.errors import DocumentError
from gradviz.session import JobRunner, Recovery, Session, recovery_files
from gradviz.session.recovery_files import LARGE, Recoverable, prune

ROWS = LARGE // 2 + 1


def fit_of(rows: int = ROWS, seed: int = 1) -> Document:
    random = np.random.default_rng(seed)
    columns = {"x": random.normal(size=rows), "y": random.normal(size=rows)}
    return edits.set_dataset(open_example("line_fit"), Dataset("made", columns))


class Bench:
    """A session whose work is kept in a folder."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot = qtbot
        self.folder = folder
        self.jobs = JobRunner()
        self.begin()

    def begin(self) -> None:
        """Another window."""
        self.session = Session(open_example("line_fit"))
        self.recovery = Recovery(self.session, self.jobs, self.folder, quiet_ms=1)

    def keep(self, document: Document) -> None:
        """Do an edit, and wait until it is kept."""
        with self._qtbot.waitSignal(self.jobs.busy_changed):
            self.session.apply("Edit", document)
        self.rest()

    def rest(self) -> None:
        self._qtbot.waitUntil(lambda: not self.jobs.busy)

    def files(self, suffix: str) -> list[Path]:
        return sorted(self.folder.glob(f"*.{suffix}"))

    def offered(self) -> tuple[Recoverable, ...]:
        heard: list[tuple[Recoverable, ...]] = []
        self.recovery.find(heard.append)
        self.rest()
        self._qtbot.waitUntil(lambda: bool(heard))
        return heard[0]


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(qtbot, tmp_path / "recovery")
    yield made
    assert made.jobs.shutdown(timeout=10)


def test_a_table_is_not_written_for_every_edit(bench: Bench) -> None:
    bench.keep(fit_of())
    [table] = bench.files("table")
    first, size = table.stat().st_mtime_ns, bench.files("recovery")[0].stat().st_size
    assert size < table.stat().st_size / 10
    for lr in (0.01, 0.02, 0.03):
        bench.keep(edits.set_descent(bench.session.document, lr=lr))
    assert bench.files("table") == [table]
    assert table.stat().st_mtime_ns == first


def test_a_small_table_is_kept_with_the_work(bench: Bench) -> None:
    bench.keep(fit_of(50))
    assert not bench.files("table")
    assert len(bench.files("recovery")) == 1


@pytest.mark.parametrize("standardized", [False, True])
def test_what_is_recovered_has_its_table(bench: Bench, standardized: bool) -> None:
    document = fit_of()
    if standardized:
        document = sourcing.with_standardized(document, ("x",))
    bench.keep(document)
    bench.keep(edits.set_descent(document, lr=0.123))
    bench.recovery.close()
    bench.begin()
    [entry] = bench.offered()
    bench.recovery.recover(entry)
    bench.rest()
    found = bench.session.document
    assert found == edits.set_descent(document, lr=0.123)
    assert found.dataset is not None
    assert document.dataset is not None
    for name, column in document.dataset.columns.items():
        np.testing.assert_array_equal(found.dataset.columns[name], column)
    assert len(bench.files("table")) == len(bench.files("recovery")) == 1  # its own, not the old


def test_another_table_takes_the_place_of_the_first(bench: Bench) -> None:
    bench.keep(fit_of(seed=1))
    [first] = bench.files("table")
    bench.keep(fit_of(seed=2))
    [second] = bench.files("table")
    assert second != first
    bench.keep(fit_of(50))
    assert not bench.files("table")


def test_a_table_that_somebody_removed_is_written_again(bench: Bench) -> None:
    bench.keep(fit_of())
    bench.files("table")[0].unlink()
    bench.keep(edits.set_descent(bench.session.document, lr=0.01))
    assert len(bench.files("table")) == 1


def test_saving_removes_both(bench: Bench, tmp_path: Path) -> None:
    bench.keep(fit_of())
    bench.session.save(tmp_path / "a.gradviz")
    assert not bench.files("table")
    assert not bench.files("recovery")
    bench.keep(edits.set_descent(bench.session.document, lr=0.5))
    assert len(bench.files("table")) == len(bench.files("recovery")) == 1


def test_giving_up_removes_both(bench: Bench) -> None:
    bench.keep(fit_of())
    bench.recovery.close()
    bench.begin()
    [entry] = bench.offered()
    bench.recovery.discard(entry)
    assert not list(bench.folder.iterdir())


def test_a_table_that_nothing_needs_is_removed(bench: Bench) -> None:
    bench.keep(fit_of())
    left = bench.folder / "killed-0123.table"  # its writer was killed before the rest was there
    left.write_bytes(b"{}")
    own = bench.files("recovery")[0]
    prune(bench.folder, own)
    assert not left.exists()
    assert len(bench.files("table")) == 1


def test_a_table_that_is_gone_is_said(qtbot: QtBot, bench: Bench) -> None:
    bench.keep(fit_of())
    bench.recovery.close()
    bench.begin()
    [entry] = bench.offered()
    bench.files("table")[0].unlink()
    with qtbot.waitSignal(bench.recovery.failed) as heard:
        bench.recovery.recover(entry)
    assert ".table" in str(heard.args[0])
    assert entry.file.exists()


def test_a_full_disk_leaves_what_was_kept(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.keep(fit_of(seed=1))
    before = {path: path.read_bytes() for path in (*bench.files("table"), *bench.files("recovery"))}

    def full(path: Path, _data: bytes) -> None:
        raise DocumentError(f"{path.name} cannot be written: the disk is full.", str(path))

    monkeypatch.setattr(recovery_files, "write_atomically", full)
    with qtbot.waitSignal(bench.recovery.failed):
        bench.session.apply("Edit", fit_of(seed=2))
    bench.rest()
    after = {path: path.read_bytes() for path in (*bench.files("table"), *bench.files("recovery"))}
    assert after == before


@given(st.lists(st.floats(width=64), min_size=1, max_size=20))
@settings(max_examples=50)
def test_a_document_and_its_table_are_the_whole(numbers: list[float]) -> None:
    column = np.array(numbers)
    document = edits.set_dataset(Document(), Dataset("t", {"x": column}))
    table = table_of(document)
    assert table is not None
    data = dumps(document, with_table=False)
    found = loads(data, dumps_table(table))
    assert replace(found, dataset=None) == replace(document, dataset=None) == loads(data)
    assert found.dataset is not None
    np.testing.assert_array_equal(found.dataset.columns["x"], column)
