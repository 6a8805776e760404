"""Constraints: the penalty is part of the graph, comes and goes in one edit, and keeps the rest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradviz.descent import catalog
from gradviz.document import (
    Document,
    constraining,
    dumps,
    edits,
    loads,
    objective_of,
    open_function,
)
from gradviz.document.composition import node_objectives
from gradviz.errors import GraphError, SettingError
from gradviz.graph import Role

CONSTRAINED = [key for key, function in catalog().items() if function.constraints]
EACH = pytest.mark.parametrize("key", CONSTRAINED)


def penalized_value(document: Document, key: str, point: dict[str, float]) -> float:
    """What is minimized, added up by hand."""
    function = catalog()[key]
    weight = constraining.penalty_of(document) or 0.0
    violations = constraining.violations(document, point).values()
    base = function.objective.function.value(*point.values())
    return float(base + weight * sum(max(0.0, value) ** 2 for value in violations))


@EACH
def test_it_opens_with_the_penalty_of_the_catalog(key: str) -> None:
    document = open_function(key)
    assert constraining.penalty_of(document) == catalog()[key].penalty
    assert document.landscape.box == catalog()[key].domain
    assert len(document.landscape.constraints) == len(catalog()[key].constraints)
    roles = {node.name: node.role for node in document.graph.inputs}
    assert roles["rho"] is Role.CONSTANT
    assert tuple(n.name for n in document.graph.parameters) == catalog()[key].parameters


@EACH
@settings(max_examples=15)
@given(st.data())
def test_what_is_minimized_has_the_squares_of_violations_in_it(
    key: str, data: st.DataObject
) -> None:
    document = open_function(key)
    if data.draw(st.booleans()):
        document = constraining.with_penalty(document, data.draw(st.floats(0.01, 1000)))
    point = {n: data.draw(st.floats(*span)) for n, span in catalog()[key].domain.items()}
    with np.errstate(all="ignore"):
        value = objective_of(document).function.value(*point.values())
        expected = penalized_value(document, key, point)
    assert value == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


@EACH
def test_without_the_penalty_the_constraints_are_still_there(key: str) -> None:
    document = open_function(key)
    bare = constraining.without_penalty(document)
    assert constraining.penalty_of(bare) is None
    assert bare.landscape == document.landscape
    assert constraining.violations(bare) == constraining.violations(document)
    assert "rho" not in bare.graph.by_name
    assert edits.set_text(bare, bare.text) == bare
    assert loads(dumps(bare)) == bare
    assert constraining.without_penalty(bare) == bare


@EACH
def test_the_penalty_comes_back_and_nothing_else_has_changed(key: str) -> None:
    document = open_function(key)
    first = next(iter(document.graph.nodes))
    document = edits.move_nodes(document, {first: (12.0, 34.0)})
    bare = constraining.without_penalty(document)
    again = constraining.with_penalty(bare, 7.0)
    assert again.landscape == document.landscape
    assert again.positions == document.positions
    assert constraining.penalty_of(again) == 7.0
    assert len(again.graph.nodes) == len(document.graph.nodes)
    assert all(again.graph.nodes[i] == node for i, node in bare.graph.nodes.items())
    assert all(document.graph.nodes[i] == node for i, node in bare.graph.nodes.items())
    assert again.text == constraining.with_penalty(document, 7.0).text
    assert edits.set_text(again, again.text) == again


def test_another_weight_touches_one_node() -> None:
    document = open_function("binh_korn")
    changed = constraining.with_penalty(document, 3.5)
    different = [i for i, n in changed.graph.nodes.items() if document.graph.nodes[i] != n]
    assert [changed.graph.nodes[i].name for i in different] == ["rho"]
    assert "rho = 3.5" in changed.text


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_a_weight_that_is_not_positive_is_refused(weight: float) -> None:
    with pytest.raises(SettingError, match="must be a positive number"):
        constraining.with_penalty(open_function("townsend"), weight)


def test_without_constraints_there_is_no_penalty() -> None:
    document = open_function("sphere")
    assert constraining.penalty_of(document) is None
    assert constraining.violations(document) == {}
    assert constraining.feasible(document)
    with pytest.raises(GraphError, match="There is no constraint"):
        constraining.with_penalty(document, 1.0)
    assert constraining.penalty_of(Document()) is None
    assert constraining.without_penalty(Document()) == Document()


@pytest.mark.parametrize("key", [k for k in CONSTRAINED if catalog()[k].minima])
def test_known_minima_are_feasible_and_points_outside_are_not(key: str) -> None:
    document = open_function(key)
    for minimum in document.landscape.minima:
        assert constraining.feasible(document, minimum)
    corner = {name: high for name, (_, high) in catalog()[key].domain.items()}
    worst = max(constraining.violations(document, corner).values())
    assert constraining.feasible(document, corner) == (worst <= 0)


def test_a_value_that_is_not_a_number_is_not_feasible() -> None:
    document = edits.set_text(Document(), "g = log(x); x^2")
    document = constraining.declare_constraint(document, document.graph.by_name["g"])
    assert constraining.feasible(document, {"x": 0.5})
    assert not constraining.feasible(document, {"x": -1.0})


@pytest.fixture
def own() -> Document:
    """A graph of a student's own, with two nodes that could be constraints."""
    return edits.set_text(Document(), "h = 1 - x; k = (x - 2)^2 - 4; L = x^2 + (y - 1)^2")


def test_an_own_node_becomes_a_constraint_and_joins_the_penalty(own: Document) -> None:
    h, k = own.graph.by_name["h"], own.graph.by_name["k"]
    one = constraining.with_penalty(constraining.declare_constraint(own, h), 5.0)
    assert one.text == (
        "rho = 5; h = 1 - x; k = (x - 2)^2 - 4; L = x^2 + (y - 1)^2; L_2 = L + rho max(0, h)^2"
    )
    both = constraining.declare_constraint(one, k)
    assert both.landscape.constraints == ("h", "k")
    assert both.text.endswith("L_2 = L + rho(max(0, h)^2 + max(0, k)^2)")
    assert constraining.declare_constraint(both, k) == both
    for node_id in one.graph.nodes.keys() & both.graph.nodes.keys():  # no id is given anew
        assert one.graph.nodes[node_id] == both.graph.nodes[node_id]
    less = constraining.withdraw_constraint(both, h)
    assert less.text.endswith("L_2 = L + rho max(0, k)^2")
    none = constraining.withdraw_constraint(less, k)
    assert none.text == own.text
    assert none.landscape == own.landscape


def test_an_unnamed_node_gets_a_name(own: Document) -> None:
    node = next(n for n in own.graph.nodes.values() if n.op == "pow" and n.name is None)
    changed = constraining.declare_constraint(own, node.id)
    assert changed.landscape.constraints == ("g_1",)
    assert edits.set_text(changed, changed.text) == changed


def test_what_can_be_no_constraint_is_refused(own: Document) -> None:
    with pytest.raises(GraphError, match="must be something that is computed"):
        constraining.declare_constraint(own, own.graph.by_name["x"])
    vector = edits.set_text(Document(), "v = 2a; sum(v); a = [1, 2]")
    with pytest.raises(GraphError, match="must be a single number"):
        constraining.declare_constraint(vector, vector.graph.by_name["v"])
    penalized = constraining.with_penalty(
        constraining.declare_constraint(own, own.graph.by_name["h"]), 1.0
    )
    with pytest.raises(GraphError, match="cannot depend on its own penalty"):
        constraining.declare_constraint(penalized, penalized.graph.by_name["L_2"])


def test_a_constraint_is_renamed_everywhere(own: Document) -> None:
    h = own.graph.by_name["h"]
    document = constraining.with_penalty(constraining.declare_constraint(own, h), 2.0)
    renamed = edits.rename(document, h, "side")
    assert renamed.landscape.constraints == ("side",)
    assert constraining.penalty_of(renamed) == 2.0
    assert "side" not in constraining.without_penalty(renamed).text.rpartition(";")[2]


def test_a_penalty_typed_by_hand_is_known_as_one(own: Document) -> None:
    document = constraining.declare_constraint(own, own.graph.by_name["h"])
    typed = edits.set_text(document, f"{own.text}; max(h, 0)^2 * strength + L; strength = 4")
    assert constraining.penalty_of(typed) == 4.0
    assert constraining.without_penalty(typed).text == own.text
    other = edits.set_text(document, f"{own.text}; L + 4 max(0, h)^3")
    assert constraining.penalty_of(other) is None


def test_a_penalty_that_something_uses_stays(own: Document) -> None:
    document = constraining.with_penalty(
        constraining.declare_constraint(own, own.graph.by_name["h"]), 2.0
    )
    used = edits.set_text(document, document.text.replace("; L_2", "; z = 3L_2; L_2") + "; L_2")
    bare = constraining.without_penalty(used)
    assert bare.graph.output == own.graph.by_name["L"]
    assert "z = 3L_2" in bare.text


def test_nodes_by_name_are_functions_of_the_parameters() -> None:
    document = open_function("townsend")
    (g,) = node_objectives(document, document.landscape.constraints).values()
    assert g.parameters == ("x", "y")
    point = document.landscape.minima[0]
    assert g.function.value(*point.values()) == pytest.approx(0, abs=1e-12)


def test_a_part_of_the_penalty_is_no_constraint(own: Document) -> None:
    document = constraining.declare_constraint(own, own.graph.by_name["h"])
    document = constraining.with_penalty(document, 2.0)
    graph = document.graph
    added = [node for i, node in graph.nodes.items() if i not in own.graph.nodes and node.operands]
    parts = [node.id for node in added if node.name is None]
    assert {graph.nodes[part].op for part in parts} == {"maximum", "pow", "mul"}
    for part in parts:
        with pytest.raises(GraphError, match="cannot be a part of its own penalty"):
            constraining.declare_constraint(document, part)


def test_without_a_penalty_that_is_used_its_total_gets_a_name() -> None:
    document = edits.set_text(Document(), "h = 1 - x; x^2")
    document = constraining.declare_constraint(document, document.graph.by_name["h"])
    document = constraining.with_penalty(document, 2.0)
    used = edits.set_text(document, document.text + "; z = 3L; L")
    bare = constraining.without_penalty(used)
    assert bare.graph.nodes[bare.graph.output or ""].op == "pow"
    assert edits.set_text(bare, bare.text) == bare
