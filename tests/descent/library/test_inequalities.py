"""Inequalities: what must not be above 0 for them to hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.library.inequalities import not_above_zero
from gradviz.graph import evaluate, parse

NUMBERS = st.floats(-10, 10)
SIDES = ("x", "2", "x - y", "-x", "(x - y)", "2(x + y) - 1", "x^2", "1.5y", "x - (y - 1)", "0")
RELATIONS = {"<=": 1, "<": 1, "≤": 1, ">=": -1, ">": -1, "≥": -1}


@pytest.mark.parametrize(
    ("inequality", "text"),
    [
        ("x^2 + y^2 <= 2", "x^2 + y^2 - 2"),
        ("x - 3y + 10 <= 0", "x - 3y + 10"),
        ("x + y >= 2", "2 - (x + y)"),
        ("x y > 0.75", "0.75 - x y"),
        ("x > 0", "-x"),
        ("x - y >= 0", "-(x - y)"),
        ("(x - 8)^2 + (y + 3)^2 ≥ 7.7", "7.7 - ((x - 8)^2 + (y + 3)^2)"),
        ("x < (y - 1)^2", "x - (y - 1)^2"),
    ],
)
def test_it_is_written_as_people_do(inequality: str, text: str) -> None:
    assert not_above_zero(inequality) == text


@given(
    st.sampled_from(SIDES),
    st.sampled_from(sorted(RELATIONS)),
    st.sampled_from(SIDES),
    NUMBERS,
    NUMBERS,
)
def test_it_is_the_difference_of_the_sides(
    left: str, relation: str, right: str, x: float, y: float
) -> None:
    def value(text: str) -> float:
        graph = parse(f"v = {text} + 0(x + y)")
        return float(evaluate(graph, {"x": x, "y": y}).value)

    difference = RELATIONS[relation] * (value(left) - value(right))
    assert value(not_above_zero(f"{left} {relation} {right}")) == pytest.approx(difference)


@pytest.mark.parametrize("text", ["x", "x = 2", "1 <= x <= 2", "<= 2", "x <"])
def test_what_is_no_inequality_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an inequality"):
        not_above_zero(text)
