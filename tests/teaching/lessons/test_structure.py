"""Expressions found in graphs."""

from __future__ import annotations

import pytest

from gradviz.graph import Graph, parse
from gradviz.teaching.lessons.structure import computes, contains

MSE = "mean((y - (m*x + b))^2)"


@pytest.mark.parametrize(
    "text",
    ["mean((y - (m x + b))^2)", "ŷ = b + x*m; r = y - ŷ; L = mean(r^2)", "L = mean((y-(b+m·x))²)"],
)
def test_names_and_order_of_factors_do_not_matter(text: str) -> None:
    assert computes(parse(text), MSE)


@pytest.mark.parametrize(
    "text", ["mean((m x + b - y)^2)", "sum((y - (m x + b))^2)", "mean((y - (k x + b))^2)", "y"]
)
def test_another_expression_is_another(text: str) -> None:
    assert not computes(parse(text), MSE)


def test_a_part_is_contained_but_is_not_the_output() -> None:
    graph = parse("p = x + y; g = sin(p z)")
    assert contains(graph, "x + y")
    assert not computes(graph, "x + y")


def test_the_empty_graph_holds_nothing() -> None:
    assert not contains(Graph(), "x")
    assert not computes(Graph(), "x")


def test_reused_nodes_take_no_longer() -> None:
    doubling = "; ".join(f"x{k + 1} = x{k} + x{k}" for k in range(60))
    assert computes(parse(doubling), doubling)
