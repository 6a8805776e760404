"""A planned descent is run: on floats where it can be, on arrays where it must."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from gradviz.descent.loop import ARRAYS, FLOATS, Step, loop_of
from gradviz.descent.methods import METHODS
from gradviz.descent.methods.space import space_of
from gradviz.descent.minibatches import Batches
from gradviz.descent.objectives import flat
from gradviz.descent.plan import FLOAT_ERRORS, Plan, paced
from gradviz.descent.steps import array_step, quadratic_step
from gradviz.descent.trajectory import Counts
from gradviz.errors import SettingError
from gradviz.graph import Array, Value


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


@dataclass(eq=False)
class _Record:
    """What a loop has written so far."""

    losses: list[float] = field(default_factory=list)
    points: list[list[Value]] = field(default_factory=list)

    def arrays(self) -> Path:
        """Points and losses, as many as were completed."""
        rows = min(len(self.losses), *map(len, self.points))
        columns = [np.array(list_[:rows], dtype=np.float64) for list_ in self.points]
        points = [column.reshape(rows, -1) if rows else column[:, None] for column in columns]
        return Path(np.hstack(points), np.array(self.losses[:rows], dtype=np.float64))


def whole(plan: Plan) -> Path:
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
            return _run(plan, step, FLOATS)
        except FLOAT_ERRORS:
            pass  # arrays can hold what is infinite or not a number
    return _run(replace(plan, start=_numpy(plan.start)), slow, ARRAYS)


def _numpy(values: Sequence[Value]) -> list[Any]:
    return [np.asarray(value, dtype=np.float64)[()] for value in values]


def in_batches(plan: Plan, parts: Batches) -> Path:
    """Descent on mini-batches; the losses are those on all data.

    Raises SettingError for a method, which compares values on the same data.
    """
    optimizer = plan.how.optimizer
    if not optimizer.has_lines:
        raise SettingError(
            f"{optimizer.label} needs all data for each step; leave out batch_size.", "batch_size"
        )
    step = array_step(parts.next_gradient, len(plan.start))
    points = _run(replace(plan, start=_numpy(plan.start)), step, ARRAYS, parts.count).points
    points = points[:: parts.count]
    calls = np.arange(len(points)) * parts.count
    exact = plan.objective.exact
    if exact is not None:
        return Path(points, np.atleast_1d(exact.value(*points.T)), calls, in_parts=True)
    losses = [float(plan.objective.function.value(*plan.objective.arguments(p))) for p in points]
    return Path(points, np.array(losses), calls, in_parts=True)


def _run(plan: Plan, step: Step, functions: Mapping[str, Any], updates: int = 1) -> Path:
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
    last, size = plan.epochs * updates + 1, 64 if functions is FLOATS else 1
    chunks: Iterable[Iterable[Any]] = paced(
        last, lambda: record.losses[-1], plan.cancel, plan.progress, size
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
    return record.arrays()


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


def _by_method(plan: Plan) -> Path:
    """Descent by a method, which stays where it is once it has ended itself."""
    space = space_of(plan.objective, plan.box)
    space.steady = plan.how.schedule.is_constant
    rates = plan.how.rates(plan.epochs).tolist()
    start = space.vector(flat(plan.start))
    visits = METHODS[plan.how.optimizer.id](space, start, rates, plan.how.settings)
    losses: list[float] = []
    points: list[Any] = []
    calls: list[int] = []
    ended = False
    with np.errstate(all="ignore"):
        for chunk in paced(plan.epochs + 1, lambda: losses[-1], plan.cancel, plan.progress, 1):
            try:
                for loss, point in islice(visits, len(chunk)):
                    losses.append(loss)
                    points.append(point)
                    calls.append(space.gradient_calls)
                    if not math.isfinite(loss):
                        break
            except FLOAT_ERRORS:  # on the way to a point that is not finite
                losses.append(math.nan)
                points.append(points[-1])
                calls.append(space.gradient_calls)
            ended = len(losses) < chunk.stop - 1 and math.isfinite(losses[-1])
            if ended:
                break
    rows = plan.epochs + 1 if ended else len(losses)
    stay = np.minimum(np.arange(rows), len(losses) - 1)
    counted = np.array(calls) - calls[0]
    return Path(
        np.array(points, dtype=np.float64)[stay],
        np.array(losses, dtype=np.float64)[stay],
        counted[stay],
        space.value_calls - (not counted.any()),
        ended,
    )
