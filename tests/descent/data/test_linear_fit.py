"""The best fit and the sum of squares: as least squares and the residuals themselves say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import best_line
from gradviz.descent.data.linear_fit import linear_fit
from gradviz.graph import Array

seeds = st.integers(0, 10_000)


@given(seeds, st.integers(1, 4), st.sampled_from([2, 3, 40, 2500]))
def test_it_agrees_with_the_residuals_one_by_one(seed: int, size: int, rows: int) -> None:
    draws = np.random.default_rng(seed)
    matrix, base, y = (
        draws.normal(size=(rows, size)),
        draws.normal(size=rows),
        draws.normal(size=rows),
    )

    def predict(point: Array) -> Array:
        return matrix @ point + base

    found = linear_fit(predict, size, y)
    assert found is not None
    expected, *_ = np.linalg.lstsq(matrix, y - base)
    np.testing.assert_allclose(found.best, expected, rtol=1e-7, atol=1e-9)
    point = draws.normal(size=size)
    for at in (point, found.best):
        total = float(np.sum((y - predict(at)) ** 2))
        assert found.sum_of_squares(at) == pytest.approx(total, rel=1e-9, abs=1e-12)


@given(seeds)
def test_the_best_line_is_that_of_the_headless_fit(seed: int) -> None:
    draws = np.random.default_rng(seed)
    x, y = draws.normal(5, 2, 30), draws.normal(0, 3, 30)
    found, line = linear_fit(lambda p: p[0] * x + p[1], 2, y), best_line(x, y)
    assert found is not None
    np.testing.assert_allclose(found.best, (line.m, line.b), rtol=1e-8, atol=1e-10)
    assert found.least / 30 == pytest.approx(line.mse, rel=1e-9)


def test_of_equally_good_lines_it_is_the_nearest_to_zero() -> None:
    x, y = np.full(5, 3.0), np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    found, line = linear_fit(lambda p: p[0] * x + p[1], 2, y), best_line(x, y)
    assert found is not None
    np.testing.assert_allclose(found.best, (line.m, line.b))


def test_what_is_not_finite_has_no_best() -> None:
    x = np.array([1.0, np.inf, 2.0])
    assert linear_fit(lambda p: p[0] * x, 1, np.ones(3)) is None
