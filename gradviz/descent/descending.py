"""Gradient descent: from an objective and an optimizer to a recorded trajectory."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from gradviz.descent.functions import TestFunction, catalog
from gradviz.descent.loop import ARRAYS, FLOATS, Step, loop_of
from gradviz.descent.minibatches import Batches, batches
from gradviz.descent.objectives import Objective, flat, given_value, objective
from gradviz.descent.optimizer import Optimizer, Setting
from gradviz.descent.settings import checked, complete_settings, find_optimizer
from gradviz.descent.steps import array_step, quadratic_step
from gradviz.descent.trajectory import Stop, Trajectory, finite_rows, verdict
from gradviz.errors import GraphError, SettingError, ShapeError
from gradviz.graph import Array, Graph, Value, parse

Source: TypeAlias = str | Graph | Objective | TestFunction
Cancel: TypeAlias = Callable[[], bool]
Progress: TypeAlias = Callable[[float], None]

MOST_EPOCHS = 10_000_000
_FLOAT_ERRORS = (ArithmeticError, ValueError)  # where NumPy has an infinity or NaN
_CHUNK_SECONDS = 0.005  # about how often a run asks whether it is still wanted
_FIRST_CHUNK = 64


def descend(
    source: Source,
    start: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
    optimizer: str = "sgd",
    lr: float | None = None,
    epochs: int = 100,
    settings: Mapping[str, Any] | None = None,
    *,
    batch_size: int | None = None,
    seed: int = 0,
    cancel: Cancel | None = None,
    progress: Progress | None = None,
) -> Trajectory:
    """Descend and record every epoch; the numbers are those of ``torch.optim``.

    ``source`` is a catalog id, an expression, a graph, a TestFunction or an Objective. ``start``
    gives the descended parameters their first values, ``inputs`` the other names theirs (arrays
    for data). ``lr`` and ``settings`` default to torch's. One epoch is one update on all data; with
    ``batch_size`` it is one pass over mini-batches of so many rows, shuffled anew in each epoch
    from ``seed``, and the losses recorded are still those on all data. ``cancel`` is asked now
    and then; when it says True the path up to there is returned.

    Raises ExpressionError, GraphError, ShapeError, or SettingError for the rest.
    """
    row = find_optimizer(optimizer)
    target = _objective(source, start, inputs)
    plan = _Plan(
        target,
        row,
        complete_settings(row, settings),
        checked("lr", row.lr if lr is None else lr),
        _epochs(epochs),
        _first(target, start or {}),
        cancel,
        progress,
    )
    parts = None if batch_size is None else batches(target, batch_size, seed)
    path = _whole(plan) if parts is None else _in_batches(plan, parts)
    return _trajectory(plan, *path)


@dataclass(frozen=True, eq=False)
class _Plan:
    """One descent, with everything checked and filled in."""

    objective: Objective
    optimizer: Optimizer
    settings: Mapping[str, Setting]
    lr: float
    epochs: int
    start: list[Value]
    cancel: Cancel | None = None
    progress: Progress | None = None


@dataclass(eq=False)
class _Record:
    """What a loop has written so far."""

    losses: list[float] = field(default_factory=list)
    points: list[list[Value]] = field(default_factory=list)

    def arrays(self) -> tuple[Array, Array]:
        """Points (rows, coordinates) and losses, as many as were completed."""
        rows = min(len(self.losses), *map(len, self.points))
        columns = [np.array(list_[:rows], dtype=np.float64) for list_ in self.points]
        points = [column.reshape(rows, -1) if rows else column[:, None] for column in columns]
        return np.hstack(points), np.array(self.losses[:rows], dtype=np.float64)


def _objective(
    source: Source, start: Mapping[str, Any] | None, inputs: Mapping[str, Any] | None
) -> Objective:
    if isinstance(source, Objective):
        return source
    if isinstance(source, str) and source in catalog():
        source = catalog()[source]
    if isinstance(source, TestFunction):
        known = source.objective
        if not inputs:
            return known
        free = {n: v for n, v in known.start.items() if n not in inputs}
        return objective(known.graph, inputs, start={**free, **(start or {})})
    if isinstance(source, str):
        source = parse(source)
    return objective(source, inputs, start=start)


def _first(target: Objective, start: Mapping[str, Any]) -> list[Value]:
    """Where the parameters start, as floats and arrays of the right shape."""
    result: list[Value] = []
    for name in start:
        if name not in target.parameters:
            names = ", ".join(target.parameters)
            raise GraphError(f"{name} is not descended; the parameters are {names}.", node=name)
    for name, shape in zip(target.parameters, target.shapes, strict=True):
        value = given_value(name, start[name]) if name in start else target.start[name]
        if np.shape(value) != shape:
            raise ShapeError(f"The start of {name} has another shape than {name}.", node=name)
        if not np.isfinite(value).all():
            raise GraphError(f"The start of {name} must be finite.", node=name)
        result.append(value)
    return result


def _epochs(epochs: object) -> int:
    if isinstance(epochs, bool) or not isinstance(epochs, (int, np.integer)):
        raise SettingError(f"epochs must be a whole number, not {epochs}.", "epochs")
    if not 0 <= epochs <= MOST_EPOCHS:
        raise SettingError(f"epochs must be between 0 and {MOST_EPOCHS:,}, not {epochs}.", "epochs")
    return int(epochs)


def _whole(plan: _Plan) -> tuple[Array, Array]:
    """Full-batch descent: on the exact quadratic, on floats, or on arrays."""
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
        except _FLOAT_ERRORS:
            pass  # arrays can hold what is infinite or not a number
    return _run(replace(plan, start=_numpy(plan.start)), slow, ARRAYS)


def _numpy(values: Sequence[Value]) -> list[Any]:
    return [np.asarray(value, dtype=np.float64)[()] for value in values]


def _in_batches(plan: _Plan, parts: Batches) -> tuple[Array, Array]:
    """Descent on mini-batches; the losses are those on all data."""
    step = array_step(parts.next_gradient, len(plan.start))
    steps = replace(plan, start=_numpy(plan.start), epochs=plan.epochs * parts.count)
    points, _ = _run(steps, step, ARRAYS)
    points = points[:: parts.count]
    exact = plan.objective.exact
    if exact is not None:
        return points, np.atleast_1d(exact.value(*points.T))
    losses = [float(plan.objective.function.value(*plan.objective.arguments(p))) for p in points]
    return points, np.array(losses)


def _run(plan: _Plan, step: Step, functions: Mapping[str, Any]) -> tuple[Array, Array]:
    """Points and losses of the epochs, up to the first that is not finite."""
    loop = loop_of(step, plan.optimizer, plan.settings, functions)
    record = _Record(points=[[] for _ in plan.start])
    values = [plan.lr, *plan.settings.values()]
    chunks = _chunks(plan, record)
    with np.errstate(all="ignore"):
        for _ in loop(chunks, values, plan.start, record.losses, record.points):
            pass
    return record.arrays()


def _chunks(plan: _Plan, record: _Record) -> Iterator[range]:
    """The steps from 1 to epochs + 1, in pieces of a few milliseconds each."""
    first, size = 1, _FIRST_CHUNK
    last = plan.epochs + 1
    while first <= last:
        began = time.perf_counter()
        yield range(first, min(first + size, last + 1))
        first += size
        if not math.isfinite(record.losses[-1]) or (plan.cancel is not None and plan.cancel()):
            return
        if plan.progress is not None:
            plan.progress(min(1.0, first / last))
        if time.perf_counter() - began < _CHUNK_SECONDS:
            size *= 2


def _trajectory(plan: _Plan, points: Array, losses: Array) -> Trajectory:
    rows = finite_rows(points, losses)
    broken = rows < len(losses)
    epoch = rows if broken else rows - 1
    rows = max(1, rows)  # the start is kept whatever its loss
    points, losses = points[:rows], losses[:rows]
    for array in (points, losses):
        array.setflags(write=False)
    exact = plan.objective.exact
    settings = {**plan.settings, **plan.optimizer.fixed}
    limit = None if exact is None else exact.lr_limit(plan.optimizer.id, settings)
    above = limit is not None and plan.lr > limit
    stop = Stop.NOT_FINITE if broken else verdict(points, losses, above_limit=above)
    return Trajectory(
        plan.objective.coordinates,
        points,
        losses,
        stop,
        epoch,
        plan.optimizer.id,
        plan.lr,
        limit,
    )
