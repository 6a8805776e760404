"""How good a prediction is on the points, and how good it could be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gradviz.descent.data.linear_fit import LinearFit, linear_fit
from gradviz.graph import Array
from gradviz.ui.plots.data.fit import Fit

AT_ONCE_UP_TO = 50_000
"""Rows that are gone through at every move of the mouse."""


@dataclass(frozen=True)
class Score:
    """How good a prediction is: mean and sum of the squared residuals."""

    mse: float
    sse: float


@dataclass(frozen=True, eq=False)
class Scoring:
    """The targets ``y`` (n,), ``heights``: parameters → predictions (n,), and the best if known."""

    y: Array
    heights: Callable[[Array], Array]
    linear: LinearFit | None

    @property
    def best(self) -> Array | None:
        """The parameters with the least squares; None where they can't be told."""
        return None if self.linear is None else self.linear.best

    def score(self, point: Array) -> Score:
        """The score with the parameters ``point`` (P,); of a linear one the rows don't matter."""
        with np.errstate(all="ignore"):
            total = (
                float(np.sum((self.y - self.heights(point)) ** 2))
                if self.linear is None
                else self.linear.sum_of_squares(point)
            )
        return Score(total / len(self.y), total)


def scoring_of(fit: Fit, size: int, linear: bool) -> Scoring | None:  # for a job
    """The scoring of a fit with ``size`` parameters; None where no curve is fitted."""
    if fit.elsewhere is None:
        return None
    heights = fit.elsewhere(fit.x)
    return Scoring(fit.y, heights, linear_fit(heights, size, fit.y) if linear else None)
