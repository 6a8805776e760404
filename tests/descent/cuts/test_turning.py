"""Turning points of curves: found wherever they are, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Turn, turning_points
from tests.descent.cuts.profiles import profile

X = np.linspace(-6.0, 6.0, 401)  # 0 is one of them


def found(text: str, x: np.ndarray = X) -> list[tuple[float, str, bool]]:
    return [(p.x, p.turn.value, p.kinked) for p in turning_points(profile(text), x)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^2", [(0.0, "minimum", False)]),
        ("-(x - 1)^2", [(1.0, "maximum", False)]),
        ("x^3", [(0.0, "flat point", False)]),
        ("abs(x)", [(0.0, "minimum", True)]),
        ("abs(x - 1/3)", [(1 / 3, "minimum", True)]),
        ("relu(x)", [(0.0, "kink", True)]),
        ("relu(x - 1.01) - 2x", [(1.01, "kink", True)]),
        ("sqrt(abs(x))", [(0.0, "minimum", True)]),
        ("cos(x)", [(s * np.pi, "minimum", False) for s in (-1, 1)] + [(0.0, "maximum", False)]),
        ("1/x", []),
        ("1/x^2", []),
        ("tan(x)", []),
        ("sign(x) - x", []),
        ("sigmoid(x)", []),
        ("exp(x)", []),
        ("3x + 1", []),
        ("0x", []),
        ("relu(x)^2", []),
        ("log(x)", []),
    ],
)
@pytest.mark.parametrize("shift", [0.0, 0.0071])
def test_turning_points_wherever_the_grid_lies(
    text: str, expected: list[tuple[float, str, bool]], shift: float
) -> None:
    points, expected = found(text, X + shift), sorted(expected)
    assert [point[1:] for point in points] == [point[1:] for point in expected]
    assert [x for x, _, _ in points] == pytest.approx([x for x, _, _ in expected], abs=1e-7)


@given(roots=st.lists(st.integers(-50, 50), min_size=1, max_size=5, unique=True))
def test_the_extrema_of_a_polynomial_are_the_roots_of_its_derivative(roots: list[int]) -> None:
    places = sorted(root / 10 for root in roots)
    slope = np.polynomial.Polynomial.fromroots(places)
    curve = slope.integ()
    points = turning_points(lambda x: (curve(x), slope(x)), X)
    assert [p.x for p in points] == pytest.approx(places, abs=1e-9)
    upward = [slope.deriv()(x) > 0 for x in places]
    assert [p.turn is Turn.MINIMUM for p in points] == upward
    assert [p.value for p in points] == pytest.approx([float(curve(x)) for x in places])
