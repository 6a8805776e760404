"""Whether a function has a derivative at a point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Smoothness, nature_at
from tests.descent.cuts.profiles import profile


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("x^2", 0.0, "smooth"),
        ("x^3", 0.0, "smooth"),
        ("sin(40x)", 0.3, "smooth"),
        ("sigmoid(x)", 700.0, "smooth"),
        ("1e6 + 1e-9 x", 0.0, "smooth"),
        ("relu(x)^2", 0.0, "smooth"),
        ("3", 0.0, "smooth"),
        ("abs(x)", 0.0, "kink"),
        ("1e-9 abs(x)", 0.0, "kink"),
        ("relu(x - 2)", 2.0, "kink"),
        ("sqrt(x^2)", 0.0, "kink"),
        ("abs(x) + 1e-3 x", 0.0, "kink"),
        ("abs(x)", 1e-3, "smooth"),
        ("sign(x)", 0.0, "jump"),
        ("sqrt(abs(x))", 0.0, "steep"),
        ("sign(x) * sqrt(abs(x))", 0.0, "steep"),
        ("sqrt(x)", 0.0, "edge"),
        ("log(x)", 0.0, "undefined"),
        ("1/x", 0.0, "undefined"),
        ("x*x/sqrt(x^2)", 0.0, "undefined"),
    ],
)
def test_what_a_function_is_like_at_a_point(text: str, x: float, expected: str) -> None:
    assert nature_at(profile(text), x).smoothness is Smoothness(expected)


def test_the_slopes_on_both_sides_of_a_kink() -> None:
    nature = nature_at(profile("2 abs(x) + x"), 0.0)
    assert (nature.left, nature.right) == (-1.0, 3.0)
    assert not nature.is_smooth


def test_there_is_no_slope_where_there_is_no_value() -> None:
    nature = nature_at(profile("sqrt(x)"), 0.0)
    assert np.isnan(nature.left)
    assert nature.right > 0


@given(
    x=st.floats(-50, 50) | st.floats(-2e-5, 2e-5), a=st.floats(-3, 3), b=st.floats(-3, 3)
)  # just beside the minimum the changes on one side pass through 0
def test_smooth_functions_are_smooth_everywhere(x: float, a: float, b: float) -> None:
    assert nature_at(profile(f"({a}) sin(x) + ({b}) x^2"), x).is_smooth


@given(place=st.floats(-50, 50), left=st.floats(-3, 3), right=st.floats(-3, 3))
def test_bent_lines_have_a_kink_unless_they_are_straight(
    place: float, left: float, right: float
) -> None:
    def bent(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        slopes = np.where(x < place, left, right)
        return slopes * (x - place), slopes

    # A bend that the values at a few millionths cannot show is no kink.
    if left == right or abs(left - right) > 1e-3:
        assert nature_at(bent, place).is_smooth == (left == right)
