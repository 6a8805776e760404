"""Who still moves: points that have arrived stay where they are and are not computed any more."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gradviz.descent.crowds.crowd import Visits
from gradviz.graph import Array


class Roster:
    """All points (P, n) and losses (n,), and the ``places`` of those that still move."""

    def __init__(self, points: Array) -> None:
        self._points = points.copy()
        self._losses = np.full(points.shape[1], np.nan)
        self.places = np.arange(points.shape[1])

    def visit(self, losses: Array, points: Array) -> Visits:
        """Everybody’s losses and points, where those that move have got so far."""
        self._losses[self.places] = losses
        self._points[:, self.places] = points
        return self._losses, self._points

    @property
    def visits(self) -> Visits:
        """The same when nobody moved."""
        return self._losses, self._points

    def keep(self, going: npt.NDArray[np.bool_]) -> None:
        """Let the others stay."""
        self.places = self.places[going]
