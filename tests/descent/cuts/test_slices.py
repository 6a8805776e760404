"""Slices through a surface: their slopes are the partial derivatives."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.descent import Slice, objective, surface_of
from gradviz.graph import evaluate, parse

HIMMELBLAU = "f = (x^2 + y - 11)^2 + (x + y^2 - 7)^2"


def cut(text: str, axis: str, **at: float) -> Slice:
    target = objective(parse(text), start=at)
    return Slice(surface_of(target), target.coordinates, axis, at)


@pytest.mark.parametrize("axis", ["x", "y"])
def test_the_slope_of_a_slice_is_the_partial_derivative(axis: str) -> None:
    at = {"x": -1.5, "y": 2.25}
    values, slopes = cut(HIMMELBLAU, axis, **at)(np.array([0.5, at[axis]]))
    expected = evaluate(parse(HIMMELBLAU), at)
    assert values[1] == pytest.approx(expected.value, rel=1e-12)
    assert slopes[1] == pytest.approx(expected.gradients[axis], rel=1e-12)


def test_both_slices_together_have_the_gradient() -> None:
    x, y = -1.5, 2.25
    found = cut(HIMMELBLAU, "x", x=9.0, y=y).gradient(x)
    assert found["x"] == cut(HIMMELBLAU, "x", x=9.0, y=y)(np.array([x]))[1][0]
    assert found["y"] == cut(HIMMELBLAU, "y", x=x, y=9.0)(np.array([y]))[1][0]


def test_where_one_stands_along_the_axis_makes_no_other_slice() -> None:
    first = cut(HIMMELBLAU, "x", x=0.0, y=1.0)
    moved = Slice(first.surface, first.names, "x", {"x": 5.0, "y": 1.0})
    assert moved.is_same(first)
    assert not Slice(first.surface, first.names, "x", {"x": 0.0, "y": 2.0}).is_same(first)
    assert not Slice(first.surface, first.names, "y", first.at).is_same(first)
    assert not first.is_same(None)


def test_a_constant_has_values_and_slopes_for_every_place() -> None:
    values, slopes = cut("f = 0*x + 3", "x", x=1.0)(np.zeros((2, 3)))
    assert values.tolist() == [[3.0] * 3] * 2
    assert slopes.tolist() == [[0.0] * 3] * 2
