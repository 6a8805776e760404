"""A timer on the window's thread that tells how long the thread was busy at a time."""

from __future__ import annotations

import gc
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

EVERY_MS = 5

LONGEST = 80.0  # milliseconds at work between two beats; the goal of 50 is the benchmark's
EXCEPTION = 2.0  # times as long one gap may be
PAINTINGS = 5
MOST_CROWDED = 2.0


@dataclass(frozen=True)
class Gap:
    """Milliseconds from one beat to the next: by the clock, and at work in the thread itself.

    ``queued`` is the part in which the thread could have run but no processor was free (0 where the
    system does not tell): what is left beside both is waiting, for the next beat or for a worker.
    """

    clock: float
    own: float
    queued: float


class Heart:
    """Beats every few milliseconds on the thread that made it, while it is told to."""

    def __init__(self) -> None:
        self._beats: list[tuple[float, float, float]] = []
        self._timer = QTimer(interval=EVERY_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat while the block runs."""
        self._beats.clear()
        self._beat()
        self._timer.start()
        try:
            yield
        finally:
            self._timer.stop()
            self._beat()

    @property
    def gaps(self) -> list[Gap]:
        """All gaps of the last block, in their order."""
        return [
            Gap(*(1e3 * (end - start) for start, end in zip(one, other, strict=True)))
            for one, other in pairwise(self._beats)
        ]

    def _beat(self) -> None:
        self._beats.append((time.perf_counter(), time.thread_time(), self._queued()))

    def _queued(self) -> float:
        """Seconds this thread has waited for a processor."""
        if sys.platform != "linux":
            return 0.0
        return int(self._schedule.read_text().split()[1]) / 1e9


@contextmanager
def loaded_for_good() -> Iterator[None]:
    """Garbage is looked for as in the program: not among all that was there before the block."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def assert_alive(heart: Heart, window: QWidget, least: int = 10) -> None:
    """The window never worked long between two beats, ``least`` of which there were.

    What keeps it busy by its own doing does so again at the next step. One gap may be longer, since
    a machine that is shared by many now and then counts as work what was none.
    """
    second, longest = sorted(gap.own for gap in heart.gaps)[-2:]
    bound = most_at_a_time(window) * crowding(heart)
    assert len(heart.gaps) >= least
    assert second <= bound
    assert longest <= EXCEPTION * bound


def most_at_a_time(window: QWidget) -> float:
    """How many milliseconds a window may be at work between two beats, on this machine.

    A frame and what led to it: twice what it takes to paint all of the window, where that is more
    than the goal. A machine that is slow is not a wrong result.
    """
    times = []
    for _ in range(PAINTINGS):
        start = time.thread_time()
        window.grab()
        times.append(time.thread_time() - start)
    return max(LONGEST, 2e3 * statistics.median(times))


def crowding(heart: Heart) -> float:
    """How many times as long work took that had to share the processors: 1 on a machine at rest.

    What waits in the queue half of the time finds its caches emptied when it goes on.
    """
    own = sum(gap.own for gap in heart.gaps)
    return min(MOST_CROWDED, 1.0 + sum(gap.queued for gap in heart.gaps) / own)
