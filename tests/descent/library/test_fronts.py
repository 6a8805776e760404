"""Pareto fronts: nothing sampled in the box beats them, and they are made of allowed points."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.descent import TestFunction, catalog, pareto_front
from gradviz.descent.library.fronts import objective_values
from gradviz.descent.library.inequalities import not_above_zero
from gradviz.graph import Array, compile, parse  # noqa: A004  # the engine's word for it

WITH_FRONT = [function for function in catalog().values() if function.front]
EVERY = [
    *WITH_FRONT,
    *(catalog()[key].with_size(4) for key in ("fonseca_fleming", "zdt1_2d", "zdt4_2d", "zdt6_2d")),
]
EACH = pytest.mark.parametrize("function", EVERY, ids=lambda f: f"{f.id}-{f.size}")


def feasible(function: TestFunction, points: Array) -> Array:
    """Whether each point obeys all constraints, up to rounding."""
    holds = np.ones(len(points), dtype=bool)
    for text in function.constraints:
        graph = parse(not_above_zero(text))
        used = [i for i, name in enumerate(function.parameters) if name in graph.by_name]
        compiled = compile(graph, [function.parameters[i] for i in used])
        holds &= np.asarray(compiled.value(*points.T[used])) <= 1e-9
    return holds


def sampled(function: TestFunction, seed: int = 0, count: int = 40_000) -> Array:
    """Points of the box that obey the constraints, many of them on its edges."""
    low, high = np.array(list(function.domain.values())).T
    random = np.random.default_rng(seed)
    points: Array = low + (high - low) * random.random((count, function.size))
    edges = random.integers(0, 6, size=points.shape)
    points = np.where(edges == 0, low, np.where(edges == 1, high, points))
    kept: Array = points[feasible(function, points)]
    return kept


def is_dominated(values: Array, others: Array) -> Array:
    """For each row of values whether one of the others is lower in every objective."""
    margin = 1e-9 * (1 + np.abs(values))
    return np.array(
        [
            bool((others < row - by).all(axis=1).any())
            for row, by in zip(values, margin, strict=True)
        ]
    )


@EACH
def test_no_sampled_point_is_better_in_everything(function: TestFunction) -> None:
    with np.errstate(all="ignore"):
        others = objective_values(function, sampled(function))
    for piece in pareto_front(function, 60):
        assert not is_dominated(piece.values, others).any()


@EACH
def test_no_point_of_the_front_beats_another(function: TestFunction) -> None:
    values = np.vstack([piece.values for piece in pareto_front(function, 60)])
    assert not is_dominated(values, values).any()


@EACH
def test_the_front_is_made_of_allowed_points(function: TestFunction) -> None:
    for piece in pareto_front(function, 60):
        if piece.points is None:
            continue
        low, high = np.array(list(function.domain.values())).T
        assert (piece.points >= low - 1e-12).all()
        assert (piece.points <= high + 1e-12).all()
        assert feasible(function, piece.points).all()


@EACH
def test_every_sampled_point_is_beaten_by_the_front(function: TestFunction) -> None:
    """So no piece of it is missing."""
    with np.errstate(all="ignore"):
        found = objective_values(function, sampled(function, 7, 10_000))
    front = np.vstack([piece.values for piece in pareto_front(function, 400)])
    margin = 0.01 * np.ptp(front, axis=0)
    for row in found[np.isfinite(found).all(axis=1)]:
        assert (front <= row + margin).all(axis=1).any()


def test_known_ends_and_breaks() -> None:
    known = {
        "binh_korn": ([0.0, 50.0], [136.0, 4.0]),
        "test_function_4": ([-4.0, -5.0], [12.0, -7.0]),
        "schaffer_mo1": ([0.0, 4.0], [4.0, 0.0]),
        "constr_ex": ([7 / 18, 9.0], [1.0, 1.0]),
    }
    for key, (first, last) in known.items():
        pieces = pareto_front(catalog()[key])
        np.testing.assert_allclose(pieces[0].values[0], first, rtol=1e-12)
        np.testing.assert_allclose(pieces[-1].values[-1], last, rtol=1e-12)


def test_the_lowest_point_of_zdt3() -> None:
    values = np.vstack([piece.values for piece in pareto_front(catalog()["zdt3_2d"], 2000)])
    assert values[:, 1].min() == pytest.approx(-0.77336901232664, rel=1e-9)


def test_a_function_with_one_objective_has_no_front() -> None:
    assert pareto_front(catalog()["rosenbrock"]) == ()
