"""Handles: a pulled one goes where it is pulled, the others stay, whatever the expression."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.data.handles import handles_of
from gradviz.graph import Array

numbers = st.floats(-50, 50)


def line(places: Array) -> Callable[[Array], Array]:
    return lambda p: p[0] * places + p[1]


def cubic(places: Array) -> Callable[[Array], Array]:
    return lambda p: p[0] * places**3 + p[1] * places**2 + p[2] * places + p[3] + 2


@given(numbers, numbers, numbers, st.integers(0, 1))
def test_a_pulled_line_turns_about_its_other_handle(
    m: float, b: float, height: float, handle: int
) -> None:
    handles = handles_of(line, 2, 0.0, 10.0)
    assert handles is not None
    before = handles.heights(np.array([m, b]))
    after = handles.heights(handles.pulled(np.array([m, b]), handle, height))
    assert after[handle] == pytest.approx(height, abs=1e-9)
    assert after[1 - handle] == pytest.approx(before[1 - handle], abs=1e-9)


@given(st.lists(numbers, min_size=4, max_size=4), numbers, st.integers(0, 3))
def test_a_cubic_has_four(point: list[float], height: float, handle: int) -> None:
    handles = handles_of(cubic, 4, -2.0, 3.0)
    assert handles is not None
    found = handles.pulled(np.array(point), handle, height)
    np.testing.assert_allclose(cubic(handles.places)(found), handles.heights(found), atol=1e-7)
    assert handles.heights(found)[handle] == pytest.approx(height, abs=1e-7)


@pytest.mark.parametrize(
    ("predict", "size"),
    [
        (lambda x: lambda p: p[0] * np.sin(p[1] * x), 2),  # not linear
        (lambda x: lambda p: (p[0] + p[1]) * x, 2),  # one of both would do
        (lambda x: lambda p: p.sum() * x, 5),
        (lambda x: lambda _: np.full(len(x), np.inf), 1),
    ],
)
def test_elsewhere_there_are_none(
    predict: Callable[[Array], Callable[[Array], Array]], size: int
) -> None:
    assert handles_of(predict, size, 0.0, 1.0) is None


def test_an_axis_without_extent_has_none() -> None:
    assert handles_of(line, 2, 3.0, 3.0) is None
