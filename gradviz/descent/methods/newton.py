"""Newton's method, and what it does where the curvature is singular."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from gradviz.descent.methods.space import Space, Visit
from gradviz.descent.methods.vectors import Vector
from gradviz.descent.rules.optimizer import Setting
from gradviz.graph import Array

SINGULAR = 1e-10
"""Curvature below this share of the largest is none: differences can't tell it from rounding."""


def newton(
    space: Space, x: Vector, rates: Iterable[float], _settings: Mapping[str, Setting]
) -> Iterator[Visit]:
    """Steps to x − lr H⁻¹ g; they go to saddles and maxima as readily as to minima."""
    for rate in rates:
        loss, g = space.gradient(x)
        yield loss, x
        hessian = space.hessian(x)
        step = eliminated(hessian, g) if isinstance(x, list) else None
        if step is None:
            step = space.vector(solved(np.asarray(hessian), np.asarray(g)))
        target = space.inside(space.vectors.moved(x, -rate, step))
        if space.steady and space.vectors.same(target, x):
            return
        x = target


def eliminated(matrix: list[list[float]], right: list[float]) -> list[float] | None:
    """The solution of a small system; None when a pivot is as good as zero."""
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    size = len(rows)
    least = SINGULAR * max(abs(h) for row in matrix for h in row)
    for i in range(size):
        best = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[best] = rows[best], rows[i]
        pivot = rows[i]
        if not abs(pivot[i]) > least:
            return None
        for row in rows[i + 1 :]:
            factor = row[i] / pivot[i]
            for k in range(i + 1, size + 1):
                row[k] -= factor * pivot[k]
    found = [0.0] * size
    for i in range(size - 1, -1, -1):
        row = rows[i]
        found[i] = (row[size] - sum(row[k] * found[k] for k in range(i + 1, size))) / row[i]
    return found


def solved(hessian: Array, g: Array) -> Array:
    """H⁻¹ g; along a direction without curvature 0 where the function is level, else infinite.

    So a valley is left alone, and a slope that never bends ends the descent instead of passing
    for a minimum.
    """
    if not (np.isfinite(hessian).all() and np.isfinite(g).all()):
        return np.full(len(g), np.nan)
    values, vectors = np.linalg.eigh(hessian)
    size = float(np.max(np.abs(values)))
    parts = vectors.T @ g
    curved = np.abs(values) > SINGULAR * size
    level = np.abs(parts) <= 1e-9 * max(size, 1e-300)
    straight = np.where(level, 0.0, np.copysign(np.inf, parts))
    with np.errstate(all="ignore"):
        along = np.where(curved, parts / np.where(curved, values, 1.0), straight)
        if np.isinf(along).any():
            return np.full(len(g), np.inf)
        return np.asarray(vectors @ along)
