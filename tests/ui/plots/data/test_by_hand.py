"""Fitting by hand with the real mouse: handles, sliders, squares, the target, points edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.descent import best_line
from gradviz.descent.data.datasets import Dataset
from gradviz.document import Document, edits, inputs_of, open_example, open_function, recipes
from gradviz.document.data import set_dataset
from gradviz.document.sourcing import with_standardized
from gradviz.ui.plots.data.by_hand import COMPUTING
from gradviz.ui.plots.data.scoring import AT_ONCE_UP_TO

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

Open = Callable[[Document | str], "Desk"]
LEFT = Qt.MouseButton.LeftButton


def press(desk: Desk, name: str) -> None:
    button = desk.findChild(QToolButton, name)
    assert button is not None
    QTest.mouseClick(button, LEFT)


def score(desk: Desk) -> str:
    label = desk.findChild(QLabel, "by_hand_score")
    assert label is not None
    return label.text()


def at(desk: Desk, x: float, y: float) -> QPoint:
    place = desk.data.canvas.widget_at(x, y)
    return QPoint(round(place.x()), round(place.y()))


def drag(desk: Desk, start: QPoint, end: QPoint) -> None:
    viewport = desk.data.canvas.viewport()
    QTest.mousePress(viewport, LEFT, pos=start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(viewport, start + (end - start) * share)
    QTest.mouseRelease(viewport, LEFT, pos=end)


def reveal(desk: Desk) -> None:
    button = desk.findChild(QPushButton, "by_hand_reveal")
    assert button is not None
    QTest.mouseClick(button, LEFT)


def handles(desk: Desk) -> list[tuple[float, float]]:
    return desk.data.work.handles


@pytest.fixture
def by_hand(open_desk: Open) -> Desk:
    desk = open_desk(open_example("line_fit"))
    press(desk, "data_by_hand_button")
    return desk


def test_the_line_follows_its_handle_and_the_start_with_it(by_hand: Desk, qtbot: QtBot) -> None:
    (x0, y0), (x1, y1) = handles(by_hand)
    drag(by_hand, at(by_hand, x1, y1), at(by_hand, x1, 6.0))
    start = by_hand.start
    assert start["m"] * x1 + start["b"] == pytest.approx(6.0, abs=0.2)
    assert start["m"] * x0 + start["b"] == pytest.approx(y0, abs=0.05)
    assert by_hand.session.undo_text == "Drag the line"
    x, y = (np.asarray(inputs_of(by_hand.session.document)[name]) for name in ("x", "y"))
    mse = float(np.mean((y - start["m"] * x - start["b"]) ** 2))
    assert score(by_hand).startswith(f"MSE {mse:.4g}")
    qtbot.waitUntil(lambda: not by_hand.jobs.is_busy())
    trajectory = by_hand.run.trajectory
    assert trajectory is not None
    assert trajectory.losses[0] == pytest.approx(mse)
    by_hand.session.undo()
    assert by_hand.start == {"m": 0.0, "b": 0.0}


def test_the_best_is_a_secret_until_it_is_revealed(by_hand: Desk) -> None:
    columns = inputs_of(by_hand.session.document)
    best = best_line(np.asarray(columns["x"]), np.asarray(columns["y"]))
    button = by_hand.findChild(QPushButton, "by_hand_reveal")
    assert button is not None
    assert "best" in button.text()
    assert f"{best.mse:.4g}" not in button.text()
    QTest.mouseClick(button, LEFT)
    assert button.text() == f"best {best.mse:.4g}"
    QTest.mouseClick(button, LEFT)
    assert f"{best.mse:.4g}" not in button.text()


def test_a_slider_moves_its_parameter_by_keys(by_hand: Desk) -> None:
    slider = by_hand.findChild(QSlider, "by_hand_m")
    assert slider is not None
    slider.setFocus()
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert by_hand.start["m"] > 0
    assert by_hand.start["b"] == 0
    by_hand.session.undo()
    assert by_hand.start["m"] == 0


def test_what_can_t_be_dragged_says_why(open_desk: Open) -> None:
    desk = open_desk(open_function("rosenbrock"))
    button = desk.findChild(QToolButton, "data_by_hand_button")
    assert button is not None
    assert not button.isEnabled()
    assert "parameters" in button.toolTip()


def test_a_point_is_dragged_and_the_best_fit_follows(open_desk: Open) -> None:
    desk = open_desk(open_example("line_fit"))
    press(desk, "data_points_button")
    before = inputs_of(desk.session.document)
    x, y = (np.asarray(before[name]) for name in ("x", "y"))
    old = best_line(x, y)
    drag(desk, at(desk, x[-1], y[-1]), at(desk, x[-1], 3.0))
    after = np.asarray(inputs_of(desk.session.document)["y"])
    assert after[-1] == pytest.approx(3.0, abs=0.2)
    np.testing.assert_array_equal(after[:-1], y[:-1])
    objective = desk.run.objective
    assert objective is not None
    assert objective.exact is not None
    new = best_line(np.asarray(inputs_of(desk.session.document)["x"]), after)
    centers = dict(zip(objective.coordinates, objective.exact.center, strict=True))
    assert centers["m"] == pytest.approx(new.m)
    assert new.m < old.m
    desk.session.undo()
    np.testing.assert_array_equal(inputs_of(desk.session.document)["y"], y)


def test_points_are_added_and_removed_in_one_step_each(open_desk: Open) -> None:
    desk = open_desk(open_example("line_fit"))
    press(desk, "data_points_button")
    canvas = desk.data.canvas
    QTest.mouseClick(canvas.viewport(), LEFT, pos=at(desk, 1.0, 9.0))
    dataset = desk.session.document.dataset
    assert dataset is not None
    assert dataset.length == 14
    assert dataset.columns["y"][-1] == pytest.approx(9.0, abs=0.1)
    assert desk.session.undo_text == "Add a point"
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert desk.session.document.dataset is not None
    assert desk.session.document.dataset.columns["y"][-1] > dataset.columns["y"][-1]
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert desk.session.document.dataset is not None
    assert desk.session.document.dataset.length == 13
    for _ in range(3):
        desk.session.undo()
    assert desk.session.document.dataset.length == 13


def test_points_are_chosen_by_keys(open_desk: Open) -> None:
    desk = open_desk(open_example("line_fit"))
    press(desk, "data_points_button")
    canvas = desk.data.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    dataset = desk.session.document.dataset
    assert dataset is not None
    assert 0.8 not in dataset.columns["x"]


def test_a_polynomial_has_a_handle_for_each_parameter(open_desk: Open) -> None:
    document = edits.set_text(open_example("line_fit"), "ŷ = a*x^2 + b*x + c; L = mean((y - ŷ)^2)")
    desk = open_desk(document)
    press(desk, "data_by_hand_button")
    assert len(handles(desk)) == 3


def test_what_is_taken_is_the_line_of_the_epoch_that_is_shown(by_hand: Desk) -> None:
    reveal(by_hand)
    by_hand.run.set_epoch(40)
    note = by_hand.findChild(QLabel, "data_note")
    assert note is not None
    assert note.text().endswith("at epoch 40")
    (x0, y0), (x1, y1) = handles(by_hand)
    trajectory = by_hand.run.trajectory
    assert trajectory is not None
    assert score(by_hand).startswith(f"MSE {trajectory.losses[40]:.4g}")
    drag(by_hand, at(by_hand, x1, y1), at(by_hand, x1, 4.0))
    start = by_hand.start
    assert start["m"] * x0 + start["b"] == pytest.approx(y0, abs=0.02)
    assert start["m"] * x1 + start["b"] == pytest.approx(4.0, abs=0.2)
    assert by_hand.run.epoch == 0
    assert note.text().endswith("by hand")
    by_hand.session.undo()
    assert by_hand.start == {"m": 0.0, "b": 0.0}


def test_a_slider_moves_the_line_of_the_epoch_that_is_shown(by_hand: Desk) -> None:
    reveal(by_hand)
    by_hand.run.set_epoch(40)
    shown = by_hand.run.point_at(40)
    slider = by_hand.findChild(QSlider, "by_hand_m")
    assert slider is not None
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert by_hand.start["b"] == shown["b"]
    assert by_hand.start["m"] == pytest.approx(float(shown["m"]), abs=0.05)
    assert by_hand.session.undo_text == "Change m"


def test_a_press_on_a_handle_alone_changes_nothing(by_hand: Desk) -> None:
    QTest.mouseClick(by_hand.data.canvas.viewport(), LEFT, pos=at(by_hand, *handles(by_hand)[0]))
    assert not by_hand.session.can_undo


def test_a_handle_is_chosen_and_moved_by_keys(by_hand: Desk) -> None:
    canvas = by_hand.data.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert not by_hand.session.can_undo  # none is chosen
    QTest.keyClick(canvas, Qt.Key.Key_PageUp)
    (_, y0), (_, y1) = handles(by_hand)
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    (_, moved0), (_, moved1) = handles(by_hand)
    assert moved0 == pytest.approx(y0, abs=0.02)
    assert moved1 > y1 + 0.05
    QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert handles(by_hand)[0][1] < y0 - 0.05
    by_hand.session.undo()
    by_hand.session.undo()
    assert by_hand.start == {"m": 0.0, "b": 0.0}


def test_another_document_ends_the_secret_and_a_line_takes_it_up_again(by_hand: Desk) -> None:
    said: list[tuple[str, bool]] = []
    by_hand.data.work.opened.connect(lambda on: said.append(("opened", on)))
    by_hand.data.work.best_hidden.connect(lambda on: said.append(("hidden", on)))
    by_hand.session.new(open_function("rosenbrock"))
    assert said == [("opened", False), ("hidden", False)]
    strip = by_hand.findChild(QLabel, "by_hand_score")
    assert strip is not None
    assert not strip.isVisible()
    by_hand.session.new(open_example("line_fit"))
    assert said[2:] == [("opened", True), ("hidden", True)]


def test_the_best_follows_a_dragged_point_and_is_a_secret_for_other_data(by_hand: Desk) -> None:
    reveal = by_hand.findChild(QPushButton, "by_hand_reveal")
    assert reveal is not None
    QTest.mouseClick(reveal, LEFT)
    press(by_hand, "data_points_button")
    columns = inputs_of(by_hand.session.document)
    x, y = (np.asarray(columns[name]) for name in ("x", "y"))
    drag(by_hand, at(by_hand, x[6], y[6]), at(by_hand, x[6], y[6] + 2.0))
    columns = inputs_of(by_hand.session.document)
    best = best_line(np.asarray(columns["x"]), np.asarray(columns["y"]))
    assert best.mse > best_line(x, y).mse
    assert reveal.text() == f"best {best.mse:.4g}"
    press(by_hand, "data_points_button")
    by_hand.session.apply(
        "Choose other data", recipes.open_preset(by_hand.session.document, "line")
    )
    assert not reveal.isChecked()


def test_the_target_is_least_squares_whatever_the_loss(open_desk: Open) -> None:
    document = edits.set_text(
        open_example("line_fit"), "ŷ = m*x + b; L = mean((y - ŷ)^2) + 5m^2 + 5b^2"
    )
    desk = open_desk(document)
    press(desk, "data_by_hand_button")
    columns = inputs_of(desk.session.document)
    best = best_line(np.asarray(columns["x"]), np.asarray(columns["y"]))
    reveal = desk.findChild(QPushButton, "by_hand_reveal")
    assert reveal is not None
    QTest.mouseClick(reveal, LEFT)
    assert reveal.text() == f"best {best.mse:.4g}"


def test_a_curve_that_is_not_linear_has_sliders_and_no_handles(open_desk: Open) -> None:
    document = edits.set_text(open_example("line_fit"), "ŷ = a*sin(w*x); L = mean((y - ŷ)^2)")
    desk = open_desk(document)
    press(desk, "data_by_hand_button")
    assert handles(desk) == []
    slider, button = (
        desk.findChild(QSlider, "by_hand_w"),
        desk.findChild(QPushButton, "by_hand_reveal"),
    )
    assert slider is not None
    assert button is not None
    assert button.text() == "Reveal descent"  # the best itself is not known
    kept = [desk.secret.on]
    reveal(desk)
    assert button.text() == "Hide descent"
    assert [*kept, desk.secret.on] == [True, False]
    QTest.keyClick(slider, Qt.Key.Key_Right)
    columns, start = inputs_of(desk.session.document), desk.start
    x, y = (np.asarray(columns[name]) for name in ("x", "y"))
    assert start["w"] > 1.0
    mse = float(np.mean((y - start["a"] * np.sin(start["w"] * x)) ** 2))
    assert score(desk).startswith(f"MSE {mse:.4g}")


def test_of_many_points_the_error_is_made_in_the_background(open_desk: Open, qtbot: QtBot) -> None:
    x = np.linspace(0, 1, AT_ONCE_UP_TO + 1)
    y = 3 * x + np.sin(40 * x)
    document = set_dataset(open_example("line_fit"), Dataset("many", {"x": x, "y": y}))
    desk = open_desk(document)
    press(desk, "data_by_hand_button")
    assert score(desk) == COMPUTING
    squares = desk.findChild(QToolButton, "data_squares_button")
    assert squares is not None
    assert not squares.isEnabled()
    mse = float(np.mean(y**2))  # the start is m = b = 0
    qtbot.waitUntil(lambda: score(desk).startswith(f"MSE {mse:.4g}"))


def test_a_point_that_is_added_and_put_right_is_one_entry(open_desk: Open) -> None:
    desk = open_desk(open_example("line_fit"))
    press(desk, "data_points_button")
    drag(desk, at(desk, 1.0, 9.0), at(desk, 2.0, 8.0))
    dataset = desk.session.document.dataset
    assert dataset is not None
    assert dataset.length == 14
    assert dataset.columns["x"][-1] == pytest.approx(2.0, abs=0.1)
    assert desk.session.undo_text == "Add a point"
    desk.session.undo()
    assert not desk.session.can_undo


def test_two_quick_clicks_are_two_points(open_desk: Open) -> None:
    desk = open_desk(open_example("line_fit"))
    press(desk, "data_points_button")
    viewport, frame = desk.data.canvas.viewport(), desk.data.canvas.frame
    QTest.mouseClick(viewport, LEFT, pos=at(desk, 1.0, 9.0))
    QTest.mouseDClick(viewport, LEFT, pos=at(desk, 1.5, 9.0))
    dataset = desk.session.document.dataset
    assert dataset is not None
    assert dataset.length >= 15
    assert desk.data.canvas.frame == frame  # the view stays


def test_points_can_be_edited_where_columns_are_standardized(open_desk: Open) -> None:
    desk = open_desk(with_standardized(open_example("line_fit"), ["x"]))
    press(desk, "data_points_button")
    drag(desk, at(desk, 0.5, 9.0), at(desk, 1.0, 9.0))
    assert desk.session.document.source is not None
    table = desk.session.document.source.table
    assert table.length == 14
    dataset = desk.session.document.dataset
    assert dataset is not None
    assert dataset.columns["x"][-1] == pytest.approx(1.0, abs=0.1)
    assert table.columns["x"][-1] > table.columns["x"].mean()
