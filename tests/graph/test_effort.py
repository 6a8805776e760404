"""How many operations the two modes need: counted by hand, and bound to each other by a law."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from gradviz.graph import OPS, Graph, evaluate, infer, parse
from gradviz.graph.effort import Effort, forward_effort, reverse_effort
from tests.graph.random_graphs import apply, array_graphs, cases, number_of, scalar_graphs


def both(graph: Graph, *names: str, **inputs: Any) -> tuple[Effort, Effort]:
    shapes = infer(graph, {name: np.shape(value) for name, value in inputs.items()})
    sources = [graph.named(name).id for name in names]
    target = graph.output or ""
    return forward_effort(graph, shapes, target, sources), reverse_effort(
        graph, shapes, target, sources
    )


def test_the_lectures_example_counted_by_hand() -> None:
    forward, reverse = both(parse("d = 2b; e = a + d; L = c*e"), "a", "b", "c")
    # a: c·ė; b: 2·ḃ, c·ė; c: e·ċ. Backward: two factors at L, one at d, no sum anywhere.
    assert forward == Effort(3, 4, 0)
    assert reverse == Effort(1, 3, 0)


def test_a_node_used_twice_is_added_up_once_in_each_mode() -> None:
    forward, reverse = both(parse("y = x*x + x"), "x")
    assert forward == reverse == Effort(1, 2, 2)


def test_a_loss_over_data_needs_one_pass_back_and_one_forward_for_each_weight() -> None:
    values = {"X": np.ones((5, 3)), "w": np.ones(3), "y": np.ones(5)}
    forward, reverse = both(parse("L = mean((X @ w - y)^2)"), "w", **values)
    # Forward, for each of 3: 15 products, 5 powers, 1 division; 10 + 4 additions.
    assert forward == Effort(3, 3 * 21, 3 * 14)
    # Backward: 1 division, 5 powers, 15 products, each of 3 gradients a sum of 5.
    assert reverse == Effort(1, 21, 12)


def test_a_sign_change_and_a_sum_multiply_nothing() -> None:
    v = np.ones(4)
    assert both(parse("L = sum(-v)"), "v", v=v) == (Effort(4, 0, 12), Effort(1, 0, 0))


def test_a_repeated_operand_is_summed_in_reverse_mode_only() -> None:
    x = np.ones(6)
    forward, reverse = both(parse("L = sum(m*x)"), "m", m=1.0, x=x)
    assert forward == reverse == Effort(1, 6, 5)


def test_what_does_not_matter_costs_nothing() -> None:
    graph = parse("a = sin(x)^2; L = 3z")
    assert both(graph, "x") == (Effort(1, 0, 0), Effort(1, 0, 0))


_DROPPING = ("min", "max", "sign", "trace")
"""Rows that leave elements out: the law counts a sum of nothing as −1 additions, we as none."""


def law_of_transposition(graph: Graph) -> None:
    """Both modes use each factor once, and additions differ by source numbers − target numbers."""
    values = evaluate(graph).node_values
    shapes = {node_id: np.shape(value) for node_id, value in values.items()}
    target = graph.output or ""
    for node in graph.inputs:
        size = math.prod(shapes[node.id])
        forward = forward_effort(graph, shapes, target, [node.id])
        reverse = reverse_effort(graph, shapes, target, [node.id])
        assert forward.passes == size
        assert forward.multiplications == size * reverse.multiplications
        assert forward.additions == size * (reverse.additions + size - 1)


@pytest.mark.parametrize("name", [n for n in OPS if n not in _DROPPING])
def test_every_row_obeys_the_law_of_transposition(name: str) -> None:
    for operands, dim in cases(name):
        law_of_transposition(number_of(apply(name, *operands, dim=dim)))


@given(scalar_graphs(kinks=False))
def test_graphs_of_numbers_cost_the_same_in_both_modes_for_one_input(graph: Graph) -> None:
    shapes = infer(graph)
    target = graph.output or ""
    for node in graph.inputs:
        forward = forward_effort(graph, shapes, target, [node.id])
        assert forward == reverse_effort(graph, shapes, target, [node.id])


@given(array_graphs())
def test_reverse_mode_needs_at_most_what_one_forward_pass_multiplies(graph: Graph) -> None:
    values = evaluate(graph).node_values
    shapes = {node_id: np.shape(value) for node_id, value in values.items()}
    for node in graph.inputs:
        forward = forward_effort(graph, shapes, graph.output or "", [node.id])
        reverse = reverse_effort(graph, shapes, graph.output or "", [node.id])
        assert forward.multiplications == forward.passes * reverse.multiplications
