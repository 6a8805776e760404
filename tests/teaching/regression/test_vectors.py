"""Vectors of parameters that a matrix is multiplied by, against both passes of the graph."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.errors import GraphError
from gradviz.graph import Array, Evaluation, Role, Value, evaluate, parse
from gradviz.teaching.regression import (
    Fit,
    Section,
    Shares,
    as_equation,
    as_row,
    as_sums,
    as_vectors,
    fit_of,
    normal_of,
    table_of,
)

LINEAR = "ŷ = X @ w; L = mean((y - ŷ)^2)"
RIDGE = "ŷ = X @ w; L = mean((y - ŷ)^2) + k*sum(w^2)"
LOSSES = (
    LINEAR,
    RIDGE,
    "L = sum((X @ w + b - y)^2)/2",
    "ŷ = sigmoid(X @ w + b); L = -mean(y*log(ŷ) + (1 - y)*log(1 - ŷ))",
    "L = sqrt(mean((X @ w - y)^2))",
    "L = mean(abs(X @ w - y)) + k*mean(abs(w)) + b^2",
    "P = sum(w^2 + w); L = mean((X @ w - y)^2)*sqrt(3 + P^2)",
    "L = sum(sqrt((X @ w)^2 + (X @ v)^2 + 1) + b*y) + k*sum(v^2) + k*sum(abs(v))",
)
FIXED = ("X", "y", "k")
ROWS, COLUMNS = 3, 2
X = np.array([[1.0, 2], [3, 4], [5, 7]])
Y = np.array([1.0, 2, 3])


def passed(text: str, **values: Value) -> Evaluation:
    """Both passes of an expression in which X, y and k are no parameters."""
    graph = parse(text)
    graph = graph.with_nodes(
        *[replace(node, role=Role.CONSTANT) for node in graph.inputs if node.name in FIXED]
    )
    known = {"X": X, "y": Y, "k": 0.5, "b": 0.5, "w": np.array([1.0, -1]), "v": np.ones(2)}
    return evaluate(graph, {n: v for n, v in {**known, **values}.items() if n in graph.by_name})


@cache
def fit_of_text(text: str) -> Fit:
    return fit_of(passed(text))


def shares_of(text: str, **values: Value) -> Shares:
    fit = fit_of_text(text)
    return Shares(fit, passed(text, **values), tuple(fit.parameters.values()))


def lines(sections: tuple[Section, ...]) -> list[str]:
    return [line for section in sections for line in section.plain.splitlines()]


def test_the_gradient_is_one_product_with_the_transposed_matrix() -> None:
    found = as_vectors(shares_of(LINEAR))
    assert lines(found[1:]) == [
        "∂L/∂w = (1/n) Xᵀ δ",
        "= (2/n) Xᵀ (X w − y)",
        "= 2/3 [[1, 2], [3, 4], [5, 7]]ᵀ ([−1, −1, −2]ᵀ − [1, 2, 3]ᵀ) = [−24, −34]ᵀ",
    ]
    assert lines(found[:1])[:3] == [
        "X = [[1, 2], [3, 4], [5, 7]]",
        "w = [1, −1]ᵀ",
        "ŷ = X w = [−1, −1, −2]ᵀ",
    ]


def test_a_row_is_a_number_times_the_row_of_the_matrix() -> None:
    found = lines(as_row(shares_of(LINEAR), 1))
    assert "ŷ₂ = X₂ w = [3, 4] [1, −1]ᵀ = −1" in found
    assert "∂ℓ₂/∂w = ∂ℓ₂/∂ŷ₂ · ∂ŷ₂/∂w = −2 (y₂ − ŷ₂) · X₂ᵀ" in found
    assert found[-1] == "= −2 (2 − (−1)) · [3, 4]ᵀ = [−18, −24]ᵀ"


def test_a_sum_of_squares_adds_twice_the_vector() -> None:
    found = lines(as_sums(shares_of(RIDGE)))
    assert "L = MSE + k (Σ w²) = 12.67 + 0.5 · 2 = 13.67" in found
    at = found.index("∂L/∂w = ∂MSE/∂w + k · 2 w")
    assert found[at + 1] == "= [−24, −34]ᵀ + 0.5 · 2 [1, −1]ᵀ = [−23, −35]ᵀ"


def test_a_penalty_with_a_name_is_told_first() -> None:
    found = lines(as_sums(shares_of("P = sum(w^2); L = sqrt(mean((X @ w - y)^2)) + P")))
    assert found[-4:-2] == ["P = Σ w² = 2", "L = √MSE + P = √12.67 + 2 = 5.559"]


def test_large_matrices_are_told_by_their_size() -> None:
    wide = np.arange(40.0).reshape(8, 5)
    shown = passed(LINEAR, X=wide, y=np.ones(8), w=np.ones(5))
    fit = fit_of(shown)
    found = lines(as_vectors(Shares(fit, shown, tuple(fit.parameters.values()))))
    assert "X = [8 × 5]" in found
    assert found[-1].startswith("= (2/8) Xᵀ ([")


numbers = st.floats(-2, 2).map(lambda v: round(v, 3))


def arrays(*shape: int) -> st.SearchStrategy[Array]:
    size = int(np.prod(shape))
    drawn = st.lists(numbers, min_size=size, max_size=size)
    return drawn.map(lambda values: np.array(values).reshape(shape))


@pytest.mark.parametrize("text", LOSSES)
@given(data=st.data())
def test_the_products_are_what_the_backward_pass_shows(text: str, data: st.DataObject) -> None:
    shares = shares_of(
        text,
        X=data.draw(arrays(ROWS, COLUMNS)),
        y=np.array(data.draw(st.lists(st.floats(0.1, 0.9), min_size=ROWS, max_size=ROWS))),
        w=data.draw(arrays(COLUMNS)),
        v=data.draw(arrays(COLUMNS)),
        b=data.draw(numbers),
    )
    evaluation = shares.evaluation
    for parameter, gradient in shares.gradients.items():
        name = evaluation.graph.labels[parameter]
        shown = np.asarray(evaluation.gradients[name])
        assert np.shape(gradient) == shown.shape
        np.testing.assert_allclose(gradient, shown, rtol=1e-9, atol=1e-9)
    assert shares.agreement in ("", "The backward pass of the graph shows the same numbers.")


@given(arrays(5, 2), arrays(2), arrays(5))
def test_the_matrix_formula_is_the_gradient_of_the_mean_square(
    matrix: Array, vector: Array, target: Array
) -> None:
    shown = passed(LINEAR, X=matrix, w=vector, y=target)
    fit = fit_of_text(LINEAR)
    other = Shares(replace(fit, found=replace(fit.found, rows=5)), shown, fit.found.parameters)
    (gradient,) = other.gradients.values()
    by_hand = 2 / 5 * matrix.T @ (matrix @ vector - target)
    np.testing.assert_allclose(gradient, by_hand, rtol=1e-9, atol=1e-9)


def test_the_table_has_a_column_for_each_number() -> None:
    table = {column.title: column for column in table_of(shares_of(LINEAR))}
    second = table[r"\partial \ell_{i}/\partial w_{2}"]
    assert second.numbers.tolist() == [-8, -24, -70]
    assert second.total == -34


def test_the_normal_equation_is_solved_for_the_vector() -> None:
    shares = shares_of("L = mean((X @ w + b - y)^2)", y=np.array([1.0, 0, 5]))
    found = normal_of(shares)
    assert found is not None
    design = np.column_stack((X, np.ones(3)))
    best = np.linalg.solve(design, [1.0, 0, 5])
    assert found.solution == pytest.approx(best)
    plain = as_equation(shares.fit, found).plain
    assert "[[w₁], [w₂], [b]]" in plain


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("L = mean((M @ w - y)^2)", "M and w are both parameters: make M a constant"),
        ("L = mean((X @ w - w @ w*y)^2)", "w is used in several places"),
        ("L = mean((X @ w - y)^2) + w @ w", "such as 0.1 sum"),
        ("L = mean((X @ w - y)^2) + sum(b*w^2)", "such as 0.1 sum"),
        ("L = mean((u*y - 1)^2)", "u has 3 numbers"),
    ],
)
def test_what_has_no_formulas_is_said(text: str, says: str) -> None:
    with pytest.raises(GraphError, match=says):
        fit_of(passed(text, M=X, u=np.ones(3)))
