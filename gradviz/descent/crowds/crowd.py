"""An objective at many points at once: value, gradient and Hessian, a column for each point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from gradviz.descent.boxes import Box
from gradviz.descent.loop import Step
from gradviz.descent.methods.space import REACH
from gradviz.descent.objectives import Objective
from gradviz.descent.quadratic import Quadratic
from gradviz.descent.steps import LARGEST_UNROLLED, quadratic_step
from gradviz.descent.surface import Surface, surface_of
from gradviz.graph import Array

Visits: TypeAlias = tuple[Array, Array]
"""The losses (n,) and the points (P, n) of one epoch."""


class Crowd:
    """Points are arrays (P, n), losses (n,), gradients (P, n) and Hessians (n, P, P)."""

    def __init__(self, surface: Surface, size: int, hessian: Array | None, box: Box | None) -> None:
        self._surface = surface
        self._size = size
        self._hessian = hessian
        self._box = box

    @property
    def is_open(self) -> bool:
        """Whether there is no box."""
        return self._box is None

    def value(self, points: Array) -> Array:
        """The values alone."""
        return np.broadcast_to(self._surface.value(*points), points.shape[1:])

    def gradient(self, points: Array) -> tuple[Array, Array]:
        """The values and the gradients."""
        values, slopes = self._surface.batch(*points)
        shape = points.shape[1:]
        return np.broadcast_to(values, shape), np.stack([np.broadcast_to(s, shape) for s in slopes])

    def hessian(self, points: Array) -> Array:
        """The second derivatives, as ``Space.hessian`` has them."""
        count = points.shape[1]
        if self._hessian is not None:
            return np.broadcast_to(self._hessian, (count, self._size, self._size))
        matrices = np.empty((count, self._size, self._size))
        for i in range(self._size):
            away = np.maximum(1.0, np.abs(np.nan_to_num(points[i])))
            step = REACH * 2.0 ** np.ceil(np.log2(away))
            found = []
            for reach in (step, 2.0 * step):
                sides = []
                for place in (points[i] + reach, points[i] - reach):
                    moved = points.copy()
                    moved[i] = place
                    sides.append(self.gradient(moved)[1])
                found.append(sides[0] - sides[1])
            matrices[:, i, :] = ((8.0 * found[0] - found[1]) / (12.0 * step)).T
        return np.asarray(0.5 * (matrices + np.swapaxes(matrices, 1, 2)))

    def inside(self, points: Array) -> Array:
        """The nearest points of the box."""
        return points if self._box is None else self._box.inside(points)


def crowd_of(target: Objective, box: Box | None) -> Crowd:
    """The crowd of an objective."""
    exact = target.exact
    hessian = None if exact is None else exact.hessian
    return Crowd(surface_of(target), len(target.coordinates), hessian, box)


def crowd_step(
    target: Objective, points: Array, box: Box | None
) -> tuple[Step, list[Array], list[Any]]:
    """A step for the loop, its first arguments, and the two sides of the box for each of them.

    Up to LARGEST_UNROLLED coordinates each is an argument (n,), beyond all of them are one (P, n).
    """
    few = len(points) <= LARGEST_UNROLLED
    arguments = list(points) if few else [points]
    sides: list[Any] = []
    if box is not None:
        pairs = zip(box.low.tolist(), box.high.tolist(), strict=True)
        sides = list(pairs) if few else [(box.low[:, None], box.high[:, None])]
    if target.exact is not None:
        made = quadratic_step(target.exact, points[:, 0])[0] if few else _matrix_step(target.exact)
        return made, arguments, sides
    if not few:
        return _called(crowd_of(target, None).gradient), arguments, sides
    block = target.function.points_block
    return (
        _parts(surface_of(target).batch, len(points)) if block is None else Step(**vars(block)),
        arguments,
        sides,
    )


def _matrix_step(exact: Quadratic) -> Step:
    """The quadratic at all points (P, n) as one matrix product."""
    return Step(
        ["x0"],
        ["d = x0 - center", "g = hessian @ d"],
        "least + (d * (0.5 * g + slope)).sum(axis=0)",
        ["g + slope"],
        {
            "center": exact.center[:, None],
            "hessian": exact.hessian,
            "slope": exact.slope[:, None],
            "least": exact.minimum,
        },
    )


def _called(function: Callable[[Array], tuple[Array, Array]]) -> Step:
    return Step(
        ["x0"], ["value, gradient = called(x0)"], "value", ["gradient"], {"called": function}
    )


def _parts(function: Callable[..., tuple[Array, Sequence[Array]]], count: int) -> Step:
    arguments = [f"x{i}" for i in range(count)]
    gradients = [f"g{i}" for i in range(count)]
    line = f"value, ({', '.join(gradients)},) = called({', '.join(arguments)})"
    return Step(arguments, [line], "value", gradients, {"called": function})
