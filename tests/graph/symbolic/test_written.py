"""Expressions written out down to the inputs."""

from __future__ import annotations

import pytest

from gradviz.errors import GraphError
from gradviz.graph import INPUT, OPEN, Graph, Node, parse
from gradviz.graph.symbolic import expression_latex
from gradviz.ui.typesetter import typeset


def written(text: str, name: str) -> str:
    graph = parse(text)
    return expression_latex(graph, graph.named(name).id)


def test_named_operations_are_put_in() -> None:
    assert written("d = 2b; e = a + d; L = c*e", "L") == r"c \left(a + 2 b\right)"
    assert written("d = 2b; e = a + d; L = c*e", "e") == r"a + 2 b"


def test_an_input_is_its_name() -> None:
    assert written("L = ŷ + 1", "ŷ") == r"\hat{y}"
    assert written("m = 2; L = m*x", "m") == "m"


def test_matrices_are_written_too() -> None:
    latex = written("r = X @ w - y; L = mean(r^2)", "L")
    assert "X" in latex
    assert "r" not in latex.replace(r"\frac", "").replace(r"\right", "")
    assert typeset(latex, 18.0, "#000000") is not None


def test_a_literal_is_its_number() -> None:
    graph = parse("L = 2x")
    literal = next(node.id for node in graph.nodes.values() if node.is_literal)
    assert expression_latex(graph, literal) == "2"


def test_what_would_fill_the_screen_is_refused() -> None:
    doubling = "; ".join(f"n{i + 1} = n{i}*n{i}" for i in range(40))
    with pytest.raises(GraphError, match="too large to be written out: it has more than a billion"):
        written(doubling, "n40")


def test_a_missing_operand_is_said() -> None:
    nodes = {"a": Node("a", INPUT, (), "a"), "p": Node("p", "mul", ("a", OPEN), "p")}
    with pytest.raises(GraphError, match="p: × needs its second operand"):
        expression_latex(Graph(nodes, "p"), "p")
