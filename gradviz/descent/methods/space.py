"""What a method looks for its steps in: an objective over one vector of all coordinates."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from gradviz.descent.boxes import Box
from gradviz.descent.loop import Step
from gradviz.descent.methods.vectors import ARRAYS, LISTS, Vector, Vectors
from gradviz.descent.objectives import Objective
from gradviz.descent.quadratic import Quadratic
from gradviz.descent.steps import LARGEST_UNROLLED, quadratic_step
from gradviz.graph import Array

Visit: TypeAlias = tuple[float, Vector]
"""The loss and the point of one epoch."""

Value: TypeAlias = Callable[[Vector], float]
Gradient: TypeAlias = Callable[[Vector], tuple[float, Vector]]

REACH = 2.0**-11
"""How far the gradients for a Hessian lie from the point, in units of the coordinate above 1."""


class Space:
    """Value, gradient and Hessian at a point; counts how often they are asked for.

    Vectors are lists of floats up to LARGEST_UNROLLED coordinates and arrays beyond. What is
    infinite or not a number comes back as such. ``hessian`` takes fourth-order differences of
    exact gradients, four for each coordinate, unless it is known: exact for polynomials of up to
    degree 5 and for others to about 1e-11 of the size of the derivatives, rounding included.
    ``steady`` says that the learning rate stays the same, so that a search that has not moved
    never will.
    """

    def __init__(
        self,
        value: Value,
        gradient: Gradient,
        size: int,
        hessian: Any = None,
        box: Box | None = None,
    ) -> None:
        self._value = value
        self._gradient = gradient
        self._size = size
        self._hessian = hessian
        self._sides = None if box is None else (self.vector(box.low), self.vector(box.high))
        self.steady = True
        self.gradient_calls = 0
        self.value_calls = 0

    @property
    def vectors(self) -> Vectors:
        """What can be done with the vectors."""
        return LISTS if self._size <= LARGEST_UNROLLED else ARRAYS

    @property
    def is_open(self) -> bool:
        """Whether there is no box."""
        return self._sides is None

    def vector(self, numbers: Sequence[float] | Array) -> Vector:
        """Numbers as a vector of this space."""
        array = np.asarray(numbers, dtype=np.float64)
        return array.tolist() if self._size <= LARGEST_UNROLLED else array

    def value(self, x: Vector) -> float:
        """The value alone."""
        self.value_calls += 1
        return self._value(x)

    def gradient(self, x: Vector) -> tuple[float, Vector]:
        """The value and the gradient."""
        self.gradient_calls += 1
        return self._gradient(x)

    def hessian(self, x: Vector) -> Any:
        """The second derivatives: a list of rows or a matrix."""
        if self._hessian is not None:
            return self._hessian
        if isinstance(x, list):
            rows = [self._column(x, i) for i in range(self._size)]
            places = range(self._size)
            return [[0.5 * (rows[i][j] + rows[j][i]) for j in places] for i in places]
        matrix = np.array([self._column(x, i) for i in range(self._size)])
        return 0.5 * (matrix + matrix.T)

    def _column(self, x: Vector, i: int) -> Vector:
        step = reach_at(x[i])
        far, near, scaled = 2.0 * step, step, 1.0 / (12.0 * step)
        found = []
        for reach in (near, -near, far, -far):
            moved = x.copy()
            moved[i] += reach
            found.append(self.gradient(moved)[1])
        if isinstance(x, list):
            slopes = zip(*found, strict=True)
            return [(8.0 * (a - b) - (c - d)) * scaled for a, b, c, d in slopes]
        ahead, behind, far_ahead, far_behind = found
        return (8.0 * (ahead - behind) - (far_ahead - far_behind)) * scaled

    def inside(self, x: Vector) -> Vector:
        """The nearest point of the box."""
        if self._sides is None:
            return x
        low, high = self._sides
        if isinstance(x, list):
            return [min(max(p, a), b) for p, a, b in zip(x, low, high, strict=True)]
        return np.minimum(np.maximum(x, low), high)


def reach_at(coordinate: float) -> float:
    """How far from this coordinate the nearer gradients for a Hessian lie: a power of two."""
    return REACH * 2.0 ** max(0, math.frexp(coordinate)[1])


def space_of(target: Objective, box: Box | None) -> Space:
    """The space of an objective: its exact quadratic, its code on floats, or its arrays."""
    size = len(target.coordinates)
    if target.exact is not None:
        return _quadratic(target.exact, size, box)
    if target.function.block is not None:
        value, both = target.function.value_function, target.function.function
        if size <= LARGEST_UNROLLED:
            return Space(lambda x: value(*x), lambda x: both(*x), size, box=box)

    def gradient_at(x: Vector) -> tuple[float, Vector]:
        try:
            found, slopes = target.value_and_gradient(np.asarray(x))
        except np.linalg.LinAlgError:  # a matrix on the way has no inverse
            return math.nan, space.vector(np.full(size, np.nan))
        return found, space.vector(slopes)

    def value_at(x: Vector) -> float:
        try:
            return float(target.function.value(*target.arguments(np.asarray(x))))
        except np.linalg.LinAlgError:
            return math.nan

    space = Space(value_at, gradient_at, size, box=box)
    return space


def _quadratic(exact: Quadratic, size: int, box: Box | None) -> Space:
    step, _ = quadratic_step(exact, exact.center)
    value, both = functions_of(step)
    if size <= LARGEST_UNROLLED:
        hessian = exact.hessian.tolist()
        return Space(lambda x: value(*x), lambda x: both(*x), size, hessian, box)

    def gradient_at(x: Vector) -> tuple[float, Vector]:
        found, (slopes,) = both(x)
        return float(found), slopes

    return Space(lambda x: float(value(x)), gradient_at, size, exact.hessian, box)


def functions_of(step: Step) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The value, and value and gradients, of a step as functions of its arguments."""
    body = "".join(f"    {line}\n" for line in step.lines)
    arguments = ", ".join(step.arguments)
    source = (
        f"def _value({arguments}):\n{body}    return {step.value}\n"
        f"def _both({arguments}):\n{body}    return {step.value}, ({', '.join(step.gradients)},)\n"
    )
    namespace = dict(step.namespace)
    exec(source, namespace)  # noqa: S102  # generated here, from names made here
    return namespace["_value"], namespace["_both"]
