"""The path of one descent: every iterate with its loss, and the verdict on how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gradviz.graph import Array

Counts: TypeAlias = npt.NDArray[np.int64]

_TAIL = 10  # the last tenth of the epochs decides
_LOSS_SETTLED = 1e-6
_POINT_SETTLED = 1e-3


class Stop(StrEnum):
    """How a descent ended.

    ``not_finite``: a loss or a coordinate became infinite or not a number, and the path ends
    before it (the start is kept whatever its loss). ``diverged``: in the last tenth of the
    epochs the loss reached a height it never had before, and likewise in the tenth before that;
    above a known limit of the learning rate it is enough that it grows from one to the other, and
    below it the loss may rise for a while but never for ever, so that no path is said to diverge.
    ``converged``: over the last tenth the loss moved by at most a millionth of its range on the
    whole path and the point by at most a thousandth of the path's extent, or the method found by
    itself that it has arrived. ``unfinished``: more epochs were asked for; it was stopped, or they
    are still to come. Else ``finished``, as is a path by chance that is at rest.
    """

    FINISHED = "finished"
    CONVERGED = "converged"
    DIVERGED = "diverged"
    NOT_FINITE = "not_finite"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The iterates of a descent.

    ``points`` has shape (epochs + 1, P) and ``losses`` (epochs + 1,), both read-only; row 0 is
    the start. ``parameters`` name the columns; the elements of an array are called ``W[0,1]``.
    ``stop_epoch`` is the last epoch, or for ``not_finite`` the epoch that is no number any more
    (one beyond the last recorded; 0 if the start is not). ``lr_limit`` is the learning rate
    below which the descent converges from every start, where that is known.

    ``rates`` (epochs,) are the learning rates of the updates. ``calls`` (epochs + 1,) counts the
    gradients that were computed to reach each epoch (with mini-batches each on a part of the data;
    those that a Hessian was made of included), ``gradient_calls`` all of them, ``value_calls`` how
    often the value was computed without a gradient.
    """

    parameters: tuple[str, ...]
    points: Array
    losses: Array
    stop: Stop
    stop_epoch: int
    optimizer: str
    lr: float
    lr_limit: float | None = None
    rates: Array = field(default_factory=lambda: np.zeros(0))
    calls: Counts = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    value_calls: int = 0

    def __post_init__(self) -> None:
        """Without rates and calls the rate is ``lr`` and each update takes one gradient."""
        if not len(self.rates):
            object.__setattr__(self, "rates", np.full(self.epochs, self.lr))
        if not len(self.calls):
            object.__setattr__(self, "calls", np.arange(len(self.losses)))

    @property
    def gradient_calls(self) -> int:
        """How many gradients were computed for the whole path."""
        return int(self.calls[-1])

    @property
    def epochs(self) -> int:
        """How many updates were made; at least 0."""
        return max(0, len(self.losses) - 1)


def finite_rows(points: Array, losses: Array) -> int:
    """How many rows there are before the first that is not finite."""
    good = np.isfinite(losses) & np.isfinite(points).all(axis=1)
    return len(good) if good.all() else int(np.argmin(good))


def verdict(
    points: Array, losses: Array, *, above_limit: bool = False, below_limit: bool = False
) -> Stop:
    """The verdict on a finite path; the rules stand at Stop."""
    epochs = len(losses) - 1
    if epochs < 1:
        return Stop.FINISHED
    tail = max(1, epochs // _TAIL)
    if not below_limit and _grows(losses, tail, above_limit=above_limit):
        return Stop.DIVERGED
    tail = min(max(2, tail), epochs)
    if _spread(losses[-tail - 1 :, None]) <= _LOSS_SETTLED * _spread(losses[:, None]) and (
        _spread(points[-tail - 1 :]) <= _POINT_SETTLED * _spread(points)
    ):
        return Stop.CONVERGED
    return Stop.FINISHED


def _grows(losses: Array, tail: int, *, above_limit: bool) -> bool:
    last = float(losses[-tail:].max())
    before = float(losses[-2 * tail : -tail].max())
    if above_limit:
        return last > before
    earlier = float(losses[: -2 * tail].max(initial=-np.inf))
    return last > before and before >= earlier


def _spread(rows: Array) -> float:
    """The largest extent of the rows along any column."""
    return float(np.max(np.ptp(rows, axis=0)))
