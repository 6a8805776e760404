"""Several objectives: their weighted sum is part of the graph, and the weights add up to 1."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradviz.descent import Dataset, catalog
from gradviz.document import (
    Document,
    constraining,
    dumps,
    edits,
    loads,
    objective_of,
    open_function,
    weighing,
)
from gradviz.errors import GraphError, SettingError
from gradviz.graph import Role, evaluate

SEVERAL = [key for key, f in catalog().items() if f.category == "multi-objective"]
EACH = pytest.mark.parametrize("key", SEVERAL)


@EACH
def test_it_opens_with_equal_weights(key: str) -> None:
    document = open_function(key)
    names = document.landscape.objectives
    assert len(names) == len(catalog()[key].objectives)
    assert weighing.weights_of(document) == dict.fromkeys(names, 1 / len(names))
    fixed = {node.name for node in document.graph.inputs if node.role is Role.CONSTANT}
    assert fixed >= {f"w_{number}" for number in range(1, len(names) + 1)}
    assert document.descent.in_box == catalog()[key].in_box


@EACH
@settings(max_examples=15)
@given(st.data())
def test_weights_always_add_up_to_1(key: str, data: st.DataObject) -> None:
    document = open_function(key)
    names = document.landscape.objectives
    for _ in range(3):
        name = data.draw(st.sampled_from(names))
        document = weighing.with_weights(document, {name: data.draw(st.floats(0, 1))})
        weights = weighing.weights_of(document)
        assert tuple(weights) == names
        assert math.fsum(weights.values()) == pytest.approx(1, abs=3e-16)
        assert all(0 <= weight <= 1 for weight in weights.values())


@EACH
def test_the_output_is_the_weighted_sum(key: str) -> None:
    document = constraining.without_penalty(open_function(key))
    first = document.landscape.objectives[0]
    document = weighing.with_weights(document, {first: 0.3})
    values = objective_of(document).start
    found = evaluate(document.graph, values).values
    expected = sum(w * found[name] for name, w in weighing.weights_of(document).items())
    assert found["F"] == pytest.approx(expected, rel=1e-12)


@EACH
def test_weights_survive_saving_and_typing(key: str) -> None:
    document = weighing.with_weights(open_function(key), {"f_1": 0.25})
    assert loads(dumps(document)) == document
    assert edits.set_text(document, document.text) == document
    assert document.landscape == open_function(key).landscape


def test_the_others_keep_their_proportion() -> None:
    document = weighing.with_weights(open_function("viennet"), {"f_1": 0.2, "f_2": 0.2, "f_3": 0.6})
    weights = weighing.weights_of(weighing.with_weights(document, {"f_1": 0.6}))
    assert list(weights.values()) == pytest.approx([0.6, 0.1, 0.3])
    alone = weighing.with_weights(document, {"f_2": 1})
    assert list(weighing.weights_of(alone).values()) == [0, 1, 0]
    back = weighing.weights_of(weighing.with_weights(alone, {"f_2": 0}))
    assert list(back.values()) == pytest.approx([0.5, 0, 0.5])


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 200)), min_size=1, max_size=8))
def test_weights_from_a_slider_stay_short_numbers(moves: list[tuple[int, int]]) -> None:
    document = open_function("viennet")
    for place, step in moves:
        document = weighing.with_weights(document, {f"f_{place + 1}": step / 200})
        weights = weighing.weights_of(document)
        assert math.fsum(weights.values()) == pytest.approx(1, abs=1e-15)
        assert weights[f"f_{place + 1}"] == pytest.approx(step / 200, abs=2e-6)
        assert all(len(repr(weight)) <= len("0.123456") for weight in weights.values())


def test_weights_given_for_all_are_scaled() -> None:
    document = weighing.with_weights(open_function("binh_korn"), {"f_1": 3, "f_2": 1})
    assert weighing.weights_of(document) == {"f_1": 0.75, "f_2": 0.25}


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"f_9": 0.5}, "f_9 is not one of the objectives"),
        ({"f_1": -0.1}, "The weight of f_1 must not be negative"),
        ({"f_1": math.nan}, "The weight of f_1 must not be negative"),
        ({"f_1": 1.5}, "must not add up to more than 1"),
        ({"f_1": 0, "f_2": 0}, "At least one objective needs a weight above 0"),
    ],
)
def test_weights_that_cannot_be_are_refused(weights: dict[str, float], words: str) -> None:
    with pytest.raises(SettingError, match=words):
        weighing.with_weights(open_function("binh_korn"), weights)


def test_without_objectives_there_is_nothing_to_weigh() -> None:
    assert weighing.weights_of(Document()) == {}
    with pytest.raises(SettingError, match="There are no objectives"):
        weighing.with_weights(open_function("sphere"), {"f_1": 1})


@pytest.fixture
def own() -> Document:
    """A student's own graph with two nodes that could be objectives, and one constraint."""
    return edits.set_text(Document(), "p = x^2; q = (x - 2)^2; h = 1 - x; r = p - q; L = p + q")


def ids(document: Document, *names: str) -> list[str]:
    return [document.graph.by_name[name] for name in names]


def test_own_nodes_become_objectives(own: Document) -> None:
    both = weighing.declare_objectives(own, ids(own, "p", "q"))
    assert both.landscape.objectives == ("p", "q")
    assert both.text.endswith("F = w_1 p + w_2 q")
    assert weighing.weights_of(both) == {"p": 0.5, "q": 0.5}
    assert edits.set_text(both, both.text) == both
    three = weighing.declare_objectives(both, ids(both, "p", "q", "r"))
    assert three.text.endswith("F = w_1 p + w_2 q + w_3 r")
    assert math.fsum(weighing.weights_of(three).values()) == 1
    one = weighing.declare_objectives(three, ids(three, "q"))
    assert one.graph.output == own.graph.by_name["q"]
    assert one.landscape.objectives == ()
    assert "w_1" not in one.text


def test_without_objectives_the_first_is_minimized(own: Document) -> None:
    both = weighing.declare_objectives(own, ids(own, "q", "p"))
    none = weighing.declare_objectives(both, [])
    assert none.graph.output == own.graph.by_name["q"]
    assert weighing.declare_objectives(own, []).graph == own.graph


def test_a_penalty_stays_around_the_sum(own: Document) -> None:
    document = constraining.declare_constraint(own, own.graph.by_name["h"])
    document = constraining.with_penalty(document, 3.0)
    both = weighing.declare_objectives(document, ids(document, "p", "q"))
    assert constraining.penalty_of(both) == 3.0
    assert both.text.endswith("F = w_1 p + w_2 q; L_2 = F + rho max(0, h)^2")
    moved = weighing.with_weights(both, {"p": 0.1})
    assert constraining.penalty_of(moved) == 3.0
    assert weighing.weights_of(constraining.without_penalty(moved)) == {"p": 0.1, "q": 0.9}


def test_unnamed_objectives_get_names(own: Document) -> None:
    squares = edits.set_text(Document(), "x^2 + (x - 1)^2")
    powers = [node.id for node in squares.graph.nodes.values() if node.op == "pow"]
    both = weighing.declare_objectives(squares, powers)
    assert both.landscape.objectives == ("f_1", "f_2")


def test_what_can_be_no_objective_is_refused(own: Document) -> None:
    with pytest.raises(GraphError, match="must be something that is computed"):
        weighing.declare_objectives(own, ids(own, "x", "p"))
    both = weighing.declare_objectives(own, ids(own, "p", "q"))
    with pytest.raises(GraphError, match="cannot depend on the sum"):
        weighing.declare_objectives(both, ids(both, "F", "p"))


def test_an_objective_is_renamed_everywhere(own: Document) -> None:
    both = weighing.declare_objectives(own, ids(own, "p", "q"))
    renamed = edits.rename(both, own.graph.by_name["p"], "left")
    assert weighing.weights_of(renamed) == {"left": 0.5, "q": 0.5}


def test_an_objective_that_something_uses_gets_a_name() -> None:
    document = edits.set_text(Document(), "a = sin(x) + 1; b = x^2; L = a + b")
    sine = next(node.id for node in document.graph.nodes.values() if node.op == "sin")
    single = weighing.declare_objectives(document, [sine])
    assert single.graph.output == sine
    assert edits.set_text(single, single.text) == single


def test_another_output_binds_the_columns_anew() -> None:
    table = Dataset("table", {"q": np.array([1.0, 2.0])})
    document = edits.set_dataset(edits.set_text(Document(), "r = sum(q); p = 2q; r"), table)
    assert document.graph.named("q").role is Role.DATA
    document = edits.set_text(document, "r = sum(q); s = x^2; t = s + x; p = 2q; p")
    assert document.graph.named("q").role is Role.PARAMETER
    number = weighing.declare_objectives(document, ids(document, "t"))
    assert number.graph.named("q").role is Role.DATA
    assert edits.set_text(number, number.text) == number


def test_the_sum_stays_while_it_is_a_constraint(own: Document) -> None:
    both = weighing.declare_objectives(own, ids(own, "p", "q"))
    held = constraining.declare_constraint(both, both.graph.by_name["F"])
    held = constraining.with_penalty(held, 2.0)
    one = weighing.declare_objectives(held, ids(held, "p"))
    assert one.landscape.constraints == ("F",)
    assert constraining.penalty_of(one) == 2.0


def test_a_part_of_the_penalty_is_no_objective(own: Document) -> None:
    document = constraining.declare_constraint(own, own.graph.by_name["h"])
    document = constraining.with_penalty(document, 2.0)
    with pytest.raises(GraphError, match="cannot be a part of the penalty"):
        weighing.declare_objectives(document, [document.graph.output or ""])
