"""Numerical differentiation: its best steps and the errors they leave."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.errors import GraphError
from gradviz.graph import Graph, central, evaluate, gradient_check, parse
from gradviz.graph.differences import CENTRAL_STEP, FORWARD_STEP, forward
from tests.graph.random_graphs import scalar_graphs


@given(st.floats(-2, 2))
def test_default_steps_reach_the_known_errors(x: float) -> None:
    size = math.exp(x)
    assert abs(central(math.exp, x) - size) < 2e-9 * size
    assert abs(forward(math.exp, x) - size) < 2e-7 * size


def test_best_steps() -> None:
    assert pytest.approx(1.5e-8, rel=0.01) == FORWARD_STEP
    assert pytest.approx(6.06e-6, rel=0.01) == CENTRAL_STEP


@pytest.mark.parametrize("h", [1e-13, 1e-1])
def test_too_small_and_too_large_steps_are_worse(h: float) -> None:
    best = abs(central(math.exp, 1.0) - math.e)
    assert abs(central(math.exp, 1.0, h) - math.e) > 100 * best
    assert abs(forward(math.exp, 1.0, h) - math.e) > 100 * best


def test_a_quotient_with_a_stated_step_is_exact_for_lines() -> None:
    assert forward(lambda x: 3 * x + 1, 2.0, 0.5) == 3.0
    assert central(lambda x: x * x, 2.0, 0.5) == 4.0
    with pytest.raises(GraphError, match="must not be 0"):
        central(math.sin, 1.0, 0.0)


@given(scalar_graphs(kinks=False, largest=6))
def test_backpropagation_agrees_with_differences(graph: Graph) -> None:
    found = evaluate(graph)
    sizes = [abs(float(v)) for v in (*found.values.values(), *found.gradients.values())]
    if max(sizes) < 50 and min(abs(float(v)) for v in found.node_values.values()) > 0.1:
        assert all(check.relative < 1e-4 for check in gradient_check(graph).values())


def test_arrays_are_checked_element_by_element() -> None:
    checks = gradient_check(parse("sum((X @ w)^2)"), {"X": [[1, 2], [3, 4]], "w": [1, -1]})
    assert np.shape(checks["X"].numeric) == (2, 2)
    assert all(check.relative < 1e-9 for check in checks.values())


def test_large_data_is_left_out() -> None:
    checks = gradient_check(parse("mean((m*x)^2)"), {"x": np.ones(5_000)})
    assert set(checks) == {"m"}


def test_at_a_kink_the_two_differ() -> None:
    check = gradient_check(parse("relu(x)"), {"x": 0})["x"]
    assert check.analytic == 0.0
    assert check.numeric == pytest.approx(0.5)


def test_an_array_has_no_gradient_to_check() -> None:
    with pytest.raises(GraphError, match="use sum or mean"):
        gradient_check(parse("2v"), {"v": [1, 2]})
