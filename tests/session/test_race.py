"""The race: every rival from the same start, only what changed anew, the newest wins."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradviz.descent import Stop, Trajectory, watching
from gradviz.document import Method, descent_of, edits, objective_of, open_function, run_by
from gradviz.session import DescentRun, JobRunner, RaceRun, Session, outcomes
from gradviz.session import descent as descent_module
from gradviz.session.race import COMPUTING, Racer

RACE = (Method("sgd", 0.01), Method("momentum", 0.005), Method("adam", 0.1))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, nothing goes to the background unless a test wants it."""
    monkeypatch.setattr(descent_module, "AT_ONCE", 1e9)
    monkeypatch.setattr(descent_module, "AT_ONCE_FIRST", 1e9)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    assert runner.shutdown(timeout=10)


class Track:
    """A race with what it stands on."""

    def __init__(self, jobs: JobRunner, *methods: Method) -> None:
        document = edits.set_race(open_function("himmelblau"), methods or RACE)
        self.session = Session(document)
        self.run = DescentRun(self.session, jobs)
        self.race = RaceRun(self.session, self.run, jobs)

    def path(self, place: int) -> Trajectory:
        found = self.race.racers[place].trajectory
        assert found is not None, self.race.racers[place].reason
        return found

    def is_right(self) -> bool:
        """Whether everyone's path is what a descent on the document alone would give."""
        document = self.session.document
        return all(
            racer.trajectory is not None
            and np.array_equal(
                racer.trajectory.points, descent_of(run_by(document, racer.method)).points
            )
            for racer in self.race.racers
        )


@pytest.fixture
def track(jobs: JobRunner) -> Track:
    return Track(jobs)


def test_everyone_runs_from_the_same_start_with_a_method_of_their_own(track: Track) -> None:
    assert [racer.name for racer in track.race.racers] == ["SGD", "Momentum", "Adam"]
    assert [racer.place for racer in track.race.racers] == [0, 1, 2]
    assert track.is_right()
    starts = {tuple(path.points[0]) for path in map(track.path, range(3))}
    assert len(starts) == 1
    assert len({track.path(place).epochs for place in range(3)}) == 1


def test_the_first_racer_is_the_descent(track: Track) -> None:
    assert track.path(0) is track.run.trajectory


def test_another_rate_of_the_descent_leaves_the_rivals(track: Track) -> None:
    before = [track.path(place) for place in (1, 2)]
    track.session.apply("x", edits.set_descent(track.session.document, lr=0.002))
    assert [track.path(place) for place in (1, 2)] == before
    assert track.is_right()


def test_only_the_rival_that_changed_runs_again(track: Track) -> None:
    momentum, adam = track.path(1), track.path(2)
    track.session.apply("x", edits.change_racer(track.session.document, 2, lr=0.2))
    assert track.path(1) is momentum
    assert track.path(2) is not adam
    assert track.is_right()


def test_who_stays_keeps_the_path_when_another_goes(track: Track) -> None:
    adam = track.path(2)
    track.session.apply("x", edits.remove_racer(track.session.document, 1))
    assert track.path(1) is adam
    track.session.undo()
    assert track.is_right()


def test_a_rival_that_becomes_the_descent_runs_as_before(track: Track) -> None:
    points = track.path(1).points
    track.session.apply("x", edits.remove_racer(track.session.document, 0))
    np.testing.assert_array_equal(track.path(0).points, points)


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: edits.set_values(d, {"x": -4.0}),
        lambda d: edits.set_descent(d, epochs=17),
        lambda d: edits.set_text(d, "f = (x^2 + y - 10)^2 + (x + y^2 - 7)^2"),
    ],
)
def test_another_start_length_or_function_runs_all_again(
    track: Track, edit: Callable[[Any], Any]
) -> None:
    before = [track.path(place) for place in range(3)]
    track.session.apply("x", edit(track.session.document))
    assert not {id(path) for path in before} & {id(track.path(place)) for place in range(3)}
    assert track.is_right()


def test_what_changes_no_path_says_nothing(track: Track) -> None:
    heard: list[object] = []
    track.race.changed.connect(lambda _old, new: heard.append(new))
    track.session.apply("x", edits.move_nodes(track.session.document, {"1": (1, 2)}))
    track.session.apply("x", edits.add_start(track.session.document, {"x": 1.0, "y": 2.0}))
    track.run.set_epoch(3)
    assert heard == []


def test_an_error_of_one_is_no_error_of_the_others(track: Track) -> None:
    nobody = replace(track.session.document, rivals=(Method("nobody"), Method("adam", 0.1)))
    track.session.apply("x", nobody)
    assert track.race.racers[1].trajectory is None
    assert "nobody" in track.race.racers[1].reason
    assert track.path(2).optimizer == "adam"


def test_the_scrubber_reaches_as_far_as_the_longest_path(jobs: JobRunner) -> None:
    track = Track(jobs, Method("sgd", 1.0), Method("adam", 0.1))
    assert track.run.trajectory is not None
    own = track.run.trajectory.epochs
    assert own < track.session.document.descent.epochs == track.run.last_epoch
    track.run.set_epoch(own + 5)
    assert (track.run.epoch, track.run.race_epoch) == (own, own + 5)
    track.session.apply("x", edits.remove_rival(track.session.document, 0))
    assert track.run.last_epoch == own


def test_without_a_function_there_are_no_paths(track: Track) -> None:
    track.session.apply("x", edits.set_text(track.session.document, "[[1, 2]]*a"))
    assert track.race.trajectories == (None, None, None)
    assert all(racer.reason for racer in track.race.racers)
    assert track.run.last_epoch == 0


# In the background


def in_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descent_module, "AT_ONCE", 0.0)
    monkeypatch.setattr(descent_module, "AT_ONCE_FIRST", 0.0)


def test_slow_races_run_in_the_background_and_the_newest_counts(
    qtbot: QtBot, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_background(monkeypatch)
    track = Track(jobs)
    assert track.race.racers[1].reason == COMPUTING
    for step in range(20):
        values = {"x": -step / 10, "y": step / 5}
        track.session.apply("Drag", edits.set_values(track.session.document, values), "start")
    qtbot.waitUntil(lambda: not jobs.busy)
    assert track.is_right()
    assert track.path(2).points[0].tolist() == [-1.9, 3.8]


def test_an_earlier_path_of_the_same_function_is_shown_meanwhile(
    qtbot: QtBot, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    track = Track(jobs)
    before = track.path(2)
    in_background(monkeypatch)
    track.session.apply("x", edits.change_racer(track.session.document, 2, lr=0.2))
    assert track.path(2) is before
    qtbot.waitUntil(lambda: not jobs.busy)
    assert track.is_right()


def test_the_paths_of_another_function_are_not_shown_meanwhile(
    qtbot: QtBot, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    track = Track(jobs)
    in_background(monkeypatch)
    release = threading.Event()

    def wait(document: Any) -> Any:
        assert release.wait(10)
        return objective_of(document)

    monkeypatch.setattr(outcomes, "objective_of", wait)
    changed = edits.set_text(track.session.document, "f = x^4 + y^4")
    track.session.apply("x", changed)
    assert track.race.trajectories == (None, None, None)
    release.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert track.is_right()


def test_a_race_can_wait_until_it_is_started(jobs: JobRunner) -> None:
    session = Session(edits.set_race(open_function("himmelblau"), RACE))
    run = DescentRun(session, jobs, at_once=False)
    race = RaceRun(session, run, jobs, at_once=False)
    assert race.racers == ()
    run.start()
    race.start()
    assert len([path for path in race.trajectories if path]) == 3


def test_long_races_grow_and_what_is_under_way_is_not_begun_anew(
    qtbot: QtBot, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "FIRST", 0.0)
    monkeypatch.setattr(watching, "GAP", 0.0)
    track = Track(jobs)
    in_background(monkeypatch)
    begun: list[object] = []
    submit = jobs.submit

    def counting(key: object, *args: Any, **how: Any) -> Any:
        begun.append(key)
        return submit(key, *args, **how)

    monkeypatch.setattr(jobs, "submit", counting)
    lengths: list[int] = []
    ends: list[Stop] = []

    def note(_old: Sequence[Racer], new: Sequence[Racer]) -> None:
        path = new[1].trajectory
        if path is not None and path.lr == 0.0001:
            lengths.append(path.epochs)
            ends.append(path.stop)

    document = edits.change_racer(track.session.document, 1, lr=0.0001)
    document = edits.set_descent(document, lr=0.001, epochs=60_000)
    track.race.changed.connect(note)
    track.session.apply("x", document)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert track.is_right()
    assert lengths == sorted(lengths)
    assert ends[0] is Stop.UNFINISHED
    assert ends[-1] is not Stop.UNFINISHED
    assert begun.count(track.race._key) == 1
