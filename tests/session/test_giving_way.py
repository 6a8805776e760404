"""The window's thread has the interpreter and a processor before the workers do."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gradviz.session import JobRunner

PR_GET_TIMERSLACK = 30

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="threads can't be told apart elsewhere"
)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    assert runner.shutdown(timeout=10)


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def timer_slack() -> int:
    """By how many nanoseconds timed waits of the calling thread may be drawn out."""
    return int(ctypes.CDLL(None).prctl(PR_GET_TIMERSLACK, *[ctypes.c_ulong(0)] * 4))


def test_a_worker_is_nicer_and_waits_longer(jobs: JobRunner, qtbot: QtBot) -> None:
    found: list[tuple[int, int]] = []
    jobs.submit("worker", lambda: (niceness(), timer_slack()), on_done=found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=10_000)
    (nice, slack) = found[0]
    assert nice > niceness()
    assert slack > 100 * timer_slack()
    assert sys.getswitchinterval() < 1e-4
