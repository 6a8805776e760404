"""What is said of the steps: the formulas of the lecture and exact sentences."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.graph import (
    OPS,
    BackwardStep,
    Evaluation,
    ForwardStep,
    Op,
    Step,
    SumStep,
    evaluate,
    parse,
)
from gradviz.teaching import Narration, describe, describe_end, does_not_depend
from gradviz.teaching.phrases import FORWARD

SLIDES = "d = 2b; e = a + d; L = c*e"
VALUES = {"a": 1.0, "b": 2.0, "c": 3.0}
MSE = "y_hat = m*x + b; L = mean((y - y_hat)^2)"
DATA = {"x": np.arange(1.0, 6.0), "y": np.array([2.2, 2.8, 4.5, 3.7, 5.5]), "m": 2.0, "b": 1.0}


def passes(text: str, **values: Any) -> Evaluation:
    return evaluate(parse(text), values)


def steps(found: Evaluation) -> tuple[Step, ...]:
    return found.steps


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


def added(text: str, name: str, /, **values: Any) -> Narration:
    """The narration of the sum of the contributions to the gradient of ``name``."""
    found = passes(text, **values)
    node = found.graph.named(name).id
    step = next(s for s in found.steps if isinstance(s, SumStep) and s.node == node)
    return describe(found.graph, found, step)


def test_contributions_of_two_users_add_in_a_step_of_their_own() -> None:
    text = "p = 4m; q = m^2; L = p + q"
    second = told(text, "m", 2, m=3)
    assert second.words.startswith("m feeds 2 nodes: this is contribution 2 of 2.")
    assert second.plain == "∂L/∂p · ∂p/∂m = 1 · 4 = 4"
    narration = added(text, "m", m=3)
    assert narration.words.startswith("m feeds 2 nodes: the contributions add: 6 + 4 = 10.")
    assert narration.words.endswith("L changes 10 times as fast as m.")
    assert narration.plain == "∂L/∂m = ∂L/∂q · ∂q/∂m + ∂L/∂p · ∂p/∂m = 6 + 4 = 10"


def test_one_user_twice_is_said_so() -> None:
    assert told("L = x*x", "x", 2, x=3.0).plain == "1 · x = 1 · 3 = 3"
    narration = added("L = x*x", "x", x=3.0)
    assert narration.words.startswith("x is used 2 times: the contributions add: 3 + 3 = 6.")
    assert narration.plain == "∂L/∂x = 3 + 3 = 6"


def test_three_uses_by_two_nodes_are_counted_apart() -> None:
    narration = added("L = x*x + 3x", "x", x=3.0)
    assert narration.words.startswith("x is used 3 times by 2 nodes: the contributions add: ")


def test_of_many_contributions_the_first_and_the_last_are_said() -> None:
    text = " + ".join(f"{k}x" for k in range(1, 9)) + ""
    assert "8 + 7 + 6 + … + 1 = 36" in added(f"L = {text}", "x").words


def test_uses_the_target_does_not_need_are_not_counted() -> None:
    found = evaluate(parse("k = 7m; p = 4m; q = m^2; L = p + q"), {"m": 3})
    step = next(s for s in found.steps if isinstance(s, SumStep))
    assert describe(found.graph, found, step).words.startswith("m feeds 2 nodes")


@pytest.mark.parametrize(
    ("text", "name", "values", "why"),
    [
        ("L = relu(x)", "x", {"x": -2}, "The slope is 0 because ReLU is off for x < 0."),
        ("L = relu(x)", "x", {"x": 2}, "The slope is 1 because ReLU is on for x > 0."),
        ("L = x*y", "x", {"y": 0}, "The slope is 0 because the other factor, y, is 0."),
        ("L = x*y", "x", {"y": 1}, "The slope is 1 because the other factor, y, is 1."),
        ("L = 0x", "x", {}, "The slope is 0 because the other factor is 0."),
        ("h = 3x; L = h*y", "x", {"y": 0}, "∂L/∂h is 0 already, so nothing is handed on."),
        ("L = x + y", "x", {}, "A sum hands its gradient on unchanged."),
        ("L = min(x, y)", "x", {"x": 5, "y": 2}, "The slope is 0 because y is the smaller one."),
        ("L = x^3", "x", {"x": 0}, "The slope is 0 because the base, x, is 0."),
        ("L = x / y", "y", {"x": 0, "y": 2}, "The slope is 0 because the numerator, x, is 0."),
    ],
)
def test_it_says_why_a_slope_is_0_or_1(
    text: str, name: str, values: dict[str, float], why: str
) -> None:
    assert told(text, name, **values).words.startswith(why)


def test_a_slope_of_0_at_a_kink_is_the_convention_and_nothing_else() -> None:
    narration = told("L = relu(x)", "x", x=0.0)
    assert "off" not in narration.sentence
    assert narration.sentence.endswith("ReLU has no derivative at 0; PyTorch takes 0.")


@pytest.mark.parametrize("op", OPS.values(), ids=lambda op: op.name)
def test_every_operation_is_said_with_all_its_operands(op: Op) -> None:
    phrase = FORWARD[op.name]
    assert all(f"{{{port}}}" in phrase for port in range(op.arity))


def test_a_node_that_is_another_is_said_so() -> None:
    assert computed("L = x", "L", x=1).words == "L is the same as x."


def test_no_rate_is_claimed_where_the_target_is_not_a_number() -> None:
    said = told("h = log(x); L = 2h", "x", x=-1).words
    assert said.endswith("L is NaN here; the rule is followed all the same, as PyTorch does.")
    assert "rises" not in said


def test_nothing_times_infinity_is_not_nothing() -> None:
    said = told("h = sqrt(x); L = h*y", "x", x=0, y=0).words
    assert "nothing is handed on" not in said
    assert "The gradient is not a finite number." in said


def test_elements_that_relu_holds_back_are_counted() -> None:
    words = told("L = sum(relu(v))", "v", v=[-1.0, 2.0, -3.0]).words
    assert words.startswith("ReLU is off for 2 of 3 elements")


def test_an_input_without_an_effect_is_named() -> None:
    found = evaluate(parse("k = 3z; L = 2x"), {"z": 1, "x": 1})
    assert describe_end(found.graph, found, backward=True).note == "L does not depend on z."
    assert does_not_depend(found, found.graph.by_name["z"])
    assert not does_not_depend(found, found.graph.by_name["x"])


def test_another_target_is_called_so() -> None:
    found = evaluate(parse(SLIDES), VALUES, "e")
    assert "starts at the target" in describe(found.graph, found, found.backward[0]).words
    assert describe(found.graph, found, found.backward[-1]).plain.startswith("∂e/∂b = ")


def test_what_is_in_the_way_is_said() -> None:
    found = evaluate(parse("d = 2b; L = d * ?"), {"b": 2}, partial=True)
    end = describe_end(found.graph, found, backward=False)
    assert end.words == "What can be computed is known. L: × needs its second operand (B)."


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
    of_x, of_w = told(text, "X", **values), told(text, "W", **values)
    assert of_x.plain == "∂L/∂X = G Wᵀ,\u2003G = ∂L/∂P,\u2003(5 × 3) = (5 × 4) (4 × 3)"
    assert of_w.plain == "∂L/∂W = Xᵀ G,\u2003G = ∂L/∂P,\u2003(3 × 4) = (3 × 5) (5 × 4)"
    assert "(5×4)(4×3) gives 5×3, as X is." in of_x.words


def test_a_small_matrix_product_shows_its_numbers_too() -> None:
    values = {"A": [[1, 2], [3, 4]], "B": [[1, 0], [0, 1]]}
    narration = told("L = sum(A @ B)", "A", **values)
    assert "= G Bᵀ = [[1, 1], [1, 1]],\u2003G = " in narration.plain


def test_vectors_count_as_rows_and_columns() -> None:
    values = {"X": np.ones((5, 3)), "w": np.ones(3)}
    narration = told("L = sum(X @ w)", "w", **values)
    assert narration.plain.endswith("(3 × 1) = (3 × 5) (5 × 1)")
    assert "gives 3×1, w as a column." in narration.words


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
    found = passes("L = x*x")
    assert {type(step) for step in steps(found)} == {ForwardStep, BackwardStep, SumStep}
