"""Logarithmic scales for sliders: whole steps to values and back."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class LogScale:
    """``steps`` equal ratios from ``low`` to ``high``; values carry ``digits`` digits."""

    low: float
    high: float
    steps: int
    digits: int

    def value(self, step: int) -> float:
        """The value at a step, rounded."""
        exact = self.low * (self.high / self.low) ** (step / self.steps)
        return float(f"{exact:.{self.digits}g}")

    def position(self, value: float) -> float:
        """Where a value lies, from 0 to 1; beyond the ends it is the end."""
        if value <= self.low:
            return 0.0
        return min(1.0, math.log(value / self.low) / math.log(self.high / self.low))

    def step(self, value: float) -> int:
        """The step nearest to a value."""
        return round(self.steps * self.position(value))


LEARNING_RATE = LogScale(1e-5, 10.0, 600, 3)
EPOCHS = LogScale(1.0, 10_000.0, 400, 2)
