"""Newton's method from many starts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from gradviz.descent.crowds.crowd import Crowd, Visits
from gradviz.descent.methods.newton import SINGULAR, solved
from gradviz.descent.optimizer import Setting
from gradviz.graph import Array


def newton(
    crowd: Crowd, x: Array, rates: Iterable[Array], _settings: Mapping[str, Setting]
) -> Iterator[Visits]:
    """As ``methods.newton.newton``."""
    for rate in rates:
        losses, g = crowd.gradient(x)
        yield losses, x
        x = crowd.inside(x - rate * _steps(crowd.hessian(x), g))


def _steps(hessians: Array, g: Array) -> Array:
    """H⁻¹ g for each column; those that may be singular are solved one by one."""
    steps = np.full_like(g, np.nan)
    fine = np.isfinite(hessians).all(axis=(1, 2)) & np.isfinite(g).all(axis=0)
    places = np.flatnonzero(fine)
    if not len(places):
        return steps
    values = np.abs(np.linalg.eigvalsh(hessians[places]))
    regular = values.min(axis=1) > SINGULAR * values.max(axis=1)
    clear = places[regular]
    steps[:, clear] = np.linalg.solve(hessians[clear], g.T[clear][:, :, None])[:, :, 0].T
    for place in places[~regular]:
        steps[:, place] = solved(hessians[place], g[:, place])
    return steps
