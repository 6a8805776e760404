"""Gradient descent: from an objective and an optimizer to a recorded trajectory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from gradviz.descent.boxes import box_of
from gradviz.descent.library.functions import TestFunction, catalog
from gradviz.descent.objectives import Objective, given_value, objective
from gradviz.descent.plan import Cancel, Path, Plan, Progress, checked_epochs, recipe
from gradviz.descent.resting import rest_of
from gradviz.descent.running import path_of
from gradviz.descent.trajectory import Stop, Trajectory, finite_rows, verdict
from gradviz.descent.watching import Glimpses
from gradviz.errors import GraphError, SettingError, ShapeError
from gradviz.graph import Array, Graph, Value, parse

Source: TypeAlias = str | Graph | Objective | TestFunction


def descend(
    source: Source,
    start: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
    optimizer: str = "sgd",
    lr: float | None = None,
    epochs: int = 100,
    settings: Mapping[str, Any] | None = None,
    *,
    schedule: str = "constant",
    schedule_settings: Mapping[str, Any] | None = None,
    bounds: Mapping[str, tuple[float, float]] | None = None,
    penalty: float | None = None,
    batch_size: int | None = None,
    seed: int = 0,
    tolerance: float = 0.0,
    patience: int = 10,
    cancel: Cancel | None = None,
    progress: Progress | None = None,
    watch: Callable[[Trajectory], None] | None = None,
) -> Trajectory:
    """Descend and record every epoch; the numbers are those of ``torch.optim``.

    ``source`` is a catalog id, an expression, a graph, a TestFunction or an Objective. ``start``
    gives the descended parameters their first values, ``inputs`` the other names theirs (arrays
    for data). ``lr`` and ``settings`` default to torch's; ``schedule`` changes the rate. After
    every update the point is put back into ``bounds``, intervals by name. ``penalty`` weighs a
    test function's constraints, which are added to it. An epoch is one update on all data or, with
    ``batch_size``, a pass over mini-batches of so many rows, shuffled anew from ``seed``; the
    losses are those on all data. The path ends early by ``tolerance`` and ``patience`` (see
    ``Rest``) or ``cancel``. ``watch`` hears of a long one now and then.

    Raises ExpressionError, GraphError, ShapeError, or SettingError for the rest.
    """
    target = _objective(source, start, inputs, penalty)
    how = recipe(optimizer, lr, settings, schedule, schedule_settings)
    first, box = _first(target, start or {}), box_of(target, bounds)
    rest, count = rest_of(tolerance, patience), checked_epochs(epochs)
    plan = _watched(Plan(target, how, count, first, box, cancel, progress, rest), watch)
    return _trajectory(plan, path_of(plan, batch_size, seed))


def _objective(
    source: Source,
    start: Mapping[str, Any] | None,
    inputs: Mapping[str, Any] | None,
    penalty: float | None,
) -> Objective:
    if isinstance(source, str) and source in catalog():
        source = catalog()[source]
    if isinstance(source, TestFunction):
        known = source.objective if penalty is None else source.penalized(penalty)
        if not inputs:
            return known
        free = {n: v for n, v in known.start.items() if n not in inputs}
        return objective(known.graph, inputs, start={**free, **(start or {})})
    if penalty is not None:
        raise SettingError(
            "A penalty needs a test function with constraints; add it to your expression "
            "as in f + 10*max(0, g)^2.",
            "penalty",
        )
    if isinstance(source, Objective):
        return source
    return objective(parse(source) if isinstance(source, str) else source, inputs, start=start)


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


def _watched(plan: Plan, watch: Callable[[Trajectory], None] | None) -> Plan:
    """The plan, looked at while its path grows: by who watches it, and whether it has come to rest.

    A rest is found in the whole path as well; found on the way it saves what would be cut off.
    """
    if watch is None and plan.rest is None:
        return plan
    rests = False

    def look(path: Path) -> None:
        nonlocal rests
        trajectory = _trajectory(plan, path)
        rests = plan.rest is not None and plan.rest.epoch(trajectory.losses) is not None
        if watch is not None:
            watch(trajectory)

    def is_over() -> bool:
        return rests or (plan.cancel is not None and plan.cancel())

    return replace(plan, cancel=is_over, watch=Glimpses(look))


def _trajectory(plan: Plan, path: Path) -> Trajectory:
    points, losses = path.points, path.losses
    rows = finite_rows(points, losses)
    broken = rows < len(losses)
    epoch = rows if broken else rows - 1
    rows = max(1, rows)  # the start is kept whatever its loss
    rested = None if plan.rest is None else plan.rest.epoch(losses[:rows])
    if rested is not None:
        broken, epoch, rows = False, rested, rested + 1
    points, losses = points[:rows], losses[:rows]
    calls = (np.arange(len(path.losses)) if path.calls is None else path.calls)[:rows]
    rates = plan.how.rates(plan.epochs)[: rows - 1]
    path = path._replace(points=points, losses=losses)
    for array in (points, losses, calls, rates):
        array.setflags(write=False)
    exact = plan.objective.exact
    settings = {**plan.how.settings, **plan.how.optimizer.fixed}
    limit = None if exact is None else exact.lr_limit(plan.how.optimizer.id, settings)
    return Trajectory(
        plan.objective.coordinates,
        points,
        losses,
        Stop.NOT_FINITE if broken else _stop(plan, path, rates, limit),
        epoch,
        plan.how.optimizer.id,
        plan.how.lr,
        limit,
        rates,
        calls,
        path.value_calls,
    )


def _stop(plan: Plan, path: Path, rates: Array, limit: float | None) -> Stop:
    """How a finite path ended."""
    rest = plan.rest
    rests = rest is not None and rest.epoch(path.losses) == len(path.losses) - 1
    if path.settled or (rest is not None and rests and rest.is_arrival(path.losses)):
        return Stop.CONVERGED
    if len(path.losses) <= plan.epochs and not rests:
        return Stop.UNFINISHED
    last = float(rates[-1]) if len(rates) else plan.how.lr
    above = limit is not None and last > limit
    # On a part of the data the curvature, and so the limit, is another.
    below = limit is not None and not path.in_parts and bool((rates < limit).all())
    found = verdict(path.points, path.losses, above_limit=above, below_limit=below)
    by_chance = plan.how.optimizer.by_chance
    return Stop.FINISHED if found is Stop.CONVERGED and by_chance else found
