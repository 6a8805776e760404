"""What came of a trial: how the loss went, when it had arrived, when it ran away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.descent.trajectory import Stop, Trajectory
from gradviz.graph import Array

ARRIVED = 1e-3
"""The share of the way down to the best loss that may be left once a run has arrived."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """The losses (epochs + 1,) of a run, how it ended, and the point it ended at."""

    losses: Array
    stop: Stop
    stop_epoch: int
    parameters: tuple[str, ...]
    point: Array

    @property
    def final(self) -> float:
        """The last loss; NaN where the run did not stay finite."""
        return float("nan") if self.stop is Stop.NOT_FINITE else float(self.losses[-1])

    @property
    def lowest(self) -> float:
        """The lowest finite loss on the way."""
        finite = self.losses[np.isfinite(self.losses)]
        return float(finite.min()) if finite.size else float("nan")

    @property
    def is_lost(self) -> bool:
        """Whether it diverged or did not stay finite."""
        return self.stop in (Stop.DIVERGED, Stop.NOT_FINITE)

    def diverged_at(self) -> int | None:
        """The first epoch of a lost run from which the loss was never again as low as at the start.

        Where the loss was always lower than that: the epoch at which the run ended.
        """
        if not self.is_lost:
            return None
        with np.errstate(invalid="ignore"):
            low = np.flatnonzero(self.losses <= self.losses[0])
        first = int(low[-1]) + 1 if low.size else 0
        return min(first, self.stop_epoch)

    def arrived_at(self, floor: float) -> int | None:
        """The first epoch from which the loss stays within a thousandth of the way to ``floor``.

        None where it is not there at the end, or where there was no way to go.
        """
        if self.is_lost or not np.isfinite(floor) or not self.losses[0] > floor:
            return None
        near = self.losses <= floor + ARRIVED * (self.losses[0] - floor)
        if not near[-1]:
            return None
        away = np.flatnonzero(~near)
        return int(away[-1]) + 1 if away.size else 0


def outcome_of(path: Trajectory) -> Outcome:
    """What is kept of a trajectory: its losses and its end."""
    return Outcome(
        path.losses, path.stop, path.stop_epoch, path.parameters, np.asarray(path.points[-1])
    )
