"""Unrolled graphs: the same function from numbers only, and a text that says it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradviz.errors import GraphError, ShapeError
from gradviz.graph import Graph, Node, Role, evaluate, infer, literal, parse, reconcile, to_text
from gradviz.graph.unrolling import data_columns, unroll
from tests.graph.random_graphs import array_graphs, values_of

RNG = np.random.default_rng(3)
FIT = "ŷ = m*x + b; L = mean((y - ŷ)^2)"


def agrees(graph: Graph, columns: dict[str, Any], inputs: dict[str, Any]) -> Graph:
    """Value, gradients of what stays, and gradients of the samples; returns the new graph."""
    before = evaluate(graph, {**inputs, **columns})
    new = unroll(graph, columns)
    after = evaluate(new, inputs)
    close(after.value, before.value)
    for name, gradient in before.gradients.items():
        if name in inputs:
            close(after.gradients[name], gradient)
    for name, column in columns.items():
        for index in np.ndindex(np.shape(column)):
            sample = "_".join((name, *(str(i + 1) for i in index)))
            close(after.gradients[sample], np.asarray(before.gradients[name])[index])
    return new


def close(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10)


def reads_back(graph: Graph) -> None:
    """The text of a graph is a text of that graph; roles are not written in texts."""
    assert reconcile(graph, parse(to_text(graph))) == graph


def test_a_line_fit_has_a_sub_graph_for_each_sample() -> None:
    columns = {"x": np.array([1.0, 2.0, 4.0]), "y": np.array([3.0, 5.0, 8.0])}
    new = agrees(parse(FIT), columns, {"m": 0.5, "b": 1.5})
    assert to_text(new) == (
        "x_1 = 1; x_2 = 2; x_3 = 4; y_1 = 3; y_2 = 5; y_3 = 8; ŷ_1 = m x_1 + b; ŷ_2 = m x_2 + b; "
        "ŷ_3 = m x_3 + b; L = ((y_1 - ŷ_1)^2 + (y_2 - ŷ_2)^2 + (y_3 - ŷ_3)^2)/3"
    )
    reads_back(new)


def test_the_fan_out_of_the_parameters_is_seen() -> None:
    graph = parse(FIT)
    columns = {"x": np.arange(5.0), "y": np.arange(5.0)}
    new = unroll(graph, columns)
    m, b = graph.named("m").id, graph.named("b").id
    assert len(graph.users[m]) == 1
    assert len(new.users[m]) == len(new.users[b]) == 5
    assert new.nodes[m] == graph.nodes[m]
    assert new.output == graph.output
    assert new.named("x_3").role is Role.CONSTANT
    assert new.named("x_3").value == 2.0


EXPRESSIONS = [
    "L = sum(a*v)",
    "L = mean(sigmoid(a*v + b))",
    "L = dot(v, a*v) + dot(v, [1, 2, 3])",
    "L = norm(a*v - [1, 0, 2])",
    "L = max(a*v) - min(b*v)",
    "L = sum(max(a*v, b))",
    "L = mean((M @ p - u)^2)",
    "L = sum(M.T @ u)",
    "L = u @ M @ p",
    "L = sum((M @ P)^2)",
    "h = tanh(M @ P); L = sum(h, dim=0) @ [1, -2]",
    "r = sum(M, dim=1); L = mean(r^2) + sum(mean(M, dim=0) * v)",
    "T = M.T; L = sum(T @ T.T)",
    "k = exp(a); L = mean((v - k*v)^2) + k",
    "L = mean((v - exp(a) v)^2)",
    "s = a + b; L = sum(s*v) + s^2",
    "L = trace(M @ M.T)",
    "L = sum(v^2 + a) / dot(v, v)",
    "L = mean(v) * sum(a) + 2*b",
    "L = sum(max(M, dim=1) + min(M))",
    "L = mean(-v*a) + mean(3)",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_value_and_gradients_stay_the_same(text: str) -> None:
    everything = {
        "v": np.array([0.5, -1.5, 2.0]),
        "u": np.array([1.0, -0.5]),
        "M": np.array([[0.3, 1.2, -0.7], [0.9, -0.4, 0.8]]),
        "p": np.array([0.2, -0.6, 1.1]),
        "P": RNG.uniform(-1, 1, (3, 2)),
        "a": 0.7,
        "b": -0.3,
    }
    graph = parse(text)
    used: dict[str, Any] = {name: everything[name] for name in values_of(graph)}
    data = {name: used[name] for name in used if name in ("v", "u", "M")}
    rest = {name: value for name, value in used.items() if name not in data}
    placed = [replace(n, value=literal(rest[n.name])) for n in graph.inputs if n.name in rest]
    reads_back(agrees(graph.with_nodes(*placed), data, rest))


def test_only_numbers_are_left_but_for_what_stays_whole() -> None:
    new = unroll(parse(FIT), {"x": np.arange(4.0), "y": np.arange(4.0)})
    assert set(infer(new).values()) == {()}
    weights = parse("w = [1, 2]; L = sum(X @ w)")
    shapes = infer(unroll(weights, {"X": np.ones((3, 2))}))
    assert list(shapes.values()).count((2,)) == 3  # w and two unit vectors


@given(array_graphs(), st.data())
def test_random_graphs_stay_the_same(graph: Graph, data: st.DataObject) -> None:
    assume(not any(step.note for step in evaluate(graph).backward))  # no ties
    values = values_of(graph)
    arrays = [name for name, value in values.items() if np.ndim(value)]
    assume(arrays)
    chosen = data.draw(st.lists(st.sampled_from(arrays), min_size=1, unique=True))
    columns = {name: values[name] for name in chosen}
    rest = {name: value for name, value in values.items() if name not in columns}
    try:
        new = agrees(graph, columns, rest)
    except GraphError as error:
        refused = ("can't be unrolled", "vectors and matrices can be")
        assert any(reason in str(error) for reason in refused)  # noqa: PT017
        return
    reads_back(new)


def test_names_that_are_taken_are_avoided() -> None:
    graph = parse("x_1 = 7; L = sum(m*x) + x_1")
    new = unroll(graph, {"x": np.array([2.0, 3.0])})
    assert evaluate(new, {"m": 1}).value == 12.0
    assert new.named("x_1").value == 7.0
    assert new.named("x_1_").value == 2.0
    reads_back(new)


def test_two_hundred_samples_are_unrolled_and_one_more_is_not() -> None:
    many = RNG.uniform(-1, 1, 200)
    new = agrees(parse(FIT), {"x": many, "y": many**2}, {"m": 0.5, "b": 0.1})
    reads_back(new)
    with pytest.raises(GraphError, match="x has 201 samples, and up to 200 can be unrolled"):
        unroll(parse(FIT), {"x": np.ones(201), "y": np.ones(201)})


@pytest.mark.parametrize(
    ("text", "columns", "sentence"),
    [
        ("L = sum(softmax(m*x))", {"x": np.ones(3)}, "n2: softmax can't be unrolled"),
        ("L = det(x)", {"x": np.eye(2)}, "L: det can't be unrolled"),
        ("L = sum(inv(x))", {"x": np.eye(2)}, "inv can't be unrolled"),
        ("L = m*x", {"x": np.ones(3)}, "L is not one number: use sum or mean"),
        ("L = m*x", {}, "There is no data to unroll"),
        ("L = sum(x)", {"x": np.array([1.0, np.nan])}, "not finite numbers"),
        ("L = sum(x)", {"x": np.ones((2, 2, 2))}, "vectors and matrices can be unrolled"),
        ("L = sum(x @ x.T)", {"x": np.ones((150, 10))}, "more than 10,000 nodes"),
    ],
)
def test_what_cannot_be_unrolled_is_said(text: str, columns: dict[str, Any], sentence: str) -> None:
    with pytest.raises(GraphError, match=sentence) as caught:
        unroll(parse(text), columns)
    assert str(caught.value).endswith(".")


def test_columns_of_different_lengths_do_not_fit() -> None:
    with pytest.raises(ShapeError):
        unroll(parse(FIT), {"x": np.ones(3), "y": np.ones(4)})


def test_data_are_the_arrays_that_are_no_parameters() -> None:
    graph = parse("L = sum(x*v + m)")
    nodes = graph.with_nodes(*(_role(graph, "x", Role.DATA), _role(graph, "m", Role.CONSTANT)))
    values = {"x": np.ones(3), "v": np.ones(3), "m": 2.0}
    assert set(data_columns(nodes, values)) == {"x"}


def _role(graph: Graph, name: str, role: Role) -> Node:
    return replace(graph.named(name), role=role)
