"""Paths as a student reads them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.graph import Graph, Node, evaluate, parse
from gradviz.teaching import plain
from gradviz.teaching.routes import Survey, in_order, survey
from tests.graph.random_graphs import scalar_graphs


def between(text: str, source: str, target: str, **inputs: object) -> Survey:
    graph = parse(text)
    evaluation = evaluate(graph, inputs)
    return survey(graph, evaluation, graph.named(source).id, graph.named(target).id)


SLIDES = "d = 2b; e = a + d; L = c*e"


def test_the_slides_path_is_the_chain_rule() -> None:
    found = between(SLIDES, "b", "L", a=1, b=2, c=3)
    assert found.headline == "One path leads from b to L; it has 3 edges."
    (route,) = found.routes
    assert route.words == "b → d → e → L"
    assert plain(route.symbols) == "∂L/∂e · ∂e/∂d · ∂d/∂b"
    assert plain(route.numbers) == "= 3 · 1 · 2 = 6"
    assert (found.distance, found.depth) == (3, (0, 3))
    assert found.sum_words == "Its product is the derivative of L by b."


def test_several_paths_add_up() -> None:
    found = between("p = a b; q = a + 1; L = p q", "a", "L", a=2, b=5)
    assert found.count == 2
    assert found.headline == "2 paths lead from a to L; the shortest has 2 edges."
    assert plain(found.sum_latex) == "∂L/∂a = 15 + 10 = 25"
    assert found.sum_words == "The products along all paths add up to the derivative of L by a."


def test_negative_contributions_are_set_apart() -> None:
    found = between("L = a^2 - a b", "a", "L", a=1, b=7)
    assert "(−7)" in plain(found.sum_latex)


def test_what_is_not_connected_is_said() -> None:
    assert between("p = a b; L = c + 1", "a", "L").headline == "Nothing connects a and L."
    found = between("p = a b; q = a c; L = p + q", "b", "c")
    assert found.headline == "No path leads from b to c; against the arrows they are 4 apart."


def test_a_target_of_its_own_is_derived() -> None:
    found = between(SLIDES, "b", "e", a=1, b=2, c=3)
    assert found.gradient == 2.0
    assert found.total == 2.0


def test_vectors_travel_along_paths() -> None:
    found = between("L = sum(w x) + w @ w", "w", "L", w=[1.0, 2.0], x=[3.0, 4.0])
    assert found.count == 3
    assert found.total is not None
    assert found.gradient is not None
    assert np.allclose(found.total, found.gradient)


def test_two_edges_between_the_same_nodes_are_told_apart() -> None:
    found = between("L = x * x", "x", "L", x=3)
    assert [route.words for route in found.routes] == ["x → L (A)", "x → L (B)"]


def test_a_number_is_not_derived_by() -> None:
    graph = parse("L = 2b")
    two = next(node.id for node in graph.nodes.values() if node.is_literal)
    found = survey(graph, evaluate(graph, {"b": 1}), two, graph.output or "")
    assert found.sum_words == "A number never changes, so nothing is derived by it."


def doubled(times: int) -> Graph:
    """X + x, doubled again and again: 2^times paths."""
    nodes = {"x": Node("x", "input", (), "x", 0.5)}
    before = "x"
    for at in range(times):
        nodes[f"s{at}"] = Node(f"s{at}", "add", (before, before), f"s{at}")
        before = f"s{at}"
    return Graph(nodes, before)


def test_more_paths_than_can_be_listed_are_counted() -> None:
    graph = doubled(50)
    found = survey(graph, evaluate(graph), "x", "s49")
    assert found.count == 2**50
    assert len(found.routes) == 100
    assert found.sum_words.startswith("These are the first 100 of 1,125,899,906,842,624 paths. ")
    assert found.gradient == 2.0**50


def test_without_values_there_are_paths_but_no_products() -> None:
    graph = parse("L = a * ?")
    found = survey(graph, None, graph.named("a").id, graph.output or "")
    assert found.count == 1
    assert found.routes[0].contribution is None
    assert "no numbers" in found.sum_words


def test_two_nodes_are_put_in_order() -> None:
    graph = parse(SLIDES)
    b, last = graph.named("b").id, graph.named("L").id
    assert in_order(graph, last, b) == in_order(graph, b, last) == (b, last)


@given(scalar_graphs(kinks=False), st.data())
def test_the_sum_over_the_paths_is_the_gradient(graph: Graph, data: st.DataObject) -> None:
    inputs = [node.id for node in graph.inputs]
    source = data.draw(st.sampled_from(inputs))
    found = survey(graph, evaluate(graph), source, graph.output or "")
    if 0 < found.count <= len(found.routes) and np.isfinite(found.gradient or 0.0):
        assert found.total == pytest.approx(found.gradient, rel=1e-9, abs=1e-12)
