"""The prediction is found in losses as students write them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradviz.descent import Prediction, find_prediction
from gradviz.graph import Array, Value, evaluate, parse

X = np.array([-1.5, -0.25, 0.5, 2.0])
U = np.array([0.5, -1.0, 0.25, 1.5])
Y = np.array([0.0, 1.0, 0.0, 1.0])
PARAMETERS = {"a": 0.7, "b": -1.3, "c": 0.4, "d": 1.1}
COLUMNS = {"x": X, "u": U, "y": Y}


def found_in(text: str, *columns: str) -> Prediction:
    found = find_prediction(parse(text), columns or ("x", "y"))
    assert found is not None
    return found


def values_of(found: Prediction, **more: Any) -> Value:
    """What is predicted for the columns above."""
    names = {node.name for node in found.graph.inputs}
    given_values = {k: v for k, v in {**PARAMETERS, **COLUMNS, **more}.items() if k in names}
    return evaluate(found.graph, given_values, found.graph.labels[found.node]).value


def sigmoid(z: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-z)))


# Differences


@pytest.mark.parametrize(
    ("text", "label", "columns", "by_row"),
    [
        ("L = mean((m*x + b - y)^2)", "prediction", ("x",), True),
        ("p = m*x; ŷ = p + b; L = mean((y - ŷ)^2)", "ŷ", ("x",), True),
        ("r = y - sigmoid(w*x); L = sum(r*r)", "prediction", ("x",), True),
        ("L = mean((b - y)^2)", "b", (), True),
        ("L = mean(abs(softmax(m*x) - y))", "prediction", ("x",), False),
    ],
)
def test_found(text: str, label: str, columns: tuple[str, ...], by_row: bool) -> None:
    found = found_in(text)
    assert (found.label, found.target) == (label, "y")
    assert (found.columns, found.by_row) == (columns, by_row)


def test_a_difference_with_another_column_comes_first() -> None:
    assert found_in("L = mean((b - y)^2) + mean((m*x - y)^2)").columns == ("x",)


@pytest.mark.parametrize(
    "text",
    [
        "L = x^2",
        "L = mean(y - x)",
        "p = m*x - y; L = m^2",
        "L = mean((y + m)^2)",  # nothing is compared with y
        "L = mean(y*log(m) + (1 - x)*log(1 - m))",
        "L = mean(y*log(m) - (1 - y)*log(1 - m))",
        "L = mean(y*log(m) + (1 - y)*log(1 - b))",
        "L = mean(softplus(m) + y*m)",
        "L = mean(log(2 + exp(m)) - y*m)",
    ],
)
def test_none_where_there_is_none(text: str) -> None:
    assert find_prediction(parse(text), ("x", "y")) is None


def test_a_node_that_predicts_is_taken_as_it_is() -> None:
    graph = parse("ŷ = m*x + b; L = mean((y - ŷ)^2)")
    found = find_prediction(graph, ("x", "y"))
    assert found is not None
    assert found.graph is graph
    assert found.node == graph.by_name["ŷ"]


@pytest.mark.parametrize(
    "text",
    [
        "L = mean((y - a*x^2 - b*x - c)^2)",
        "L = mean((a*x^2 + b*x + c - y)^2)",
        "L = mean((a*x^2 - y + b*x + c)^2)",
        "r = y - a*x^2; s = r - b*x; L = mean(abs(s - c))",
        "t = -(y - a*x^2); L = sum((t + (b*x + c))^2)",
    ],
)
def test_a_chain_of_differences_predicts_what_is_left_of_it(text: str) -> None:
    found = found_in(text)
    assert (found.target, found.columns, found.by_row) == ("y", ("x",), True)
    np.testing.assert_allclose(values_of(found), 0.7 * X**2 - 1.3 * X + 0.4, rtol=1e-14)


def test_what_stands_there_already_is_not_added() -> None:
    graph = parse("ŷ = a*x + b; L = mean((y - a*x - b)^2)")
    found = find_prediction(graph, ("x", "y"))
    assert found is not None
    assert (found.graph, found.label) == (graph, "ŷ")


def test_a_comparison_within_a_prediction_is_none() -> None:
    text = "z = a*(x - c*u) + b; L = mean((y - sin(z))^2)"
    found = found_in(text, "x", "u", "y")
    assert (found.target, found.columns) == ("y", ("x", "u"))


MONOMIALS = {
    "a*x^2": lambda: 0.7 * X**2,
    "b*x": lambda: -1.3 * X,
    "c": lambda: np.full(len(X), 0.4),
    "sin(d*x)": lambda: np.sin(1.1 * X),
    "x": lambda: X,
}


@st.composite
def sums(draw: st.DrawFn) -> str:
    """Some of the monomials and y, added and subtracted in any order and any parentheses."""
    names = st.lists(st.sampled_from(sorted(MONOMIALS)), min_size=1, unique=True)
    parts = draw(st.permutations(["y", *draw(names)]))
    while len(parts) > 1:
        place = draw(st.integers(0, len(parts) - 2))
        sign = draw(st.sampled_from("+-"))
        minus = draw(st.sampled_from(["", "", "-"]))
        whole = f"{minus}({parts[place]} {sign} {parts[place + 1]})"
        parts = [*parts[:place], whole, *parts[place + 2 :]]
    return str(parts[0])


@given(sums())
def test_of_any_sum_the_prediction_is_what_y_would_have_to_be(residual: str) -> None:
    found = find_prediction(parse(f"L = mean(({residual})^2)"), ("x", "y"))
    assume(found is not None and found.target == "y")
    assert found is not None
    graph = parse(residual)
    names = {node.name for node in graph.inputs}
    predicted = np.broadcast_to(values_of(found), X.shape)
    given_values = {k: v for k, v in PARAMETERS.items() if k in names}
    rest = (
        evaluate(graph, {**given_values, "x": X, "y": predicted}).value
        if ("x" in names)
        else evaluate(graph, {**given_values, "y": predicted}).value
    )
    np.testing.assert_allclose(rest, 0, atol=1e-12)


@given(st.permutations(["a*x^2", "b*x", "c", "sin(d*x)"]))
def test_a_difference_is_found_whatever_the_order(parts: list[str]) -> None:
    found = found_in(f"L = mean((y - {' - '.join(parts)})^2)")
    expected = 0.7 * X**2 - 1.3 * X + 0.4 + np.sin(1.1 * X)
    np.testing.assert_allclose(values_of(found), expected, rtol=1e-13)


def test_a_long_chain_of_differences_is_read() -> None:
    text = "L = mean((y" + " - b*x" * 2_000 + ")^2)"
    found = found_in(text)
    np.testing.assert_allclose(values_of(found), 2_000 * -1.3 * X, rtol=1e-12)


# Cross-entropies

LOGIT = "(a*x + b*u + c)"
CROSS_ENTROPIES = [
    "p = sigmoid(Z); L = -mean(y*log(p) + (1 - y)*log(1 - p))",
    "L = -mean(y*log(sigmoid(Z)) + (1 - y)*log(1 - sigmoid(Z)))",
    "p = 1/(1 + exp(-Z)); L = mean(-y*log(p) - (1 - y)*log(1 - p))",
    "q = sigmoid(-Z); L = -(sum((1 - y)*log(q)) + sum(y*log(1 - q)))/4",
    "q = sigmoid(-Z); p = sigmoid(Z); L = -mean(log(p)*y + log(q)*(1 - y))",
    "p = sigmoid(Z); no = 1 - y; L = -0.25*sum(no*log10(1 - p) + y*log10(p))",
    "p = sigmoid(Z); L = -mean(u^2*y*log(p + 1e-9) + u^2*(1 - y)*log(1 - p + 1e-9)) + 0.1 a^2",
    "p = sigmoid(Z); L = -mean(u^2*(y*log(p) + (1 - y)*log(1 - p)))",
    "p = (1 + tanh(Z/2))/2; s = 1 - y; L = -mean(y*log(p)) - mean(s*log(1 - p))",
    "z = Z; L = mean(softplus(z) - y*z)",
    "L = mean(softplus(Z) - y*Z)",
    "z = Z; L = sum(log(1 + exp(z)) - z*y)/4 + 0.01*(a^2 + b^2)",
    "z = Z; L = mean(log(exp(z) + 1)) - mean(y*z)",
    "z = Z; L = mean(softplus(-z) + (1 - y)*z)",
    "z = Z; L = mean(y*softplus(-z) + (1 - y)*softplus(z))",
    "w = -Z; L = mean(log(1 + exp(-w)) + y*w)",
    "z = Z; L = -mean(y*z - softplus(z))",
    "z = Z; L = -mean(log(1 - sigmoid(z)) + y*z)",
]


@pytest.mark.parametrize("text", CROSS_ENTROPIES)
def test_the_chance_is_found_in_every_way_to_write_cross_entropy(text: str) -> None:
    found = found_in(text.replace("Z", LOGIT), "x", "u", "y")
    assert (found.target, found.columns) == ("y", ("x", "u"))
    assert found.by_row
    assert found.likely
    expected = sigmoid(0.7 * X - 1.3 * U + 0.4)
    np.testing.assert_allclose(values_of(found), expected, rtol=1e-12)


LOGITS = {
    "a*x + b": ("x",),
    "a*x*u": ("x", "u"),
    "sin(a*x) - c": ("x",),
    "-(a*x + b*u)": ("x", "u"),
    "-a*x": ("x",),
    "tanh(a*x + b)*c + d": ("x",),
    "a*(x - b*u)": ("x", "u"),
}


@given(st.sampled_from(CROSS_ENTROPIES), st.sampled_from(sorted(LOGITS)))
def test_the_chance_is_what_the_slope_by_the_logit_says(text: str, logit: str) -> None:
    """Of every cross-entropy the slope by the logit is a positive multiple of p - y."""
    graph = parse(text.replace("Z", "q0"))
    lone = find_prediction(graph, ("u", "y"))
    assert lone is not None
    names = {node.name for node in graph.inputs}
    at = parse(logit)
    used = {node.name for node in at.inputs}
    given_values = {**PARAMETERS, **COLUMNS}
    z = np.asarray(evaluate(at, {k: v for k, v in given_values.items() if k in used}).value)
    values = {k: v for k, v in {**given_values, "q0": z}.items() if k in names}
    slope = np.asarray(evaluate(graph, values).gradients["q0"])
    found = found_in(text.replace("Z", f"({logit})"), "x", "u", "y")
    assert found.columns == tuple(name for name in ("x", "u") if name in LOGITS[logit])
    missed = values_of(found) - Y
    share = slope / missed
    assert (share > 0).all()
    if "u^2" not in text:
        np.testing.assert_allclose(share, share[0], rtol=1e-9)


def test_a_chance_that_has_a_node_is_that_node() -> None:
    graph = parse("z = a*x; ŷ = sigmoid(z); L = mean(softplus(z) - y*z)")
    found = find_prediction(graph, ("x", "y"))
    assert found is not None
    assert (found.graph, found.node, found.label) == (graph, graph.by_name["ŷ"], "ŷ")


def test_other_targets_are_no_cross_entropy_of_this_one() -> None:
    text = "p = sigmoid(a*x); L = -mean(y*log(p) + (1 - u)*log(1 - p))"
    assert find_prediction(parse(text), ("x", "u", "y")) is None


# Names


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("ŷ = m*x; L = mean(max(y, ŷ))", "y"),
        ("ŷ = m*x; L = mean(u*max(y/2, ŷ^2))", "y"),
        ("y_hat = m*x; L = sum(abs(y/y_hat))", "y"),
        ("ŷ = m*x; L = mean(max(y*u, ŷ))", None),  # y or u?
        ("ŷ = m*x; L = mean(ŷ^2)", None),
        ("ŷ = m*x; L = m^2", None),
        ("ŷ = m*x + u; L = mean(max(u, ŷ)*y)", "y"),
    ],
)
def test_the_target_of_a_named_prediction_is_what_it_meets(text: str, target: str | None) -> None:
    found = found_in(text, "x", "u", "y")
    assert found.label in ("ŷ", "y_hat")
    assert found.target == target


def test_a_graph_without_an_output_or_with_holes_has_no_prediction() -> None:
    assert find_prediction(parse("L = mean((y - ?)^2) + log(?)*y"), ("x", "y")) is None
