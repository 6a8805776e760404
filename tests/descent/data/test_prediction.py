"""The prediction is found in losses as students write them."""

from __future__ import annotations

import pytest

from gradviz.descent import Prediction, find_prediction
from gradviz.graph import parse


@pytest.mark.parametrize(
    ("text", "label", "columns", "by_row"),
    [
        ("L = mean((m*x + b - y)^2)", "prediction", ("x",), True),
        ("p = m*x; ŷ = p + b; L = mean((y - ŷ)^2)", "ŷ", ("x",), True),
        ("r = y - sigmoid(w*x); L = sum(r*r)", "prediction", ("x",), True),
        ("L = mean((b - y)^2)", "b", (), True),
        ("L = mean(abs(softmax(m*x) - y))", "prediction", ("x",), False),
    ],
)
def test_found(text: str, label: str, columns: tuple[str, ...], by_row: bool) -> None:
    found = find_prediction(parse(text), ("x", "y"))
    assert found is not None
    assert (found.label, found.target) == (label, "y")
    assert (found.columns, found.by_row) == (columns, by_row)


def test_a_difference_with_another_column_comes_first() -> None:
    found = find_prediction(parse("L = mean((b - y)^2) + mean((m*x - y)^2)"), ("x", "y"))
    assert isinstance(found, Prediction)
    assert found.columns == ("x",)


@pytest.mark.parametrize("text", ["L = x^2", "L = mean(y - x)", "p = m*x - y; L = m^2"])
def test_none_where_there_is_none(text: str) -> None:
    assert find_prediction(parse(text), ("x", "y")) is None
