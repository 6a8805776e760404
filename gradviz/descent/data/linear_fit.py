"""The best fit of a prediction that is linear in its parameters, and what any other misses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gradviz.graph import Array

_BLOCK = 1000  # rows that are reduced at once: they stay in the processor's memory


@dataclass(frozen=True, eq=False)
class LinearFit:
    """The parameters ``best`` (P,) with the least sum of squared residuals, ``least``.

    ``factor`` (P, P) is the triangle R of the QR decomposition of the prediction's matrix: what
    other parameters miss is ``‖R(p − best)‖²`` more, whatever the number of rows.
    """

    best: Array
    least: float
    factor: Array

    def sum_of_squares(self, point: Array) -> float:
        """The sum of the squared residuals with the parameters ``point`` (P,)."""
        with np.errstate(all="ignore"):  # far out it is infinite
            missed = self.factor @ (point - self.best)
            return self.least + float(missed @ missed)


def linear_fit(predict: Callable[[Array], Array], size: int, y: Array) -> LinearFit | None:
    """The best fit to ``y`` (n,) of a function, linear in ``size`` parameters, to heights (n,).

    Of several that are equally good it is the one nearest to 0. None for what is not finite.
    """
    table = np.empty((len(y), size + 1))
    with np.errstate(all="ignore"):
        base = np.asarray(predict(np.zeros(size)))
        for column, unit in enumerate(np.eye(size)):
            np.subtract(predict(unit), base, out=table[:, column])
        np.subtract(y, base, out=table[:, size])
    if not np.isfinite(table).all():
        return None
    triangle = _triangle(table)
    factor, target = triangle[:size, :size], triangle[:size, size]
    best, *_ = np.linalg.lstsq(factor, target)
    rest = np.append(target - factor @ best, triangle[size:, size])
    return LinearFit(np.asarray(best, dtype=np.float64), float(rest @ rest), factor)


def _triangle(table: Array) -> Array:
    """R of the QR decomposition, square: block by block first, which is several times faster."""
    rows, width = table.shape
    whole = rows // _BLOCK * _BLOCK
    if whole > _BLOCK:
        blocks = np.asarray(np.linalg.qr(table[:whole].reshape(-1, _BLOCK, width), mode="r"))
        table = np.vstack((blocks.reshape(-1, width), table[whole:]))
    short = max(0, width - len(table))
    return np.asarray(np.linalg.qr(np.pad(table, ((0, short), (0, 0))), mode="r"))
