"""The steps a loop can be fused from, beside compiled code: exact quadratics and calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from gradviz.descent.loop import Form, Step
from gradviz.descent.quadratic import Quadratic
from gradviz.graph import Array, Value

LARGEST_UNROLLED = 6
"""Coordinates up to which a quadratic is written out; beyond, matrix products are faster."""

Function = Callable[..., tuple[Value, Sequence[Value]]]


def quadratic_step(exact: Quadratic, start: Array) -> tuple[Step, list[Any]]:
    """A step on a quadratic, and where it starts: as many floats, or one array of all."""
    if len(start) > LARGEST_UNROLLED:
        return _matrix_step(exact), [start.copy()]
    count, sloped = len(start), bool(exact.slope.any())
    namespace: dict[str, Any] = {"least": exact.minimum}
    centers, slopes, rows = (part.tolist() for part in (exact.center, exact.slope, exact.hessian))
    for i in range(count):
        namespace[f"c{i}"], namespace[f"s{i}"] = centers[i], slopes[i]
        for j in range(i, count):
            namespace[f"h{i}_{j}"] = rows[i][j]
    return Step(*_quadratic_form(count, sloped=sloped), namespace), start.tolist()


@cache
def _quadratic_form(count: int, *, sloped: bool) -> Form:
    """A quadratic of so many coordinates, written out."""
    indices = range(count)
    lines = [f"d{i} = x{i} - c{i}" for i in indices]
    for i in indices:
        products = " + ".join(f"h{min(i, j)}_{max(i, j)} * d{j}" for j in indices)
        lines.append(f"g{i} = {products}")
    rises = (f"(0.5 * g{i} + s{i})" if sloped else f"g{i}" for i in indices)
    height = " + ".join(f"d{i} * {rise}" for i, rise in zip(indices, rises, strict=True))
    return Form(
        tuple(f"x{i}" for i in indices),
        tuple(lines),
        f"least + {height}" if sloped else f"least + 0.5 * ({height})",
        tuple(f"g{i} + s{i}" if sloped else f"g{i}" for i in indices),
    )


def _matrix_step(exact: Quadratic) -> Step:
    return Step(
        ["x0"],
        ["d = x0 - center", "g = hessian @ d"],
        "least + d @ (0.5 * g + slope)",
        ["g + slope"],
        {
            "center": exact.center,
            "hessian": exact.hessian,
            "slope": exact.slope,
            "least": exact.minimum,
        },
    )


def array_step(function: Function, count: int) -> Step:
    """A step that calls ``function`` with ``count`` arrays, or NumPy numbers that never raise."""

    def called(*arguments: Value) -> tuple[Value, list[Any]]:
        try:
            value, gradients = function(*arguments)
        except np.linalg.LinAlgError:  # a matrix on the way has no inverse
            return np.nan, [np.full(np.shape(a), np.nan) for a in arguments]
        return value, [np.asarray(gradient)[()] for gradient in gradients]

    arguments = [f"x{i}" for i in range(count)]
    gradients = [f"g{i}" for i in range(count)]
    line = f"value, ({', '.join(gradients)},) = called({', '.join(arguments)})"
    return Step(arguments, [line], "value", gradients, {"called": called})
