"""The stop rule of a descent: enough once the loss has not fallen by enough for long enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.errors import SettingError
from gradviz.graph import Array


@dataclass(frozen=True)
class Rest:
    """Stop at the first epoch whose lowest loss so far is hardly lower than ``patience`` before.

    Hardly: by at most ``tolerance`` times its size then.
    """

    tolerance: float
    patience: int

    def epoch(self, losses: Array) -> int | None:
        """Where finite losses (epochs + 1,) come to rest; None where they do not."""
        if len(losses) <= self.patience:
            return None
        lowest = np.minimum.accumulate(losses)
        before, after = lowest[: -self.patience], lowest[self.patience :]
        rests = before - after <= self.tolerance * np.abs(before)
        return int(np.argmax(rests)) + self.patience if rests.any() else None

    def is_arrival(self, losses: Array) -> bool:
        """Whether losses that end at rest have arrived: the last is as good as the lowest."""
        lowest = float(losses.min())
        return float(losses[-1]) - lowest <= self.tolerance * abs(lowest)


def rest_of(tolerance: float, patience: int) -> Rest | None:
    """The rule with these numbers; None for a tolerance of 0, which switches it off.

    Raises SettingError for numbers out of range.
    """
    if not (np.isfinite(tolerance) and tolerance >= 0):
        raise SettingError(f"tolerance must not be negative, not {tolerance}.", "tolerance")
    if isinstance(patience, bool) or not isinstance(patience, (int, np.integer)) or patience < 1:
        raise SettingError(f"patience must be a whole number above 0, not {patience}.", "patience")
    return Rest(float(tolerance), int(patience)) if tolerance else None
