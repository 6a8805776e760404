"""One descent to be made, with everything checked and filled in, and the pace it is made at."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from gradviz.descent.boxes import Box
from gradviz.descent.objectives import Objective
from gradviz.descent.resting import Rest
from gradviz.descent.rules.optimizer import Optimizer, Setting
from gradviz.descent.rules.schedules import Schedule, complete_schedule, find_schedule
from gradviz.descent.rules.settings import complete_settings, find_optimizer, learning_rate
from gradviz.descent.trajectory import Counts
from gradviz.errors import SettingError
from gradviz.graph import Array, Value

Cancel: TypeAlias = Callable[[], bool]
Progress: TypeAlias = Callable[[float], None]
Watch: TypeAlias = Callable[[Callable[[], "Path"]], None]
"""Hears of a path that has grown; it makes what there is of it only if it wants to look."""

MOST_EPOCHS = 10_000_000
FLOAT_ERRORS = (ArithmeticError, ValueError)  # where NumPy has an infinity or NaN

_CHUNK_SECONDS = 0.005  # about how often a run asks whether it is still wanted


@dataclass(frozen=True, eq=False)
class Recipe:
    """How to descend: a Method with everything looked up, checked and filled in."""

    optimizer: Optimizer
    settings: Mapping[str, Setting]
    lr: float
    schedule: Schedule
    schedule_settings: Mapping[str, float]

    def rates(self, epochs: int, lr: Array | None = None) -> Array:
        """The rate after each epoch, one more than there are updates; also of other base rates."""
        return self.schedule.rates(self.lr if lr is None else lr, epochs, self.schedule_settings)


def recipe(
    optimizer: str,
    lr: object,
    settings: Mapping[str, object] | None,
    schedule: str,
    schedule_settings: Mapping[str, object] | None,
) -> Recipe:
    """The recipe with these names and numbers; without ``lr`` the optimizer's own.

    Raises SettingError.
    """
    row, changes = find_optimizer(optimizer), find_schedule(schedule)
    rate, rest = learning_rate(row, lr, settings)
    return Recipe(
        row,
        complete_settings(row, rest),
        rate,
        changes,
        complete_schedule(changes, schedule_settings),
    )


@dataclass(frozen=True, eq=False)
class Plan:
    """What descends, how, from where, and who watches."""

    objective: Objective
    how: Recipe
    epochs: int
    start: list[Value]
    box: Box | None = None
    cancel: Cancel | None = None
    progress: Progress | None = None
    rest: Rest | None = None
    watch: Watch | None = None

    def saw(self, path: Callable[[], Path]) -> None:
        """The path has grown."""
        if self.watch is not None:
            self.watch(path)


class Path(NamedTuple):
    """Points (rows, coordinates) and losses, up to the first row that is not finite or the end.

    ``calls`` are the gradients computed up to each row (one for each update where it is None),
    ``value_calls`` how often the value alone was. ``settled`` says that the method ended itself,
    ``in_parts`` that gradients were those on mini-batches.
    """

    points: Array
    losses: Array
    calls: Counts | None = None
    value_calls: int = 0
    settled: bool = False
    in_parts: bool = False


def checked_epochs(epochs: object) -> int:
    """A number of epochs; SettingError for anything else."""
    if isinstance(epochs, bool) or not isinstance(epochs, (int, np.integer)):
        raise SettingError(f"epochs must be a whole number, not {epochs}.", "epochs")
    if not 0 <= epochs <= MOST_EPOCHS:
        raise SettingError(f"epochs must be between 0 and {MOST_EPOCHS:,}, not {epochs}.", "epochs")
    return int(epochs)


def paced(
    last: int,
    loss: Callable[[], float],
    cancel: Cancel | None,
    progress: Progress | None,
    grown: Callable[[], None] | None = None,
) -> Iterator[range]:
    """The steps from 1 to ``last``, in pieces of a few milliseconds each.

    After each ``grown`` is called. It ends early when the latest ``loss`` is not finite or
    ``cancel`` says so.
    """
    first = size = 1
    while first <= last:
        began = time.perf_counter()
        yield range(first, min(first + size, last + 1))
        first += size
        if grown is not None:
            grown()
        if not math.isfinite(loss()) or (cancel is not None and cancel()):
            return
        if progress is not None:
            progress(min(1.0, first / last))
        took = time.perf_counter() - began
        if took < _CHUNK_SECONDS:
            size *= 2
        elif took > 2 * _CHUNK_SECONDS:
            size = max(1, size // 2)
