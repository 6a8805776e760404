"""Constraints on the landscape: hatching, names, verdicts, and the strip that sets the penalty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QSlider
from pytestqt.qtbot import QtBot

from gradviz.document import Document, View, constraining, edits, open_function
from gradviz.graph import evaluate
from gradviz.ui.methods import SignificantSpin
from gradviz.ui.plots.landscape.overlays.constraints import ConstraintsOverlay

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

Open: TypeAlias = Callable[[Document | str], "Desk"]
T = TypeVar("T", bound=QObject)


def child(desk: Desk, kind: type[T], name: str) -> T:
    found = desk.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def settle(desk: Desk, bot: QtBot) -> None:
    bot.waitUntil(lambda: not desk.jobs.is_busy())
    QApplication.processEvents()


def overlay(desk: Desk) -> ConstraintsOverlay:
    return child(desk, ConstraintsOverlay, "")


def verdict(desk: Desk) -> str:
    return child(desk, QLabel, "feasibility_label").text()


def tick(box: QCheckBox) -> None:
    """Click the square, wherever the words are."""
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def color_at(desk: Desk, x: float, y: float) -> QColor:
    canvas = desk.landscape.canvas
    return QColor(canvas.viewport().grab().toImage().pixelColor(canvas.widget_at(x, y).toPoint()))


@pytest.fixture
def bird(open_desk: Open) -> Desk:
    return open_desk(open_function("mishra_bird"))


def test_the_boundary_is_where_the_constraint_is_zero(bird: Desk, qtbot: QtBot) -> None:
    settle(bird, qtbot)
    picture = overlay(bird).picture
    assert picture is not None
    points = np.vstack(picture.boundaries["g_1"])
    np.testing.assert_allclose((points[:, 0] + 5) ** 2 + (points[:, 1] + 5) ** 2, 25, atol=0.02)


def test_what_is_infeasible_is_hatched_and_what_is_feasible_is_not(
    bird: Desk, qtbot: QtBot
) -> None:
    bird.switch("arrows")
    settle(bird, qtbot)
    before = bird.landscape.canvas.grab().toImage()
    bird.switch("constraints")
    after = bird.landscape.canvas.grab().toImage()
    canvas = bird.landscape.canvas

    def differs(x: float, y: float) -> bool:
        middle = canvas.viewport().mapTo(canvas, canvas.widget_at(x, y).toPoint())
        around = [middle + QPoint(i, j) for i in range(-6, 7) for j in range(-6, 7)]
        return any(before.pixelColor(p) != after.pixelColor(p) for p in around)

    assert differs(-9.7, -0.4)
    assert not differs(-6.5, -4.0)


def test_hovering_tells_the_constraints_and_whether_they_hold(bird: Desk) -> None:
    bird.hover(bird.landscape.canvas, -5.0, -3.0)
    assert "g₁ = −21" in bird.said[-1]
    assert "✓" in bird.said[-1]
    bird.hover(bird.landscape.canvas, -9.8, -0.3)
    assert "✗" in bird.said[-1]


def test_the_verdict_follows_the_epoch(open_desk: Open, qtbot: QtBot) -> None:
    desk = open_desk(open_function("townsend"))
    settle(desk, qtbot)
    assert verdict(desk).startswith("✗ g₁ = ")
    desk.run.set_epoch(0)
    assert verdict(desk) == "✓ feasible"


def test_a_constraint_on_whose_boundary_the_point_is_is_called_active(
    bird: Desk, qtbot: QtBot
) -> None:
    bird.session.apply("Start", edits.set_values(bird.session.document, {"x": -5.0, "y": -0.0001}))
    settle(bird, qtbot)
    bird.run.set_epoch(0)
    assert verdict(bird) == "◉ feasible, g₁ active"
    tip = child(bird, QLabel, "feasibility_label").toolTip()
    assert "active, the point is on its boundary" in tip
    bird.session.apply("Start", edits.set_values(bird.session.document, {"x": -5.0, "y": -3.0}))
    settle(bird, qtbot)
    bird.run.set_epoch(0)
    assert verdict(bird) == "✓ feasible"
    assert "inactive" in child(bird, QLabel, "feasibility_label").toolTip()


def test_the_status_line_says_which_constraints_are_active(bird: Desk) -> None:
    for y, said in ((-3.0, "✓ inactive"), (-0.001, "◉ active"), (-0.1, "✓ inactive")):
        bird.landscape._on_pointed({"x": -5.0, "y": y})
        assert said in bird.said[-1]
    bird.landscape._on_pointed({"x": -9.8, "y": -0.3})
    assert "✗ violated" in bird.said[-1]


def test_switching_the_penalty_off_and_on_is_two_entries(bird: Desk, qtbot: QtBot) -> None:
    box = child(bird, QCheckBox, "penalty_check")
    tick(box)
    settle(bird, qtbot)
    assert constraining.penalty_of(bird.session.document) is None
    assert bird.session.undo_text == "Switch the penalty off"
    assert not child(bird, SignificantSpin, "penalty_spin").isEnabled()
    tick(box)
    settle(bird, qtbot)
    assert constraining.penalty_of(bird.session.document) == 10
    bird.session.undo()
    bird.session.undo()
    assert box.isChecked()
    assert not bird.session.can_undo


def test_a_typed_weight_is_the_penalty(bird: Desk, qtbot: QtBot) -> None:
    spin = child(bird, SignificantSpin, "penalty_spin")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "250")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    settle(bird, qtbot)
    assert constraining.penalty_of(bird.session.document) == 250
    assert child(bird, QSlider, "penalty_slider").value() == round(20 * np.log10(250))
    inside = evaluate(bird.session.document.graph, {"x": -9.9, "y": -0.1}).values
    assert inside["L"] - inside["f"] == pytest.approx(250 * inside["g_1"] ** 2)


def test_dragging_the_weight_is_one_entry(bird: Desk, qtbot: QtBot) -> None:
    slider = child(bird, QSlider, "penalty_slider")
    weights: list[float] = []
    bird.session.document_changed.connect(
        lambda _old, new: weights.append(constraining.penalty_of(new) or 0.0)
    )
    middle = slider.rect().center()
    share = (slider.value() - slider.minimum()) / (slider.maximum() - slider.minimum())
    handle = QPoint(round(6 + share * (slider.width() - 12)), middle.y())
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=handle)
    for step in range(1, 6):
        QTest.mouseMove(slider, handle + QPoint(4 * step, 0))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=handle + QPoint(20, 0))
    settle(bird, qtbot)
    assert len(weights) >= 3
    assert weights == sorted(weights)
    bird.session.undo()
    assert constraining.penalty_of(bird.session.document) == 10
    assert not bird.session.can_undo


def test_the_keys_move_the_slider(bird: Desk, qtbot: QtBot) -> None:
    slider = child(bird, QSlider, "penalty_slider")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    settle(bird, qtbot)
    assert constraining.penalty_of(bird.session.document) == 100


def test_staying_in_the_box_is_set_and_drawn(bird: Desk, qtbot: QtBot) -> None:
    settle(bird, qtbot)
    canvas = bird.landscape.canvas
    canvas.set_view((-11.0, 1.0), (-7.5, 1.0))
    settle(bird, qtbot)
    before = canvas.grab().toImage()
    tick(child(bird, QCheckBox, "in_box_check"))
    settle(bird, qtbot)
    assert bird.session.document.descent.in_box
    assert bird.session.undo_text == "Stay in the box"
    assert canvas.grab().toImage() != before
    bird.session.undo()
    assert not child(bird, QCheckBox, "in_box_check").isChecked()


def test_a_box_of_two_and_one_of_three_parameters_take_turns(open_desk: Open, qtbot: QtBot) -> None:
    two, three = (
        edits.set_descent(open_function(name), in_box=True) for name in ("kursawe_2d", "kursawe")
    )
    desk = open_desk(two)
    for document in (three, two, three):  # the same axes and ranges, and no constraints
        desk.session.apply("Open", document)
        settle(desk, qtbot)
        scene = desk.landscape.scene()
        assert scene is not None
        assert scene.document is document
        assert overlay(desk).scene is not None


def test_without_constraints_there_is_no_strip_and_nothing_to_switch(open_desk: Open) -> None:
    desk = open_desk(open_function("rosenbrock"))
    assert not child(desk, QCheckBox, "penalty_check").isVisible()
    assert not child(desk, QAction, "show_constraints").isEnabled()


def test_a_node_made_a_constraint_shows_the_strip(open_desk: Open, qtbot: QtBot) -> None:
    desk = open_desk("h = x - 1; f = x^2 + y^2 + h")
    document = desk.session.document
    node_id = document.graph.by_name["h"]
    desk.session.apply("Keep", constraining.declare_constraint(document, node_id))
    settle(desk, qtbot)
    box = child(desk, QCheckBox, "penalty_check")
    assert box.isVisible()
    assert not box.isChecked()
    assert not child(desk, QCheckBox, "in_box_check").isEnabled()
    tick(box)
    settle(desk, qtbot)
    assert constraining.penalty_of(desk.session.document) == 10


def test_the_colors_are_chosen_for_what_is_feasible(open_desk: Open, qtbot: QtBot) -> None:
    document = constraining.with_penalty(open_function("townsend"), 1e4)
    desk = open_desk(document)
    settle(desk, qtbot)
    drawn = desk.landscape._map._drawn
    assert drawn is not None
    assert drawn.field.scale.high < 3
    assert np.nanmax(drawn.field.values) > 1e4


def test_over_one_parameter_the_forbidden_intervals_are_found(
    open_desk: Open, qtbot: QtBot
) -> None:
    document = edits.set_text(Document(), "g = 1 - x^2; f = (x - 0.5)^2 + 0g")
    document = constraining.declare_constraint(document, document.graph.by_name["g"])
    desk = open_desk(edits.set_landscape(document, ranges={"x": (-3.0, 3.0)}))
    settle(desk, qtbot)
    picture = overlay(desk).picture
    assert picture is not None
    ((low, high),) = picture.intervals
    assert (low, high) == pytest.approx((-1, 1), abs=1e-3)


@pytest.mark.parametrize("view", ["surface", "curve", "map"])
def test_constraints_are_shown_in_every_view_that_has_them(
    open_desk: Open, qtbot: QtBot, view: View
) -> None:
    desk = open_desk(open_function("binh_korn"))
    desk.session.apply("View", edits.set_landscape(desk.session.document, view=view))
    desk.run.set_epoch(5)
    settle(desk, qtbot)
    assert not desk.landscape.grab().isNull()
    assert verdict(desk) == "✓ feasible"
    assert (overlay(desk).scene is None) == (view == "surface")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_constrained_function_can_be_drawn(open_desk: Open, qtbot: QtBot, theme: str) -> None:
    for function_id in ("rosenbrock_disk", "simionescu", "keane_bump", "osyczka_kundu"):
        desk = open_desk(open_function(function_id))
        desk.themes.choose(theme)
        settle(desk, qtbot)
        assert overlay(desk).picture is not None
        assert not desk.landscape.canvas.grab().isNull()
