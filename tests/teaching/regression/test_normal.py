"""The normal equation against least squares found otherwise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradviz.descent import best_line, objective
from gradviz.teaching.regression import Normal, as_equation, normal_of
from tests.teaching.regression.fits import LINE, POINTS, Columns, evaluated, shares_of


def normal(text: str, columns: Columns) -> Normal:
    found = normal_of(shares_of(text, columns))
    assert found is not None
    return found


def test_its_text() -> None:
    shares = shares_of(LINE, POINTS)
    section = as_equation(shares.fit, normal_of(shares))
    assert section.plain.splitlines()[:4] == [
        "Xᵀ X θ = Xᵀ y",
        "[[Σ xᵢ², Σ xᵢ], [Σ xᵢ, n]] [[m], [b]] = [[Σ xᵢ yᵢ], [Σ yᵢ]]",
        "[[21, 7], [7, 3]] [[m], [b]] = [[45], [16]]",
        "m = 1.643,\u2003b = 1.5,\u2003L = 0.02381",
    ]


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=30))
def test_the_solution_is_the_best_line(points: list[tuple[float, float]]) -> None:
    x, y = np.array(points).T
    assume(np.std(x) > 1e-3)
    found, best = normal(LINE, {"x": x, "y": y}), best_line(x, y)
    assert found.solution == pytest.approx([best.m, best.b], rel=1e-7, abs=1e-7)
    assert found.loss == pytest.approx(best.mse, rel=1e-7, abs=1e-7)
    assert found.gram @ found.solution == pytest.approx(found.moments, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("text", [LINE, "L = sum((y - (a*x^2 + m*x + b))^2)/4"])
def test_the_condition_is_that_of_the_descents_hessian(text: str) -> None:
    columns = {"x": [-1.0, 0.5, 2, 3], "y": [1.0, 0, 2, 5]}
    graph = evaluated(text, columns).graph
    data = {name: np.array(column) for name, column in columns.items()}
    exact = objective(graph, data).exact
    assert exact is not None
    found = normal(text, columns)
    assert found.kappa == pytest.approx(exact.kappa)
    assert found.curvatures == pytest.approx(exact.eigenvalues)


def test_what_the_prediction_has_without_parameters_is_taken_from_the_target() -> None:
    found = normal("ŷ = 3 + m*x; L = mean((y - ŷ)^2)", POINTS)
    x, y = np.array([1, 2, 4.0]), np.array([3, 5, 8.0])
    assert found.solution == pytest.approx([x @ (y - 3) / (x @ x)])
    assert found.is_shifted


def test_columns_that_depend_on_one_another_have_many_solutions() -> None:
    shares = shares_of(LINE, {"x": [2, 2, 2], "y": [1, 2, 3]})
    found = normal_of(shares)
    assert found is not None
    assert found.kappa == np.inf
    assert found.solution == pytest.approx([0.8, 0.4])  # the shortest of 2m + b = 2
    assert "many fits are equally good" in as_equation(shares.fit, found).words


@pytest.mark.parametrize(
    "text", ["ŷ = exp(m*x); L = mean((y - ŷ)^2)", "ŷ = m*x; L = mean(abs(y - ŷ))"]
)
def test_without_one_it_says_why(text: str) -> None:
    shares = shares_of(text, POINTS)
    assert normal_of(shares) is None
    assert "linear in its parameters" in as_equation(shares.fit, None).words
