"""Where constraints hold: none of them may be above 0, and which of them a point rests on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from enum import StrEnum
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


NEAR = 1e-3
"""A boundary nearer than this share of the box counts as reached."""


class Status(StrEnum):
    """How a constraint stands at a point: g < 0, g ≈ 0, g > 0."""

    INACTIVE = "inactive"
    ACTIVE = "active"
    VIOLATED = "violated"


def status(value: float, slopes: Iterable[float], sides: Iterable[float]) -> Status:
    """How a constraint stands, by its value and gradient and the sides of the box at the point.

    Active is one that holds and whose boundary, as far as the slope tells, is within a thousandth
    of the box; so that it does not depend on how the constraint is scaled.
    """
    if not value <= SLACK:
        return Status.VIOLATED
    reach = math.hypot(*(slope * side for slope, side in zip(slopes, sides, strict=True)))
    is_near = -value <= max(SLACK, NEAR * reach if math.isfinite(reach) else 0.0)
    return Status.ACTIVE if is_near else Status.INACTIVE


def statuses(
    constraints: Mapping[str, Surface], point: Iterable[float], sides: Iterable[float]
) -> dict[str, tuple[float, Status]]:
    """The value of each constraint at a point, and how it stands there."""
    arguments, sides = [np.asarray(value) for value in point], list(sides)
    found: dict[str, tuple[float, Status]] = {}
    for name, constraint in constraints.items():
        with np.errstate(all="ignore"):
            value, slopes = constraint.batch(*arguments)
        found[name] = float(value), status(float(value), map(float, slopes), sides)
    return found


def holds(constraints: Iterable[Surface], *arguments: Array) -> Mask:
    """Whether all constraints hold at each of the points; one that is not a number does not."""
    result = np.ones(np.broadcast_shapes(*(np.shape(part) for part in arguments)), dtype=bool)
    for constraint in constraints:
        with np.errstate(all="ignore"):
            result &= np.asarray(constraint.value(*arguments)) <= SLACK
    return result
