"""Objectives: which inputs are parameters, where they start, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gradviz.descent import objective
from gradviz.errors import GraphError
from gradviz.graph import Graph, Role, parse


def _with_role(graph: Graph, name: str, role: Role) -> Graph:
    return graph.with_nodes(replace(graph.named(name), role=role))


def test_parameters_are_those_by_role_that_are_not_given() -> None:
    graph = _with_role(parse("a b c d"), "c", Role.CONSTANT)
    assert objective(graph, {"b": 2.0}).parameters == ("a", "d")


def test_a_start_names_the_parameters() -> None:
    found = objective(parse("a = 3; b = 2; L = a b"), start={"b": 5})
    assert found.parameters == ("b",)
    assert found.start == {"b": 5.0}
    assert found.function(5.0)[0] == 15.0


def test_without_any_value_a_parameter_starts_at_1() -> None:
    assert objective(parse("a^2")).start == {"a": 1.0}


def test_a_start_may_change_the_shape() -> None:
    found = objective(parse("sum(W^2)"), start={"W": [[1, 2], [3, 4]]})
    assert found.coordinates == ("W[0,0]", "W[0,1]", "W[1,0]", "W[1,1]")
    value, gradient = found.value_and_gradient(np.array([1.0, 2.0, 3.0, 4.0]))
    assert value == 30.0
    assert gradient.tolist() == [2, 4, 6, 8]


def test_data_without_values_are_named() -> None:
    graph = _with_role(parse("mean((m x - 1)^2)"), "x", Role.DATA)
    with pytest.raises(GraphError, match="x is data without values") as caught:
        objective(graph)
    assert caught.value.node == "x"
    assert objective(graph, {"x": [1.0, 2.0]}).parameters == ("m",)


def test_a_quadratic_needs_numbers() -> None:
    found = objective(parse("sum(w^2)"), start={"w": [1, 2]})
    assert found.quadratic is None
    assert found.exact is not None


@pytest.mark.parametrize("names", [{"inputs": {"q": 1}}, {"start": {"q": 1}}])
def test_a_name_that_is_no_input_is_an_error(names: dict[str, Any]) -> None:
    with pytest.raises(GraphError, match="no input called q; the inputs are a, b"):
        objective(parse("L = a b"), **names)


def test_a_graph_without_inputs_has_nothing_to_descend() -> None:
    with pytest.raises(GraphError, match="nothing to descend"):
        objective(parse("1 + 2"))
