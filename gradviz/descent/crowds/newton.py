"""Newton's method from many starts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from gradviz.descent.crowds.crowd import Crowd, Visits
from gradviz.descent.crowds.roster import Roster
from gradviz.descent.methods.newton import SINGULAR, solved
from gradviz.descent.rules.optimizer import Setting
from gradviz.graph import Array


def newton(
    crowd: Crowd, x: Array, rates: Iterable[Array], _settings: Mapping[str, Setting]
) -> Iterator[Visits]:
    """As ``methods.newton.newton``."""
    roster = Roster(x)
    for rate in rates:
        if not len(roster.places):
            yield roster.visits
            continue
        losses, g = crowd.gradient(x)
        yield roster.visit(losses, x)
        target = crowd.inside(x - rate[roster.places] * _steps(crowd.hessian(x), g))
        going = np.isfinite(losses) & ~(crowd.steady & (target == x).all(axis=0))
        roster.keep(going)
        x = target[:, going]


def _steps(hessians: Array, g: Array) -> Array:
    """H⁻¹ g for each column; those with a pivot as good as zero are solved one by one."""
    steps, regular = eliminated(hessians, g)
    for place in np.flatnonzero(~regular):
        steps[:, place] = solved(hessians[:, :, place], g[:, place])
    return steps


def eliminated(matrices: Array, right: Array) -> tuple[Array, npt.NDArray[np.bool_]]:
    """As ``methods.newton.eliminated`` for matrices (P, P, n): the solutions (P, n), and for whom.

    The loops run over the rows of the matrices, each operation over all of them.
    """
    size, _, count = matrices.shape
    rows = np.concatenate([matrices, right[:, None, :]], axis=1)
    least = SINGULAR * np.abs(matrices).max(axis=(0, 1))
    regular = np.ones(count, dtype=bool)
    everyone = np.arange(count)
    for i in range(size):
        best = i + np.argmax(np.abs(rows[i:, i]), axis=0)
        if i + 1 < size:
            chosen = rows[best, :, everyone].T
            rows[best, :, everyone] = rows[i].T
            rows[i] = chosen
        regular &= np.abs(rows[i, i]) > least
        for k in range(i + 1, size):
            rows[k, i + 1 :] -= rows[k, i] / rows[i, i] * rows[i, i + 1 :]
    found = np.zeros((size, count))
    for i in range(size - 1, -1, -1):
        rest = rows[i, size].copy()
        for k in range(i + 1, size):
            rest -= rows[i, k] * found[k]
        found[i] = rest / rows[i, i]
    return found, regular
