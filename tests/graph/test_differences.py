"""Numerical differentiation: its best steps and the errors they leave."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.errors import GraphError
from gradviz.graph import INPUT, OPS, Graph, Node, central, evaluate, gradient_check, parse
from gradviz.graph.differences import CENTRAL_STEP, FORWARD_STEP, check_nodes, forward
from tests.graph.random_graphs import apply, array_graphs, cases, number_of, scalar_graphs


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


@given(scalar_graphs(kinks=False, largest=6))
def test_every_inner_node_agrees_with_differences(graph: Graph) -> None:
    found = evaluate(graph)
    sizes = [abs(float(v)) for v in (*found.node_values.values(), *found.node_gradients.values())]
    if max(sizes) < 50 and min(abs(float(v)) for v in found.node_values.values()) > 0.1:
        checks = check_nodes(found)
        assert checks.keys() == found.node_gradients.keys()
        assert all(check.relative < 1e-4 for check in checks.values())


@pytest.mark.parametrize("name", OPS)
def test_the_operands_of_every_row_can_be_moved(name: str) -> None:
    for operands, dim in cases(name):
        checks = check_nodes(evaluate(number_of(apply(name, *operands, dim=dim))))
        assert {"x", "L"} <= checks.keys()
        assert all(check.relative < 1e-7 for check in checks.values())


@given(array_graphs())
def test_moving_an_inner_node_is_giving_an_input_that_value(graph: Graph) -> None:
    """An independent way: the node becomes an input, and inputs are checked by the compiler."""
    found = evaluate(graph)
    for node_id, check in check_nodes(found).items():
        cut = graph.with_nodes(Node(node_id, INPUT, (), "cut"))
        other = gradient_check(cut, {"cut": found.node_values[node_id]})["cut"]
        np.testing.assert_allclose(check.numeric, other.numeric, rtol=1e-4, atol=1e-4)


def test_only_what_is_asked_for_is_checked() -> None:
    graph = parse("d = 2b; e = a + d; L = c*e")
    found = evaluate(graph, {"a": 1, "b": 2, "c": 3})
    d = graph.named("d").id
    assert set(check_nodes(found, [d, "gone"])) == {d}
    assert check_nodes(found, [d], h=0.5)[d].numeric == 3.0


def test_a_check_can_be_cancelled() -> None:
    nodes = {"n0": Node("n0", INPUT, (), "x", 0.5)}
    for index in range(1, 2_001):
        nodes[f"n{index}"] = Node(f"n{index}", "neg", (f"n{index - 1}",))
    calls = iter(range(10_000))
    checks = check_nodes(evaluate(Graph(nodes, "n2000")), cancelled=lambda: next(calls) > 3_000)
    assert 0 < len(checks) < 2_001


def test_large_nodes_are_left_out_of_a_check() -> None:
    graph = parse("ŷ = m*x; L = mean(ŷ^2)")
    checks = check_nodes(evaluate(graph, {"x": np.ones(5_000)}))
    assert {graph.labels[node_id] for node_id in checks} == {"m", "L"}


def test_an_array_target_cannot_be_checked() -> None:
    with pytest.raises(GraphError, match="use sum or mean"):
        check_nodes(evaluate(parse("2v"), {"v": [1, 2]}))
