"""Why a descent is stable or not: the limits of the learning rate, with numbers and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradviz.descent import Method, Objective, Stop, Trajectory, surface_of
from gradviz.descent.landscape.curvature import Curvature, curvature_at
from gradviz.descent.outcomes.modes import best_momentum, multiplier, zigzag
from gradviz.descent.quadratic import LIMITS
from gradviz.descent.rules.method import Setting
from gradviz.descent.rules.settings import complete_settings, find_optimizer
from gradviz.teaching.endings import Ending, ending_of

LOOKED_AT = 12
"""Epochs after the lowest loss in which a broken run is searched for too steep a place."""


@dataclass(frozen=True, eq=False)
class Stability:
    """What is known about the learning rate of one descent.

    ``lambda_min`` and ``lambda_max`` are the curvatures of the objective (NaN where there are
    none): everywhere where it ``is_exact``, a quadratic, else at ``epoch`` of the run (None: at a
    point of the caller's). Weight decay adds ``decay`` to both. ``limit`` is the rate below
    which the optimizer converges: 2/λ, 2(1+μ)/λ with momentum μ, 2(1+μ)/((1+2μ)λ) with Nesterov's.
    ``descent_limit`` is 2/λ without momentum and ``momentum_limit`` the one with it, None
    when it is off. ``best`` is 2/(λ_min+λ_max), ``zigzag`` the rates with which the error
    shrinks but changes sides in every epoch. ``multiplier`` is by what an epoch multiplies the
    error along the steepest direction at the rate ``lr`` (complex where it swings), ``growth``
    its size. ``ending`` says how the run went. Rates are None where there is no such number.
    """

    optimizer: str
    settings: Mapping[str, Setting]
    lr: float
    output: str
    lambda_min: float
    lambda_max: float
    decay: float
    is_exact: bool
    epoch: int | None
    multiplier: complex | None
    ending: Ending
    has_schedule: bool = False
    limit: float | None = None
    descent_limit: float | None = None
    momentum_limit: float | None = None
    best: float | None = None
    best_momentum: tuple[float, float] | None = None
    zigzag: tuple[float, float] | None = None

    @property
    def growth(self) -> float | None:
        """The size of the multiplier: above 1 the error along the steepest direction grows."""
        return None if self.multiplier is None else abs(self.multiplier)

    @property
    def momentum(self) -> float:
        """The momentum, 0 when it is off."""
        return float(self.settings.get("momentum", 0.0)) if self.optimizer in LIMITS else 0.0

    @property
    def is_nesterov(self) -> bool:
        """Whether the momentum is Nesterov's."""
        return bool(self.momentum) and (
            self.optimizer == "nesterov" or bool(self.settings.get("nesterov"))
        )

    def sentences(self) -> tuple[str, ...]:
        """The explanation, most important first: the run, the step, the limit, what is best."""
        from gradviz.teaching.stability_words import sentences  # words are needed later

        return sentences(self)


def stability(
    objective: Objective,
    trajectory: Trajectory | None,
    method: Method,
    at_point: Mapping[str, float] | None = None,
) -> Stability:
    """What can be told about a method on an objective, and about the run it made.

    Exact for quadratics. Elsewhere the curvatures are those at ``at_point`` (by coordinate) or,
    without one, where the run ended; of a run that broke or diverged those of the epoch from
    which it could not go on well: the first, from its lowest loss on, with a curvature beyond the
    limit. Raises SettingError for a method that does not exist.
    """
    row = find_optimizer(method.optimizer)
    settings = {**complete_settings(row, method.settings), **row.fixed}
    curved, epoch = _curvature(objective, trajectory, method, settings, at_point)
    low, high = _ends(objective, curved)
    is_limited = row.id in LIMITS
    is_told = is_limited and bool(np.isfinite(high))
    decay = float(settings.get("weight_decay", 0.0)) if is_limited else 0.0
    has_schedule = method.schedule != "constant"
    is_plain = row.id == "sgd" and not (settings["momentum"] or decay or has_schedule)
    exact = objective.exact
    is_convex = exact is None or exact.is_convex
    return Stability(
        row.id,
        settings,
        method.lr,
        output_name(objective),
        low,
        high,
        decay,
        is_exact=exact is not None,
        epoch=epoch,
        multiplier=multiplier(method.lr * (high + decay), row.id, settings) if is_told else None,
        ending=ending_of(objective, trajectory, is_plain=is_plain),
        has_schedule=has_schedule,
        **(_rates(row.id, settings, low + decay, high + decay) if is_convex else {}),
    )


def _rates(
    optimizer: str, settings: Mapping[str, Setting], low: float, high: float
) -> dict[str, Any]:
    """The limits and the best rates for curvatures between ``low`` and ``high``, by field."""
    if optimizer not in LIMITS or not high > 0:
        return {}
    limit = LIMITS[optimizer](settings) / high
    zone = zigzag(optimizer, settings)
    return {
        "limit": limit,
        "descent_limit": 2.0 / high,
        "momentum_limit": limit if settings.get("momentum") else None,
        "best": 2.0 / (low + high) if low > 0 else None,
        "best_momentum": best_momentum(low, high) if low > 0 else None,
        "zigzag": (zone[0] / high, zone[1] / high) if zone else None,
    }


def output_name(objective: Objective) -> str:
    """What the objective is called in a sentence."""
    graph = objective.graph
    name = graph.nodes[graph.output].name if graph.output else None
    return name or "the output"


def _curvature(
    objective: Objective,
    trajectory: Trajectory | None,
    method: Method,
    settings: Mapping[str, Setting],
    at_point: Mapping[str, float] | None,
) -> tuple[Curvature | None, int | None]:
    """The curvature that explains the run, and the epoch it is taken at."""
    if objective.exact is not None:
        return None, None
    surface, names = surface_of(objective), objective.coordinates
    if at_point is not None:
        return curvature_at(surface, names, at_point), None
    if trajectory is None:
        return None, None
    points = trajectory.points
    if trajectory.stop in (Stop.FINISHED, Stop.CONVERGED, Stop.UNFINISHED):
        epoch = trajectory.epochs
        return curvature_at(surface, names, _named(names, points[epoch])), epoch
    turn = int(np.argmin(trajectory.losses))
    limit = LIMITS.get(method.optimizer)
    highest = limit(settings) if limit is not None else np.inf
    found: list[tuple[Curvature, int]] = []
    for epoch in range(turn, min(turn + LOOKED_AT, trajectory.epochs + 1)):
        curved = curvature_at(surface, names, _named(names, points[epoch]))
        if not np.isfinite(curved.error):
            break
        found.append((curved, epoch))
        if method.lr * float(curved.eigenvalues[-1]) > highest:
            return curved, epoch
    return found[0] if found else (None, None)


def _named(names: Iterable[str], point: Iterable[float]) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, point, strict=True)}


def _ends(objective: Objective, curved: Curvature | None) -> tuple[float, float]:
    """The lowest and the highest curvature; of a quadratic the lowest that is not zero.

    A direction without curvature keeps its error whatever the rate, so it says nothing of it.
    """
    exact = objective.exact
    if exact is None:
        values = np.full(1, np.nan) if curved is None else curved.eigenvalues
        return float(values[0]), float(values[-1])
    values = exact.eigenvalues
    rounding = 1e-13 * float(np.max(np.abs(values), initial=0.0))
    bent = values[np.abs(values) > rounding]
    return (float(bent[0]), float(bent[-1])) if bent.size else (0.0, 0.0)
