"""The teaching passes: lecture examples, agreement with PyTorch, and the steps themselves."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from gradviz.errors import GraphError, ShapeError
from gradviz.graph import INPUT, OPEN, BackwardStep, Graph, Node, SumStep, evaluate, parse
from tests.graph.random_graphs import array_graphs, scalar_graphs, torch_result

LECTURE = "d = 2b; e = a + d; L = c*e"


def test_the_lectures_backpropagation_example() -> None:
    found = evaluate(parse(LECTURE), {"a": 1, "b": 2, "c": 3})
    assert found.value == 15.0
    assert found.values == {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0, "e": 5.0, "L": 15.0}
    assert found.gradients == {"a": 3.0, "b": 6.0, "c": 5.0, "d": 3.0, "e": 3.0, "L": 1.0}


def test_steps_tell_the_chain_rule_in_order() -> None:
    graph = parse(LECTURE)
    found = evaluate(graph, {"a": 1, "b": 2, "c": 3})
    label = graph.labels
    assert [label[step.node] for step in found.forward] == ["d", "e", "L"]
    told = [
        (label[s.node], s.user and label[s.user], s.upstream, s.local, s.contribution)
        for s in found.backward
    ]
    assert told == [
        ("L", None, 1.0, None, 1.0),
        ("c", "L", 1.0, 5.0, 5.0),
        ("e", "L", 1.0, 3.0, 3.0),
        ("a", "e", 3.0, 1.0, 3.0),
        ("d", "e", 3.0, 1.0, 3.0),
        ("b", "d", 3.0, 2.0, 6.0),
    ]


def test_contributions_of_every_use_add_up() -> None:
    graph = parse("y = x*x + max(x, x)")
    steps = [s for s in evaluate(graph, {"x": 3}).backward if graph.labels[s.node] == "x"]
    assert [(s.part, s.parts) for s in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert sorted(s.contribution for s in steps) == [0.5, 0.5, 3.0, 3.0]
    assert steps[-1].total == 7.0


@given(scalar_graphs())
def test_numbers_agree_with_torch(graph: Graph) -> None:
    pytest.importorskip("torch")
    found = evaluate(graph)
    value, gradients = torch_result(graph)
    np.testing.assert_allclose(found.value, value, rtol=1e-12, atol=1e-12)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(found.gradients[name], gradient, rtol=1e-9, atol=1e-9)


@given(array_graphs())
def test_arrays_agree_with_torch(graph: Graph) -> None:
    pytest.importorskip("torch")
    found = evaluate(graph)
    value, gradients = torch_result(graph)
    np.testing.assert_allclose(found.value, value, rtol=1e-12, atol=1e-12)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(found.gradients[name], gradient, rtol=1e-10, atol=1e-10)


@given(scalar_graphs())
def test_gradients_are_the_sums_of_their_contributions(graph: Graph) -> None:
    found = evaluate(graph)
    sums: dict[str, Any] = {}
    for step in found.backward:
        sums[step.node] = sums.get(step.node, 0.0) + step.contribution
        np.testing.assert_array_equal(step.total, sums[step.node])
        if step.local is not None and math.isfinite(step.upstream):
            np.testing.assert_allclose(step.contribution, step.upstream * step.local, rtol=1e-12)
    np.testing.assert_array_equal([found.node_gradients[i] for i in sums], list(sums.values()))


def test_a_used_input_twice_evaluated_twice_gives_the_same() -> None:
    graph = parse("x^2 + x")
    assert evaluate(graph, {"x": 2}).gradients == evaluate(graph, {"x": 2}).gradients


def test_an_input_that_does_not_matter_has_gradient_zero() -> None:
    found = evaluate(parse("a = v + 1; L = x^2"), {"v": [1, 2], "x": 3})
    np.testing.assert_array_equal(found.gradients["v"], [0.0, 0.0])


def test_an_array_output_has_values_and_a_reason_for_no_gradients() -> None:
    found = evaluate(parse("L = 2X"), {"X": np.ones((5, 2))})
    assert found.note == "L is 5×2; a gradient needs one number: use sum or mean."
    assert not found.backward
    assert not found.gradients


def test_inputs_without_a_value_are_one_and_named() -> None:
    found = evaluate(parse("m = 2; y = m*x + b"), {"b": 3})
    assert (found.value, found.missing) == (5.0, ("x",))


def test_another_node_can_be_the_target() -> None:
    found = evaluate(parse(LECTURE), {"a": 1, "b": 2}, target="e")
    assert (found.value, found.gradients["b"], found.gradients["c"]) == (5.0, 2.0, 0.0)


@pytest.mark.parametrize(
    ("inputs", "target", "sentence"),
    [
        ({"q": 1}, None, "There is no input called q."),
        ({"d": 1}, None, "d is computed and cannot be given a value."),
        ({}, "q", "There is no node called q."),
    ],
)
def test_unknown_names_are_refused(
    inputs: dict[str, float], target: str | None, sentence: str
) -> None:
    with pytest.raises(GraphError) as caught:
        evaluate(parse(LECTURE), inputs, target)
    assert str(caught.value) == sentence


def _open(*operands: str, output: str) -> Graph:
    nodes = {"a": Node("a", INPUT, (), "a"), "p": Node("p", "mul", operands, "p")}
    nodes["q"] = Node("q", "sin", ("a",), "q")
    return Graph(nodes, output)


def test_a_missing_operand_is_said() -> None:
    with pytest.raises(GraphError, match="p: × needs its second operand") as caught:
        evaluate(_open("a", OPEN, output="p"))
    assert caught.value.node == "p"


def test_what_is_incomplete_beside_the_target_is_left_out() -> None:
    found = evaluate(_open(OPEN, "a", output="q"))
    assert found.value == math.sin(1.0)
    assert "p" not in found.values


def test_a_singular_matrix_has_no_inverse() -> None:
    with pytest.raises(GraphError, match="A has no inverse: its determinant is 0"):
        evaluate(parse("sum(inv(A))"), {"A": [[1, 2], [2, 4]]})


def test_an_empty_graph_says_what_to_do() -> None:
    with pytest.raises(GraphError, match="write an expression"):
        evaluate(Graph())


def test_a_chain_of_ten_thousand_nodes() -> None:
    nodes = {"n0": Node("n0", INPUT, (), "x", 0.5)}
    for index in range(1, 10_001):
        nodes[f"n{index}"] = Node(f"n{index}", "neg", (f"n{index - 1}",))
    assert evaluate(Graph(nodes, "n10000")).gradients["x"] == 1.0


def test_a_million_rows_stay_in_numpy() -> None:
    x = np.linspace(0.0, 1.0, 1_000_000)
    found = evaluate(parse("mean((m*x + b - y)^2)"), {"m": 2, "b": 1, "x": x, "y": 3 * x})
    residual = 2 * x + 1 - 3 * x
    assert found.gradients["m"] == pytest.approx(float(np.mean(2 * residual * x)), rel=1e-12)
    assert found.gradients["b"] == pytest.approx(float(np.mean(2 * residual)), rel=1e-12)


def test_local_derivatives_of_reductions() -> None:
    graph = parse("mean(v) + dot(v, w)")
    found = evaluate(graph, {"v": [1, 2, 4], "w": [3, 5, 6]})
    locals_ = {graph.nodes[s.user].op: s.local for s in found.backward if s.user}
    assert locals_["mean"] == 1 / 3
    np.testing.assert_array_equal(locals_["dot"], [1, 2, 4])


@given(scalar_graphs())
def test_steps_are_both_passes_with_every_sum_after_its_last_contribution(graph: Graph) -> None:
    found = evaluate(graph)
    bare = [step for step in found.steps if not isinstance(step, SumStep)]
    assert bare == [*found.forward, *found.backward]
    for before, step in pairwise(found.steps):
        if isinstance(step, SumStep):
            assert isinstance(before, BackwardStep)
            assert (before.node, before.part) == (step.node, before.parts)
            assert len(step.contributions) == before.parts > 1
            np.testing.assert_array_equal(step.total, found.node_gradients[step.node])


def test_a_partial_evaluation_goes_as_far_as_it_can() -> None:
    graph = parse("d = 2b; e = d * ?; f = e + 1; g = d + 1; L = f")
    found = evaluate(graph, {"b": 2}, partial=True)
    assert found.values == {"b": 2, "d": 4, "g": 5}
    assert found.problems.keys() == {graph.by_name["e"]}
    assert found.note == str(found.obstacle) == "e: × needs its second operand (B)."
    assert (found.backward, dict(found.gradients)) == ((), {})
    with pytest.raises(GraphError, match="needs its second operand"):
        _ = found.value


def test_a_shape_error_stays_with_its_node() -> None:
    graph = parse("A = [[1, 2]]; P = A @ A; s = sum(A); L = s + sum(P)")
    found = evaluate(graph, partial=True)
    assert found.values["s"] == 3
    assert "L" not in found.values
    assert isinstance(found.obstacle, ShapeError)
    assert found.obstacle.node == graph.by_name["P"]
    gradient = evaluate(graph, target="s", partial=True).gradients["A"]
    np.testing.assert_array_equal(gradient, [[1, 1]])


def test_rows_of_different_lengths_keep_only_what_uses_them_from_running() -> None:
    ragged = Node("r", INPUT, name="r", value=((1.0, 2.0), (3.0,)))
    nodes = {"r": ragged, "s": Node("s", "sum", ("r",), "s"), "x": Node("x", INPUT, name="x")}
    graph = Graph({**nodes, "L": Node("L", "sin", ("x",), "L")}, "L")
    found = evaluate(graph, partial=True)
    assert found.value == math.sin(1.0)
    assert found.problems.keys() == {"r"}
    assert "s" not in found.values


@given(scalar_graphs())
def test_a_whole_graph_is_evaluated_the_same_either_way(graph: Graph) -> None:
    strict, partial = evaluate(graph), evaluate(graph, partial=True)
    assert partial.steps == strict.steps or any(
        not math.isfinite(v) for v in strict.node_values.values() if isinstance(v, float)
    )
    assert not partial.problems


def test_the_public_default_stays_strict() -> None:
    with pytest.raises(GraphError, match=r"needs its second operand \(B\)"):
        evaluate(parse("L = a * ?"))
