"""Ranges that a plot can show, whatever is asked of it."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from gradviz.ui.plots.ranges import LARGEST, showable

ends = st.floats(allow_nan=False, allow_infinity=False)


@given(ends, ends)
def test_something_can_always_be_shown_of_an_interval(low: float, high: float) -> None:
    shown = showable(low, high)
    assert -LARGEST <= shown[0] < shown[1] <= LARGEST
    assert math.isfinite(shown[1] - shown[0])


@given(st.floats(-LARGEST, LARGEST), st.floats(-LARGEST, LARGEST))
def test_an_interval_within_the_bounds_is_shown_as_it_is(one: float, other: float) -> None:
    low, high = sorted((one, other))
    if low < high:
        assert showable(low, high) == (low, high)
