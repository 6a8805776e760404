"""The verdict on a checked gradient: agreement, kinks, numbers that are none."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gradviz.graph import Check, check_nodes, evaluate, parse
from gradviz.teaching import Verdict, verdict


def judged(text: str, name: str, **values: Any) -> Verdict:
    found = evaluate(parse(text), values)
    node = found.graph.named(name).id
    return verdict(found, node, check_nodes(found)[node])


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_smooth_functions_agree(x: float, y: float) -> None:
    assert judged("L = sin(x y) + exp(x) * tanh(y)", "x", x=x, y=y).agrees is True


def test_a_large_target_is_no_disagreement() -> None:
    assert judged("L = x + 1e12", "x", x=2.0).agrees is True


def test_a_wrong_gradient_is_found() -> None:
    found = evaluate(parse("L = 3x"), {"x": 1.0})
    node = found.graph.by_name["x"]
    wrong = verdict(found, node, Check(3.1, 3.0, 0.1 / 3.1))
    assert wrong.agrees is False
    assert wrong.brief[0] == "✗ ≈ 3, Δ 0.032"


def test_a_kink_further_up_is_named() -> None:
    words = judged("h = 2x; L = 3abs(h)", "x", x=0.0)
    assert words.agrees is True  # |x|: both sides cancel, as the convention has it
    kink = judged("h = 2x; L = 3relu(h)", "x", x=0.0)
    assert kink.agrees is False
    assert "ReLU has no derivative at 0" in kink.words


def test_what_is_not_finite_is_not_judged() -> None:
    found = evaluate(parse("L = log(x)"), {"x": 0.0})
    node = found.graph.by_name["x"]
    assert verdict(found, node, check_nodes(found)[node]).agrees is None


def test_of_arrays_the_largest_difference_counts() -> None:
    words = judged("L = sum(v^2)", "v", v=[1.0, 2.0]).words
    assert words.startswith("Central differences of 2 values, at most ")
