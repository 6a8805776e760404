"""Forward mode: agreement with reverse mode and with differences, for every row and any graph."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradviz.errors import GraphError, ShapeError
from gradviz.graph import INPUT, OPEN, OPS, Graph, Node, evaluate, parse
from gradviz.graph.tangents import tangents
from tests.graph.conventions import CONVENTIONS
from tests.graph.random_graphs import apply, array_graphs, cases, number_of, scalar_graphs

_RNG = np.random.default_rng(7)
LECTURE = parse("d = 2b; e = a + d; L = c*e")
VALUES = {"a": 1, "b": 2, "c": 3}


def direction(shape: tuple[int, ...]) -> Any:
    return _RNG.uniform(-1, 1, shape) if shape else float(_RNG.uniform(-1, 1))


def pairing_agrees(graph: Graph, rtol: float = 1e-9) -> None:
    """For each input t: <gradient, t> is the tangent of the output along t."""
    found = evaluate(graph)
    for node in graph.inputs:
        seed = direction(np.shape(found.node_values[node.id]))
        tangent = tangents(graph, None, node.id, seed).node_tangents[found.target]
        gradient = found.node_gradients[node.id]
        size = 1.0 + float(np.sum(np.abs(np.multiply(gradient, seed))))
        assert tangent == pytest.approx(float(np.sum(np.multiply(gradient, seed))), abs=rtol * size)


@pytest.mark.parametrize("name", OPS)
def test_every_row_agrees_with_reverse_mode(name: str) -> None:
    for operands, dim in cases(name):
        pairing_agrees(number_of(apply(name, *operands, dim=dim)))


@pytest.mark.parametrize("name", OPS)
def test_every_row_agrees_with_differences(name: str) -> None:
    for operands, dim in cases(name):
        graph = apply(name, *operands, dim=dim)
        for port in range(len(operands)):
            seed = direction(np.shape(operands[port]))
            found = tangents(graph, None, "xy"[port], seed).node_tangents["L"]
            ends = []
            for step in (1e-6, -1e-6):
                moved = list(operands)
                moved[port] = np.add(operands[port], np.multiply(step, seed))
                ends.append(evaluate(apply(name, *moved, dim=dim)).value)
            numeric = np.subtract(ends[0], ends[1]) / 2e-6
            np.testing.assert_allclose(found, numeric, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", [name for name in OPS if not OPS[name].elementwise])
def test_every_row_that_is_not_elementwise_has_its_rule(name: str) -> None:
    row = OPS[name]
    assert len(row.jvp) == row.arity
    assert row.work is not None


@given(scalar_graphs())
def test_numbers_agree_with_reverse_mode(graph: Graph) -> None:
    found = evaluate(graph)
    everything = [*found.node_values.values(), *found.node_gradients.values()]
    assume(all(abs(float(v)) < 1e6 for v in everything))
    pairing_agrees(graph, rtol=1e-6)


@given(array_graphs())
def test_arrays_agree_with_reverse_mode(graph: Graph) -> None:
    pairing_agrees(graph)


@given(array_graphs(), st.data())
def test_any_node_can_be_the_source(graph: Graph, data: st.DataObject) -> None:
    found = evaluate(graph)
    node_id = data.draw(st.sampled_from(list(found.node_gradients)))
    seed = direction(np.shape(found.node_values[node_id]))
    tangent = tangents(graph, None, node_id, seed).node_tangents[found.target]
    expected = float(np.sum(np.multiply(found.node_gradients[node_id], seed)))
    assert tangent == pytest.approx(expected, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize(("name", "operands", "value", "gradient"), CONVENTIONS)
def test_kinks_and_edges_are_as_in_the_backward_pass(
    name: str, operands: tuple[Any, ...], value: Any, gradient: Any
) -> None:
    graph = apply(name, *operands)
    if gradient is None or np.ndim(value):
        return
    for port, expected in enumerate(gradient):
        for index in np.ndindex(np.shape(expected)):
            seed = np.zeros(np.shape(expected))
            seed[index] = 1.0
            found = tangents(graph, None, "xy"[port], seed if np.ndim(seed) else 1.0)
            np.testing.assert_allclose(found.node_tangents["L"], np.asarray(expected)[index])


def test_steps_tell_the_sum_over_the_operands() -> None:
    b = LECTURE.named("b").id
    found = tangents(LECTURE, VALUES, b)
    told = [
        (LECTURE.labels[s.node], s.value, s.tangent, [(t.port, t.local) for t in s.terms])
        for s in found.steps
    ]
    assert told == [
        ("d", 4.0, 2.0, [(1, 2.0)]),
        ("e", 5.0, 2.0, [(1, 1.0)]),
        ("L", 15.0, 6.0, [(1, 3.0)]),
    ]
    assert found.tangents == {"a": 0.0, "b": 1.0, "c": 0.0, "d": 2.0, "e": 2.0, "L": 6.0}


@given(array_graphs())
def test_a_tangent_is_the_sum_of_its_terms(graph: Graph) -> None:
    found = tangents(graph)
    for step in found.steps:
        assert np.shape(step.tangent) == np.shape(step.value)
        if step.terms:
            total = sum(term.contribution for term in step.terms)
            np.testing.assert_array_equal(step.tangent, total)
        else:
            assert not np.any(step.tangent)


def test_the_seed_must_fit_the_source() -> None:
    graph = parse("L = sum(v)")
    with pytest.raises(ShapeError, match="v is a vector of 2 and the direction is one number"):
        tangents(graph, {"v": [1, 2]}, graph.named("v").id, 1.0)
    with pytest.raises(GraphError, match="Choose a node"):
        tangents(graph, {"v": [1, 2]}, "gone")


def test_what_waits_for_an_operand_is_left_out() -> None:
    nodes = {"a": Node("a", INPUT, (), "a"), "p": Node("p", "mul", ("a", OPEN), "p")}
    nodes["q"] = Node("q", "sin", ("a",), "q")
    graph = Graph(nodes, "q")
    assert set(tangents(graph, None, "a").node_tangents) == {"a", "q"}
    with pytest.raises(GraphError, match="connect its operands"):
        tangents(graph, None, "p")


def test_a_chain_of_ten_thousand_nodes() -> None:
    nodes = {"n0": Node("n0", INPUT, (), "x", 0.5)}
    for index in range(1, 10_001):
        nodes[f"n{index}"] = Node(f"n{index}", "neg", (f"n{index - 1}",))
    assert tangents(Graph(nodes, "n10000"), None, "n0").node_tangents["n10000"] == 1.0
