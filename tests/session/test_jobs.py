"""Background jobs: the newest counts, nothing stale arrives, nothing is left running."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt, QThread, Signal
from pytestqt.qtbot import QtBot

from gradviz.session import CancelToken, JobRunner

QUEUED = Qt.ConnectionType.QueuedConnection


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    assert runner.shutdown(timeout=10)


class Gate:
    """A job that waits inside until it is let through, and says when it began."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.open = threading.Event()

    def __call__(self, value: object) -> object:
        self.began.set()
        assert self.open.wait(10)
        return value


def settled(qtbot: QtBot, jobs: JobRunner) -> None:
    """Wait until nothing is under way any more."""
    qtbot.waitUntil(lambda: not jobs.busy, timeout=10_000)


def test_the_result_arrives_on_the_runners_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    found: list[tuple[int, QThread]] = []
    jobs.submit("a", pow, 2, 10, on_done=lambda r: found.append((r, QThread.currentThread())))
    settled(qtbot, jobs)
    assert found == [(1024, jobs.thread())]


def test_nothing_arrives_before_the_event_loop_runs(qtbot: QtBot, jobs: JobRunner) -> None:
    found: list[int] = []
    jobs.submit("a", pow, 2, 2, on_done=found.append)
    assert found == []
    settled(qtbot, jobs)
    assert found == [4]


def test_only_the_newest_of_a_key_arrives(qtbot: QtBot, jobs: JobRunner) -> None:
    found: list[object] = []
    gate = Gate()
    jobs.submit("a", gate, "first", on_done=found.append)
    assert gate.began.wait(10)
    for value in range(100):
        jobs.submit("a", gate, value, on_done=found.append)
    gate.open.set()
    settled(qtbot, jobs)
    assert found == [99]


def test_a_finished_result_that_was_not_delivered_is_dropped_too(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    found: list[object] = []
    done = threading.Event()
    jobs.submit("a", done.set, on_done=lambda _: found.append("stale"))
    assert done.wait(10)
    jobs.submit("a", str, "new", on_done=found.append)
    settled(qtbot, jobs)
    assert found == ["new"]


def test_jobs_of_different_keys_do_not_disturb_each_other(qtbot: QtBot, jobs: JobRunner) -> None:
    found: set[object] = set()
    for key in range(20):
        jobs.submit(key, str, key, on_done=found.add)
    settled(qtbot, jobs)
    assert found == {str(key) for key in range(20)}


def test_jobs_of_one_key_never_run_at_the_same_time(qtbot: QtBot, jobs: JobRunner) -> None:
    inside, most = [0], [0]

    def work() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        threading.Event().wait(0.002)
        inside[0] -= 1

    for _ in range(30):
        jobs.submit("a", work, on_done=lambda _: None)
        threading.Event().wait(0.001)
    settled(qtbot, jobs)
    assert most == [1]


def until_cancelled(cancel: CancelToken) -> str:
    while not cancel.cancelled:
        threading.Event().wait(0.001)
    return "was cancelled"


def until_told(cancel: CancelToken) -> None:
    while True:
        cancel.check()
        threading.Event().wait(0.001)


@pytest.mark.parametrize("endless", [until_cancelled, until_told])
def test_a_running_job_sees_that_a_newer_one_came(
    qtbot: QtBot, jobs: JobRunner, endless: Callable[..., object]
) -> None:
    found: list[object] = []
    jobs.submit("a", endless, on_done=found.append)
    jobs.submit("a", str, "new", on_done=found.append)
    settled(qtbot, jobs)
    assert found == ["new"]


def test_a_cancelled_job_delivers_nothing(qtbot: QtBot, jobs: JobRunner) -> None:
    found: list[object] = []
    gate = Gate()
    jobs.submit("a", gate, 1, on_done=found.append, on_error=found.append)
    assert gate.began.wait(10)
    jobs.cancel("a")
    assert not jobs.busy
    gate.open.set()
    jobs.submit("b", str, "other", on_done=found.append)
    settled(qtbot, jobs)
    assert found == ["other"]


def test_patience_lets_a_running_job_deliver_before_the_newest(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    found: list[object] = []
    gate = Gate()
    for value in range(5):
        jobs.submit("a", gate, value, on_done=found.append, patience=60)
        assert gate.began.wait(10)
    gate.open.set()
    settled(qtbot, jobs)
    assert found == [0, 4]


def test_patience_ends(qtbot: QtBot, jobs: JobRunner) -> None:
    found: list[object] = []
    jobs.submit("a", until_told, on_done=found.append)
    jobs.submit("a", str, "new", on_done=found.append, patience=0.02)
    settled(qtbot, jobs)
    assert found == ["new"]


def test_an_exception_is_delivered_as_a_value(qtbot: QtBot, jobs: JobRunner) -> None:
    errors: list[Exception] = []
    jobs.submit("a", int, "x", on_done=lambda _: None, on_error=errors.append)
    settled(qtbot, jobs)
    assert isinstance(errors[0], ValueError)


def test_an_exception_nobody_takes_is_raised_on_the_runners_thread(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    with qtbot.captureExceptions() as raised:
        jobs.submit("a", int, "x", on_done=lambda _: None)
        settled(qtbot, jobs)
    assert raised[0][0] is ValueError


def test_the_worker_survives_an_exception(qtbot: QtBot, jobs: JobRunner) -> None:
    found: list[object] = []
    for _ in range(5):
        jobs.submit("a", int, "x", on_done=found.append, on_error=lambda _: None)
        settled(qtbot, jobs)
    jobs.submit("a", int, "7", on_done=found.append)
    settled(qtbot, jobs)
    assert found == [7]


def test_progress_is_told_in_order(qtbot: QtBot, jobs: JobRunner) -> None:
    def work(progress: Callable[[float], None]) -> None:
        for part in range(4):
            progress(part / 4)

    told: list[float] = []
    jobs.submit("a", work, on_done=lambda _: told.append(1.0), on_progress=told.append)
    settled(qtbot, jobs)
    assert told == sorted(told)
    assert told[-2:] == [0.75, 1]


def test_of_what_a_job_tells_the_newest_is_heard_before_its_result(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    heard = threading.Event()

    def work(tell: Callable[[str], None], progress: Callable[[float], None]) -> str:
        tell("first")
        assert heard.wait(10)
        for number in range(100):
            tell(f"part {number}")
        progress(0.5)
        return "all"

    told: list[object] = []

    def on_told(part: str) -> None:
        told.append(part)
        heard.set()

    jobs.submit("a", work, on_done=told.append, on_progress=told.append, on_told=on_told)
    settled(qtbot, jobs)
    assert told[0] == "first"
    assert told[-1] == "all"
    assert set(told[-3:-1]) == {"part 99", 0.5}


def test_what_was_told_of_something_replaced_is_not_heard(qtbot: QtBot, jobs: JobRunner) -> None:
    told, release = threading.Event(), threading.Event()

    def work(tell: Callable[[str], None]) -> None:
        tell("old")
        told.set()
        assert release.wait(10)

    heard: list[str] = []
    jobs.submit("a", work, on_done=lambda _: heard.append("old"), on_told=heard.append)
    assert told.wait(10)
    jobs.submit("a", lambda: None, on_done=lambda _: heard.append("new"))
    release.set()
    settled(qtbot, jobs)
    assert heard == ["new"]


def test_busy_is_announced_once_each_way(qtbot: QtBot, jobs: JobRunner) -> None:
    told: list[bool] = []
    jobs.busy_changed.connect(told.append)
    for key in "abc":
        jobs.submit(key, str, key, on_done=lambda _: None)
    settled(qtbot, jobs)
    assert told == [True, False]


def test_a_callback_may_submit_again(qtbot: QtBot, jobs: JobRunner) -> None:
    found: list[int] = []

    def again(value: int) -> None:
        found.append(value)
        if value < 5:
            jobs.submit("a", int, value + 1, on_done=again)

    jobs.submit("a", int, 0, on_done=again)
    qtbot.waitUntil(lambda: len(found) == 6)
    assert found == list(range(6))


def test_shutdown_while_running_cancels_and_joins(qtbot: QtBot) -> None:
    runner = JobRunner()
    found: list[object] = []
    for key in "abcd":
        runner.submit(key, until_told, on_done=found.append, on_error=found.append)
    assert runner.shutdown(timeout=10)
    qtbot.wait(20)
    assert found == []
    assert not [t for t in threading.enumerate() if t.name == "gradviz-job"]


def test_shutdown_says_when_a_job_does_not_listen(qtbot: QtBot) -> None:
    runner = JobRunner()
    gate = Gate()
    runner.submit("a", gate, 1, on_done=lambda _: None)
    assert gate.began.wait(10)
    assert not runner.shutdown(timeout=0.01)
    gate.open.set()
    assert runner.shutdown(timeout=10)


def test_after_shutdown_nothing_is_taken(qtbot: QtBot) -> None:
    runner = JobRunner()
    runner.shutdown()
    with pytest.raises(RuntimeError, match="shut down"):
        runner.submit("a", str, 1, on_done=lambda _: None)


def answer(kind: str, number: int) -> tuple[str, int]:
    if kind == "fail":
        raise ValueError(kind, number)
    return kind, number


def note_error(heard: dict[str, object], key: str, error: Exception) -> None:
    heard[key] = error.args


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["run", "fail", "cancel"]))))
def test_of_any_requests_each_key_gets_its_newest_answer(
    qtbot: QtBot, requests: list[tuple[str, str]]
) -> None:
    """Results in between may be dropped or not; the last word of each key is the newest."""
    jobs = JobRunner()
    heard: dict[str, object] = {}
    expected: dict[str, object] = {}
    for number, (key, kind) in enumerate(requests):
        if kind == "cancel":
            jobs.cancel(key)
            heard[key] = expected[key] = None
            continue
        expected[key] = (kind, number)
        hear, hear_error = partial(heard.__setitem__, key), partial(note_error, heard, key)
        jobs.submit(key, answer, kind, number, on_done=hear, on_error=hear_error)
    settled(qtbot, jobs)
    assert heard == expected
    assert jobs.shutdown(timeout=10)


def test_nothing_is_collected_while_a_worker_runs(qtbot: QtBot, jobs: JobRunner) -> None:
    release, seen = threading.Event(), threading.Event()

    def work() -> bool:
        seen.set()
        assert release.wait(10)
        return gc.isenabled()

    assert gc.isenabled()
    found: list[bool] = []
    jobs.submit("a", work, on_done=found.append)
    assert seen.wait(10)
    jobs.cancel("a")  # nobody waits for it, but it runs
    assert not gc.isenabled()
    other = JobRunner()
    other.submit("b", str, 1, on_done=lambda _: None)
    qtbot.waitUntil(lambda: not other.busy)
    assert other.shutdown(timeout=10)
    assert not gc.isenabled()
    release.set()
    qtbot.waitUntil(gc.isenabled)
    jobs.submit("a", work, on_done=found.append)
    settled(qtbot, jobs)
    assert found == [False]
    assert gc.isenabled()


def test_what_is_due_is_collected_on_the_runners_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    where: list[int] = []

    class Ring:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            where.append(threading.get_ident())

    def work() -> None:
        for _ in range(20_000):
            Ring()

    gc.collect()
    jobs.submit("a", work, on_done=lambda _: None)
    settled(qtbot, jobs)
    gc.collect()
    assert len(where) == 20_000
    assert set(where) == {threading.get_ident()}


def test_a_runner_that_is_shut_down_lets_collect_again(qtbot: QtBot) -> None:
    runner = JobRunner()
    runner.submit("a", str, 1, on_done=lambda _: None)
    assert runner.shutdown(timeout=10)
    assert gc.isenabled()


def test_what_a_newer_job_tells_comes_after_the_result_before_it(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    order: list[object] = []
    gate, told = Gate(), threading.Event()

    def telling(tell: Callable[[str], None]) -> str:
        tell("told")
        told.set()
        return "second"

    jobs.submit("a", gate.__call__, "first", on_done=order.append)
    assert gate.began.wait(10)
    jobs.submit("a", telling, on_done=order.append, on_told=order.append, patience=10)
    gate.open.set()
    assert told.wait(10)
    settled(qtbot, jobs)
    assert order == ["first", "told", "second"]


def test_between_two_results_the_window_has_its_turn(qtbot: QtBot, jobs: JobRunner) -> None:
    class Window(QObject):
        asked = Signal()

    order: list[object] = []
    window = Window()
    window.asked.connect(lambda: order.append("window"), QUEUED)

    def take(name: object) -> None:
        order.append(name)
        window.asked.emit()

    gates = {name: Gate() for name in "abcd"}
    for name, gate in gates.items():
        jobs.submit(name, gate.__call__, name, on_done=take)
    for name in "abcd":  # as soon as the last two have begun, the first two have ended
        assert gates[name].began.wait(10)
        gates[name].open.set()
    settled(qtbot, jobs)
    qtbot.waitUntil(lambda: len(order) == 8, timeout=10_000)
    assert order[1::2] == ["window"] * 4


def _told(x: float, *, progress: Callable[[float], None]) -> None:
    progress(x)


@wraps(_told)
def _wrapped(*arguments: Any, **more: Any) -> None:
    _told(*arguments, **more)


class _Worker:
    def work(self, x: float, progress: Callable[[float], None]) -> None:
        progress(x)


@pytest.mark.parametrize(
    "function", [_told, _wrapped, partial(_told), _Worker().work, np.errstate(all="ignore")(_told)]
)
def test_whatever_kind_of_function_works_it_can_say_how_far_it_is(
    qtbot: QtBot, jobs: JobRunner, function: Callable[..., None]
) -> None:
    heard: list[float] = []
    jobs.submit("key", function, 0.5, on_done=lambda _: None, on_progress=heard.append)
    qtbot.waitUntil(lambda: bool(heard) and not jobs.busy)
    assert heard == [0.5]
