"""The Pareto fronts that have a formula, sampled: where they are, and what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gradviz.descent.library.function_records import Piece
from gradviz.descent.library.functions import TestFunction
from gradviz.graph import Array, compile, parse  # noqa: A004  # the engine's word for it

PARAMETER = "t"
"""What runs along a piece of a front."""


@dataclass(frozen=True, eq=False)
class FrontPiece:
    """A connected piece: the objectives (rows, objectives) along it.

    ``points`` (rows, variables) are the variables there, None where only the front is known.
    """

    values: Array
    points: Array | None = None


def pareto_front(function: TestFunction, count: int = 200) -> tuple[FrontPiece, ...]:
    """The pieces of the known front, each in ``count`` steps from one end to the other.

    None for a function with one objective, and where the front has no formula.
    """
    return tuple(_sampled(function, piece, count) for piece in function.front)


def _sampled(function: TestFunction, piece: Piece, count: int) -> FrontPiece:
    low, high = (_along(str(bound), np.zeros(1))[0] for bound in piece.t)
    t = np.linspace(low, high, count)
    if not piece.at:
        names = function.formulas.objective_names
        return FrontPiece(np.stack([_along(piece.values[name], t) for name in names], axis=1))
    points = np.stack([_along(piece.at[name], t) for name in function.parameters], axis=1)
    return FrontPiece(objective_values(function, points), points)


def objective_values(function: TestFunction, points: Array) -> Array:
    """All objectives (rows, objectives) at points of the variables (rows, variables)."""
    columns = [_value(text, function.parameters, points.T) for text in function.objectives]
    return np.stack(columns, axis=1)


def _along(text: str, t: Array) -> Array:
    return _value(text, (PARAMETER,), [t])


def _value(text: str, names: Sequence[str], columns: Sequence[Array] | Array) -> Array:
    """An expression at many values of its inputs; it need not mention all of them."""
    graph = parse(text)
    used = [index for index, name in enumerate(names) if name in graph.by_name]
    function = compile(graph, tuple(names[index] for index in used))
    value = function.value(*(columns[index] for index in used))
    return np.broadcast_to(np.asarray(value, dtype=np.float64), np.shape(columns[0]))
