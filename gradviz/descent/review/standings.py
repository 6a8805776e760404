"""The table of a race: how far each descent has come, and what it took to reach a minimum."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gradviz.descent.objectives import Objective
from gradviz.descent.rules.method import Method
from gradviz.descent.rules.optimizers import OPTIMIZERS
from gradviz.descent.surface import surface_of
from gradviz.descent.trajectory import Stop, Trajectory
from gradviz.graph import Array, format_number

TOLERANCE = 1e-3
"""How near to the lowest loss counts as having reached it, until another number is given."""

_SLACK = 1e-6  # relative: rounding of a minimizer is not a lower minimum

UNDER_WAY = "Under way"

_WORDS = {
    Stop.FINISHED: "Finished",
    Stop.UNFINISHED: "{:,} epochs so far",
    Stop.CONVERGED: "Converged",
    Stop.DIVERGED: "Diverged at epoch {:,}",
    Stop.NOT_FINITE: "Not finite at epoch {:,}",
}


@dataclass(frozen=True)
class Goal:
    """What a race runs for: minima as points by parameter, and the loss there.

    ``is_known`` says whether that is the minimum; else it is the best loss any racer found, and
    ``value`` is None when nobody found a finite one.
    """

    minima: tuple[Mapping[str, float], ...] = ()
    value: float | None = None
    is_known: bool = False


@dataclass(frozen=True)
class Standing:
    """One row of the table at an epoch.

    ``loss`` is the one at that epoch, ``best`` the lowest so far. ``distance`` (to the nearest
    minimum, over all parameters) is None where no minimum is known; ``epochs`` and ``calls`` (of
    the gradient) are those until the loss was first within the tolerance of the goal, None when
    it has not been. ``verdict`` says that it is under way, or at its end how it ended.
    """

    loss: float
    best: float
    distance: float | None
    epochs: int | None
    calls: int | None
    verdict: str


def goal_of(
    target: Objective, minima: Iterable[Mapping[str, float]], paths: Iterable[Trajectory]
) -> Goal:
    """The goal of a race: the known minima, else the bottom of a bowl, else the best loss found.

    Minima below which a racer got are none, whatever the document says of them.
    """
    found = (_best(path.losses) for path in paths)
    best = min((loss for loss in found if math.isfinite(loss)), default=math.inf)
    known = _known(target, minima) or _bottom(target)
    is_refuted = known is not None and best < known[1] - _SLACK * max(1.0, abs(known[1]))
    if known is not None and not is_refuted:
        return Goal(*known, is_known=True)
    return Goal(value=best if math.isfinite(best) else None)


def _known(
    target: Objective, minima: Iterable[Mapping[str, float]]
) -> tuple[tuple[Mapping[str, float], ...], float] | None:
    """The minima that have all coordinates, and the lowest value there."""
    names = target.coordinates
    points = tuple(point for point in minima if set(names) <= set(point))
    if not points:
        return None
    columns = [np.array([point[name] for point in points]) for name in names]
    values = np.broadcast_to(surface_of(target).value(*columns), len(points))
    finite = values[np.isfinite(values)]
    return (points, float(finite.min())) if finite.size else None


def _bottom(target: Objective) -> tuple[tuple[Mapping[str, float], ...], float] | None:
    """The lowest point of a bowl, and its height; a valley has its bottom all along."""
    exact = target.exact
    if exact is None or not exact.is_convex or np.any(exact.slope):
        return None
    center = dict(zip(target.coordinates, map(float, exact.center), strict=True))
    return (center,) if np.isfinite(exact.kappa) else (), float(exact.minimum)


def standing(path: Trajectory, epoch: int, goal: Goal, tolerance: float) -> Standing:
    """The row of a racer; one that ended before ``epoch`` stays at its last point."""
    row = min(max(epoch, 0), path.epochs)
    losses = path.losses[: row + 1]
    arrived = _arrived(losses, goal, tolerance)
    is_over = row == path.epochs
    return Standing(
        loss=float(path.losses[row]),
        best=_best(losses),
        distance=_distance(path, row, goal.minima),
        epochs=arrived,
        calls=None if arrived is None else calls_until(path, arrived),
        verdict=verdict_words(path.stop, path.stop_epoch, path.losses) if is_over else UNDER_WAY,
    )


def calls_until(path: Trajectory, epoch: int) -> int:
    """How many gradients were computed up to an epoch."""
    return int(path.calls[epoch])


def verdict_words(stop: str, stop_epoch: int, losses: Array) -> str:
    """How a descent ended, in words.

    One that diverged did so at the epoch from which its loss stayed above the start's.
    """
    epoch = stop_epoch
    if stop == Stop.DIVERGED and len(losses):
        below = np.flatnonzero(losses <= losses[0])
        epoch = min(int(below[-1]) + 1, len(losses) - 1)
    return _WORDS[Stop(stop)].format(epoch)


def racer_names(methods: Sequence[Method]) -> tuple[str, ...]:
    """What racers are called: the optimizer, with its rate and a number where two are alike."""
    plain = [_label(method.optimizer) for method in methods]
    if len(plain) == 1:
        return tuple(plain)
    rated = [
        f"{name} {format_number(method.lr)}" if plain.count(name) > 1 else name
        for name, method in zip(plain, methods, strict=True)
    ]
    met: Counter[str] = Counter()
    result = []
    for name in rated:
        met[name] += 1
        result.append(f"{name} ({met[name]})" if rated.count(name) > 1 else name)
    return tuple(result)


def _label(optimizer: str) -> str:
    known = OPTIMIZERS.get(optimizer)
    return optimizer if known is None else known.label


def _best(losses: Array) -> float:
    finite = losses[np.isfinite(losses)]
    return float(finite.min()) if finite.size else float("nan")


def _arrived(losses: Array, goal: Goal, tolerance: float) -> int | None:
    if goal.value is None:
        return None
    there = np.flatnonzero(losses - goal.value <= tolerance)
    return int(there[0]) if there.size else None


def _distance(path: Trajectory, row: int, minima: Sequence[Mapping[str, float]]) -> float | None:
    if not minima:
        return None
    places = np.array([[point[name] for name in path.parameters] for point in minima])
    with np.errstate(over="ignore"):
        return float(np.min(np.linalg.norm(places - path.points[row], axis=1)))
