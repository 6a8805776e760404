"""A planned descent is run: on floats where it can be, on arrays where it must."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np

from gradviz.descent.loop import ARRAYS, FLOATS, Step, loop_of
from gradviz.descent.methods import METHODS
from gradviz.descent.methods.space import Space, space_of
from gradviz.descent.minibatches import Batches, batches
from gradviz.descent.objectives import flat
from gradviz.descent.plan import FLOAT_ERRORS, Path, Plan, paced
from gradviz.descent.steps import array_step, quadratic_step
from gradviz.errors import SettingError
from gradviz.graph import Array, Value


@dataclass(eq=False)
class _Record:
    """What a loop has written so far."""

    losses: list[float] = field(default_factory=list)
    points: list[list[Value]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many were completed."""
        return min(len(self.losses), *map(len, self.points))

    def point(self, row: int) -> list[Value]:
        """The arguments in a row."""
        return [column[row] for column in self.points]

    def arrays(self) -> Path:
        """Points and losses, as many as were completed."""
        rows = self.rows
        columns = [np.array(list_[:rows], dtype=np.float64) for list_ in self.points]
        points = [column.reshape(rows, -1) if rows else column[:, None] for column in columns]
        return Path(np.hstack(points), np.array(self.losses[:rows], dtype=np.float64))


def path_of(plan: Plan, batch_size: int | None = None, seed: int = 0) -> Path:
    """Descent on all data at once, or on mini-batches of so many rows.

    Raises SettingError for a size that makes no sense, or a method that needs all data.
    """
    parts = None if batch_size is None else batches(plan.objective, batch_size, seed)
    return _whole(plan) if parts is None else _in_batches(plan, parts)


def _whole(plan: Plan) -> Path:
    """Full-batch descent: by a method, on the exact quadratic, on floats, or on arrays."""
    if not plan.how.optimizer.has_lines:
        return _by_method(plan)
    exact, count = plan.objective.exact, len(plan.start)
    if exact is not None:
        step, start = quadratic_step(exact, flat(plan.start))
        plan = replace(plan, start=start)
        slow = step
    else:
        block = plan.objective.function.block
        slow = array_step(plan.objective.function, count)
        step = slow if block is None else Step(**vars(block))
    if all(isinstance(value, float) for value in plan.start):
        try:
            return _run(plan, step, FLOATS).arrays()
        except FLOAT_ERRORS:
            pass  # arrays can hold what is infinite or not a number
    return _run(replace(plan, start=_numpy(plan.start)), slow, ARRAYS).arrays()


def _numpy(values: Sequence[Value]) -> list[Any]:
    return [np.asarray(value, dtype=np.float64)[()] for value in values]


def _in_batches(plan: Plan, parts: Batches) -> Path:
    """Descent on mini-batches; the losses are those on all data.

    Raises SettingError for a method, which compares values on the same data.
    """
    optimizer = plan.how.optimizer
    if not optimizer.has_lines:
        raise SettingError(
            f"{optimizer.label} needs all data for each step; leave out batch_size.", "batch_size"
        )
    step = array_step(parts.next_gradient, len(plan.start))
    losses: list[float] = []

    def path(record: _Record) -> Path:
        points = record.arrays().points[:: parts.count]
        calls, exact = np.arange(len(points)) * parts.count, plan.objective.exact
        values = np.array(losses) if exact is None else np.atleast_1d(exact.value(*points.T))
        return Path(points, values, calls, in_parts=True)

    def grown(record: _Record) -> None:
        if plan.objective.exact is None:  # epoch by epoch, so that it can be stopped
            rows = range(len(losses) * parts.count, record.rows, parts.count)
            value = plan.objective.function.value
            losses.extend(float(value(*record.point(row))) for row in rows)
        plan.saw(lambda: path(record))

    plan = replace(plan, start=_numpy(plan.start))
    return path(_run(plan, step, ARRAYS, parts.count, grown))


def _run(
    plan: Plan,
    step: Step,
    functions: Mapping[str, Any],
    updates: int = 1,
    grown: Callable[[_Record], None] | None = None,
) -> _Record:
    """Points and losses after each update, of which there are so many in an epoch."""
    scheduled = not plan.how.schedule.is_constant
    loop = loop_of(
        step,
        plan.how.optimizer,
        plan.how.settings,
        functions,
        scheduled=scheduled,
        boxed=plan.box is not None,
    )
    record = _Record(points=[[] for _ in plan.start])
    last = plan.epochs * updates + 1

    def tell() -> None:
        if grown is not None:
            grown(record)
        else:
            plan.saw(record.arrays)

    chunks: Iterable[Iterable[Any]] = paced(
        last, lambda: record.losses[-1], plan.cancel, plan.progress, tell
    )
    first_rate = plan.how.lr
    if scheduled:
        rates = plan.how.rates(plan.epochs)
        first_rate = float(rates[0])
        chunks = _with_rates(chunks, rates, updates)
    values = [first_rate, *plan.how.settings.values()]
    with np.errstate(all="ignore"):
        for _ in loop(chunks, values, plan.start, record.losses, record.points, _sides(plan)):
            pass
    return record


def _with_rates(
    chunks: Iterable[Iterable[int]], rates: Array, updates: int
) -> Iterator[Iterable[tuple[int, float]]]:
    """Each step with its learning rate, which is the same for all updates of an epoch."""
    for chunk in chunks:
        steps = np.asarray(chunk)
        yield zip(steps.tolist(), rates[(steps - 1) // updates].tolist(), strict=True)


def _sides(plan: Plan) -> list[tuple[Any, Any]]:
    """The lowest and the highest value of each of the loop's arguments."""
    if plan.box is None:
        return []
    ends = np.cumsum([np.size(value) for value in plan.start])[:-1]
    sides = (np.split(side, ends) for side in (plan.box.low, plan.box.high))
    return [
        (_shaped(low, value), _shaped(high, value))
        for low, high, value in zip(*sides, plan.start, strict=True)
    ]


def _shaped(numbers: Array, like: Value) -> Value:
    return numbers.reshape(np.shape(like)) if np.ndim(like) else float(numbers[0])


@dataclass(eq=False)
class _Visits:
    """What a method has visited so far, and the gradients it had computed by then."""

    space: Space
    losses: list[float] = field(default_factory=list)
    points: list[Array] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)

    def add(self, loss: float, point: Array) -> None:
        """One epoch more."""
        self.losses.append(loss)
        self.points.append(point)
        self.calls.append(self.space.gradient_calls)

    def path(self, rows: int | None = None) -> Path:
        """What there is; of more rows when the method has ended, and stays where it is."""
        stay = np.minimum(np.arange(rows or len(self.losses)), len(self.losses) - 1)
        counted = np.array(self.calls) - self.calls[0]
        return Path(
            np.array(self.points, dtype=np.float64)[stay],
            np.array(self.losses, dtype=np.float64)[stay],
            counted[stay],
            self.space.value_calls - (not counted.any()),
            rows is not None,
        )


def _by_method(plan: Plan) -> Path:
    """Descent by a method, which stays where it is once it has ended itself."""
    space = space_of(plan.objective, plan.box)
    space.steady = plan.how.schedule.is_constant
    rates = plan.how.rates(plan.epochs).tolist()
    start = space.vector(flat(plan.start))
    visits = METHODS[plan.how.optimizer.id](space, start, rates, plan.how.settings)
    found = _Visits(space)
    losses = found.losses
    chunks = paced(
        plan.epochs + 1,
        lambda: losses[-1],
        plan.cancel,
        plan.progress,
        lambda: plan.saw(found.path),
    )
    with np.errstate(all="ignore"):
        for chunk in chunks:
            try:
                for loss, point in islice(visits, len(chunk)):
                    found.add(loss, point)
                    if not math.isfinite(loss):
                        break
            except FLOAT_ERRORS:  # on the way to a point that is not finite
                found.add(math.nan, found.points[-1])
            if len(losses) < chunk.stop - 1 and math.isfinite(losses[-1]):
                return found.path(plan.epochs + 1)
    return found.path()
