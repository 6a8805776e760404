"""The stability of the session's descent follows the run: at once where exact, else at rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_example, open_function
from gradviz.session import DescentRun, JobRunner, Session, StabilityWatch


class Desk:
    """A session whose descent is watched."""

    def __init__(self, document: Document, bot: QtBot) -> None:
        self.bot = bot
        self.session = Session(document)
        self.jobs = JobRunner()
        self.run = DescentRun(self.session, self.jobs)
        self.watch = StabilityWatch(self.run, self.jobs)

    def change(self, **changes: object) -> None:
        self.session.apply("x", edits.set_descent(self.session.document, **changes))  # type: ignore[arg-type]

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not (self.jobs.is_busy() or self.watch.is_busy))


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Callable[[Document], Desk]]:
    made: list[Desk] = []

    def desk(document: Document) -> Desk:
        made.append(Desk(document, qtbot))
        return made[-1]

    yield desk
    for each in made:
        each.watch.stop()
        each.jobs.shutdown()


def test_on_a_quadratic_it_is_exact_and_known_at_once(make: Callable[[Document], Desk]) -> None:
    desk = make(open_example("line_fit"))
    seen: list[bool] = []
    desk.run.trajectory_changed.connect(lambda _path: seen.append(desk.watch.is_busy))
    for lr in (0.05, 0.12):
        desk.change(lr=lr)
        desk.settle()
        assert desk.watch.told is desk.watch.marks
        assert desk.watch.told is not None
        assert desk.watch.told.lr == lr
    assert not any(seen)


def test_elsewhere_the_marks_are_those_at_the_nearest_minimum(
    make: Callable[[Document], Desk],
) -> None:
    desk = make(open_function("rosenbrock"))
    desk.settle()
    shown = desk.watch.marks
    assert shown is not None
    assert not shown.is_exact
    # Rosenbrock's Hessian at (1, 1)
    highest = np.linalg.eigvalsh(np.array([[802.0, -400.0], [-400.0, 200.0]]))[-1]
    assert shown.limit == pytest.approx(2 / highest, rel=1e-6)


def test_while_a_rate_is_dragged_the_marks_stay_and_nothing_stale_is_told(
    make: Callable[[Document], Desk],
) -> None:
    desk = make(open_function("rosenbrock"))
    desk.settle()
    marks, seen = desk.watch.marks, []
    desk.run.trajectory_changed.connect(
        lambda _path: seen.append((desk.watch.marks, desk.watch.told))
    )
    desk.change(lr=0.01)
    desk.settle()
    assert seen == [(marks, None)]
    told = desk.watch.told
    assert told is not None
    assert told.lr == 0.01


def test_of_another_function_there_are_no_marks_until_they_are_found(
    make: Callable[[Document], Desk],
) -> None:
    desk = make(open_function("rosenbrock"))
    desk.settle()
    seen: list[object] = []
    desk.run.trajectory_changed.connect(lambda _path: seen.append(desk.watch.marks))
    desk.session.new(open_function("himmelblau"))
    desk.settle()
    assert set(seen) == {None}
    assert desk.watch.marks is not None


def test_without_a_descent_there_is_nothing(make: Callable[[Document], Desk]) -> None:
    desk = make(open_example("line_fit"))
    desk.session.apply("x", edits.set_text(desk.session.document, "L = 2*3"))
    desk.settle()
    assert (desk.watch.marks, desk.watch.told) == (None, None)
