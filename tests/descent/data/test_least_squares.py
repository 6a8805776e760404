"""The best line is that of exact arithmetic, however far from the origin the data are."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.data.least_squares import best_line
from gradviz.graph import Array


def _exact(x: Array, y: Array) -> tuple[Fraction, Fraction, Fraction]:
    xs, ys = [Fraction(v) for v in x.tolist()], [Fraction(v) for v in y.tolist()]
    n = len(xs)
    zero = Fraction(0)
    x_mean, y_mean = sum(xs, zero) / n, sum(ys, zero) / n
    spread = sum(((v - x_mean) ** 2 for v in xs), zero)
    m = sum(((v - x_mean) * (w - y_mean) for v, w in zip(xs, ys, strict=True)), zero) / spread
    b = y_mean - m * x_mean
    return m, b, sum(((m * v + b - w) ** 2 for v, w in zip(xs, ys, strict=True)), zero) / n


@given(
    offset=st.sampled_from([0.0, 1e3, 1e6, -1e8, 1e12, 1e15]),
    scale=st.sampled_from([1e-200, 1e-3, 1.0, 1e140]),
    seed=st.integers(0, 1000),
)
def test_far_and_large_data_lose_nothing(offset: float, scale: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    x = (offset + random.uniform(-15, 15, 40)) * scale
    y = 3 * random.normal(size=40) + np.linspace(-40, 40, 40)
    found, (m, b, mse) = best_line(x, y), _exact(x, y)
    assert found.m == pytest.approx(float(m), rel=1e-10)
    assert found.b == pytest.approx(float(b), rel=1e-10, abs=1e-12)
    assert found.mse == pytest.approx(float(mse), rel=1e-10)


def test_of_the_best_lines_over_one_x_it_is_the_smallest() -> None:
    x, y = np.full(3, 2.0), np.array([1.0, 3.0, 5.0])
    m, b = np.linalg.lstsq(np.column_stack([x, np.ones(3)]), y, rcond=None)[0]
    assert best_line(x, y) == pytest.approx((m, b, 8 / 3))


@pytest.mark.parametrize("x", [[0.0, 0.0], [1.0, 2.0], [1e308, -1e308]])
def test_zeros_and_the_largest_numbers_have_a_line(x: list[float]) -> None:
    assert best_line(np.array(x), np.zeros(2)) == (0.0, 0.0, 0.0)
