"""The descent run: always the newest document's path, and an epoch that stays where it was put."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from gradviz.descent import Objective, Stop, Trajectory, catalog, watching
from gradviz.document import (
    Document,
    constraining,
    descent_of,
    edits,
    examples,
    objective_of,
    open_example,
    open_function,
    weighing,
)
from gradviz.errors import GradVizError, SettingError
from gradviz.graph import Role
from gradviz.session import DescentRun, JobRunner, Session, outcomes, playing
from gradviz.session import descent as descent_module


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


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    return Session(open_example("line_fit"))


@pytest.fixture
def run(session: Session, jobs: JobRunner) -> DescentRun:
    return DescentRun(session, jobs)


def path_of(run: DescentRun) -> Trajectory:
    assert run.trajectory is not None, run.reason
    return run.trajectory


def same_path(a: Trajectory, b: Trajectory) -> bool:
    return bool(np.array_equal(a.points, b.points) and np.array_equal(a.losses, b.losses))


def test_the_first_example_is_alive_at_once(session: Session, run: DescentRun) -> None:
    assert same_path(path_of(run), descent_of(session.document))
    assert run.epoch == path_of(run).epochs == session.document.descent.epochs
    assert run.reason == ""


@pytest.mark.parametrize("key", [*examples(), *catalog()])
def test_whatever_is_offered_descends(qtbot: QtBot, jobs: JobRunner, key: str) -> None:
    document = open_example(key) if key in examples() else open_function(key)
    run = DescentRun(Session(document), jobs)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert path_of(run).losses[-1] < path_of(run).losses[0]


def test_another_learning_rate_is_another_path_at_once(session: Session, run: DescentRun) -> None:
    objective = run.objective
    session.apply("Set lr", edits.set_descent(session.document, lr=0.01))
    assert same_path(path_of(run), descent_of(session.document))
    assert run.objective is objective  # not made anew for each step of a slider


def test_another_start_keeps_the_objective(session: Session, run: DescentRun) -> None:
    objective = run.objective
    session.apply("Set m", edits.set_values(session.document, {"m": 3}))
    assert path_of(run).points[0].tolist() == [3, 0]
    assert run.objective is objective


def test_other_data_is_another_objective(session: Session, run: DescentRun) -> None:
    objective = run.objective
    assert session.document.dataset is not None
    half = {k: column[::2] for k, column in session.document.dataset.columns.items()}
    smaller = type(session.document.dataset)("half", half)
    session.apply("Load data", edits.set_dataset(session.document, smaller))
    assert run.objective is not objective
    assert same_path(path_of(run), descent_of(session.document))


def test_what_changes_nothing_here_says_nothing(session: Session, run: DescentRun) -> None:
    heard: list[object] = []
    run.trajectory_changed.connect(heard.append)
    run.epoch_changed.connect(heard.append)
    session.apply("Move", edits.move_nodes(session.document, {"1": (1, 2)}))
    session.apply("Look", edits.set_landscape(session.document, ranges={"m": (0, 9)}))
    assert heard == []


@pytest.mark.parametrize("text", ["", "L = 2*3", "L = [[1, 2]]*a"])
def test_why_there_is_no_descent_is_said(session: Session, run: DescentRun, text: str) -> None:
    document = Document() if not text else edits.set_text(Document(), text)
    session.new(document)
    assert run.trajectory is None
    assert run.reason.endswith(".")
    assert run.epoch == 0
    assert run.point_at(3) == {}


def test_data_without_a_dataset_is_said(session: Session, run: DescentRun) -> None:
    document = edits.set_text(Document(), "L = m*x")
    x = document.graph.by_name["x"]
    session.new(edits.set_role(document, x, Role.DATA))
    assert "open a dataset" in run.reason


def test_errors_are_told_and_the_objective_stays(session: Session, run: DescentRun) -> None:
    errors: list[GradVizError] = []
    run.failed.connect(errors.append)
    objective = run.objective
    session.apply("Choose", edits.set_descent(session.document, optimizer="nobody"))
    assert isinstance(errors[0], SettingError)
    assert run.trajectory is None
    assert run.reason == str(errors[0])
    session.undo()
    assert path_of(run).optimizer == "sgd"
    assert run.objective is objective


def test_another_schedule_is_another_path_at_once(session: Session, run: DescentRun) -> None:
    new = edits.set_descent(session.document, schedule="exponential")
    session.apply("Choose", new)
    assert same_path(path_of(run), descent_of(new))
    assert path_of(run).rates[-1] < path_of(run).rates[0]
    changed = edits.set_descent(new, schedule_settings={"gamma": 0.5})
    session.apply("Set gamma", changed)
    assert same_path(path_of(run), descent_of(changed))


def test_the_box_changes_the_path_when_the_descent_is_to_stay_in_it(
    session: Session, run: DescentRun
) -> None:
    def boxed(high: float) -> Document:
        landscape = replace(session.document.landscape, box={"m": (-1.0, high)})
        return replace(session.document, landscape=landscape)

    free = path_of(run)
    session.apply("Box", boxed(0.5))
    assert path_of(run) is free
    session.apply("Stay", edits.set_descent(session.document, in_box=True))
    assert path_of(run).points[:, 0].max() == 0.5
    session.apply("Box", boxed(0.25))
    assert path_of(run).points[:, 0].max() == 0.25
    assert same_path(path_of(run), descent_of(session.document))


def test_the_epoch_stays_when_the_path_changes(session: Session, run: DescentRun) -> None:
    run.set_epoch(37)
    session.apply("Set lr", edits.set_descent(session.document, lr=0.01))
    assert run.epoch == 37


def test_the_epoch_is_clamped_for_as_long_as_the_path_is_shorter(
    session: Session, run: DescentRun
) -> None:
    heard: list[int] = []
    run.epoch_changed.connect(heard.append)
    run.set_epoch(37)
    session.apply("Set epochs", edits.set_descent(session.document, epochs=10))
    assert run.epoch == 10
    session.undo()
    assert run.epoch == 37
    assert heard == [37, 10, 37]


def test_the_end_stays_the_end(session: Session, run: DescentRun) -> None:
    session.apply("Set epochs", edits.set_descent(session.document, epochs=200))
    assert run.epoch == 200


@given(st.lists(st.one_of(st.integers(-10, 150), st.none())))
def test_the_epoch_is_always_on_the_path(qtbot: QtBot, moves: list[int | None]) -> None:
    session, jobs = Session(open_example("line_fit")), JobRunner()
    run = DescentRun(session, jobs)
    for number, move in enumerate(moves):
        if move is None:
            epochs = number * 7 % 120
            session.apply("Set", edits.set_descent(session.document, epochs=epochs))
        else:
            run.set_epoch(move)
            assert run.epoch == min(max(move, 0), path_of(run).epochs)
        assert 0 <= run.epoch <= path_of(run).epochs
    jobs.shutdown()


def test_a_chosen_epoch_is_scrubbed_until_the_start_changes(
    session: Session, run: DescentRun
) -> None:
    seen = [run.scrubbed]
    run.set_epoch(5)
    seen.append(run.scrubbed)
    session.apply("Set lr", edits.set_descent(session.document, lr=0.01))
    seen.append(run.scrubbed)
    session.apply("Set m", edits.set_values(session.document, {"m": 2}))
    seen.append(run.scrubbed)
    assert seen == [False, True, True, False]
    assert run.epoch == 5


def test_points_have_the_names_and_shapes_of_the_parameters(qtbot: QtBot, jobs: JobRunner) -> None:
    run = DescentRun(Session(open_example("matrix")), jobs)
    point = run.point_at(0)
    np.testing.assert_array_equal(point["W"], [[1, 0], [0, 1]])
    assert list(point) == ["W"]


def test_playing_runs_through_the_epochs_and_stops(
    qtbot: QtBot, run: DescentRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "_PLAY_MS", 1)
    monkeypatch.setattr(playing, "_PLAY_SECONDS", 0.01)
    heard: list[int] = []
    told: list[bool] = []
    run.epoch_changed.connect(heard.append)
    run.playing_changed.connect(told.append)
    run.play()
    qtbot.waitUntil(lambda: not run.is_playing)
    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (0, path_of(run).epochs)
    assert told == [True, False]


def test_choosing_an_epoch_stops_playing(run: DescentRun) -> None:
    run.play()
    run.set_epoch(3)
    assert not run.is_playing


def in_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descent_module, "AT_ONCE", 0.0)
    monkeypatch.setattr(descent_module, "AT_ONCE_FIRST", 0.0)


def test_slow_descents_run_in_the_background_and_the_newest_counts(
    qtbot: QtBot, session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_background(monkeypatch)
    run = DescentRun(session, jobs)
    assert run.trajectory is None
    assert run.reason
    for step in range(1, 30):
        new = edits.set_descent(session.document, lr=step / 1000)
        session.apply("Set lr", new, "lr")
    qtbot.waitUntil(lambda: not jobs.busy)
    assert path_of(run).lr == 0.029
    assert same_path(path_of(run), descent_of(session.document))


def test_the_path_of_another_function_is_not_shown_meanwhile(
    qtbot: QtBot, session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = DescentRun(session, jobs)
    in_background(monkeypatch)
    session.apply("Open", open_function("rosenbrock"))
    assert run.trajectory is None
    qtbot.waitUntil(lambda: not jobs.busy)
    assert set(path_of(run).parameters) == {"x", "y"}


def test_nothing_of_a_function_that_was_left_is_shown(
    qtbot: QtBot, session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = DescentRun(session, jobs)
    in_background(monkeypatch)
    shown: list[str] = []
    run.trajectory_changed.connect(lambda t: shown.extend(t.parameters if t else ()))
    release = threading.Event()
    monkeypatch.setattr(outcomes, "objective_of", _after(release))
    for text in ("u^4", "v^4", "w^4"):
        session.apply("Type", edits.set_text(session.document, text))
        qtbot.waitUntil(lambda: bool(jobs._running))
    release.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert shown == ["w"]


def _after(event: threading.Event) -> Callable[[Document], Objective]:
    """``objective_of`` that waits for an event."""

    def wait(document: Document) -> Objective:
        assert event.wait(10)
        return objective_of(document)

    return wait


def test_errors_in_the_background_are_told_too(
    qtbot: QtBot, session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_background(monkeypatch)
    run = DescentRun(session, jobs)
    with qtbot.waitSignal(run.failed):
        session.apply("Choose", edits.set_descent(session.document, optimizer="nobody"))
    assert "nobody" in run.reason


def test_while_a_constant_is_dragged_the_path_of_before_stays(
    jobs: JobRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(open_function("binh_korn"))
    run = DescentRun(session, jobs)
    before = path_of(run)
    seen: list[object] = []
    run.trajectory_changed.connect(seen.append)
    monkeypatch.setattr(descent_module, "AT_ONCE", 0.0)
    changed = weighing.with_weights(session.document, {"f_1": 0.9})
    session.apply("Change the weights", changed)
    assert run.trajectory is before
    qtbot.waitUntil(lambda: not jobs.busy)
    assert same_path(path_of(run), descent_of(changed))
    assert None not in seen


def test_a_path_of_another_function_does_not_stay(
    jobs: JobRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(open_function("binh_korn"))
    run = DescentRun(session, jobs)
    monkeypatch.setattr(descent_module, "AT_ONCE_FIRST", 0.0)
    session.apply("Switch", constraining.without_penalty(session.document))
    assert run.trajectory is None
    qtbot.waitUntil(lambda: not jobs.busy)
    assert same_path(path_of(run), descent_of(session.document))


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are looked at after each piece, however quick they are."""
    monkeypatch.setattr(watching, "FIRST", 0.0)
    monkeypatch.setattr(watching, "GAP", 0.0)


@pytest.mark.usefixtures("often")
def test_a_long_path_is_shown_while_it_grows(
    qtbot: QtBot, session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = DescentRun(session, jobs)
    in_background(monkeypatch)
    seen: list[Trajectory] = []
    growing: list[bool] = []
    parts: list[float] = []
    run.trajectory_changed.connect(seen.append)
    run.growing_changed.connect(growing.append)
    run.progressed.connect(parts.append)
    session.apply("Open", edits.set_descent(open_function("rosenbrock"), lr=1e-4, epochs=100_000))
    qtbot.waitUntil(lambda: not jobs.busy)
    *grown, whole = [path for path in seen if path is not None]
    assert grown
    assert {path.stop for path in grown} == {Stop.UNFINISHED}
    lengths = [path.epochs for path in grown]
    assert lengths == sorted(lengths)
    for path in grown:
        assert same_path(path, _cut(whole, path.epochs))
    assert same_path(whole, descent_of(session.document))
    assert growing == [True, False]
    assert parts == sorted(parts)
    assert run.epoch == whole.epochs


def _cut(path: Trajectory, epochs: int) -> Trajectory:
    return replace(path, points=path.points[: epochs + 1], losses=path.losses[: epochs + 1])


@pytest.mark.usefixtures("often")
def test_a_long_path_is_halted_where_it_is_and_resumed(
    qtbot: QtBot, session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = DescentRun(session, jobs)
    in_background(monkeypatch)
    session.apply("Open", edits.set_descent(open_function("rosenbrock"), lr=1e-4, epochs=10**6))
    qtbot.waitUntil(lambda: run.trajectory is not None)
    assert run.is_growing
    run.halt()
    qtbot.waitUntil(lambda: not run.is_growing)
    assert run.is_halted
    path = path_of(run)
    assert 0 < path.epochs < 10**6
    assert path.stop is Stop.UNFINISHED
    shorter = edits.set_descent(session.document, epochs=200)
    session.apply("Epochs", shorter)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert path_of(run).epochs == 200
    assert path_of(run).stop is not Stop.UNFINISHED


@pytest.mark.usefixtures("often")
def test_what_was_halted_is_run_anew_by_resuming(
    qtbot: QtBot, session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = DescentRun(session, jobs)
    in_background(monkeypatch)
    session.apply("Open", edits.set_descent(open_function("rosenbrock"), lr=1e-4, epochs=300_000))
    run.halt()
    qtbot.waitUntil(lambda: not run.is_growing)
    assert path_of(run).epochs < 300_000
    run.resume()
    qtbot.waitUntil(lambda: not run.is_growing)
    assert path_of(run).epochs == 300_000
    assert not run.is_halted


@pytest.mark.usefixtures("often")
def test_while_settings_are_dragged_only_paths_of_them_are_shown(
    qtbot: QtBot, session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.apply("Open", edits.set_descent(open_function("rosenbrock"), lr=1e-5, epochs=60_000))
    run = DescentRun(session, jobs)
    in_background(monkeypatch)
    rates: list[float] = []
    run.trajectory_changed.connect(lambda path: rates.append(path.lr))
    for step in range(2, 12):
        session.apply("Set lr", edits.set_descent(session.document, lr=step * 1e-5), "lr")
        qtbot.wait(5)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert rates == sorted(rates)
    assert rates[-1] == 11e-5
    assert path_of(run).epochs == 60_000


def test_the_pace_is_work_and_not_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker waits for the window's thread must not keep the next run on a worker."""
    document = edits.set_descent(open_function("rosenbrock"), lr=1e-4, epochs=20)

    def waits(*given: Any, **settings: Any) -> Trajectory:
        time.sleep(0.3)
        return descent_of(*given, **settings)

    monkeypatch.setattr(outcomes, "descent_of", waits)
    pace = outcomes.descended(document, None, None).pace
    assert pace is not None
    assert outcomes.expected_seconds(document, pace) < 0.15
