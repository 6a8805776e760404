"""The space of a method: the same numbers as the objective's, and how often they were asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import objective
from gradviz.descent.methods.space import space_of
from gradviz.graph import parse

DATA = {"u": np.arange(5.0), "v": np.array([1.0, 3.0, 2.0, 5.0, 4.0])}
PLACE = st.floats(-3, 3, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "data", "start"),
    [
        ("100(y - x^2)^2 + (1 - x)^2", None, None),
        ("(x + 2y - 7)^2 + y", None, None),
        ("mean((x u + y - v)^2)", DATA, {"x": 1, "y": 2}),
        ("mean(sigmoid(x u + y) v)", DATA, {"x": 1, "y": 2}),
        ("sum(w^4 - w)", None, {"w": np.array([0.5, 2.0])}),
        ("sum(w^4 - w)", None, {"w": np.linspace(-1, 1, 9)}),
        ("sum((w - 1)^2)", None, {"w": np.linspace(-1, 1, 9)}),
    ],
)
def test_value_and_gradient_are_those_of_the_objective(text: str, data: Any, start: Any) -> None:
    target = objective(parse(text), data, start=start)
    space = space_of(target, None)
    point = np.linspace(0.3, 1.1, len(target.coordinates))
    value, gradient = target.value_and_gradient(point)
    found, slopes = space.gradient(space.vector(point))
    np.testing.assert_allclose(found, value, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(space.value(space.vector(point)), value, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(slopes, gradient, rtol=1e-10, atol=1e-12)
    assert (space.gradient_calls, space.value_calls) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "100(y - x^2)^2 + (1 - x)^2",
        "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
        "sin(x)*cos(y) + exp(-x^2 - y^2)",
        "log(1 + x^2 + y^2)",
        "(x + 2y - 7)^2 + x*y",
    ],
)
@given(x=PLACE, y=PLACE)
def test_the_hessian_is_the_symbolic_one(text: str, x: float, y: float) -> None:
    target = objective(parse(text), parameters=("x", "y"))
    space = space_of(target, None)
    a, b = sympy.symbols("x y")
    written = {
        "100(y - x^2)^2 + (1 - x)^2": 100 * (b - a**2) ** 2 + (1 - a) ** 2,
        "sin(x)*cos(y) + exp(-x^2 - y^2)": sympy.sin(a) * sympy.cos(b) + sympy.exp(-(a**2) - b**2),
        "log(1 + x^2 + y^2)": sympy.log(1 + a**2 + b**2),
        "(x + 2y - 7)^2 + x*y": (a + 2 * b - 7) ** 2 + a * b,
        "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2": (1.5 - a + a * b) ** 2
        + (2.25 - a + a * b**2) ** 2
        + (2.625 - a + a * b**3) ** 2,
    }[text]
    exact = sympy.hessian(written, (a, b)).evalf(30, subs={a: x, b: y})
    expected = np.array(exact.tolist(), dtype=float)
    size = max(1.0, float(np.abs(expected).max()), abs(space.value([x, y])))
    np.testing.assert_allclose(space.hessian([x, y]), expected, atol=1e-11 * size, rtol=0)


def test_a_hessian_by_differences_costs_four_gradients_a_coordinate() -> None:
    space = space_of(objective(parse("x^4 + y^3 + z^4")), None)
    space.hessian([1.0, 2.0, 3.0])
    assert space.gradient_calls == 12
    exact = space_of(objective(parse("x^2 + y^2 + x")), None)
    assert exact.hessian([1.0, 2.0]) == [[2, 0], [0, 2]]
    assert exact.gradient_calls == 0


def test_what_is_not_finite_comes_back_as_such() -> None:
    space = space_of(objective(parse("log(x) + exp(y)")), None)
    assert np.isnan(space.value([-1.0, 0.0]))
    assert space.value([1.0, 1e4]) == np.inf
    assert np.isnan(space.gradient([-1.0, 0.0])[0])
    singular = space_of(objective(parse("det(inv(A))"), start={"A": np.eye(2)}), None)
    assert np.isnan(singular.gradient([0.0] * 4)[0])
    assert np.isnan(singular.value([0.0] * 4))
