"""Computes sweeps in the background: few rates first, then all; the newest request wins."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from gradviz.descent import Interval, Method, Objective
from gradviz.descent.outcomes.sweep import Sweep, sweep
from gradviz.graph import Array, Value
from gradviz.session import CancelToken, JobRunner

COARSE, FINE = 25, 121
"""How many rates are tried, first and then."""

DECADES = 4
ABOVE = 4.0
"""From so many decades below the highest rate; that many times the limit is the highest."""

_FARTHER = 100.0  # times the power of ten above the rate, where no limit is known


@dataclass(frozen=True, eq=False)
class Request:
    """A method (whatever its rate) on an objective from a start, and between which rates."""

    objective: Objective
    start: Mapping[str, Value]
    method: Method
    epochs: int
    bounds: Mapping[str, Interval]
    range: Interval

    def is_like(self, other: Request | None) -> bool:
        """Whether the other asks for the same losses."""
        return (
            other is not None
            and self.objective is other.objective
            and replace(self.method, lr=1.0) == replace(other.method, lr=1.0)
            and (self.epochs, self.range) == (other.epochs, other.range)
            and self.bounds == other.bounds
            and self.start.keys() == other.start.keys()
            and all(np.array_equal(self.start[n], other.start[n]) for n in self.start)
        )

    def rates(self, count: int) -> Array:
        """So many learning rates, equal ratios apart."""
        return np.geomspace(*self.range, count)


def rate_range(limit: float | None, lr: float) -> Interval:
    """Which rates are tried: up to some times the limit, else some decades around the rate.

    Without a limit it changes only when the rate passes a power of ten.
    """
    if limit:
        highest = ABOVE * limit
    else:
        highest = _FARTHER * 10.0 ** math.floor(math.log10(lr)) if lr > 0 else 1.0
    return highest * 10.0**-DECADES, highest


class SweepSource(QObject):
    """Answers requests by ``ready`` once with few rates and once with all."""

    ready = Signal(object)  # Sweep
    failed = Signal(str)
    progressed = Signal(float)
    busy_changed = Signal(bool)

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._key = ("sweep", id(self))
        self._request: Request | None = None

    def request(self, request: Request) -> None:
        """Compute this sweep, unless the latest request was for the same."""
        if request.is_like(self._request):
            return
        self._request = request
        self.busy_changed.emit(True)  # noqa: FBT003  # a signal's argument
        self._submit(request, COARSE, lambda: self._submit(request, FINE, self._end))

    def stop(self) -> None:
        """Compute no further; the next request counts as new."""
        self._request = None
        self._jobs.cancel(self._key)
        self._end()

    def _submit(self, request: Request, count: int, after: Callable[[], None]) -> None:
        def on_done(found: Sweep) -> None:
            self.ready.emit(found)
            after()

        self._jobs.submit(
            self._key,
            swept,
            request,
            count,
            on_done=on_done,
            on_error=self._on_error,
            on_progress=self._progress(count),
        )

    def _progress(self, count: int) -> Callable[[float], None]:
        """The part of the whole: the few rates are done first."""
        first = COARSE / (COARSE + FINE)

        def report(part: float) -> None:
            done = part * first if count == COARSE else first + part * (1.0 - first)
            self.progressed.emit(done)

        return report

    def _on_error(self, error: Exception) -> None:
        self.failed.emit(str(error))
        self._end()

    def _end(self) -> None:
        self.busy_changed.emit(False)  # noqa: FBT003


def swept(
    request: Request,
    count: int,
    cancel: CancelToken | None = None,
    progress: Callable[[float], None] | None = None,
) -> Sweep:
    """The sweep of a request over so many rates; for any thread."""
    found = sweep(
        request.objective,
        request.start,
        request.method,
        request.epochs,
        request.rates(count),
        bounds=request.bounds or None,
        cancel=cancel,
        progress=progress,
    )
    if cancel is not None:
        cancel.check()  # what was cut short is no sweep
    return found
