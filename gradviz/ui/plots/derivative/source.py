"""Computes the curve of a slice with its turning points, and the errors at a point: newest wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from gradviz.descent import DifferenceErrors, Interval, Slice, TurningPoint, turning_points
from gradviz.errors import GradVizError
from gradviz.graph import Array
from gradviz.session import JobRunner
from gradviz.ui.plots.derivative.probe import errors_at

SAMPLES = 480
AT_ONCE = 0.008  # seconds
PATIENCE = 0.2
LARGEST = 1e300


@dataclass(frozen=True, eq=False)
class Curves:
    """A curve and its derivative over an interval, NaN where not finite, and where it turns."""

    cut: Slice
    x: Array
    values: Array
    slopes: Array
    turns: tuple[TurningPoint, ...]


def curves_of(cut: Slice, interval: Interval) -> Curves:
    """Sample a slice; a pure function for any thread."""
    x = np.linspace(*interval, SAMPLES)
    with np.errstate(all="ignore"):
        values, slopes = cut(x)
        turns = turning_points(cut, x)
    values[~(np.abs(values) < LARGEST)] = np.nan
    slopes[~(np.abs(slopes) < LARGEST)] = np.nan
    return Curves(cut, x, values, slopes, turns)


class Source:
    """Answers at once while that is quick for the function at hand, else by a worker."""

    def __init__(self, jobs: JobRunner) -> None:
        self._jobs = jobs
        self._keys = {kind: (f"derivative {kind}", id(self)) for kind in ("curves", "errors")}
        self._seconds: dict[str, float] = {}
        self._surface: object = None

    def expect(self, cut: Slice, seconds: float) -> None:
        """Another function, and how long it will presumably take."""
        if cut.surface is not self._surface:
            self._surface = cut.surface
            self._seconds = dict.fromkeys(self._keys, seconds)

    def curves(
        self,
        cut: Slice,
        interval: Interval,
        done: Callable[[Curves], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """The curve over an interval, instead of any asked for before."""
        self._answer("curves", curves_of, (cut, interval), done, failed)

    def errors(
        self,
        cut: Slice,
        x: float,
        done: Callable[[DifferenceErrors], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """The errors of all steps at a point, instead of any asked for before."""
        self._answer("errors", errors_at, (cut, x), done, failed)

    def cancel(self) -> None:
        """Forget what is being computed."""
        for key in self._keys.values():
            self._jobs.cancel(key)

    def _answer(
        self,
        kind: str,
        function: Callable[..., Any],
        arguments: tuple[object, ...],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        if self._seconds.get(kind, 0.0) > AT_ONCE:
            timed = (function, *arguments)

            def deliver(outcome: tuple[Any, float]) -> None:
                self._seconds[kind] = outcome[1]
                done(outcome[0])

            self._jobs.submit(
                self._keys[kind], _timed, *timed, on_done=deliver, on_error=failed,
                patience=PATIENCE,
            )  # fmt: skip
            return
        self._jobs.cancel(self._keys[kind])
        try:
            found, seconds = _timed(function, *arguments)
        except GradVizError as error:
            failed(error)
            return
        self._seconds[kind] = 0.5 * (self._seconds.get(kind, seconds) + seconds)
        done(found)


def _timed(function: Callable[..., Any], *arguments: object) -> tuple[Any, float]:
    start = perf_counter()
    return function(*arguments), perf_counter() - start
