"""What is descended: the output of a graph as a function of its parameters, all else given."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from gradviz.descent.quadratic import Quadratic, quadratic
from gradviz.errors import GraphError
from gradviz.graph import (
    Array,
    CompiledFunction,
    Graph,
    Node,
    Role,
    Value,
    as_value,
    compile,  # noqa: A004  # the engine's word for it
    degree,
    literal,
)

LARGEST_QUADRATIC = 64
"""Coordinates up to which a Hessian is built; beyond, an epoch on the data is cheaper."""


@dataclass(frozen=True, eq=False)
class Objective:
    """The output of ``graph`` as a function of the inputs called ``parameters``.

    ``inputs`` are the given values of others by name, ``start`` where the parameters stand.
    Build it with ``objective``. Everything expensive is made when first asked for.
    """

    graph: Graph
    parameters: tuple[str, ...]
    inputs: Mapping[str, Value]
    start: Mapping[str, Value]

    @cached_property
    def function(self) -> CompiledFunction:
        """Value and gradient as a function of the parameters, in order."""
        return compile(self.graph, self.parameters, self.inputs)

    @cached_property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of each parameter."""
        return tuple(np.shape(self.start[name]) for name in self.parameters)

    @cached_property
    def coordinates(self) -> tuple[str, ...]:
        """A name for each number that is descended: a parameter, or its elements W[0,1] …."""
        return tuple(
            name if not shape else f"{name}[{','.join(map(str, index))}]"
            for name, shape in zip(self.parameters, self.shapes, strict=True)
            for index in product(*map(range, shape))
        )

    @property
    def quadratic(self) -> Quadratic | None:
        """The exact quadratic over the parameters, where all are numbers and the degree is ≤ 2."""
        return None if any(self.shapes) else self.exact

    @cached_property
    def exact(self) -> Quadratic | None:
        """The exact quadratic over the coordinates; None where the objective is not one."""
        size = len(self.coordinates)
        if size > LARGEST_QUADRATIC:
            return None
        total = degree(self.graph, self.parameters)
        return (
            quadratic(self.value_and_gradient, size) if total is not None and total <= 2 else None
        )

    def value_and_gradient(self, point: Array) -> tuple[float, Array]:
        """The loss and its gradient at a point of all coordinates."""
        value, gradients = self.function(*self.arguments(point))
        return float(value), flat(gradients)

    def arguments(self, point: Array) -> list[Value]:
        """The parameters at a point of all coordinates."""
        result: list[Value] = []
        position = 0
        for shape in self.shapes:
            size = math.prod(shape)
            part = point[position : position + size]
            result.append(part.reshape(shape) if shape else float(part[0]))
            position += size
        return result


def flat(values: Iterable[Value]) -> Array:
    """All numbers of some values, one after another."""
    return np.concatenate([np.ravel(value) for value in values]).astype(np.float64, copy=False)


def objective(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    parameters: Sequence[str] | None = None,
    start: Mapping[str, Any] | None = None,
) -> Objective:
    """The objective of a graph.

    ``parameters`` are by default those that ``start`` names, or without a start the inputs
    that are parameters by role and not given in ``inputs``. They start at ``start``, else at their
    value in the graph, else at 1. Raises GraphError for a name that is no input, for data
    without values, and where nothing is left to descend.
    """
    inputs, start = dict(inputs or {}), dict(start or {})
    known = {node.name: node for node in graph.inputs if node.name is not None}
    for name in (*inputs, *(parameters or ()), *start):
        if name not in known:
            raise GraphError(f"There is no input called {name}; {_listed(known)}.", node=name)
    if parameters is None:
        by_role = (n.name for n in graph.parameters if n.name is not None and n.name not in inputs)
        parameters = list(start) or list(by_role)
    if not parameters:
        raise GraphError("There is nothing to descend: every input has a fixed value.")
    _need_data(known, {*inputs, *parameters})
    begun = {name: given_value(name, value) for name, value in start.items()}
    values = {name: begun.get(name, _own(known[name])) for name in parameters}
    others = {n: given_value(n, value) for n, value in inputs.items() if n not in values}
    return Objective(_placed(graph, known, values), tuple(parameters), others, values)


def given_value(name: str, value: object) -> Value:
    """A value that a person gives to an input, as a float or an array; GraphError if it is none."""
    try:
        return as_value(value)
    except (TypeError, ValueError) as error:
        raise GraphError(f"{name} must be a number or an array of numbers.", node=name) from error


def _own(node: Node) -> Value:
    return 1.0 if node.value is None else as_value(node.value)


def _placed(graph: Graph, known: Mapping[str, Node], values: Mapping[str, Value]) -> Graph:
    """The graph with the shapes that the parameters have where they start."""
    changed = [
        replace(known[name], value=literal(value))
        for name, value in values.items()
        if np.shape(value) != np.shape(_own(known[name]))
    ]
    return graph.with_nodes(*changed) if changed else graph


def _need_data(known: Mapping[str, Node], given: set[str]) -> None:
    for name, node in known.items():
        if node.role is Role.DATA and node.value is None and name not in given:
            raise GraphError(
                f"{name} is data without values: open a dataset with a column called {name}.",
                node=name,
            )


def _listed(known: Mapping[str, Node]) -> str:
    if not known:
        return "the expression has no inputs"
    return f"the inputs are {', '.join(known)}"
