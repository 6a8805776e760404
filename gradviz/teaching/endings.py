"""How a run ended: at which epoch which value stopped it, and how it grew before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.descent import Objective, Stop, Trajectory
from gradviz.graph import Array


@dataclass(frozen=True)
class Ending:
    """The end of a run in numbers.

    ``epoch`` is the last one, or of a run that broke the one that is no number any more. ``loss``
    is the last finite loss and ``loss_epoch`` its epoch, ``lowest_epoch`` that of the lowest.
    ``since`` is the first epoch from which on the loss rose in every one to the end; None
    unless it did so at least twice. ``ratio`` is the last loss over the one before. ``next_``
    is what the loss becomes where that can be told: infinite, or NaN; None elsewhere. ``steep``
    is by what the error along the steepest direction was multiplied in all, on a quadratic; None
    elsewhere and where there was no such error.
    """

    stop: Stop | None = None
    epoch: int = 0
    start: float = np.nan
    loss: float = np.nan
    loss_epoch: int = 0
    lowest_epoch: int = 0
    since: int | None = None
    ratio: float | None = None
    next_: float | None = None
    steep: float | None = None


def ending_of(
    objective: Objective, trajectory: Trajectory | None, *, is_plain: bool = False
) -> Ending:
    """The end of a run on an objective; without a run there is none.

    ``is_plain`` says that each step was the learning rate times the gradient and nothing else.
    """
    if trajectory is None:
        return Ending()
    losses = trajectory.losses
    before = float(losses[-2]) if len(losses) > 1 else 0.0
    return Ending(
        trajectory.stop,
        trajectory.stop_epoch,
        float(losses[0]),
        float(losses[-1]),
        len(losses) - 1,
        int(np.argmin(losses)),
        _rising_since(trajectory),
        float(losses[-1]) / before if before > 0 else None,
        _next(objective, trajectory, is_plain=is_plain),
        _steep(objective, trajectory),
    )


def _rising_since(trajectory: Trajectory) -> int | None:
    rises = np.diff(trajectory.losses) > 0
    falls = np.flatnonzero(~rises)
    first = int(falls[-1]) + 1 if falls.size else 0
    return first if len(rises) - first >= 2 else None


def _next(objective: Objective, trajectory: Trajectory, *, is_plain: bool) -> float | None:
    """The loss that broke a run, computed once more where the step is known; inf or NaN."""
    if trajectory.stop is not Stop.NOT_FINITE:
        return None
    point = trajectory.points[-1]
    if trajectory.stop_epoch:
        if not is_plain:
            return None
        with np.errstate(all="ignore"):
            point = point - trajectory.lr * _at(objective, point)[1]
    with np.errstate(all="ignore"):
        value = _at(objective, point)[0]
    return None if np.isfinite(value) else value


def _steep(objective: Objective, trajectory: Trajectory) -> float | None:
    exact = objective.exact
    if exact is None:
        return None
    with np.errstate(all="ignore"):
        first, last = (
            float(np.linalg.norm((trajectory.points[epoch] - exact.center) @ exact.steepest))
            for epoch in (0, -1)
        )
    return last / first if first > 0 else None


def _at(objective: Objective, point: Array) -> tuple[float, Array]:
    """Value and gradient; NaN where a matrix on the way has no inverse.

    From the quadratic where there is one, as in the descent: a million rows need not be read.
    """
    exact = objective.exact
    if exact is not None:
        d = point - exact.center
        bent = exact.hessian @ d
        # As the descent adds it up, so that it overflows in the same epoch.
        height = d @ (0.5 * bent + exact.slope) if exact.slope.any() else 0.5 * (d @ bent)
        return float(exact.minimum + height), bent + exact.slope
    try:
        return objective.value_and_gradient(point)
    except np.linalg.LinAlgError:
        return np.nan, np.full(point.shape, np.nan)
