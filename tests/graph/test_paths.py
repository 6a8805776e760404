"""Depths, distances, and the paths whose contributions add up to a gradient."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given

from gradviz.errors import GraphError
from gradviz.graph import INPUT, Evaluation, Graph, Node, evaluate, parse
from gradviz.graph.paths import (
    Path,
    along,
    count_paths,
    depths,
    distance,
    list_paths,
    shortest,
    undirected_distance,
)
from tests.graph.random_graphs import array_graphs, scalar_graphs

LECTURE = parse("d = 2b; e = a + d; L = c*e")


def _id(name: str) -> str:
    return LECTURE.named(name).id


def ladder(rungs: int) -> Graph:
    """A chain in which every node uses the one before twice: 2^rungs paths."""
    nodes = {"x0": Node("x0", INPUT, (), "x", 1.0)}
    for index in range(1, rungs + 1):
        before = f"x{index - 1}"
        nodes[f"x{index}"] = Node(f"x{index}", "maximum", (before, before))
    return Graph(nodes, f"x{rungs}")


def every_path(graph: Graph, source: str, target: str) -> list[Path]:
    """All paths by plain recursion from the source upward."""
    if source == target:
        return [()]
    return [
        (edge, *rest) for edge in graph.users[source] for rest in every_path(graph, edge[0], target)
    ]


def summed(evaluation: Evaluation, source: str) -> Any:
    graph, target = evaluation.graph, evaluation.target
    paths = list_paths(graph, source, target, limit=500)
    assume(len(paths) < 500)
    return sum(along(evaluation, path).contribution for path in paths)


def test_depth_counts_the_operations_below() -> None:
    found = depths(LECTURE)
    by_name = {name: found[_id(name)] for name in "abcdeL"}
    assert by_name == {"a": 0, "b": 0, "c": 0, "d": 1, "e": 2, "L": 3}


def test_distances_of_the_lecture() -> None:
    assert distance(LECTURE, _id("b"), _id("L")) == 3
    assert distance(LECTURE, _id("L"), _id("b")) is None
    assert undirected_distance(LECTURE, _id("c"), _id("b")) == 4
    assert distance(LECTURE, _id("a"), _id("a")) == 0
    assert shortest(LECTURE, _id("a"), _id("a")) == ()
    assert shortest(LECTURE, _id("a"), _id("L")) == ((_id("e"), 0), (_id("L"), 1))


def test_nodes_that_hang_together_nowhere_have_no_distance() -> None:
    graph = parse("a = x + 1; b = y + 1")
    a, b = graph.named("a").id, graph.named("b").id
    assert undirected_distance(graph, a, b) is None
    assert count_paths(graph, a, b) == 0
    assert list_paths(graph, a, b) == ()


@given(scalar_graphs(largest=8))
def test_paths_are_those_of_plain_recursion(graph: Graph) -> None:
    target = graph.output or ""
    for source in graph.nodes:
        expected = every_path(graph, source, target)
        assert count_paths(graph, source, target) == len(expected)
        found = list_paths(graph, source, target, limit=len(expected) + 1)
        assert sorted(found) == sorted(expected)
        assert distance(graph, source, target) == min(map(len, expected), default=None)
        if expected:
            assert shortest(graph, source, target) in expected


def test_paths_stand_in_the_order_of_the_operands() -> None:
    graph = parse("y = x*x + x")
    times, plus = graph.named("n1").id, graph.named("y").id
    found = list_paths(graph, graph.named("x").id, plus)
    assert found == (((times, 0), (plus, 0)), ((times, 1), (plus, 0)), ((plus, 1),))


def test_more_paths_than_can_be_walked_are_counted_exactly() -> None:
    graph = ladder(1_000)
    assert count_paths(graph, "x0", "x1000") == 2**1_000
    assert len(set(list_paths(graph, "x0", "x1000"))) == 100
    assert distance(graph, "x0", "x1000") == 1_000


def test_dead_ends_cost_nothing() -> None:
    """2^60 ways lead down from the target; one of them reaches the source."""
    graph = ladder(60)
    nodes = {**graph.nodes, "y": Node("y", INPUT, (), "y", 1.0)}
    nodes["s"] = Node("s", "add", ("x60", "y"))
    both = Graph(nodes, "s")
    assert list_paths(both, "y", "s") == ((("s", 1),),)


def test_a_chain_of_ten_thousand_nodes() -> None:
    nodes = {"n0": Node("n0", INPUT, (), "x", 0.5)}
    for index in range(1, 10_001):
        nodes[f"n{index}"] = Node(f"n{index}", "neg", (f"n{index - 1}",))
    graph = Graph(nodes, "n10000")
    (path,) = list_paths(graph, "n0", "n10000")
    assert len(path) == depths(graph)["n10000"] == distance(graph, "n0", "n10000") == 10_000
    assert along(evaluate(graph), path).contribution == 1.0


def test_the_product_along_a_path_shows_its_factors() -> None:
    evaluation = evaluate(LECTURE, {"a": 1, "b": 2, "c": 3})
    (path,) = list_paths(LECTURE, _id("b"), _id("L"))
    found = along(evaluation, path)
    assert found.locals == (2.0, 1.0, 3.0)
    assert found.contribution == 6.0


@given(scalar_graphs(largest=10))
def test_contributions_of_all_paths_add_up_to_the_gradient(graph: Graph) -> None:
    evaluation = evaluate(graph)
    assume(all(math.isfinite(v) for v in evaluation.node_gradients.values()))
    for node_id, gradient in evaluation.node_gradients.items():
        np.testing.assert_allclose(summed(evaluation, node_id), gradient, rtol=1e-7, atol=1e-7)


@given(array_graphs())
def test_contributions_of_tensors_add_up_to_the_gradient(graph: Graph) -> None:
    evaluation = evaluate(graph)
    for node_id, gradient in evaluation.node_gradients.items():
        total = summed(evaluation, node_id)
        np.testing.assert_allclose(total, gradient, rtol=1e-8, atol=1e-8)
        assert np.shape(gradient) in (np.shape(total), np.shape(gradient))


def test_a_matrix_product_is_a_link_without_a_factor() -> None:
    graph = parse("L = mean((X @ w - y)^2)")
    evaluation = evaluate(graph, {"X": [[1, 2], [3, 4]], "w": [1, -1], "y": [0, 1]})
    w = graph.named("w").id
    (path,) = list_paths(graph, w, evaluation.target)
    found = along(evaluation, path)
    assert found.locals[0] is None
    np.testing.assert_allclose(found.contribution, evaluation.node_gradients[w])


def test_a_path_ends_at_a_number() -> None:
    graph = parse("v = 2w; L = sum(v)")
    evaluation = evaluate(graph, {"w": [1, 2]})
    (path,) = list_paths(graph, graph.named("w").id, graph.named("v").id)
    with pytest.raises(GraphError, match="v is a vector of 2; a product along a path needs"):
        along(evaluation, path)
