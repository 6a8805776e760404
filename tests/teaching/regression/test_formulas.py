"""The formulas of a fit, and their numbers against both passes of the graph."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.graph import evaluate, parse
from gradviz.teaching.regression import (
    Fit,
    Section,
    Shares,
    as_row,
    as_sums,
    as_vectors,
    fit_of,
    table_of,
)
from gradviz.teaching.regression.rows import values_at
from tests.teaching.regression.fits import LINE, POINTS, evaluated, shares_of

NETWORK = "p = v*tanh(w*x + c) + b; L = mean((p - y)^2)"
CROSS_ENTROPY = "ŷ = sigmoid(w*x + b); L = -mean(y*log(ŷ) + (1 - y)*log(1 - ŷ))"
LOSSES = (
    LINE,
    "L = mean((m*x + b - y)^2)",
    "L = sum((y - (a*x^2 + m*x + b))^2)/7",
    "r = y - m*x; L = 0.5*sum(r*r)",
    "L = mean(abs(y - m*x - b))",
    "ŷ = a*sin(w*x + c); L = sum(sqrt((y - ŷ)^2 + 1))",
    NETWORK,
    CROSS_ENTROPY,
)


ROWS = 4


@cache
def fit_of_text(text: str) -> Fit:
    """The formulas of an expression, which are the same for all numbers."""
    columns = {"x": [1.0] * ROWS, "y": [0.5] * ROWS}
    return fit_of(evaluated(text, columns))


def lines(sections: tuple[Section, ...]) -> list[str]:
    return [line for section in sections for line in section.plain.splitlines()]


def test_the_line_as_the_lecture_writes_it() -> None:
    shares = shares_of(LINE, POINTS, m=1, b=0)
    assert lines(as_sums(shares)) == [
        "ŷᵢ = m xᵢ + b",
        "L = (1/n) Σᵢ₌₁ⁿ (yᵢ − ŷᵢ)²",
        "= (1/3) ((3 − 1)² + (5 − 2)² + (8 − 4)²) = 9.667",
        "∂L/∂m = (1/n) Σᵢ₌₁ⁿ −2 xᵢ (yᵢ − (m xᵢ + b)) = (1/n) Σᵢ₌₁ⁿ −2 (yᵢ − ŷᵢ) · xᵢ",
        "= (1/3) (−2 (3 − 1) · 1 − 2 (5 − 2) · 2 − 2 (8 − 4) · 4) = −16",
        "∂L/∂b = (1/n) Σᵢ₌₁ⁿ −2 (yᵢ − (m xᵢ + b)) = (1/n) Σᵢ₌₁ⁿ −2 (yᵢ − ŷᵢ)",
        "= (1/3) (−2 (3 − 1) − 2 (5 − 2) − 2 (8 − 4)) = −6",
    ]
    assert as_sums(shares)[0].title == "Mean squared error"


def test_one_row() -> None:
    shares = shares_of(LINE, POINTS, m=1, b=-0.5)
    assert lines(as_row(shares, 1)) == [
        "x₂ = 2,\u2003y₂ = 5",
        "ŷ₂ = m x₂ + b = 1 · 2 + (−0.5) = 1.5",
        "ℓ₂ = (y₂ − ŷ₂)² = (5 − 1.5)² = 12.25",
        "∂ℓ₂/∂m = ∂ℓ₂/∂ŷ₂ · ∂ŷ₂/∂m = −2 (y₂ − ŷ₂) · x₂",
        "= −2 (5 − 1.5) · 2 = −14",
        "∂ℓ₂/∂b = ∂ℓ₂/∂ŷ₂ · ∂ŷ₂/∂b = −2 (y₂ − ŷ₂)",
        "= −2 (5 − 1.5) = −7",
    ]


def test_vectors() -> None:
    shares = shares_of(LINE, POINTS, m=1, b=0)
    assert lines(as_vectors(shares)) == [
        "x = [1, 2, 4]ᵀ",
        "y = [3, 5, 8]ᵀ",
        "ŷ = [1, 2, 4]ᵀ",
        "δ = ∂ℓ/∂ŷ = −2 (y − ŷ) = [−4, −6, −8]ᵀ",
        "∂L/∂m = 1/n δᵀ x = −16",
        "∂L/∂b = 1/n δᵀ 1 = −6",
    ]


def test_of_many_rows_the_first_and_the_last_stand_there() -> None:
    many = {"x": range(1000), "y": range(1000)}
    found = lines(as_sums(shares_of("L = sum((y - m*x)^2)", many, m=0)))
    assert "= 0² + 1² + … + 999²" not in found
    assert "= (0 − 0)² + (1 − 0)² + … + (999 − 0)² = 3.328e8".replace("e8", " · 10⁸") in found


def test_a_prediction_without_a_name_is_called_y_hat() -> None:
    shares = shares_of("L = mean((y - (m*x + b))^2)", POINTS, m=1, b=0)
    assert lines(as_sums(shares))[:2] == ["ŷᵢ = m xᵢ + b", "L = (1/n) Σᵢ₌₁ⁿ (yᵢ − ŷᵢ)²"]


def test_two_features_and_a_factor() -> None:
    columns = {"x1": [1, 2], "x2": [0, 3], "y": [1, 1]}
    shares = shares_of("L = 0.5*sum((w1*x1 + w2*x2 - y)^2)", columns, w1=1, w2=1)
    found = lines(as_sums(shares))
    assert found[0] == "ŷᵢ = w₁ x_(1, i) + w₂ x_(2, i)"
    assert found[1].startswith("L = (1/2) Σᵢ₌₁ⁿ (ŷᵢ − yᵢ)²")
    assert as_sums(shares)[0].title == "Sum over the rows"


@pytest.mark.parametrize("text", LOSSES)
@given(data=st.data())
def test_the_rows_add_up_to_what_the_backward_pass_shows(text: str, data: st.DataObject) -> None:
    numbers = st.floats(-3, 3).map(lambda v: round(v, 3))
    columns = {
        "x": data.draw(st.lists(numbers, min_size=ROWS, max_size=ROWS)),
        "y": data.draw(st.lists(st.floats(0.1, 0.9), min_size=ROWS, max_size=ROWS)),
    }
    names = [n.name for n in parse(text).inputs if n.name is not None and n.name not in columns]
    values = {name: data.draw(numbers) for name in names}
    shown = evaluated(text, columns, **values)
    fit = fit_of_text(text)
    shares = Shares(fit, shown, fit.found.parameters)
    for parameter, gradient in shares.gradients.items():
        name = shown.graph.labels[parameter]
        assert gradient == pytest.approx(shown.gradients[name], rel=1e-9, abs=1e-9)
    assert shares.agreement == "The backward pass of the graph shows the same numbers."
    assert shares.loss == shown.value


@pytest.mark.parametrize("text", [LINE, LOSSES[2], LOSSES[3], LOSSES[4], LOSSES[5], CROSS_ENTROPY])
def test_the_numbers_put_in_come_to_the_share_of_the_row(text: str) -> None:
    """The formula in numbers is read again by the parser and computed."""
    columns = {"x": [-1.5, 0.5, 2], "y": [0.25, 0.75, 0.5]}
    values = {"m": 0.5, "b": -0.25, "a": 1.5, "w": -0.5, "c": 0.125}
    used = {n.name for n in parse(text).inputs}
    shares = shares_of(text, columns, **{k: v for k, v in values.items() if k in used})
    for row in range(3):
        numbers = values_at(shares.fit.found, shares.values, row)
        for parameter, share in shares.by_parameter.items():
            latex = shares.fit.in_numbers(parameter, numbers)
            assert _computed(latex) == pytest.approx(share[row], rel=2e-3, abs=1e-4), latex


def _computed(latex: str) -> float:
    from gradviz.teaching import plain

    text = plain(latex).replace("σ", "sigmoid").replace("√", "sqrt").replace("ln", "log")
    return float(evaluate(parse(f"f = {text}")).value)


def test_the_table_has_each_rows_part_and_what_they_come_to() -> None:
    shares = shares_of(LINE, POINTS, m=1, b=0)
    table = {column.title: column for column in table_of(shares)}
    assert list(table)[:3] == ["x_{i}", "y_{i}", r"\hat{y}_{i}"]
    by_m = table[r"\partial \ell_{i}/\partial m"]
    assert by_m.numbers.tolist() == [-4, -12, -32]
    assert by_m.total == -16
    assert table[r"\ell_{i}"].numbers.tolist() == [4, 9, 16]


def test_the_latex_is_aligned_and_has_no_marks() -> None:
    section = as_sums(shares_of(LINE, POINTS, m=1, b=0))[1]
    assert section.latex.startswith("\\begin{aligned}\n\\frac{\\partial L}{\\partial m} &= ")
    assert "\\\\\n&= " in section.latex
    assert "textcolor" not in section.latex


def test_a_chosen_target_is_not_compared() -> None:
    evaluation = evaluated(LINE, POINTS, m=1, b=0)
    shares = shares_of(LINE, POINTS, m=1, b=0)
    graph, values = evaluation.graph, {"x": np.array([1.0, 2, 4]), "y": np.array([3.0, 5, 8])}
    other = evaluate(graph, {**values, "m": 1.0, "b": 0.0}, "m")
    assert Shares(shares.fit, other, shares.chosen).agreement == ""
