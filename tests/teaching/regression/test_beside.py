"""Losses that are more than a sum over the rows: penalties beside it, roots around it."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.errors import GraphError
from gradviz.graph import evaluate, parse
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
from gradviz.teaching.regression.beside import as_loss
from tests.teaching.regression.fits import POINTS, Columns, evaluated, shares_of

RIDGE = "ŷ = m*x + b; L = mean((y - ŷ)^2) + 0.1*m^2"
ROOT = "ŷ = m*x + b; L = sqrt(mean((y - ŷ)^2))"
LOSSES = (
    RIDGE,
    ROOT,
    "MSE = mean((y - m*x)^2); R = k*(abs(m) + b^2); L = MSE + R",
    "L = 0.5*mean((y - m*x)^2) - 0.25*m^2 + b",
    "L = log(1 + 2*sum((y - m*x)^2)) - m*b",
    "L = sqrt(mean((y - m*x - b)^2) + m^2 + 1) / (1 + b^2)",
    "ŷ = sigmoid(m*x + b); L = -mean(y*log(ŷ) + (1 - y)*log(1 - ŷ)) + 0.01*(m^2 + b^2)",
    "L = (1 + m^2)*mean((y - m*x - b)^2)",
)
ROWS = 4


@cache
def fit_of_text(text: str) -> Fit:
    return fit_of(evaluated(text, {"x": [1.0] * ROWS, "y": [0.5] * ROWS}))


def lines(sections: tuple[Section, ...]) -> list[str]:
    return [line for section in sections for line in section.plain.splitlines()]


def test_a_penalty_adds_its_own_derivative() -> None:
    shares = shares_of(RIDGE, POINTS, m=1, b=0)
    found = lines(as_sums(shares))
    assert "MSE = (1/n) Σᵢ₌₁ⁿ (yᵢ − ŷᵢ)²" in found
    assert "L = MSE + 0.1 m² = 9.667 + 0.1 · 1² = 9.767" in found
    at = found.index("∂L/∂m = ∂MSE/∂m + m/5")
    assert found[at + 1 : at + 4] == ["= −16 + 1/5 = −15.8", "∂L/∂b = ∂MSE/∂b", "= −6"]


def test_a_root_multiplies_by_its_derivative() -> None:
    found = lines(as_vectors(shares_of(ROOT, POINTS, m=1, b=0)))
    assert "L = √MSE = √9.667 = 3.109" in found
    at = found.index("∂L/∂m = ∂L/∂MSE · ∂MSE/∂m = 1/(2 √MSE) · ∂MSE/∂m")
    assert found[at + 1] == "= 1/(2 · √9.667) · (−16) = −2.573"


def test_the_sum_keeps_the_name_that_it_was_given() -> None:
    text = "fit = mean((y - m*x)^2); L = fit + m^2"
    found = lines(as_sums(shares_of(text, POINTS, m=0)))
    assert any(line.startswith("L = fit + m² = ") for line in found)
    taken = "ŷ = MSE*x; L = sqrt(mean((y - ŷ)^2))"
    assert any(line.startswith("MSE₂ = ") for line in lines(as_sums(shares_of(taken, POINTS))))


@pytest.mark.parametrize("text", LOSSES)
@given(data=st.data())
def test_the_chain_rule_gives_what_the_backward_pass_shows(text: str, data: st.DataObject) -> None:
    numbers = st.floats(-3, 3).map(lambda v: round(v, 3))
    columns = {
        "x": data.draw(st.lists(numbers, min_size=ROWS, max_size=ROWS)),
        "y": data.draw(st.lists(st.floats(0.1, 0.9), min_size=ROWS, max_size=ROWS)),
    }
    names = [n.name for n in parse(text).inputs if n.name is not None and n.name not in columns]
    shown = evaluated(text, columns, **{name: data.draw(numbers) for name in names})
    fit = fit_of_text(text)
    shares = Shares(fit, shown, tuple(fit.parameters.values()))
    assert set(fit.parameters) == set(names)
    for parameter, gradient in shares.gradients.items():
        name = shown.graph.labels[parameter]
        assert gradient == pytest.approx(shown.gradients[name], rel=1e-9, abs=1e-9, nan_ok=True)
    assert shares.agreement == "The backward pass of the graph shows the same numbers."


@pytest.mark.parametrize("text", LOSSES)
@given(m=st.floats(-2, 2), b=st.floats(-2, 2))
def test_the_numbers_put_in_come_to_the_gradient(text: str, m: float, b: float) -> None:
    """What stands between the equality signs is read again by the parser and computed."""
    values = {"m": round(m, 2) + 0.005, "b": round(b, 2) + 0.005, "k": 0.5}
    used = {n.name for n in parse(text).inputs}
    columns: Columns = {"x": [1, 2, 4, 0], "y": [0.25, 0.75, 0.5, 0.5]}
    shown = evaluated(text, columns, **{k: v for k, v in values.items() if k in used})
    fit = fit_of_text(text)
    shares = Shares(fit, shown, tuple(fit.parameters.values()))
    gradient = as_loss(shares)[-1]
    numbers = [line for line in gradient.plain.splitlines() if "∂" not in line]
    exact = [float(shares.evaluation.gradients[name]) for name in shares.fit.parameters]
    for line, wanted in zip(numbers, exact, strict=True):
        filled = line.removeprefix("= ").split(" = ")[0]
        assert _computed(filled) == pytest.approx(wanted, rel=5e-3, abs=5e-3), line


def _computed(text: str) -> float:
    readable = re.sub(r"\|([^|]*)\|", r"abs(\1)", text.replace("ln", "log"))
    readable = re.sub(r"√([\d.]+)", r"sqrt(\1)", readable).replace("√", "sqrt")
    return float(evaluate(parse(f"f = {readable}")).value)


def test_a_row_says_where_the_rest_stands() -> None:
    words = as_row(shares_of(RIDGE, POINTS, m=1, b=0), 0)[-1].words
    assert "The gradient of MSE adds up those of all 3 rows" in words
    assert words.endswith("What L makes of it stands under Sum.")


def test_the_table_comes_to_the_sum_over_the_rows() -> None:
    shares = shares_of(RIDGE, POINTS, m=1, b=0)
    table = {column.title: column for column in table_of(shares)}
    assert table[r"\ell_{i}"].total == pytest.approx(29 / 3)
    assert table[r"\partial \ell_{i}/\partial m"].total == -16


def test_a_parameter_of_the_penalty_alone_has_no_column() -> None:
    shares = shares_of("L = mean((y - m*x)^2) + c^2", POINTS, m=1, c=3)
    assert not any("partial c" in column.title for column in table_of(shares))
    assert "∂L/∂c = 2 c" in lines(as_sums(shares))
    assert list(shares.fit.parameters) == ["m", "c"]


def test_the_normal_equation_is_for_squared_errors_alone() -> None:
    for text in (RIDGE, ROOT):
        shares = shares_of(text, POINTS, m=1, b=0)
        assert normal_of(shares) is None
        assert "squared errors alone" in as_equation(shares.fit, None).words


def test_two_sums_over_the_rows_are_to_be_put_into_one() -> None:
    with pytest.raises(GraphError, match="one sum over the rows, and the loss has 2"):
        fit_of(evaluated("L = mean((y - m*x)^2) + mean(abs(y - m*x))", POINTS))
