"""The data plot: points, the prediction at the epoch shown, residuals, density."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from gradviz.descent import Dataset, objective
from gradviz.document import Document, edits, objective_of, open_example
from gradviz.graph import Array, parse
from gradviz.ui.plots.data.fit import PAIRS_UP_TO, Fit, Kind, fit_of
from tests.ui.plots.conftest import at

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

Open = Callable[[Document | str], "Desk"]


def fit(text: str, **columns: Array) -> Fit:
    found = fit_of(objective(parse(text), columns))
    assert found is not None
    return found


def with_data(text: str, **columns: Array) -> Document:
    return edits.set_dataset(edits.set_text(Document(), text), Dataset("made", columns))


def note(desk: Desk) -> str:
    label = desk.findChild(QLabel, "data_note")
    assert label is not None
    return label.text()


X = np.array([0.0, 1.0, 2.0, 4.0])
Y = np.array([1.0, 2.0, 2.0, 5.0])


@pytest.mark.parametrize("text", ["L = mean((m*x + b - y)^2)", "ŷ = m x + b; L = mean((y - ŷ)^2)"])
def test_the_line_is_the_prediction_and_meets_the_points_columns(text: str) -> None:
    found = fit(text, x=X, y=Y)
    assert found.kind is Kind.CURVE
    assert found.predict is not None
    assert found.rows is not None
    names = objective(parse(text), {"x": X, "y": Y}).coordinates
    heights = found.predict(np.array([{"m": 2.0, "b": -1.0}[name] for name in names]))
    np.testing.assert_allclose(heights, 2 * found.line_x - 1)
    np.testing.assert_allclose(found.line_x[found.rows], X)


def test_a_curve_of_any_shape_is_sampled() -> None:
    found = fit("L = sum((a*sin(x) - y)^2)", x=X, y=Y)
    assert found.predict is not None
    np.testing.assert_allclose(found.predict(np.array([3.0])), 3 * np.sin(found.line_x))


def test_two_columns_are_shown_as_predicted_against_given() -> None:
    found = fit("L = mean((a*u + c*v - y)^2)", u=X, v=X**2, y=Y)
    assert found.kind is Kind.PAIRED
    assert found.predict is not None
    np.testing.assert_allclose(found.predict(np.array([2.0, 1.0])), 2 * X + X**2)


def test_what_mixes_rows_is_not_drawn_as_a_curve() -> None:
    assert fit("L = mean((a*(x - mean(x)) - y)^2)", x=X, y=Y).kind is Kind.PAIRED


def test_many_pairs_are_thinned_and_say_so() -> None:
    many = np.linspace(0, 1, 20_000)
    found = fit("L = mean((a*u + c*v - y)^2)", u=many, v=many, y=many)
    assert len(found.x) == PAIRS_UP_TO
    assert found.note == "showing 5,000 of 20,000 points"
    assert found.predict is not None
    np.testing.assert_allclose(found.predict(np.array([1.0, 2.0])), 3 * found.x)


def test_scrubbing_moves_the_line(desk: Desk) -> None:
    desk.run.set_epoch(0)
    np.testing.assert_allclose(desk.data._heights, 0.0)
    assert "epoch 0" in note(desk)
    desk.run.set_epoch(50)
    assert desk.data._heights[-1] > desk.data._heights[0]


def test_all_points_are_in_view(desk: Desk) -> None:
    frame = desk.data.canvas.frame
    dataset = desk.session.document.dataset
    assert dataset is not None
    for name, (low, high) in (("x", frame.x), ("y", frame.y)):
        assert low < dataset.columns[name].min()
        assert dataset.columns[name].max() < high


def test_hovering_tells_the_prediction(desk: Desk) -> None:
    frame = desk.data.canvas.frame
    desk.hover(desk.data.canvas, sum(frame.x) / 2, sum(frame.y) / 2)
    assert "prediction" in desk.said[-1]


def test_a_large_dataset_is_a_density_of_all_points(open_desk: Open) -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=50_000)
    desk = open_desk(with_data("L = mean((m*x + b - y)^2)", x=x, y=x))
    assert note(desk).startswith("50,000 points")
    assert desk.data.canvas.grab().toImage() is not None


def test_without_data_it_says_what_to_do(open_desk: Open) -> None:
    for text in ("", "L = x^2"):
        sentence = open_desk(text).data.canvas.empty_sentence
        assert sentence is not None
        assert "CSV" in sentence


def test_two_classes_have_a_boundary_where_the_prediction_is_even() -> None:
    random = np.random.default_rng(1)
    u, v = random.normal(size=40), random.normal(size=40)
    ones = (u + v > 0).astype(float)
    text = "ŷ = sigmoid(a*u + c*v); L = -mean(y*log(ŷ) + (1 - y)*log(1 - ŷ))"
    found = fit(text, u=u, v=v, y=ones)
    assert found.kind is Kind.CLASSES
    assert found.labels == ("u", "v")
    assert found.ones is not None
    np.testing.assert_array_equal(found.ones, ones == 1)
    assert found.grid is not None
    assert found.predict is not None
    names = objective(parse(text), {"u": u, "v": v, "y": ones}).coordinates
    heights = found.predict(np.array([{"a": 2.0, "c": -1.0}[name] for name in names]))
    across, up = np.meshgrid(*found.grid)
    np.testing.assert_allclose(heights, 1 / (1 + np.exp(-(2 * across - up))).ravel())


def test_a_target_of_other_numbers_is_no_class() -> None:
    text = "ŷ = sigmoid(a*u + c*v); L = -mean(y*log(ŷ) + (1 - y)*log(1 - ŷ))"
    assert fit(text, u=X, v=X**2, y=Y / 5).kind is Kind.PAIRED


ONES = np.array([0.0, 0.0, 1.0, 1.0])
CHANCES = [
    "p = sigmoid(m*x + b); L = -mean(y*log(p) + (1 - y)*log(1 - p))",
    "z = m*x + b; L = mean(softplus(z) - y*z)",
    "z = m*x + b; L = mean(log(1 + exp(z)) - y*z)",
]


@pytest.mark.parametrize("text", CHANCES)
def test_one_feature_with_two_classes_is_a_curve_of_chances(text: str) -> None:
    found = fit(text, x=X, y=ONES)
    assert found.kind is Kind.CURVE
    assert found.labels == ("x", "y")
    assert found.ones is not None
    np.testing.assert_array_equal(found.ones, ONES == 1)
    assert found.predict is not None
    heights = found.predict(np.array([2.0, -3.0]))
    np.testing.assert_allclose(heights, 1 / (1 + np.exp(3 - 2 * found.line_x)), rtol=1e-12)


@pytest.mark.parametrize("text", CHANCES)
def test_the_classes_lie_at_zero_and_one_beside_their_curve(text: str, open_desk: Open) -> None:
    desk = open_desk(with_data(text, x=X, y=ONES))
    low, high = desk.data.canvas.frame.y
    assert low < 0
    assert high > 1
    assert "prediction at epoch" in note(desk) or "p at epoch" in note(desk)
    blue, red = (QColor(getattr(desk.themes.current, name)) for name in ("value", "gradient"))
    picture = desk.data.canvas.grab().toImage()
    for x, y in zip(X, ONES, strict=True):
        color = picture.pixelColor(at(desk.data.canvas, x, y))
        assert color == (blue if y else red)


def test_a_line_through_zeros_and_ones_keeps_its_residuals() -> None:
    assert fit("L = mean((m*x + b - y)^2)", x=X, y=ONES).ones is None


def test_a_chain_of_differences_is_drawn_as_its_curve() -> None:
    found = fit("L = mean((y - a*x^2 - b*x - c)^2)", x=X, y=Y)
    assert found.kind is Kind.CURVE
    assert found.predict is not None
    heights = found.predict(np.array([2.0, -1.0, 3.0]))
    np.testing.assert_allclose(heights, 2 * found.line_x**2 - found.line_x + 3, rtol=1e-12)


def test_the_classes_of_logits_have_a_boundary(open_desk: Open) -> None:
    text = "z = a*u + c*v; L = mean(softplus(z) - y*z)"
    desk = open_desk(with_data(text, u=X, v=X**2, y=ONES))
    assert fit(text, u=X, v=X**2, y=ONES).kind is Kind.CLASSES
    heights = desk.data._heights
    assert ((heights > 0) & (heights < 1)).all()


DRAWN = {
    "polynomial": Kind.CURVE,
    "wave": Kind.CURVE,
    "two_features": Kind.PAIRED,
    "logistic": Kind.CLASSES,
    "network": Kind.CURVE,
}


@pytest.mark.parametrize("name", DRAWN)
def test_the_examples_draw_what_they_predict(name: str, open_desk: Open) -> None:
    desk = open_desk(open_example(name))
    found = fit_of(objective_of(desk.session.document))
    assert found is not None
    assert (found.kind, found.prediction) == (DRAWN[name], "ŷ")
    before = desk.data.canvas.grab().toImage()
    desk.run.set_epoch(0)
    first = desk.data._heights.copy()
    assert desk.data.canvas.grab().toImage() != before
    desk.run.set_epoch(desk.session.document.descent.epochs)
    assert np.isfinite(desk.data._heights).all()
    assert not np.allclose(desk.data._heights, first)
