"""Multipliers of the error agree with the eigenvalues of a step and with runs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import descend
from gradviz.descent.outcomes.modes import best_momentum, multiplier, zigzag
from gradviz.descent.quadratic import LIMITS

BENDS = st.floats(0.01, 5.0)
MOMENTA = st.floats(0.05, 0.95)
NEAR = 1e-6


@given(bend=BENDS)
def test_without_momentum_it_is_one_minus_the_bend(bend: float) -> None:
    assert multiplier(bend, "sgd", {}) == pytest.approx(1 - bend)


@given(bend=BENDS, momentum=MOMENTA, nesterov=st.booleans())
def test_with_momentum_it_is_the_largest_eigenvalue_of_a_step(
    bend: float, momentum: float, nesterov: bool
) -> None:
    # x and b after b = μb + x (λ = 1, lr = bend), x = x − lr·b or x − lr·(x + μb)
    buffer = np.array([1.0, momentum])
    step = np.array([1.0, 0.0]) + momentum * buffer if nesterov else buffer
    matrix = np.array([np.array([1.0, 0.0]) - bend * step, buffer])
    largest = max(abs(np.linalg.eigvals(matrix)))
    found = multiplier(bend, "nesterov" if nesterov else "momentum", {"momentum": momentum})
    assert abs(found) == pytest.approx(largest, rel=1e-5)


@given(momentum=MOMENTA, optimizer=st.sampled_from(["sgd", "momentum", "nesterov"]))
def test_at_the_limit_the_error_neither_shrinks_nor_grows(momentum: float, optimizer: str) -> None:
    settings = {"momentum": momentum}
    limit = LIMITS[optimizer](settings)
    assert abs(multiplier(limit, optimizer, settings)) == pytest.approx(1.0, rel=1e-9)
    assert abs(multiplier(limit * 1.01, optimizer, settings)) > 1
    assert abs(multiplier(limit * 0.99, optimizer, settings)) < 1


@given(momentum=st.just(0.0) | MOMENTA, optimizer=st.sampled_from(["sgd", "nesterov"]))
def test_in_the_zigzag_zone_the_multiplier_is_real_and_negative(
    momentum: float, optimizer: str
) -> None:
    settings = {"momentum": momentum}
    zone = zigzag(optimizer, settings)
    assert zone is not None
    low, high = zone
    inside = multiplier(low + 0.5 * (high - low), optimizer, settings)
    below = multiplier(low - NEAR * low, optimizer, settings)
    assert inside.real < 0
    assert inside.imag == 0
    assert below.imag != 0 or below.real >= 0


def test_a_run_is_multiplied_so_in_each_epoch() -> None:
    path = descend("x^2", {"x": 1.0}, lr=0.7, epochs=20)
    ratios = path.points[1:, 0] / path.points[:-1, 0]
    np.testing.assert_allclose(ratios, multiplier(1.4, "sgd", {}).real)


def test_dampening_shortens_the_steps() -> None:
    settings = {"momentum": 0.5, "dampening": 0.5}
    assert multiplier(2.0, "sgd", settings) == multiplier(1.0, "sgd", {"momentum": 0.5})


def test_optimizers_that_adapt_have_no_zone() -> None:
    assert zigzag("adam", {}) is None
    assert zigzag("sgd", {"momentum": 1.0}) is None


def test_best_momentum_is_that_of_the_stored_facts() -> None:
    lr, momentum = best_momentum(12 - math.sqrt(136), 12 + math.sqrt(136))
    assert lr == pytest.approx(0.134876, abs=1e-6)
    assert momentum == pytest.approx(0.618513, abs=1e-6)
    for curvature in (12 - math.sqrt(136), 12 + math.sqrt(136)):
        found = multiplier(lr * curvature, "momentum", {"momentum": momentum})
        assert abs(found) == pytest.approx(math.sqrt(momentum), rel=1e-6)
