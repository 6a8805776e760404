"""Words about a run: at once after one change, now and then while something is dragged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from gradviz.descent import Trajectory
from gradviz.document import edits, open_example
from gradviz.session import DescentRun, JobRunner, Session, StabilityWatch, pausing
from gradviz.session import descent as descent_module
from gradviz.session.outcomes import Outcome, steadied
from gradviz.session.pausing import LONGEST_MS, Pausing


class Heard:
    """Counts what is told."""

    def __init__(self, telling: Pausing) -> None:
        self.times = 0
        telling.due.connect(self._on_due)

    def _on_due(self) -> None:
        self.times += 1


@pytest.fixture
def telling(qtbot: QtBot) -> Iterator[Pausing]:
    made = Pausing()
    yield made
    made.stop()


def test_one_change_is_told_at_once(telling: Pausing) -> None:
    heard = Heard(telling)
    telling.changed(streams=False)
    assert heard.times == 1


def test_a_stream_is_told_once_when_it_pauses(qtbot: QtBot, telling: Pausing) -> None:
    heard = Heard(telling)
    for _ in range(20):
        telling.changed(streams=True)
    assert heard.times == 0
    qtbot.waitUntil(lambda: heard.times > 0)
    qtbot.wait(3 * pausing.PAUSE_MS)
    assert heard.times == 1


def test_a_stream_without_a_pause_is_told_now_and_then(
    qtbot: QtBot, telling: Pausing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling._timer, "start", lambda: None)  # a machine that never pauses
    heard, changes = Heard(telling), 0
    while heard.times < 2:
        telling.changed(streams=True)
        changes += 1
        qtbot.wait(LONGEST_MS // 10)
    assert changes > 10


def test_what_is_over_is_told_at_once_if_there_is_anything(telling: Pausing) -> None:
    heard = Heard(telling)
    telling.hurry()
    assert heard.times == 0
    telling.changed(streams=True)
    telling.hurry()
    assert heard.times == 1
    telling.hurry()
    assert heard.times == 1


@pytest.fixture
def run(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[DescentRun]:
    monkeypatch.setattr(descent_module, "AT_ONCE", 1e9)
    monkeypatch.setattr(descent_module, "AT_ONCE_FIRST", 1e9)
    jobs, session = JobRunner(), Session(open_example("line_fit"))
    yield DescentRun(session, jobs)
    session.end_merge()
    assert jobs.shutdown(timeout=10)


def test_the_words_of_a_drag_come_when_it_is_let_go(run: DescentRun) -> None:
    session = run._session
    told: list[Trajectory | None] = []
    drawn: list[Trajectory | None] = []
    run.retold.connect(lambda: told.append(run.trajectory))
    run.trajectory_changed.connect(drawn.append)
    stability = StabilityWatch(run, run._jobs)
    for step in range(1, 6):
        session.apply("Rate", edits.set_descent(session.document, lr=step / 100), "lr")
    assert len(drawn) == 5
    assert not told
    session.end_merge()
    assert told == [run.trajectory]
    assert stability.told is not None
    assert stability.told.lr == pytest.approx(0.05)


def test_an_edit_that_is_no_drag_is_told_with_its_path(run: DescentRun) -> None:
    session = run._session
    told: list[Trajectory | None] = []
    run.retold.connect(lambda: told.append(run.trajectory))
    session.apply("Rate", edits.set_descent(session.document, lr=0.03))
    assert told == [run.trajectory]
    run.set_epoch(3)
    assert len(told) == 2


def test_a_machine_that_stumbles_once_is_believed_in_part_only() -> None:
    document = open_example("line_fit")
    slow = replace(document, descent=replace(document.descent, batch_size=4))
    known = Outcome(document, pace=1e-6)
    assert steadied(Outcome(document, pace=9e-6), known).pace == 2e-6
    assert steadied(Outcome(document, pace=1e-7), known).pace == 1e-7
    assert steadied(Outcome(slow, pace=9e-6), known).pace == 9e-6  # other work
    assert steadied(Outcome(document, pace=9e-6), Outcome(document)).pace == 9e-6
    assert steadied(Outcome(document), known).pace is None
