"""Shapes of all nodes, and sentences about operands that do not fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from gradviz.errors import GraphError, ShapeError
from gradviz.graph import Graph, evaluate, infer, parse
from tests.graph.random_graphs import array_graphs


@given(array_graphs())
def test_inferred_shapes_are_those_of_the_values(graph: Graph) -> None:
    values = evaluate(graph).node_values
    assert infer(graph) == {node_id: np.shape(value) for node_id, value in values.items()}


def test_inputs_may_be_given_other_shapes() -> None:
    graph = parse("sum((X @ W - Y)^2)")
    shapes = infer(graph, {"X": (5, 3), "W": (3, 2), "Y": (5, 2)})
    assert shapes[graph.users[graph.by_name["W"]][0][0]] == (5, 2)


@pytest.mark.parametrize(
    ("text", "values", "sentence"),
    [
        (
            "Z = A @ B",
            {"A": np.ones((2, 3)), "B": np.ones((2, 2))},
            "In Z, A is 2×3 and B is 2×2: inner sizes 3 and 2 differ.",
        ),
        (
            "A @ B",
            {},
            (
                "In matmul, A is one number and B is one number: "
                "a matrix product needs vectors or matrices, not a single number."
            ),
        ),
        (
            "u + v",
            {"u": np.ones(3), "v": np.ones(2)},
            (
                "In +, u is a vector of 3 and v is a vector of 2: "
                "sizes 3 and 2 differ and neither is 1."
            ),
        ),
        (
            "det(A)",
            {"A": np.ones((2, 3))},
            "In det, A is 2×3: a square matrix is needed and sizes 2 and 3 differ.",
        ),
        (
            "mean(x, dim=1)",
            {"x": 2.0},
            "In mean, x is one number: dim=1 is outside its 0 dimensions.",
        ),
        (
            "sum(v, dim=1)",
            {"v": np.ones(3)},
            "In sum, v is a vector of 3: dim=1 is outside its 1 dimensions.",
        ),
        (
            "dot(u, -v)",
            {"u": np.ones(1), "v": np.ones(2)},
            (
                "In dot, u is a vector of 1 and the result of − is a vector of 2: "
                "sizes 1 and 2 differ."
            ),
        ),
    ],
)
def test_a_misfit_names_the_operands_and_says_why(
    text: str, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ShapeError) as caught:
        evaluate(parse(text), values)
    assert str(caught.value) == sentence
    assert caught.value.node is not None


def test_rows_of_different_lengths_are_refused() -> None:
    with pytest.raises(ShapeError, match="A has rows of different lengths"):
        evaluate(parse("sum(A)"), {"A": [[1, 2], [3]]})


@pytest.mark.parametrize("value", ["2", None, 1j, {}])
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(GraphError, match="a needs a number or a matrix"):
        evaluate(parse("2a"), {"a": value})
