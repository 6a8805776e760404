"""What is said of the steps: the formulas of the lecture and exact sentences."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.graph import BackwardStep, Evaluation, ForwardStep, evaluate, parse
from gradviz.teaching import Narration, describe, describe_end

SLIDES = "d = 2b; e = a + d; L = c*e"
VALUES = {"a": 1.0, "b": 2.0, "c": 3.0}
MSE = "y_hat = m*x + b; L = mean((y - y_hat)^2)"
DATA = {"x": np.arange(1.0, 6.0), "y": np.array([2.2, 2.8, 4.5, 3.7, 5.5]), "m": 2.0, "b": 1.0}


def passes(text: str, **values: Any) -> Evaluation:
    return evaluate(parse(text), values)


def steps(found: Evaluation) -> list[ForwardStep | BackwardStep]:
    return [*found.forward, *found.backward]


def told(text: str, name: str, part: int = 1, /, **values: Any) -> Narration:
    """The narration of a contribution to the gradient of ``name``."""
    found = passes(text, **values)
    node = found.graph.named(name).id
    step = next(s for s in found.backward if s.node == node and s.part == part)
    return describe(found.graph, found, step)


def computed(text: str, name: str, **values: Any) -> Narration:
    found = passes(text, **values)
    node = found.graph.named(name).id
    step = next(s for s in found.forward if s.node == node)
    return describe(found.graph, found, step)


@pytest.mark.parametrize(
    ("name", "formula"),
    [("d", "d = 2b = 2 · 2 = 4"), ("e", "e = a + d = 1 + 4 = 5"), ("L", "L = c · e = 3 · 5 = 15")],
)
def test_forward_says_rule_numbers_and_result(name: str, formula: str) -> None:
    assert computed(SLIDES, name, **VALUES).plain == formula


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("L", "∂L/∂L = 1"),
        ("c", "∂L/∂c = e = 5"),
        ("e", "∂L/∂e = c = 3"),
        ("a", "∂L/∂a = ∂L/∂e · ∂e/∂a = 3 · 1 = 3"),
        ("b", "∂L/∂b = ∂L/∂d · ∂d/∂b = 3 · 2 = 6"),
    ],
)
def test_backward_is_the_chain_rule_of_the_slides(name: str, formula: str) -> None:
    assert told(SLIDES, name, **VALUES).plain == formula


def test_a_gradient_is_said_as_a_rate() -> None:
    assert told(SLIDES, "a", **VALUES).words.endswith("L changes 3 times as fast as a.")
    assert told("L = a - b", "b").words.endswith("L falls as fast as b rises.")
    assert told("L = 0 * a", "a").words.endswith("L does not change with a here: the slope is 0.")


def test_contributions_of_two_users_add() -> None:
    first = told("p = 2m; q = 3m; L = p + q", "m", 1)
    second = told("p = 2m; q = 3m; L = p + q", "m", 2)
    assert "feeds 2 nodes" in first.words
    assert "contribution 1 of 2" in first.words
    assert not first.plain.startswith("∂L/∂m =")
    assert second.plain.startswith("∂L/∂m =")
    assert second.plain.endswith("+ 2 = 5") or second.plain.endswith("+ 3 = 5")


def test_one_user_twice_is_said_so() -> None:
    narration = told("L = x*x", "x", 2, x=3.0)
    assert "x is used 2 times" in narration.words
    assert narration.plain == "∂L/∂x = 3 + 1 · x = 3 + 1 · 3 = 3 + 3 = 6"


def test_a_power_is_differentiated_as_taught() -> None:
    assert told("L = x^3", "x", x=2.0).plain == "∂L/∂x = 3x² = 12"


def test_a_convention_at_a_kink_is_said() -> None:
    narration = told("L = relu(x)", "x", x=0.0)
    assert narration.note is not None
    assert "PyTorch" in narration.sentence


def test_matrix_product_tells_rule_and_shapes() -> None:
    text = "P = X @ W; L = sum(P)"
    values = {"X": np.ones((5, 3)), "W": np.ones((3, 4))}
    assert "(5 × 3) (3 × 4) → 5 × 4" in computed(text, "P", **values).plain
    assert told(text, "X", **values).plain == "∂L/∂X = ∂L/∂P Wᵀ,\u20035 × 3"
    assert told(text, "W", **values).plain == "∂L/∂W = Xᵀ ∂L/∂P,\u20033 × 4"


def test_a_repeated_number_gets_the_sum_over_the_elements() -> None:
    narration = told(MSE, "b", **DATA)
    assert narration.plain.endswith("= 6.52")
    assert "= Σ ∂L/∂" in narration.plain


def test_unnamed_nodes_are_called_by_their_expression_when_short() -> None:
    found = passes("(2a+b)(c-d)")
    formulas = [describe(found.graph, found, step).plain for step in found.forward]
    assert formulas[0].startswith("2a = ")
    assert formulas[-1].startswith("n₄ = (2a + b) · (c − d)")


def test_summaries() -> None:
    found = passes(SLIDES, a=1.0, b=2.0)
    values = describe_end(found.graph, found, backward=False)
    gradients = describe_end(found.graph, found, backward=True)
    assert values.plain == "L = 5"
    assert values.note == "c was given no value: 1 is used."
    assert set(gradients.plain.split(",\u2003")) == {"∂L/∂a = 1", "∂L/∂b = 2", "∂L/∂c = 5"}


def test_no_gradients_of_a_matrix_and_why() -> None:
    found = passes("A @ A", A=np.ones((2, 2)))
    assert "sum or mean" in describe_end(found.graph, found, backward=True).sentence


NUMBERS = st.floats(-1e6, 1e6) | st.sampled_from([0.0, float("inf"), float("nan"), -1e-9])
EXPRESSIONS = st.sampled_from(
    [
        "sin(x y) / (x - y)^2", "max(x, y) + relu(-x)", "log(x) * sqrt(y)", "x^y - abs(x)",
        "sigmoid(x + 2y) exp(-x)", "atan2(x, y) tanh(x)", "-(x - (y - 1))", "2^x 3 + y",
        "softplus(x) + leaky_relu(y)", "min([1, 2] * x) + norm([1, 2, 3] * y)",
    ]
)  # fmt: skip


@given(EXPRESSIONS, NUMBERS, NUMBERS)
def test_every_step_has_a_formula_without_loose_commands(text: str, x: float, y: float) -> None:
    found = passes(text, x=x, y=y)
    for step in steps(found):
        narration = describe(found.graph, found, step)
        assert narration.words
        assert narration.latex.count("{") == narration.latex.count("}")
        assert not set(narration.plain) & set("\\{}")


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(-50, 50))
def test_numbers_in_a_sum_read_unambiguously(a: float, b: float, c: float) -> None:
    found = passes("L = a - b * c", a=a, b=b, c=c)
    for step in steps(found):
        formula = describe(found.graph, found, step).plain
        assert not re.search(r"[+−·] −", formula), formula


def test_every_step_kind_is_known() -> None:
    found = passes(SLIDES)
    assert {type(step) for step in steps(found)} == {ForwardStep, BackwardStep}
