"""What is a sum over the rows, and what is said of everything else."""

from __future__ import annotations

import pytest

from gradviz.errors import GraphError
from gradviz.teaching.regression import fit_of
from gradviz.teaching.regression.finding import find_data_sum
from tests.teaching.regression.fits import LINE, POINTS, evaluated


@pytest.mark.parametrize(
    ("text", "weight", "squared", "linear"),
    [
        (LINE, 1 / 3, True, True),
        ("L = sum((y - a*x^2)^2)", 1.0, True, True),
        ("L = -mean(y*log(sigmoid(w*x)))", -1 / 3, False, False),
        ("r = m*x - y; L = sum(r*r)/2", 0.5, True, True),
        ("L = 2*mean((y - exp(m*x))^2)", 2 / 3, True, False),
    ],
)
def test_found(text: str, weight: float, squared: bool, linear: bool) -> None:
    evaluation = evaluated(text, POINTS)
    found = find_data_sum(evaluation.graph, evaluation.node_values)
    assert found.weight == pytest.approx(weight)
    assert (found.is_squared_error, found.is_linear) == (squared, linear)
    assert found.rows == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("L = (w - 3)^2", "L is something else"),
        ("L = mean((y - softmax(m*x))^2)", "mixes the rows"),
        ("L = mean((y - x)^2)", "No parameter"),
        ("L = m*mean((y - x)^2)", "No parameter plays a part in the sum"),
        ("L = mean(m*2)", "not one number for each row"),
    ],
)
def test_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(GraphError, match=says):
        fit_of(evaluated(text, POINTS))


def test_a_parameter_that_is_a_vector_is_refused() -> None:
    with pytest.raises(GraphError, match="w has 3 numbers: make it a constant"):
        fit_of(evaluated("w = [1, 2, 3]; L = mean((y - w*x)^2)", POINTS))


def test_a_parameter_beside_the_prediction_leaves_it_out() -> None:
    evaluation = evaluated("ŷ = m*x; L = mean((y - ŷ)^2 + m*0.1)", POINTS, m=1)
    found = find_data_sum(evaluation.graph, evaluation.node_values)
    assert found.prediction is None
