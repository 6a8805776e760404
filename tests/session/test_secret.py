"""The secret: while it is kept, the descent stays at its start, and all who ask are told."""

from __future__ import annotations

from gradviz.document import open_example
from gradviz.session import DescentRun, JobRunner, Secret, Session


def run_of_line(jobs: JobRunner) -> DescentRun:
    return DescentRun(Session(open_example("line_fit")), jobs)


def test_the_descent_stays_at_its_start_while_it_is_kept(qtbot: object) -> None:
    run = run_of_line(JobRunner())
    secret = Secret(run)
    said: list[bool] = []
    secret.changed.connect(said.append)
    run.set_epoch(40)
    secret.keep(on=True)
    secret.keep(on=True)
    assert said == [True]
    assert (run.epoch, run.race_epoch, run.last_epoch) == (0, 0, 0)
    run.step(3)
    run.set_epoch(60)
    run.play()
    assert not run.is_playing
    assert run.epoch == 0
    secret.keep(on=False)
    assert said == [True, False]
    assert run.last_epoch == 100
    assert run.epoch == 40


def test_a_rival_changes_nothing_of_it_and_playing_ends(qtbot: object) -> None:
    run = run_of_line(JobRunner())
    secret = Secret(run)
    run.play()
    secret.keep(on=True)
    assert not run.is_playing
    run.set_rivals_end(500)
    assert run.last_epoch == 0
    secret.keep(on=False)
    assert run.last_epoch == 500
