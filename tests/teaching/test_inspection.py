"""What is said of one node, and forward mode beside reverse mode."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from gradviz.graph import Evaluation, Graph, evaluate, parse
from gradviz.teaching import (
    compare_modes,
    definition_latex,
    element_text,
    gradient_story,
    kind_words,
    local_rules,
    plain,
    use_rules,
)
from tests.graph.random_graphs import scalar_graphs

SLIDES = "d = 2b; e = a + d; L = c*e"
VALUES = {"a": 1.0, "b": 2.0, "c": 3.0}


def passes(text: str = SLIDES, values: dict[str, Any] = VALUES) -> Evaluation:
    return evaluate(parse(text), values)


def rules(found: Evaluation, name: str, made: int | None = None) -> list[str]:
    node = found.graph.named(name).id
    return [plain(rule.latex) for rule in local_rules(found, found.graph, node, found.steps[:made])]


def test_kinds_in_words() -> None:
    graph = parse(SLIDES)
    said = {label: kind_words(graph, node) for node, label in graph.labels.items()}
    assert said["d"] == "multiply"
    assert said["L"] == "multiply, the output"
    assert said["a"] == "parameter"


def test_a_definition_is_symbols_and_the_number() -> None:
    found = passes()
    of = {
        label: plain(definition_latex(found.graph, node, found.node_values[node]))
        for node, label in found.graph.labels.items()
    }
    assert of["e"] == "e = a + d = 5"
    assert of["a"] == "a = 1"


def test_local_derivatives_get_their_numbers_with_the_steps() -> None:
    found = passes()
    assert rules(found, "L", 0) == ["∂L/∂c = e", "∂L/∂e = c"]
    assert rules(found, "L") == ["∂L/∂c = e = 5", "∂L/∂e = c = 3"]
    assert rules(found, "d") == ["", "∂d/∂b = 2"]


def test_what_uses_a_node_is_told_with_the_derivative_by_it() -> None:
    found = passes("p = 4m; q = m^2; L = p + q", {"m": 3.0})
    told = use_rules(found, found.graph, found.graph.by_name["m"], found.steps, 8)
    assert [(r.name, plain(r.latex)) for r in told] == [
        ("p", "∂p/∂m = 4"),
        ("q", "∂q/∂m = 2m = 6"),
    ]


def test_an_open_port_has_a_row_and_no_rule() -> None:
    graph = parse("L = a * ?")
    found = evaluate(graph, partial=True)
    first, second = local_rules(found, graph, graph.by_name["L"], found.steps)
    assert (first.name, first.latex) == ("a", "")
    assert (second.port_name, second.other) == ("B", "")


def test_the_gradient_of_a_node_used_twice_is_told_by_its_sum() -> None:
    found = passes("L = x*x", {"x": 3.0})
    told = gradient_story(found, found.graph.by_name["x"], found.steps)
    assert told is not None
    assert told.plain == "∂L/∂x = 3 + 3 = 6"
    assert gradient_story(found, found.graph.by_name["x"], found.steps[:1]) is None


def test_both_modes_meet_in_the_same_derivative() -> None:
    found = passes()
    compared = compare_modes(found, found.graph.by_name["b"])
    by_name = {row.name: (row.reverse, row.forward) for row in compared.rows}
    assert [by_name[name] for name in "bdL"] == [(6, 1), (3, 2), (1, 6)]
    assert compared.meeting == "Both find ∂L/∂b: reverse mode at b, 6, forward mode at L, 6."


def test_the_costs_say_why_reverse_wins_for_many_inputs() -> None:
    found = passes()
    compared = compare_modes(found, found.graph.by_name["b"])
    assert compared.costs is not None
    assert (compared.costs.reverse.passes, compared.costs.forward.passes) == (1, 3)
    assert compared.costs.about == "all gradients of L by 3 numbers (b, a, c)"
    assert "reverse wins for many inputs, forward for one" in compared.why
    single = passes("L = x^2", {"x": 1.0})
    assert "each mode needs one pass" in compare_modes(single, single.graph.by_name["x"]).why


def test_an_element_of_an_array_can_be_the_source() -> None:
    found = passes("L = sum(v^2)", {"v": [1.0, 2.0, 3.0]})
    compared = compare_modes(found, found.graph.by_name["v"], 1)
    assert compared.source == "v[1]"
    assert compared.rows[-1].forward == 4
    assert element_text((2, 3), 5) == "[1,2]"


def test_without_a_single_number_as_target_there_is_still_forward_mode() -> None:
    found = passes("P = 2v", {"v": [1.0, 2.0]})
    compared = compare_modes(found, found.graph.by_name["v"], 0)
    np.testing.assert_array_equal(compared.rows[-1].forward, [2, 0])
    assert (compared.costs, compared.meeting) == (None, "")
    assert "one number" in compared.problem


@given(scalar_graphs())
def test_reverse_at_the_input_is_forward_at_the_target(graph: Graph) -> None:
    found = evaluate(graph)
    for node in graph.inputs[:2]:
        rows = {row.node: row for row in compare_modes(found, node.id).rows}
        reverse, forward = rows[node.id].reverse, rows[found.target].forward
        assert isinstance(reverse, float)
        assert isinstance(forward, float)
        if math.isfinite(reverse) and math.isfinite(forward):
            assert forward == pytest.approx(reverse, rel=1e-9, abs=1e-9)
