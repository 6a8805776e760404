"""Ticks at round numbers that can be told apart."""

from __future__ import annotations

import pyqtgraph as pg
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradviz.ui.plots.axis import Axis, nice_ticks, spaced_ticks, tick_texts


@pytest.mark.usefixtures("qapp")
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(30, 1500))
def test_spaced_ticks_are_those_of_pyqtgraph(low: float, width: float, size: int) -> None:
    axis, high = Axis("bottom"), low + width
    found = spaced_ticks(low, high, axis.tickSpacing(low, high, size))
    expected = pg.AxisItem.tickValues(axis, low, high, size)
    assert len(found) == len(expected)
    for (spacing, values), (theirs, others) in zip(found, expected, strict=True):
        assert spacing == theirs
        assert values == pytest.approx(others, abs=1e-9 * spacing)


@given(st.floats(-1e9, 1e9), st.integers(-9, 90), st.integers(2, 9))
def test_ticks_are_few_round_and_evenly_spaced(low: float, power: int, most: int) -> None:
    high = low + 3.7 * 10.0**power
    assume(high - low > 1e-12 * abs(low))
    values, step = nice_ticks(low, high, most)
    assert len(values) <= most + 1
    assert float(f"{step:.0e}") == pytest.approx(step)
    slack = 1e-6 * step
    assert all(low - slack <= value <= high + slack for value in values)
    assert values[0] - step < low + slack
    assert values[-1] + step > high - slack


@pytest.mark.parametrize(
    ("low", "high"),
    [(-2, 2), (1e6, 1e6 + 1e-2), (1e-12, 3e-12), (-5e99, 5e99), (0.1, 0.1 + 1e-9), (9e5, 1.1e6)],
)
def test_no_two_ticks_read_the_same(low: float, high: float) -> None:
    values, step = nice_ticks(low, high, 6)
    texts = tick_texts(values, step)
    assert len(texts) >= 3
    assert len(set(texts)) == len(texts)
