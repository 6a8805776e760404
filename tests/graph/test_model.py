"""The graph itself: order, users, labels and what it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given

from gradviz.errors import GraphError
from gradviz.graph import INPUT, OPEN, Graph, Node, Role, as_value, literal, parse
from tests.graph.random_graphs import scalar_graphs


@given(scalar_graphs())
def test_operands_stand_before_their_users(graph: Graph) -> None:
    place = {node_id: index for index, node_id in enumerate(graph.order)}
    assert sorted(place) == sorted(graph.nodes)
    for node in graph.nodes.values():
        assert all(place[operand] < place[node.id] for operand in node.operands)


@given(scalar_graphs())
def test_users_are_the_operands_turned_around(graph: Graph) -> None:
    edges = {(o, n.id, i) for n in graph.nodes.values() for i, o in enumerate(n.operands)}
    assert {(o, user, port) for o, uses in graph.users.items() for user, port in uses} == edges


def test_labels_are_names_or_numbers_that_no_name_takes() -> None:
    graph = parse("n1 = a + b; sin(n1) * 2")
    assert sorted(graph.labels.values()) == ["a", "b", "n1", "n2", "n3"]
    assert graph.named("n3").op == "mul"


def test_a_cycle_is_refused_by_name() -> None:
    nodes = {"p": Node("p", "sin", ("q",), "p"), "q": Node("q", "cos", ("p",), "q")}
    with pytest.raises(GraphError, match="would depend on itself"):
        Graph(nodes, "q").order  # noqa: B018


def test_a_dangling_operand_is_refused() -> None:
    with pytest.raises(GraphError, match="not in the graph"):
        Graph({"p": Node("p", "sin", ("gone",))}, "p").order  # noqa: B018


def test_an_open_port_has_no_edge() -> None:
    graph = Graph({"p": Node("p", "add", (OPEN, OPEN))}, "p")
    assert graph.order == ("p",)
    assert not graph.nodes["p"].is_complete


def test_parameters_are_inputs_of_that_role() -> None:
    nodes = {
        "m": Node("m", INPUT, (), "m"),
        "x": Node("x", INPUT, (), "x", role=Role.DATA),
        "k": Node("k", INPUT, (), None, 2.0),
    }
    graph = Graph(nodes, "m")
    assert [n.id for n in graph.inputs] == ["m", "x"]
    assert [n.id for n in graph.parameters] == ["m"]


def test_values_freeze_and_come_back() -> None:
    assert literal([[1, 2], [3, 4]]) == ((1.0, 2.0), (3.0, 4.0))
    assert as_value(literal(3)) == 3.0
    array = as_value(((1.0, 2.0),))
    assert not isinstance(array, float)
    assert array.shape == (1, 2)
