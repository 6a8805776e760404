"""How a surface bends at a point: its Hessian, the curvatures and the directions they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.descent.quadratic import Quadratic
from gradviz.descent.surface import Surface
from gradviz.graph import Array

STEPS = 1e-2 * 4.0 ** -np.arange(8)
"""Differences are taken over these parts of a coordinate's size, and the best one is kept."""

_OFFSETS = np.array((-2.0, -1.0, 1.0, 2.0))
_WEIGHTS = np.array((1.0, -8.0, 8.0, -1.0)) / 12.0
"""The central difference over five points, whose error falls with the fourth power of the step."""

KINK = 0.05
"""An error of this part of the Hessian means that the gradient jumps: there is no Hessian."""


@dataclass(frozen=True, eq=False)
class Curvature:
    """The Hessian over ``axes`` at one point; ``error`` is about how far its elements are off.

    The error is 0 where the Hessian is exact. It is infinite where a gradient is not finite.
    """

    axes: tuple[str, ...]
    hessian: Array
    error: float = 0.0

    @cached_property
    def eigenvalues(self) -> Array:
        """The curvatures along the principal axes, ascending; NaN without a Hessian."""
        return eigenvalues(self.hessian)

    @cached_property
    def directions(self) -> Array:
        """Unit vectors of the principal axes as columns, in the order of the eigenvalues."""
        if not np.isfinite(self.hessian).all():
            return np.full(self.hessian.shape, np.nan)
        return np.asarray(np.linalg.eigh(self.hessian)[1])

    @property
    def is_smooth(self) -> bool:
        """Whether the differences agree with one another, as they do not at a kink."""
        size = float(np.max(np.abs(self.hessian), initial=0.0))
        return bool(np.isfinite(self.error)) and self.error <= KINK * size + 1e-9


def hessian(
    surface: Surface,
    names: Sequence[str],
    point: Mapping[str, float],
    axes: Sequence[str] | None = None,
) -> Array:
    """The second derivatives over ``axes`` (all of ``names`` without), see ``curvature_at``."""
    return curvature_at(surface, names, point, axes).hessian


def eigenvalues(matrix: Array) -> Array:
    """The eigenvalues of a symmetric matrix, ascending; NaN where an element is not finite."""
    if not np.isfinite(matrix).all():
        return np.full(len(matrix), np.nan)
    return np.asarray(np.linalg.eigvalsh(matrix), dtype=np.float64)


def curvature_at(
    surface: Surface,
    names: Sequence[str],
    point: Mapping[str, float],
    axes: Sequence[str] | None = None,
) -> Curvature:
    """The Hessian of the surface at a point of all ``names``, over some of them.

    Exact for a quadratic. Elsewhere from central differences of the exact gradient over five
    points (error h⁴/30 times the fifth derivative, and rounding ε/h): eight steps from a
    hundredth of a coordinate's size downward, each a quarter of the one before. Kept is the
    step whose result differs least from that of the next; this difference is the ``error``.
    About 1e-11 of the largest element for smooth functions. Close to a kink the small steps
    still see one side alone; at a kink none agree.
    """
    chosen = tuple(names if axes is None else axes)
    columns = [list(names).index(axis) for axis in chosen]
    if isinstance(surface, Quadratic):
        return Curvature(chosen, surface.hessian[np.ix_(columns, columns)])
    center = np.array([point[name] for name in names], dtype=np.float64)
    # moved[k, i, o]: step k along axis i to offset o
    moved = np.broadcast_to(center, (len(STEPS), len(columns), 4, len(center))).copy()
    reach = np.maximum(1.0, np.abs(center[columns]))
    for place, column in enumerate(columns):
        moved[:, place, :, column] += STEPS[:, None] * reach[place] * _OFFSETS
    with np.errstate(all="ignore"):
        values, gradients = surface.batch(*np.moveaxis(moved, -1, 0))
        shape = moved.shape[:-1]
        slopes = np.stack([np.broadcast_to(gradients[c], shape) for c in columns], axis=-1)
        slopes[~np.isfinite(np.broadcast_to(values, shape))] = np.nan
        widths = STEPS[:, None, None] * reach[:, None]
        found = np.einsum("kioj,o->kij", slopes, _WEIGHTS) / widths
        found = 0.5 * (found + np.swapaxes(found, 1, 2))
    return _best(chosen, found)


def _best(axes: tuple[str, ...], found: Array) -> Curvature:
    """The Hessian on which two steps agree best."""
    with np.errstate(all="ignore"):
        apart = np.max(np.abs(found[1:] - found[:-1]), axis=(1, 2), initial=0.0)
    apart = np.where(np.isfinite(apart), apart, np.inf)
    best = int(np.argmin(apart))
    if not np.isfinite(apart[best]):
        return Curvature(axes, np.full(found.shape[1:], np.nan), np.inf)
    return Curvature(axes, found[best], float(apart[best]))
