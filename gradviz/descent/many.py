"""Many descents at once: the same method from many starts, or with many learning rates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from gradviz.descent.boxes import box_of
from gradviz.descent.crowds import CROWD_METHODS
from gradviz.descent.crowds.crowd import crowd_of, crowd_step
from gradviz.descent.loop import ARRAYS, loop_of
from gradviz.descent.objectives import Objective
from gradviz.descent.plan import Cancel, Plan, Progress, checked_epochs, paced, recipe
from gradviz.descent.rules.method import Method
from gradviz.errors import SettingError, ShapeError
from gradviz.graph import Array

CACHED_NUMBERS = 16_384
"""Coordinates that descend together: their arrays stay in a processor's own cache."""

MORE: Mapping[str, int] = {"lbfgs": 2}
"""Times as many where some go on long after the others: fewer pieces have fewer such rests. One
epoch of all of them is still short enough to be cancelled soon."""

_SEEDS = 2**32


@dataclass(frozen=True, eq=False)
class Ends:
    """Where many descents ended: points (N, P), losses (N,) and which stayed finite (N,).

    Where a loss or a coordinate became infinite or not a number on the way, point and loss are NaN.
    ``best`` (N,) is the lowest loss before that or the end; infinite where the start has none.
    """

    points: Array
    losses: Array
    finite: npt.NDArray[np.bool_]
    best: Array


def descend_many(
    objective: Objective,
    starts: Array,
    method: Method,
    epochs: int,
    *,
    rates: Array | None = None,
    bounds: Mapping[str, tuple[float, float]] | None = None,
    seed: int = 0,
    cancel: Cancel | None = None,
    progress: Progress | None = None,
) -> Ends:
    """Descend from each of the ``starts`` (N, P), coordinates in the objective's order.

    The ends are those of ``descend`` from each start alone. ``rates`` (N,) are learning rates in
    place of the method's. ``seed`` is added to the seed of simulated annealing, whose chances are
    the same for every start. When ``cancel`` says True, the ends are those reached so far, and NaN
    where none is. Raises SettingError, and ShapeError for starts of another shape.
    """
    starts = np.asarray(starts, dtype=np.float64)
    size = len(objective.coordinates)
    if starts.ndim != 2 or starts.shape[1] != size:
        raise ShapeError(f"The starts must be rows of {size} numbers.")
    count = len(starts)
    lr = method.lr if rates is None else None
    how = recipe(method.optimizer, lr, method.settings, method.schedule, method.schedule_settings)
    if "seed" in how.settings:
        shifted = float((int(how.settings["seed"]) + seed) % _SEEDS)
        how = replace(how, settings={**how.settings, "seed": shifted})
    box = box_of(objective, bounds)
    plan = Plan(objective, how, checked_epochs(epochs), [], box, cancel, progress)
    base = np.full(count, how.lr) if rates is None else _checked_rates(rates, count)
    return _in_pieces(plan, starts, base)


def _checked_rates(rates: Array, count: int) -> Array:
    found = np.asarray(rates, dtype=np.float64)
    if found.shape != (count,):
        raise ShapeError(f"There must be {count} rates, one for each start.")
    if not (np.isfinite(found) & (found >= 0.0)).all():
        raise SettingError("The learning rates must be at least 0.", "lr")
    return found


def _in_pieces(plan: Plan, starts: Array, base: Array) -> Ends:
    """Descend with as many starts at a time as stay in the cache."""
    count, size = starts.shape
    ends = Ends(
        np.full((count, size), np.nan),
        np.full(count, np.nan),
        np.zeros(count, dtype=bool),
        np.full(count, np.inf),
    )
    run = _with_lines if plan.how.optimizer.has_lines else _by_method
    together = CACHED_NUMBERS * MORE.get(plan.how.optimizer.id, 1)
    piece = max(1, together // max(1, size))
    firsts = range(0, count, piece)
    for number, first in enumerate(firsts):
        part = slice(first, first + piece)
        watched = _watched(plan, number, len(firsts))
        latest = _Latest(len(starts[part]))
        with np.errstate(all="ignore"):
            run(watched, starts[part].T.copy(), base[part], latest)
        latest.write(ends, part)
        if plan.cancel is not None and plan.cancel():
            break
    return ends


def _watched(plan: Plan, number: int, count: int) -> Plan:
    """The plan for one of the pieces, whose progress is a part of the whole."""
    if plan.progress is None:
        return plan
    whole = plan.progress

    def told(share: float) -> None:
        whole((number + share) / count)

    return replace(plan, progress=told)


class _Latest:
    """Keeps the last loss and point of each start, and who was finite all the time."""

    def __init__(self, count: int) -> None:
        self.good = np.ones(count, dtype=bool)
        self.losses = _Losses(self.good)
        self.columns: list[_Column] = []

    def column(self) -> _Column:
        """Where one more coordinate is recorded, or all of them."""
        self.columns.append(_Column(self.good))
        return self.columns[-1]

    def write(self, ends: Ends, part: slice) -> None:
        """Write these ends into their part of all."""
        good = self.good
        points = np.vstack([column.values for column in self.columns])
        ends.points[part] = np.where(good, points, np.nan).T
        ends.losses[part] = np.where(good, self.losses.values, np.nan)
        ends.finite[part] = good
        ends.best[part] = self.losses.best


class _Column:
    """Keeps the last of the values that are appended."""

    def __init__(self, good: npt.NDArray[np.bool_]) -> None:
        self._good = good
        self.values: Array = np.full(len(good), np.nan)

    def append(self, values: Array) -> None:
        """Take the values of one epoch, of shape (N,) or (P, N)."""
        self.values = values
        fine = np.isfinite(values)
        self._good &= fine if fine.ndim < 2 else fine.all(axis=0)


class _Losses(_Column):
    """Keeps the lowest loss, too."""

    def __init__(self, good: npt.NDArray[np.bool_]) -> None:
        super().__init__(good)
        self.best = np.full(len(good), np.inf)

    def append(self, values: Array) -> None:
        """Take the losses of one epoch."""
        super().append(values)
        np.minimum(self.best, values, out=self.best, where=self._good)


def _with_lines(plan: Plan, starts: Array, base: Array, latest: _Latest) -> None:
    """Descend with the lines of the optimizer, which run on arrays of starts as they are."""
    step, arguments, sides = crowd_step(plan.objective, starts, plan.box)
    scheduled = not plan.how.schedule.is_constant
    loop = loop_of(
        step,
        plan.how.optimizer,
        plan.how.settings,
        ARRAYS,
        scheduled=scheduled,
        boxed=plan.box is not None,
    )
    chunks: Iterable[Iterable[Any]] = _steps(plan)
    first = base
    if scheduled:
        rates = plan.how.rates(plan.epochs, base)
        first, chunks = rates[0], _with_rates(chunks, rates)
    columns = [latest.column() for _ in arguments]
    values = [first, *plan.how.settings.values()]
    for _ in loop(chunks, values, arguments, latest.losses, columns, sides):
        pass


def _steps(plan: Plan) -> Iterator[range]:
    return paced(plan.epochs + 1, _zero, plan.cancel, plan.progress)


def _zero() -> float:
    """The loss that the pace looks at: of many it does not matter that one is not finite."""
    return 0.0


def _with_rates(chunks: Iterable[Iterable[int]], rates: Array) -> Iterator[list[tuple[int, Array]]]:
    for chunk in chunks:
        yield [(step, rates[step - 1]) for step in chunk]


def _by_method(plan: Plan, starts: Array, base: Array, latest: _Latest) -> None:
    """Descend by the method’s own way for many starts."""
    crowd = crowd_of(plan.objective, plan.box)
    crowd.steady = plan.how.schedule.is_constant
    rates = plan.how.rates(plan.epochs, base)
    visits = CROWD_METHODS[plan.how.optimizer.id](crowd, starts, rates, plan.how.settings)
    column = latest.column()
    for chunk in _steps(plan):
        for losses, points in islice(visits, len(chunk)):
            latest.losses.append(losses)
            column.append(points)
