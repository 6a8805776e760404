"""The edits: what each changes, what it leaves alone, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.data.datasets import Dataset
from gradviz.document import (
    Document,
    LandscapeSettings,
    edits,
    inputs_of,
    open_example,
    same_function,
    value_of,
)
from gradviz.errors import ExpressionError, GraphError, SettingError
from gradviz.graph import Role


def typed(text: str) -> Document:
    return edits.set_text(Document(), text)


def node_id(document: Document, name: str) -> str:
    return document.graph.by_name[name]


def line_data() -> Dataset:
    return Dataset("line", {"x": np.array([1.0, 2.0]), "y": np.array([3.0, 5.0])})


# Text


def test_text_becomes_a_graph() -> None:
    document = typed("d = 2b; L = c*d")
    assert document.text == "d = 2b; L = c*d"
    assert [node.name for node in document.graph.inputs] == ["b", "c"]


@pytest.mark.parametrize(("text", "error"), [("L = 2 *", ExpressionError), ("a = b", GraphError)])
def test_text_that_is_no_expression_is_refused(text: str, error: type[Exception]) -> None:
    if error is GraphError:
        text = "a = b + 1; b = a + 1"
    with pytest.raises((ExpressionError, GraphError)):
        typed(text)


def test_values_roles_and_places_survive_typing() -> None:
    document = edits.set_values(typed("L = a*x"), {"a": 4})
    document = edits.set_role(document, node_id(document, "x"), Role.CONSTANT)
    document = edits.move_nodes(document, {node_id(document, "a"): (10, 20)})
    longer = edits.set_text(document, "L = a*x + b")
    assert longer.graph.named("a").value == 4
    assert longer.graph.named("x").role is Role.CONSTANT
    assert longer.positions == {node_id(longer, "a"): (10, 20)}


def test_what_vanishes_from_the_text_vanishes_from_the_rest() -> None:
    document = typed("L = a*b")
    document = edits.move_nodes(document, {node_id(document, "b"): (1, 2)})
    document = edits.set_landscape(document, axes=["b"], ranges={"a": (0, 1), "b": (0, 1)})
    shorter = edits.set_text(document, "L = a^2")
    assert shorter.positions == {}
    assert shorter.landscape.axes == ()
    assert shorter.landscape.ranges == {"a": (0, 1)}


def test_the_parameter_of_a_curve_goes_with_it() -> None:
    document = edits.set_landscape(typed("L = a*b"), along="b")
    assert edits.rename(document, node_id(document, "b"), "c").landscape.along == "c"
    assert edits.set_text(document, "L = a^2").landscape.along == ""


def test_ranges_are_reset_to_the_box_or_given_up() -> None:
    document = edits.set_landscape(
        typed("L = a*b*c"), ranges={"a": (0, 1), "b": (0, 2), "c": (0, 3)}
    )
    boxed = replace(document, landscape=replace(document.landscape, box={"a": (-5, 5)}))
    assert edits.reset_ranges(boxed, ["a", "b"]).landscape.ranges == {"a": (-5, 5), "c": (0, 3)}


def test_known_minima_belong_to_the_function() -> None:
    document = edits.set_landscape(typed("L = a^2"), minima=[{"a": 0}])
    assert edits.set_text(document, "L  =  a^2").landscape.minima == ({"a": 0},)
    assert edits.set_text(document, "a = 3; L = a^2").landscape.minima == ({"a": 0},)
    assert edits.set_text(document, "L = (a - 1)^2").landscape.minima == ()


def test_names_of_columns_are_data_once_the_output_is_one_number() -> None:
    document = edits.set_dataset(typed("L = m"), line_data())
    alone = edits.set_text(document, "ŷ = m*x")
    assert alone.graph.named("x").role is Role.PARAMETER
    summed = edits.set_text(alone, "ŷ = m*x; L = mean((y - ŷ)^2)")
    assert summed.graph.named("x").role is Role.DATA
    back = edits.set_text(summed, "ŷ = m*x")
    assert inputs_of(back)["x"] == 1


# Values


def test_a_value_that_is_not_stated_leaves_the_text_alone() -> None:
    document = typed("L = a*b")
    changed = edits.set_value(document, node_id(document, "a"), 2)
    assert changed.text == document.text
    assert changed.graph.named("a").value == 2
    assert document.graph.named("a").value is None


def test_a_stated_value_is_stated_anew() -> None:
    document = typed("a = 2; L = a*b")
    changed = edits.set_value(document, node_id(document, "a"), 3)
    assert "a = 3" in changed.text
    assert typed(changed.text).graph.named("a").value == 3


def test_a_number_in_the_text_is_written_anew() -> None:
    document = typed("L = 2a")
    number = next(n for n in document.graph.nodes.values() if n.is_literal)
    changed = edits.set_value(document, number.id, 5)
    assert "5" in changed.text
    assert edits.set_text(changed, changed.text).graph == changed.graph


@pytest.mark.parametrize(
    ("value", "kept"),
    [(3, 3.0), ([1, 2], (1.0, 2.0)), (np.eye(2), ((1.0, 0.0), (0.0, 1.0))), (True, 1.0)],
)
def test_values_are_frozen(value: object, kept: object) -> None:
    changed = edits.set_values(typed("L = sum(a)"), {"a": value})
    assert changed.graph.named("a").value == kept


@pytest.mark.parametrize("value", [[[1], [1, 2]], [], "three", None, [1, "x"], {}])
def test_what_is_no_value_is_refused(value: object) -> None:
    with pytest.raises(GraphError, match=r"a needs .*\."):
        edits.set_values(typed("L = sum(a)"), {"a": value})


def test_what_is_computed_cannot_be_set() -> None:
    with pytest.raises(GraphError, match="L is computed"):
        edits.set_values(typed("L = 2a"), {"L": 3})


def test_what_comes_from_the_dataset_cannot_be_set() -> None:
    with pytest.raises(GraphError, match="x comes from the dataset"):
        edits.set_values(open_example("line_fit"), {"x": 3})


def test_several_values_are_one_edit() -> None:
    changed = edits.set_values(typed("L = a*b"), {"a": 2, "b": 3})
    assert inputs_of(changed) == {"a": 2, "b": 3}


# Names


def test_a_new_name_is_followed_everywhere() -> None:
    document = edits.set_values(typed("L = m*x"), {"m": 2})
    document = edits.set_landscape(
        document, axes=["m"], ranges={"m": (0, 4)}, minima=[{"m": 0, "x": 0}]
    )
    changed = edits.rename(document, node_id(document, "m"), "slope")
    assert "slope" in changed.text
    assert changed.landscape == LandscapeSettings(
        axes=("slope",), ranges={"slope": (0, 4)}, minima=({"slope": 0, "x": 0},)
    )
    assert changed.graph.named("slope").value == 2
    assert edits.set_text(changed, changed.text).graph == changed.graph


def test_renaming_data_renames_its_column() -> None:
    document = open_example("line_fit")
    changed = edits.rename(document, node_id(document, "x"), "hours")
    assert changed.dataset is not None
    assert list(changed.dataset.columns) == ["hours", "y"]
    assert inputs_of(changed)["hours"] is changed.dataset.columns["hours"]


def test_an_operation_can_be_named_and_unnamed() -> None:
    document = typed("L = 2(a + b)")
    plus = next(n for n in document.graph.nodes.values() if n.op == "add")
    named = edits.rename(document, plus.id, "s")
    assert named.graph.named("s").id == plus.id
    assert edits.rename(named, plus.id, "").graph == document.graph


@pytest.mark.parametrize("name", ["b", "sin", "2", "a b", "a + 1", "π", ""])
def test_names_that_cannot_be_given_are_refused(name: str) -> None:
    document = typed("L = a*b")
    with pytest.raises(GraphError):
        edits.rename(document, node_id(document, "a"), name)


def test_a_name_that_is_used_twice_stays() -> None:
    document = typed("d = 2b; L = d*d")
    with pytest.raises(GraphError, match="needs a name"):
        edits.rename(document, node_id(document, "d"), "")


# Places, descent, landscape


@given(st.dictionaries(st.sampled_from(["1", "2"]), st.tuples(st.floats(-9, 9), st.floats(-9, 9))))
def test_moving_and_clearing(places: dict[str, tuple[float, float]]) -> None:
    document = typed("L = a*b")
    moved = edits.move_nodes(document, places)
    assert moved.positions == places
    assert edits.clear_positions(moved) == document


def test_places_are_finite_and_of_nodes() -> None:
    document = typed("L = a*b")
    with pytest.raises(GraphError):
        edits.move_nodes(document, {"99": (0, 0)})
    with pytest.raises(GraphError):
        edits.move_nodes(document, {node_id(document, "a"): (float("nan"), 0)})


def test_descent_settings_change_one_by_one() -> None:
    document = edits.set_descent(typed("L = a"), lr=0.5, settings={"momentum": 0.9})
    changed = edits.set_descent(document, epochs=7)
    assert (changed.descent.lr, changed.descent.epochs) == (0.5, 7)
    assert changed.descent.settings == {"momentum": 0.9}


def test_another_optimizer_drops_the_hyperparameters() -> None:
    document = edits.set_descent(typed("L = a"), settings={"momentum": 0.9})
    assert edits.set_descent(document, optimizer="adam").descent.settings == {}


@pytest.mark.parametrize(
    ("before", "after", "lr"),
    [("sgd", "adam", 0.3), ("sgd", "newton", 1.0), ("armijo", "cg", 0.3), ("newton", "sgd", 0.001)],
)
def test_another_optimizer_keeps_the_rate_where_it_means_the_same(
    before: str, after: str, lr: float
) -> None:
    document = edits.set_descent(typed("L = a"), optimizer=before, lr=0.3)
    assert edits.set_descent(document, optimizer=after).descent.lr == lr
    assert edits.set_descent(document, optimizer=after, lr=2.0).descent.lr == 2.0


REFUSED: list[Callable[[Document], Document]] = [
    lambda d: edits.set_descent(d, lr=-1),
    lambda d: edits.set_descent(d, lr=float("inf")),
    lambda d: edits.set_descent(d, epochs=-1),
    lambda d: edits.set_descent(d, epochs=10_000_000),
    lambda d: edits.set_landscape(d, axes=["nobody"]),
    lambda d: edits.set_landscape(d, along="nobody"),
    lambda d: edits.set_landscape(d, ranges={"a": (1, 1)}),
    lambda d: edits.set_landscape(d, ranges={"a": (0, float("inf"))}),
]


@pytest.mark.parametrize("change", REFUSED)
def test_settings_out_of_range_are_refused(change: Callable[[Document], Document]) -> None:
    with pytest.raises(SettingError):
        change(typed("L = a"))


# Data


def test_inputs_called_like_columns_become_data() -> None:
    document = edits.set_dataset(typed("L = mean((y - m*x)^2)"), line_data())
    assert [n.name for n in document.graph.parameters] == ["m"]
    np.testing.assert_array_equal(inputs_of(document)["y"], [3.0, 5.0])


def test_without_the_dataset_data_becomes_constant() -> None:
    document = edits.set_dataset(open_example("line_fit"), None)
    assert document.graph.named("x").role is Role.CONSTANT
    assert inputs_of(document)["x"] == 1


def test_an_input_that_is_data_leaves_the_landscape() -> None:
    document = edits.set_landscape(typed("L = mean(m*x)"), axes=["x", "m"], ranges={"x": (0, 1)})
    bound = edits.set_dataset(document, line_data())
    assert bound.landscape.axes == ("m",)
    assert bound.landscape.ranges == {}


# What a document computes


def test_the_start_is_not_part_of_the_function() -> None:
    document = typed("L = a*x")
    assert same_function(document, edits.set_values(document, {"a": 3}))
    constant = edits.set_role(document, node_id(document, "x"), Role.CONSTANT)
    assert not same_function(document, constant)
    assert not same_function(constant, edits.set_values(constant, {"x": 3}))
    assert not same_function(document, edits.set_values(document, {"a": [1, 2]}))
    assert not same_function(document, edits.set_dataset(document, line_data()))
    assert same_function(document, replace(document, title="other"))


# Roles


def test_data_that_states_its_values_stays_data() -> None:
    document = typed("x = [1, 2, 3]; L = mean((m x - 2)^2)")
    data = edits.set_role(document, node_id(document, "x"), Role.DATA)
    assert edits.set_text(data, data.text) == data
    other = edits.set_text(data, data.text.replace("3]", "4]"))
    assert other.graph.named("x").role is Role.DATA
    table = Dataset("table", {"x": np.array([5.0, 6.0])})
    kept = value_of(edits.set_dataset(data, table), data.graph.named("x"))
    np.testing.assert_array_equal(kept, [1, 2, 3])


def test_an_input_that_is_made_data_takes_the_column_of_its_name() -> None:
    document = edits.set_dataset(typed("x = 2; L = mean((m x - 1)^2)"), line_data())
    data = edits.set_role(document, node_id(document, "x"), Role.DATA)
    assert data.text == "L = mean((m x - 1)^2)"
    np.testing.assert_array_equal(value_of(data, data.graph.named("x")), [1, 2])
    assert edits.set_text(data, data.text) == data


def test_a_column_that_would_make_the_output_a_list_is_refused() -> None:
    document = edits.set_dataset(typed("y = m x + b"), line_data())
    with pytest.raises(GraphError, match="take the mean of it, or the sum"):
        edits.set_role(document, node_id(document, "x"), Role.DATA)
