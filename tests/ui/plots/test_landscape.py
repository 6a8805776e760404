"""The landscape, clicked, dragged and nudged as a person does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_function

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

Open: TypeAlias = Callable[[Document | str], "Desk"]
LEFT = Qt.MouseButton.LeftButton


def test_a_click_places_the_start_as_one_undo_entry(desk: Desk) -> None:
    before = desk.start
    desk.click(desk.landscape.canvas, 1.0, 3.0)
    assert desk.start == pytest.approx({"m": 1.0, "b": 3.0}, abs=0.03)
    assert desk.session.undo_text == "Move the start"
    desk.session.undo()
    assert desk.start == before
    assert not desk.session.can_undo


def test_a_drag_moves_the_path_live_and_is_one_undo_entry(desk: Desk) -> None:
    starts = []
    desk.run.trajectory_changed.connect(lambda t: starts.append(tuple(t.points[0])))
    desk.drag(desk.landscape.canvas, (0.0, 0.0), (0.5, 1.0), (1.0, 2.0), (3.0, -1.0))
    assert len(starts) >= 3
    assert starts[-1] == pytest.approx((3.0, -1.0), abs=0.03)
    desk.session.undo()
    assert not desk.session.can_undo


def test_two_clicks_apart_are_two_undo_entries(desk: Desk) -> None:
    desk.click(desk.landscape.canvas, 1.0, 3.0)
    desk.click(desk.landscape.canvas, 2.0, 0.0)
    desk.session.undo()
    assert desk.start == pytest.approx({"m": 1.0, "b": 3.0}, abs=0.03)


def test_a_double_click_shows_everything_and_leaves_the_start(desk: Desk) -> None:
    canvas = desk.landscape.canvas
    before, shown = desk.start, canvas.frame
    canvas.set_view((0.5, 0.6), (0.5, 0.6))
    place = canvas.widget_at(0.55, 0.55).toPoint()
    QTest.mouseClick(canvas.viewport(), LEFT, pos=place)
    QTest.mouseDClick(canvas.viewport(), LEFT, pos=place)
    assert desk.start == before
    assert not desk.session.can_undo
    assert canvas.frame.x == pytest.approx(shown.x)


def test_arrow_keys_nudge_the_start(desk: Desk) -> None:
    before = desk.start
    desk.landscape.canvas.setFocus()
    QTest.keyClick(desk.landscape.canvas, Qt.Key.Key_Right)
    QTest.keyClick(desk.landscape.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert desk.start["m"] > before["m"]
    assert desk.start["b"] < before["b"]


def test_hovering_tells_the_point_and_lights_up_the_graph(desk: Desk) -> None:
    desk.hover(desk.landscape.canvas, 1.0, 2.0)
    assert "m = 1" in desk.said[-1]
    assert "∂L/∂b" in desk.said[-1]
    assert desk.passes.state.inputs_override
    shown = desk.passes.state.values[desk.session.document.graph.by_name["m"]]
    assert shown == pytest.approx(1.0, abs=0.03)
    desk.landscape.canvas.hovered.emit(None)
    assert not desk.passes.state.inputs_override


def test_the_wheel_zooms_about_the_cursor(desk: Desk, qtbot: QtBot) -> None:
    canvas = desk.landscape.canvas
    before = canvas.frame
    place = canvas.widget_at(1.0, 2.0)
    here = canvas.data_at(QPointF(place.toPoint()))
    no = Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        QPointF(place.toPoint()), QPointF(place), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, no, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), wheel)
    after = canvas.frame
    assert after.x[1] - after.x[0] < before.x[1] - before.x[0]
    there = canvas.data_at(QPointF(place.toPoint()))
    assert (there.x(), there.y()) == pytest.approx((here.x(), here.y()))
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())


def test_the_right_button_pans_and_leaves_the_start(desk: Desk) -> None:
    canvas, right = desk.landscape.canvas, Qt.MouseButton.RightButton
    before, low = desk.start, canvas.frame.x[0]
    first, second = (canvas.widget_at(x, 2.0).toPoint() for x in (1.0, 1.5))
    QTest.mousePress(canvas.viewport(), right, pos=first)
    QTest.mouseMove(canvas.viewport(), second)
    QTest.mouseRelease(canvas.viewport(), right, pos=second)
    assert canvas.frame.x[0] == pytest.approx(low - 0.5, abs=0.05)
    assert desk.start == before


def test_moving_the_start_keeps_the_view_and_the_map(desk: Desk) -> None:
    canvas = desk.landscape.canvas
    before = canvas.frame
    drawn = desk.landscape._map._drawn
    desk.click(canvas, 0.2, 4.0)
    assert canvas.frame == before
    assert desk.landscape._map._drawn is drawn


def test_another_function_is_another_map(desk: Desk, qtbot: QtBot) -> None:
    desk.session.apply("Type", edits.set_text(desk.session.document, "L = (u - 1)^2 + v^2"))
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    drawn = desk.landscape._map._drawn
    assert drawn is not None
    assert drawn.field.axes == ("u", "v")
    across, up = np.meshgrid(drawn.field.x, drawn.field.y)
    np.testing.assert_allclose(drawn.field.values, (across - 1) ** 2 + up**2, atol=1e-9)


def test_the_ranges_and_minima_of_a_test_function_are_shown(open_desk: Open) -> None:
    desk = open_desk(open_function("rosenbrock"))
    assert desk.landscape.canvas.frame.x == pytest.approx((-2.048, 2.048))
    assert desk.landscape._map._minima == [(1.0, 1.0)]


def test_one_parameter_is_a_curve_whose_point_can_be_dragged(open_desk: Open) -> None:
    desk = open_desk("L = (x - 1)^2")
    canvas = desk.landscape.canvas
    curve = desk.landscape._curve._curve
    assert curve is not None
    np.testing.assert_allclose(curve.values, (curve.x - 1) ** 2, atol=1e-9)
    height = canvas.frame.y[1] * 0.5
    desk.drag(canvas, (1.0, height), (1.5, height))
    assert desk.start["x"] == pytest.approx(1.5, abs=0.03)
    x, y, slope = desk.landscape._curve._tangent or (0, 0, 0)
    assert (y, slope) == pytest.approx(((x - 1) ** 2, 2 * (x - 1)))


def test_with_more_parameters_the_axes_are_chosen(open_desk: Open, qtbot: QtBot) -> None:
    desk = open_desk("L = x^2 + y^2 + z^2")
    combo = desk.findChild(QComboBox, "landscape_y_combo")
    assert combo is not None
    assert combo.isVisible()
    combo.setCurrentText("z")
    combo.activated.emit(combo.currentIndex())
    assert desk.session.document.landscape.axes == ("x", "z")
    assert desk.session.undo_text == "Show x and z"
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())


def test_an_element_of_a_matrix_can_be_moved(open_desk: Open) -> None:
    desk = open_desk("W = [[1, 2], [3, 4]]; L = sum(W^2)")
    desk.click(desk.landscape.canvas, 0.0, 1.0)
    value = desk.session.document.graph.named("W").value
    assert isinstance(value, tuple)
    assert np.allclose(np.array(value), [[0.0, 1.0], [3.0, 4.0]], atol=0.05)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type an expression"),
        ("3 * 4", "fixed"),
        ("x = [1, 2]; y = 2x", "sum or mean"),
        ("x^3 * [[1, 2]]", "sum or mean"),
        ("y = 0 x; [[1, 2]]", "sum or mean"),
    ],
)
def test_what_cannot_be_drawn_says_why(open_desk: Open, text: str, words: str) -> None:
    sentence = open_desk(text).landscape.canvas.empty_sentence
    assert sentence is not None
    assert words in sentence


@pytest.mark.parametrize(
    "text",
    [
        "x = 1e308; y = -1.7e308; L = x y",
        "x = 1.7e308; L = x^2",
        "x = -1; L = log(x)",
        "x = -1; y = 5e-324; L = sqrt(x y)",
        "x = 1e308; y = [1, 2]; L = x sum(y)",
    ],
)
def test_huge_numbers_and_none_can_be_drawn(open_desk: Open, text: str) -> None:
    desk = open_desk(text)
    desk.landscape.canvas.grab()
    frame = desk.landscape.canvas.frame
    assert np.isfinite((*frame.x, *frame.y)).all()


def test_numbers_and_vectors_can_be_drawn_together(open_desk: Open) -> None:
    desk = open_desk("v = [1, 2]; L = tanh(x) sum(v^2)")
    assert desk.landscape.canvas.empty_sentence is None
    desk.click(desk.landscape.canvas, 0.5, 0.5)
    assert desk.session.undo_text == "Move the start"


def test_a_double_click_takes_back_nothing_but_its_own_first_click(desk: Desk) -> None:
    canvas = desk.landscape.canvas
    desk.click(canvas, 1.0, 3.0)
    placed = desk.start
    QTest.mouseDClick(canvas.viewport(), LEFT, pos=QPoint(4, 4))
    assert desk.start == placed
    other = edits.set_text(desk.session.document, "u^2 + v^2")
    desk.session.apply("Type", other)
    QTest.mouseDClick(canvas.viewport(), LEFT, pos=QPoint(4, 4))
    canvas.double_clicked.emit()
    assert desk.session.document == other


def test_a_drag_goes_on_after_the_document_was_replaced(desk: Desk) -> None:
    canvas = desk.landscape.canvas
    place = canvas.viewport().rect().center()
    QTest.mousePress(canvas.viewport(), LEFT, pos=place)
    desk.session.apply("Type", edits.set_text(desk.session.document, "u^2 + v^2"))
    QTest.mouseMove(canvas.viewport(), place + QPoint(20, 20))
    QTest.mouseRelease(canvas.viewport(), LEFT, pos=place + QPoint(20, 20))
    canvas.double_clicked.emit()
    assert set(desk.start) <= {"u", "v"}


def test_long_names_need_no_more_room(open_desk: Open) -> None:
    short, long = "L = x^2 + y^2 + z^2", "{0}L = {0}x^2 + {0}y^2 + {0}z^2".format("long" * 20)
    widths = [open_desk(text).landscape.minimumSizeHint().width() for text in (short, long)]
    assert widths[1] == widths[0]


def test_the_arrows_can_be_hidden(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    before = desk.landscape.canvas.grab().toImage()
    desk.switch("arrows")
    assert desk.landscape.canvas.grab().toImage() != before
    assert not desk.settings.is_shown("arrows", otherwise=True)
    desk.switch("arrows")
    assert desk.landscape.canvas.grab().toImage() == before


def test_the_theme_changes_the_ground(desk: Desk) -> None:
    desk.themes.choose("dark")
    corner = desk.landscape.canvas.grab().toImage().pixelColor(1, 1)
    assert corner.name().upper() == desk.themes.current.surface
