"""Graph → text: the same graph again, in the lecture's style."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradviz.errors import ExpressionError, GraphError
from gradviz.graph import (
    INPUT,
    OPEN,
    Graph,
    Node,
    definition_text,
    evaluate,
    parse,
    reconcile,
    to_text,
)
from tests.graph.random_graphs import scalar_graphs
from tests.graph.random_texts import structure, texts, written_graphs


@given(written_graphs())
def test_text_and_back_is_the_same_graph(graph: Graph) -> None:
    assert structure(parse(to_text(graph))) == structure(graph)


@given(written_graphs(), st.data())
def test_text_and_back_keeps_missing_operands(graph: Graph, data: st.DataObject) -> None:
    users = [node for node in graph.nodes.values() if node.operands]
    assume(users)
    user = data.draw(st.sampled_from(users))
    port = data.draw(st.integers(0, len(user.operands) - 1))
    operands = tuple(OPEN if i == port else o for i, o in enumerate(user.operands))
    punctured = graph.with_nodes(replace(user, operands=operands))
    text = to_text(punctured)
    assert to_text(parse(text)) == text
    assert counted(parse(text)) == counted(punctured)


def counted(graph: Graph) -> tuple[int, int]:
    """How many operations there are, and how many of their ports are open."""
    operations = [node for node in graph.nodes.values() if node.operands]
    return len(operations), sum(node.operands.count(OPEN) for node in operations)


@given(written_graphs(shared=True))
def test_printing_settles_after_one_round(graph: Graph) -> None:
    text = to_text(graph)
    assert to_text(parse(text)) == text


@given(texts)
def test_what_can_be_read_can_be_written_and_read_again(text: str) -> None:
    try:
        graph = parse(text)
    except ExpressionError:
        return
    assert structure(parse(to_text(graph))) == structure(graph)


@given(scalar_graphs())
def test_the_printed_graph_has_the_same_value(graph: Graph) -> None:
    inputs = {n.name or "": n.value for n in graph.inputs}
    text = to_text(graph)
    printed = evaluate(parse(text), {k: v for k, v in inputs.items() if k in parse(text).by_name})
    assert repr(printed.value) == repr(evaluate(graph).value)


@pytest.mark.parametrize(
    "text",
    [
        "L = c(a + 2b)",
        "d = 2b; e = a + d; L = c e",
        "(2a + b)(c - d)",
        "m = 2; b = 1; ŷ = m x + b",
        "MSE = mean((y - ŷ)^2)",
        "sin((x + y) z)",
        "100(y - x^2)^2 + (1 - x)^2",
        "-x^2",
        "x^2 y",
        "2π x",
        "x * 2",
        "1/2 * x",
        "x^n * (a + b)",
        "a - (b - c)",
        "(x^y)^z",
        "x - (-3)",
        "-(3)",
        "(-2)^2",
        "A @ (B @ C)",
        "(A B).T",
        "A.T * b",
        "x sin(y) cos(z)",
        "2sin(x)",
        "σ * (x + 1)",
        "sum(x, dim=-1)",
        "y = x",
        "identity(x + 1)",
        "x; y^2",
        "d = 2b; e = d + 1; d",
        "2 e5",
        "1e22x",
        "[[1, -2], [3, 4]] @ [1, 0.5]",
        "3",
    ],
)
def test_lecture_notation_is_printed_as_it_is_written(text: str) -> None:
    assert to_text(parse(text)) == text


def test_stated_inputs_come_first() -> None:
    assert to_text(parse("y = m x + b; m = 2; b = -1")) == "m = 2; b = -1; y = m x + b"


def test_a_shared_operation_without_a_name_gets_its_label() -> None:
    x, sum_ = Node("x", INPUT, (), "x"), Node("s", "add", ("x", "x"))
    graph = Graph({"x": x, "s": sum_, "p": Node("p", "mul", ("s", "s"), "p")}, "p")
    assert to_text(graph) == "n1 = x + x; p = n1 n1"


def test_an_open_port_is_shown() -> None:
    nodes = {"x": Node("x", INPUT, (), "x"), "s": Node("s", "mul", (OPEN, "x"), "s")}
    assert to_text(Graph(nodes, "s")) == "s = ? * x"


def test_the_empty_graph_is_the_empty_text() -> None:
    assert to_text(Graph()) == ""


def test_infinity_cannot_be_written() -> None:
    graph = Graph({"x": Node("x", INPUT, (), "x", math.inf, stated=True)}, "x")
    with pytest.raises(GraphError, match="cannot be written"):
        to_text(graph)


def test_a_definition_names_its_operands() -> None:
    graph = parse("L = c(a + 2b)")
    assert definition_text(graph, graph.output or "") == "c n2"


def test_depth_has_no_limit() -> None:
    for text in ("sin(" * 10_000 + "x" + ")" * 10_000, "^".join(["x"] * 10_000)):
        graph = parse(text)
        assert to_text(graph) == text
        assert len(reconcile(graph, parse(text)).nodes) == len(graph.nodes)
