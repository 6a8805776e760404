"""Hessians agree with symbolic ones, and say where there are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Objective, catalog, objective, surface_of
from gradviz.descent.landscape.curvature import Curvature, curvature_at, eigenvalues, hessian
from gradviz.descent.library.functions import objective_of
from gradviz.graph import Array, parse

SYMBOLIC: dict[str, Callable[[Any, Any], Any]] = {
    "rosenbrock": lambda x, y: 100 * (y - x**2) ** 2 + (1 - x) ** 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "beale": lambda x, y: (
        (sp.Rational("1.5") - x + x * y) ** 2
        + (sp.Rational("2.25") - x + x * y**2) ** 2
        + (sp.Rational("2.625") - x + x * y**3) ** 2
    ),
    "three_hump_camel": lambda x, y: (
        2 * x**2 - sp.Rational("1.05") * x**4 + x**6 / 6 + x * y + y**2
    ),
    "mccormick": lambda x, y: sp.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
    "styblinski_tang": lambda x, y: (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2,
    "rastrigin": lambda x, y: (
        20 + x**2 + y**2 - 10 * sp.cos(2 * sp.pi * x) - 10 * sp.cos(2 * sp.pi * y)
    ),
    "ackley": lambda x, y: (
        -20 * sp.exp(-sp.Rational("0.2") * sp.sqrt((x**2 + y**2) / 2))
        - sp.exp((sp.cos(2 * sp.pi * x) + sp.cos(2 * sp.pi * y)) / 2)
    ),
    "griewank": lambda x, y: (x**2 + y**2) / 4000 - sp.cos(x) * sp.cos(y / sp.sqrt(2)),
    "easom": lambda x, y: -sp.cos(x) * sp.cos(y) * sp.exp(-((x - sp.pi) ** 2) - (y - sp.pi) ** 2),
}
SHARES = st.floats(0.02, 0.98)
OWN = "exp(a b) + log(c^2 + 1) a"


def _exact(function: str, point: dict[str, float]) -> Array:
    x, y = sp.symbols("x y")
    found = sp.hessian(SYMBOLIC[function](x, y), (x, y)).subs({x: point["x"], y: point["y"]})
    return np.array(found.evalf(30), dtype=np.float64)


def _curvature(target: Objective, point: dict[str, float]) -> Curvature:
    return curvature_at(surface_of(target), target.coordinates, point)


@pytest.mark.parametrize("function", SYMBOLIC)
def test_hessians_are_those_of_the_formula(function: str) -> None:
    near = catalog()[function].domain if function != "easom" else {"x": (1, 5), "y": (1, 5)}
    random = np.random.default_rng(3)
    for _ in range(5):
        point = {name: float(random.uniform(*near[name])) for name in ("x", "y")}
        exact = _exact(function, point)
        found = _curvature(objective_of(function), point)
        size = np.abs(exact).max()
        assert found.is_smooth
        np.testing.assert_allclose(found.hessian, exact, rtol=0, atol=1e-9 * size)
        assert found.error < 1e-8 * size


@given(x=SHARES, y=SHARES)
def test_a_quadratic_has_the_same_hessian_everywhere(x: float, y: float) -> None:
    found = _curvature(objective_of("booth"), {"x": 20 * x - 10, "y": 20 * y - 10})
    np.testing.assert_allclose(found.hessian, [[10, 8], [8, 10]], rtol=1e-12)
    np.testing.assert_allclose(found.eigenvalues, [2, 18], rtol=1e-12)
    assert found.error == 0


def test_chosen_axes_are_a_part_of_the_whole() -> None:
    target = objective(parse(OWN))
    point = {"a": 0.3, "b": -1.2, "c": 2.0}
    whole = hessian(surface_of(target), target.coordinates, point)
    part = hessian(surface_of(target), target.coordinates, point, ("c", "a"))
    np.testing.assert_allclose(part, whole[np.ix_([2, 0], [2, 0])], rtol=1e-9)
    a, b, c = sp.symbols("a b c")
    exact = sp.hessian(sp.exp(a * b) + sp.log(c**2 + 1) * a, (a, b, c)).subs(
        {a: sp.Float(0.3, 20), b: sp.Float(-1.2, 20), c: 2}
    )
    np.testing.assert_allclose(
        whole, np.array(exact.evalf(), dtype=np.float64), rtol=1e-9, atol=1e-9
    )


def test_elements_of_a_matrix_have_curvatures() -> None:
    target = objective(parse("A = [[1, 2], [3, 4]]; L = sum(A^3)"), start={"A": [[1, 2], [3, 4]]})
    point = dict(zip(target.coordinates, (1.0, 2.0, 3.0, 4.0), strict=True))
    found = hessian(surface_of(target), target.coordinates, point)
    np.testing.assert_allclose(found, np.diag([6.0, 12.0, 18.0, 24.0]), atol=1e-7)


def test_directions_are_those_of_the_eigenvalues() -> None:
    found = _curvature(objective_of("himmelblau"), {"x": 1.0, "y": -2.0})
    np.testing.assert_allclose(
        found.hessian @ found.directions, found.directions * found.eigenvalues, atol=1e-9
    )


@pytest.mark.parametrize(("expression", "x"), [("abs(x)", 0.0), ("relu(x - 2)", 2.0)])
def test_there_is_no_hessian_at_a_kink(expression: str, x: float) -> None:
    target = objective(parse(expression))
    assert not _curvature(target, {"x": x}).is_smooth
    assert _curvature(target, {"x": x + 1e-3}).is_smooth  # close to it one side alone is seen


def test_without_a_gradient_there_is_no_curvature() -> None:
    found = _curvature(objective(parse("log(x)")), {"x": -3.0})
    assert np.isnan(found.eigenvalues).all()
    assert np.isnan(found.directions).all()
    assert not found.is_smooth


def test_eigenvalues_of_what_is_not_finite_are_nan() -> None:
    assert np.isnan(eigenvalues(np.array([[1.0, np.inf], [np.inf, 1.0]]))).all()
