"""Typing on: what stays the same node, and what keeps its value."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from gradviz.graph import Graph, Node, NodeId, Role, parse, reconcile
from tests.graph.random_texts import structure, with_roles, written_graphs


def called(graph: Graph, node_id: NodeId | None) -> object:
    node = graph.nodes.get(node_id or "")
    return None if node is None else graph.labels.get(node.id, node.value)


def origins(before: str, after: str) -> dict[object, object]:
    """What each node of the new text is called, and the old node it is."""
    old = parse(before)
    new = reconcile(old, parse(after))
    return {called(new, i): called(old, i) for i in new.nodes}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("L = c(a + 2b)", "L = c(a + 3b)", {"L": "L", "n1": "n1", "n2": "n2", 3.0: 2.0}),
        ("a + 2b", "c(a + 2b)", {"n1": "n1", "n2": "n2", "n3": None, "c": None, 2.0: 2.0}),
        ("a + b + c", "a + b + c + d", {"n1": "n1", "n2": "n2", "n3": None}),
        ("2b + 3c", "3c", {"n1": "n2", 3.0: 3.0, "c": "c"}),
        ("L = sin((x + y) z)", "L = sin((x + w) z)", {"L": "L", "n1": "n1", "n2": "n2", "w": "y"}),
        ("L = c e", "Loss = c e", {"Loss": "L"}),
        ("sin(x) + 1", "sin(x) + 12", {"n1": "n1", "n2": "n2", 12.0: 1.0}),
        ("2b + 2b", "2b + 2b + 2b", {"n1": "n1", "n2": "n2", "n3": "n3", "n4": None}),
        ("sin(x)", "cos(x)", {"n1": None, "x": "x"}),
        ("d = 2b; L = d", "L = d", {"L": "L", "d": "d"}),
    ],
)
def test_nodes_stay_while_the_text_changes(
    before: str, after: str, expected: dict[object, object]
) -> None:
    found = origins(before, after)
    assert {name: found[name] for name in expected} == expected


@given(written_graphs())
def test_the_same_graph_keeps_every_id(graph: Graph) -> None:
    ids = {node_id: f"other{node_id}" for node_id in graph.nodes}
    nodes = {
        ids[n.id]: replace(n, id=ids[n.id], operands=tuple(ids[o] for o in n.operands))
        for n in graph.nodes.values()
    }
    again = reconcile(graph, Graph(nodes, ids[graph.output or ""]))
    assert again.nodes.keys() == graph.nodes.keys()
    assert structure(again) == structure(graph)


@given(written_graphs(), written_graphs(shared=True))
def test_structure_is_that_of_the_new_text_and_ids_are_unique(old: Graph, new: Graph) -> None:
    found = reconcile(with_roles(old, Role.CONSTANT, 7.0), new)
    assert len(found.nodes) == len(new.nodes)
    assert [n.op for n in found.nodes.values()] == [n.op for n in new.nodes.values()]
    assert list(found.labels.values()) == list(new.labels.values())
    stated = {n.name: n.value for n in new.inputs if n.stated}
    assert {n.name: n.value for n in found.inputs if n.stated} == stated


def kept(before: str, after: str, *, role: Role = Role.PARAMETER) -> Node:
    """The input x of ``after`` when that of ``before`` had this role and, unstated, 7."""
    old = parse(before)
    x = old.named("x")
    old = old.with_nodes(replace(x, role=role, value=x.value if x.stated else 7.0))
    return reconcile(old, parse(after)).named("x")


def test_an_input_keeps_the_value_and_role_it_was_given() -> None:
    x = kept("2x", "3x + 1", role=Role.CONSTANT)
    assert (x.value, x.role, x.stated) == (7.0, Role.CONSTANT, False)


def test_a_stated_value_comes_from_the_text_and_the_role_stays() -> None:
    x = kept("2x", "x = 3; 2x", role=Role.CONSTANT)
    assert (x.value, x.role, x.stated) == (3.0, Role.CONSTANT, True)


def test_a_value_that_is_no_longer_stated_stays() -> None:
    x = kept("x = 3; 2x", "2x")
    assert (x.value, x.stated) == (3.0, False)


def test_a_stated_number_takes_the_place_of_data() -> None:
    assert kept("2x", "x = 3; 2x", role=Role.DATA).role is Role.PARAMETER


def test_a_number_that_was_stated_as_data_stays_data() -> None:
    old = parse("x = [1, 2]; sum(x)")
    old = old.with_nodes(replace(old.named("x"), role=Role.DATA))
    assert reconcile(old, parse("x = [1, 3]; sum(x)")).named("x").role is Role.DATA


def test_of_two_that_compute_the_same_the_output_stays_the_output() -> None:
    new = parse("x^2; x^2")
    first, last = (node.id for node in new.nodes.values() if node.op == "pow")
    assert new.output == last
    assert reconcile(replace(new, output=first), new).output == first


def test_another_name_in_the_same_place_does_not_take_over_the_value() -> None:
    old = parse("2x")
    old = old.with_nodes(replace(old.named("x"), value=7.0))
    assert reconcile(old, parse("2y")).named("y").value is None


def test_ten_thousand_nodes_keep_their_ids() -> None:
    old = parse(" + ".join(["x"] * 10_000))
    new = reconcile(old, parse(" + ".join(["x"] * 9_999 + ["y"])))
    assert len(old.nodes.keys() & new.nodes.keys()) == 10_000
