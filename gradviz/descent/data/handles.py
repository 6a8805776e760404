"""Handles on a prediction that is linear in its parameters: pull one, and the rest stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gradviz.graph import Array

MOST_HANDLES = 4
_ROOM = 0.12  # of the range, from its ends to the outermost handles
_LINEAR = 1e-9
_SINGULAR = 1e10  # the largest condition number at which a pull means something


@dataclass(frozen=True, eq=False)
class Handles:
    """As many places on the axis as there are parameters; heights there are ``base + matrix p``.

    ``places`` and ``base`` have the shape (P,), ``matrix`` (P, P).
    """

    places: Array
    base: Array
    matrix: Array

    def heights(self, point: Array) -> Array:
        """The heights (P,) of the prediction with the parameters ``point`` (P,)."""
        return np.asarray(self.base + self.matrix @ point)

    def pulled(self, point: Array, handle: int, height: float) -> Array:
        """The parameters with which one handle is at a height and the others where they were."""
        heights = self.heights(point)
        heights[handle] = height
        return np.asarray(np.linalg.solve(self.matrix, heights - self.base))


def handles_of(
    elsewhere: Callable[[Array], Callable[[Array], Array]], size: int, low: float, high: float
) -> Handles | None:
    """The handles of a prediction of ``size`` parameters between two places on the axis.

    ``elsewhere`` makes of places (n,) a function from parameters (P,) to heights (n,). None where
    the prediction is not linear in the parameters, has more than four, or is not decided by
    its heights at so many places.
    """
    if not 1 <= size <= MOST_HANDLES or not high > low:
        return None
    room = _ROOM * (high - low)
    middle = [0.5 * (low + high)]
    places = np.linspace(low + room, high - room, size) if size > 1 else np.array(middle)
    predict = elsewhere(places)
    with np.errstate(all="ignore"):
        base = np.array(predict(np.zeros(size)))
        matrix = np.column_stack([predict(unit) - base for unit in np.eye(size)])
        probe = np.linspace(0.7, -1.3, size)
        found, expected = predict(probe), base + matrix @ probe
    scale = max(float(np.abs(matrix).max(initial=0.0)), float(np.abs(base).max(initial=0.0)))
    if not (np.isfinite(found).all() and np.isfinite(scale)):
        return None
    if not np.allclose(found, expected, rtol=0, atol=_LINEAR * max(scale, 1e-300)):
        return None
    if not np.linalg.cond(matrix) < _SINGULAR:
        return None
    return Handles(places, base, matrix)
