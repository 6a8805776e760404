"""The rate sweep: how a descent ends for each learning rate, and from where on it diverges."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gradviz.descent.landscape.fields import Interval
from gradviz.descent.many import Ends, descend_many
from gradviz.descent.objectives import Objective, flat
from gradviz.descent.rules.method import Method
from gradviz.descent.rules.settings import complete_settings, find_optimizer
from gradviz.graph import Array, Value

COUNT = 97
"""Rates in a sweep by default."""

DECADES = 4.0
"""By default a sweep reaches from this many decades below the highest rate up to it."""

ABOVE = 4.0
"""So many times the limit is the highest rate of a sweep where there is a limit."""

_ROUNDS = 4
_SECTIONS = 15


@dataclass(frozen=True, eq=False)
class Sweep:
    """The final and the best loss for each of the learning ``rates``, ascending.

    ``finite`` says where the whole descent was finite; the final loss is NaN elsewhere. ``start``
    is the loss at the start. ``cliff`` lies between the highest rate that ends lower than the
    start and the next that does not, to about a 60,000th of the step between two rates; None
    where the highest rate of all still ends lower, or none does. ``limit`` is the rate
    below which this method converges, where that is known exactly.
    """

    rates: Array
    losses: Array
    best: Array
    finite: npt.NDArray[np.bool_]
    start: float
    cliff: float | None
    limit: float | None

    @property
    def best_rate(self) -> float | None:
        """The rate with the lowest final loss; None where none is finite."""
        if not np.isfinite(self.losses).any():
            return None
        return float(self.rates[int(np.nanargmin(self.losses))])


def default_rates(limit: float | None, lr: float, count: int = COUNT) -> Array:
    """Rates on a logarithmic grid: up to a few times the limit, else around the rate in use."""
    highest = ABOVE * limit if limit else max(lr, 1e-12) * 10.0 ** (DECADES / 2)
    return np.geomspace(highest * 10.0**-DECADES, highest, count)


def sweep(
    objective: Objective,
    start: Mapping[str, Value],
    method: Method,
    epochs: int,
    rates: Array | None = None,
    *,
    bounds: Mapping[str, Interval] | None = None,
    seed: int = 0,
    cancel: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Sweep:
    """Descend once for each of the ``rates`` from the ``start`` of every parameter, all at once.

    Without ``rates`` those of ``default_rates``. The cliff is then narrowed down by more
    descents between the two rates beside it.
    """
    limit = limit_of(objective, method)
    wanted = np.sort(default_rates(limit, method.lr) if rates is None else rates)
    point = flat([start[name] for name in objective.parameters])
    runs = _Runs(objective, point, method, epochs, bounds, seed, cancel)
    first = objective.value_and_gradient(point)[0]
    ends = runs(wanted, progress)
    return Sweep(
        wanted,
        np.where(ends.finite, ends.losses, np.nan),
        np.where(np.isfinite(ends.best), ends.best, np.nan),
        ends.finite,
        first,
        _cliff(runs, wanted, _is_lower(ends, first), first),
        limit,
    )


@dataclass(frozen=True, eq=False)
class _Runs:
    """Descents from one point at any learning rates."""

    objective: Objective
    point: Array
    method: Method
    epochs: int
    bounds: Mapping[str, Interval] | None
    seed: int
    cancel: Callable[[], bool] | None

    def __call__(self, rates: Array, progress: Callable[[float], None] | None = None) -> Ends:
        return descend_many(
            self.objective,
            np.tile(self.point, (len(rates), 1)),
            self.method,
            self.epochs,
            rates=rates,
            bounds=self.bounds,
            seed=self.seed,
            cancel=self.cancel,
            progress=progress,
        )


def limit_of(objective: Objective, method: Method) -> float | None:
    """The learning rate below which the method converges from every start, if that is known."""
    if objective.exact is None:
        return None
    row = find_optimizer(method.optimizer)
    settings = {**complete_settings(row, method.settings), **row.fixed}
    return objective.exact.lr_limit(method.optimizer, settings)


def _is_lower(ends: Ends, first: float) -> npt.NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return np.asarray(ends.finite & (ends.losses < first), dtype=np.bool_)


def _cliff(
    run: Callable[[Array], Ends], rates: Array, lower: npt.NDArray[np.bool_], first: float
) -> float | None:
    """Between the highest rate that ends lower than the start and the next."""
    good = np.flatnonzero(lower)
    if not good.size or good[-1] == len(rates) - 1:
        return None
    low, high = float(rates[good[-1]]), float(rates[good[-1] + 1])
    for _ in range(_ROUNDS):
        inner = np.geomspace(low, high, _SECTIONS + 2)
        still = np.flatnonzero(_is_lower(run(inner[1:-1]), first))
        place = int(still[-1]) + 1 if still.size else 0
        low, high = float(inner[place]), float(inner[place + 1])
    return math.sqrt(low * high)
