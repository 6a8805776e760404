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
from gradviz.descent.surface import surface_of
from gradviz.graph import Array

Value: TypeAlias = Callable[..., Array]
Batch: TypeAlias = Callable[..., tuple[Array, Sequence[Array]]]
Visits: TypeAlias = tuple[Array, Array]
"""The losses (n,) and the points (P, n) of one epoch."""


class Crowd:
    """Points are arrays (P, n), losses (n,), gradients (P, n) and Hessians (P, P, n).

    ``steady`` as in Space.
    """

    def __init__(
        self, value: Value, batch: Batch, size: int, hessian: Array | None, box: Box | None
    ) -> None:
        self._value = value
        self._batch = batch
        self._size = size
        self._hessian = hessian
        self._box = box
        self.steady = True

    @property
    def is_open(self) -> bool:
        """Whether there is no box."""
        return self._box is None

    def value(self, points: Array) -> Array:
        """The values alone."""
        return _full(self._value(*points), points.shape[1:])

    def gradient(self, points: Array) -> tuple[Array, Array]:
        """The values and the gradients."""
        values, slopes = self._batch(*points)
        gradients = np.empty_like(points)
        for row, slope in zip(gradients, slopes, strict=True):
            row[...] = slope
        return _full(values, points.shape[1:]), gradients

    def hessian(self, points: Array) -> Array:
        """The second derivatives, as ``Space.hessian`` has them."""
        count = points.shape[1]
        if self._hessian is not None:
            shape = (self._size, self._size, count)
            return np.broadcast_to(self._hessian[:, :, None], shape)
        matrices = np.empty((self._size, self._size, count))
        for i in range(self._size):
            step = REACH * 2.0 ** np.maximum(0, np.frexp(points[i])[1])
            found = []
            for reach in (step, -step, 2.0 * step, -2.0 * step):
                moved = points.copy()
                moved[i] += reach
                found.append(self.gradient(moved)[1])
            ahead, behind, far_ahead, far_behind = found
            slopes = 8.0 * (ahead - behind) - (far_ahead - far_behind)
            matrices[i] = slopes * (1.0 / (12.0 * step))
        return np.asarray(0.5 * (matrices + np.swapaxes(matrices, 0, 1)))

    def inside(self, points: Array) -> Array:
        """The nearest points of the box."""
        return points if self._box is None else self._box.inside(points)


def _full(values: Array, shape: tuple[int, ...]) -> Array:
    """Values at all points, also where they do not depend on the point."""
    return values if np.shape(values) == shape else np.broadcast_to(values, shape)


def crowd_of(target: Objective, box: Box | None) -> Crowd:
    """The crowd of an objective; for numbers it calls the compiled code without a detour."""
    size, exact, surface = len(target.coordinates), target.exact, surface_of(target)
    if exact is not None:
        return Crowd(exact.value, exact.batch, size, exact.hessian, box)
    if not target.function.is_of_numbers:
        return Crowd(surface.value, surface.batch, size, None, box)
    value, both = target.function.batch_value_function, target.function.batch_function

    def batch(*points: Array) -> tuple[Array, Sequence[Array]]:
        found, *slopes = both(*points)
        return found, slopes

    return Crowd(lambda *points: value(*points)[0], batch, size, None, box)


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
    block = target.function.batch_block
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
