"""Unrolling as an edit: the same descent on a graph of numbers, and a text that reads back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.data.datasets import Dataset
from gradviz.document import Document, descent_of, dumps, edits, inputs_of, loads, open_example
from gradviz.errors import GraphError
from gradviz.graph import evaluate

number = st.floats(-5, 5).map(lambda x: round(x, 3))
TABLE = st.lists(st.tuples(number, number), min_size=1, max_size=12)


def fit_on(x: list[float], y: list[float], text: str = "") -> Document:
    columns = {"x": np.array(x), "y": np.array(y)}
    opened = edits.open_data(open_example("line_fit"), Dataset("points", columns))
    return edits.set_text(opened, text) if text else opened


@given(TABLE, number, number)
def test_value_and_gradients_of_the_parameters_stay(
    points: list[tuple[float, float]], m: float, b: float
) -> None:
    x, y = zip(*points, strict=True)
    document = edits.set_values(fit_on(list(x), list(y)), {"m": m, "b": b})
    unrolled = edits.unroll_data(document)
    before = evaluate(document.graph, inputs_of(document))
    after = evaluate(unrolled.graph, inputs_of(unrolled))
    assert after.value == pytest.approx(before.value, rel=1e-12, abs=1e-12)
    for name in ("m", "b"):
        assert after.gradients[name] == pytest.approx(before.gradients[name], rel=1e-12, abs=1e-11)


@pytest.mark.parametrize("key", ["line_fit", "matrix"])
def test_the_descent_takes_the_same_path(key: str) -> None:
    document = open_example(key)
    before, after = descent_of(document), descent_of(edits.unroll_data(document))
    assert after.parameters == before.parameters
    np.testing.assert_allclose(after.points, before.points, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(after.losses, before.losses, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("key", ["line_fit", "matrix"])
def test_text_and_file_say_the_same_graph(key: str) -> None:
    unrolled = edits.unroll_data(open_example(key))
    assert edits.set_text(unrolled, unrolled.text).graph == unrolled.graph
    assert loads(dumps(unrolled)) == unrolled


def test_cards_placed_by_hand_stay_where_their_nodes_are_left() -> None:
    document = open_example("line_fit")
    m, y = document.graph.named("m").id, document.graph.named("ŷ").id
    placed = edits.move_nodes(document, {m: (1, 2), y: (3, 4)})
    assert edits.unroll_data(placed).positions == {m: (1.0, 2.0)}


def test_a_document_without_data_says_so() -> None:
    with pytest.raises(GraphError, match="There is no data to unroll"):
        edits.unroll_data(open_example("backprop"))


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(GraphError, match="x has 300 samples, and up to 200"):
        edits.unroll_data(fit_on([1.0] * 300, [2.0] * 300))


def test_everything_but_the_graph_stays() -> None:
    document = open_example("line_fit")
    assert edits.unroll_data(document).dataset is document.dataset
    assert (
        replace(edits.unroll_data(document), graph=document.graph, text=document.text) == document
    )
