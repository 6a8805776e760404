"""Answers as students type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.teaching.lessons.answers import number_of, same_function


@pytest.mark.parametrize(
    ("typed", "value"),
    [("3", 3.0), (" −1.5 ", -1.5), ("1/4", 0.25), ("0,25", 0.25), ("2^3 - 1", 7.0), ("√4", 2.0)],
)
def test_numbers_in_many_spellings(typed: str, value: float) -> None:
    assert number_of(typed) == pytest.approx(value)


@pytest.mark.parametrize("typed", ["", "x", "3 +", "[1, 2]", "1,2,3", "a = 3; a x", "(" * 500])
def test_what_is_no_number(typed: str) -> None:
    assert number_of(typed) is None


@pytest.mark.parametrize(
    "typed", ["s(1 - s)", "s - s^2", "exp(-z)/(1 + exp(-z))^2", "1/(2 + exp(z) + exp(-z))"]
)
def test_every_way_to_write_the_sigmoids_derivative(typed: str) -> None:
    assert same_function(typed, "sigmoid(z)(1 - sigmoid(z))", "s = sigmoid(z)")


@pytest.mark.parametrize("typed", ["", "s", "s(1 - z)", "-s(1 - s)", "s(1 - s) + 0 q", "(s"])
def test_what_is_not_the_sigmoids_derivative(typed: str) -> None:
    assert not same_function(typed, "sigmoid(z)(1 - sigmoid(z))", "s = sigmoid(z)")


@given(st.integers(-9, 9), st.integers(-9, 9))
def test_linear_answers_are_told_apart(a: int, b: int) -> None:
    assert same_function(f"({a})x + y", f"y + x*({b})") == (a == b)
