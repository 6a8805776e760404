"""Where constraints hold: none of them may be above 0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from gradviz.graph import Array

if TYPE_CHECKING:
    from gradviz.descent.surface import Surface

Mask: TypeAlias = npt.NDArray[np.bool_]
Rows: TypeAlias = npt.NDArray[np.intp]

SLACK = 1e-9
"""How far above 0 a constraint may be: rounding must not forbid points on the boundary."""


def holds(constraints: Iterable[Surface], *arguments: Array) -> Mask:
    """Whether all constraints hold at each of the points; one that is not a number does not."""
    result = np.ones(np.broadcast_shapes(*(np.shape(part) for part in arguments)), dtype=bool)
    for constraint in constraints:
        with np.errstate(all="ignore"):
            result &= np.asarray(constraint.value(*arguments)) <= SLACK
    return result
