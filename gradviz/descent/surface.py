"""An objective as a surface over single numbers, whatever its parameters are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np

from gradviz.descent.objectives import Objective
from gradviz.graph import Array, CompiledFunction, Value


class Surface(Protocol):
    """A function of scalar arguments that can be evaluated on whole arrays of them."""

    def value(self, *arguments: Array) -> Array:
        """The values at the points, broadcast over the arguments."""

    def batch(self, *arguments: Array) -> tuple[Array, Sequence[Array]]:
        """The values and the partial derivatives, one array for each argument."""


@dataclass(frozen=True, eq=False)
class Coordinates:
    """A compiled function of arrays as a surface over the single numbers in them."""

    function: CompiledFunction

    def value(self, *arguments: Array) -> Array:
        """The values at the points; one argument for each number."""
        return np.asarray(self.function.value(*self._whole(arguments)))

    def batch(self, *arguments: Array) -> tuple[Array, Sequence[Array]]:
        """Values and partial derivatives, one for each number."""
        value, gradients = self.function.batch(*self._whole(arguments))
        parts: list[Array] = []
        for gradient, shape in zip(gradients, self.function.shapes, strict=True):
            whole = np.asarray(gradient)
            flat = whole.reshape(*whole.shape[: whole.ndim - len(shape)], -1)
            parts += [flat[..., i] for i in range(flat.shape[-1])]
        return np.asarray(value), parts

    def _whole(self, arguments: Sequence[Array]) -> list[Array]:
        result, first = [], 0
        for shape in self.function.shapes:
            parts = np.broadcast_arrays(*arguments[first : first + math.prod(shape)])
            result.append(np.stack(parts, axis=-1).reshape((*parts[0].shape, *shape)))
            first += math.prod(shape)
        return result


def surface_of(objective: Objective) -> Surface:
    """The objective over its coordinates: the exact quadratic where there is one.

    Raises GraphError when the output is not a single number.
    """
    objective.function.need_number()
    if objective.exact is not None:
        return objective.exact
    if any(objective.shapes):
        return Coordinates(objective.function)
    return cast("Surface", objective.function)  # for numbers its values are arrays or numbers


def coordinates_of(values: Mapping[str, Value]) -> dict[str, float]:
    """Every single number in the values by name: m, W[0,1]."""
    result: dict[str, float] = {}
    for name, value in values.items():
        if np.ndim(value) == 0:
            result[name] = float(value)
            continue
        for index, number in np.ndenumerate(value):
            result[f"{name}[{','.join(map(str, index))}]"] = float(number)
    return result


def with_coordinates(values: Mapping[str, Value], changed: Mapping[str, float]) -> dict[str, Value]:
    """Those of the values in which a coordinate changed, with the changes."""
    result: dict[str, Value] = {}
    for label, number in changed.items():
        name, bracket, rest = label.partition("[")
        if not bracket:
            result[name] = number
            continue
        array = np.array(result.get(name, values[name]))
        array[tuple(int(i) for i in rest.rstrip("]").split(","))] = number
        result[name] = array
    return result
