"""Map, surface and curve: switched with the mouse and the keys, turned, clicked and read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.descent import Method
from gradviz.document import Document, edits, open_function
from gradviz.ui.plots.landscape.surface.view import SurfaceView

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

Open: TypeAlias = Callable[[Document | str], "Desk"]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZE = (640, 1400)


def button(desk: Desk, view: str) -> QToolButton:
    found = desk.findChild(QToolButton, f"landscape_view_{view}")
    assert found is not None
    return found


def press(desk: Desk, view: str) -> None:
    QTest.mouseClick(button(desk, view), LEFT)


def surface_of(desk: Desk, qtbot: QtBot) -> SurfaceView:
    """The surface, shown by its button and painted."""
    desk.resize(*SIZE)
    press(desk, "surface")
    view = desk.findChild(SurfaceView, "landscape_surface")
    assert view is not None
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    view.grab()
    return view


@pytest.fixture
def desk(open_desk: Open) -> Desk:
    return open_desk(open_function("himmelblau"))


@pytest.fixture
def surface(desk: Desk, qtbot: QtBot) -> SurfaceView:
    return surface_of(desk, qtbot)


def place(view: SurfaceView, x: float, y: float) -> QPoint:
    """The pixel in which a data point of the surface is seen."""
    found = view.widget_at(x, y)
    assert found is not None
    return QPoint(int(found.x()), int(found.y()))


def drag(view: SurfaceView, by: QPoint, held: Qt.MouseButton = LEFT) -> None:
    start = view.rect().center()
    QTest.mousePress(view, held, pos=start)
    for step in (1, 2, 3, 4):
        QTest.mouseMove(view, start + by * step / 4)
        QApplication.processEvents()
    QTest.mouseRelease(view, held, pos=start + by)


# The switch


def test_a_press_shows_another_view_as_one_undo_entry(desk: Desk, surface: SurfaceView) -> None:
    assert surface.isVisible()
    assert desk.session.document.landscape.view == "surface"
    assert desk.session.undo_text == "Show the surface"
    press(desk, "curve")
    assert not surface.isVisible()
    assert desk.session.undo_text == "Show the curve"
    desk.session.undo()
    assert surface.isVisible()
    assert button(desk, "surface").isChecked()
    desk.session.undo()
    assert desk.landscape.canvas.isVisible()
    assert button(desk, "map").isChecked()
    assert not desk.session.can_undo


def test_pressing_the_view_that_is_shown_leaves_no_entry(desk: Desk) -> None:
    press(desk, "map")
    assert not desk.session.can_undo


def test_letters_switch_the_view_and_keep_the_focus(desk: Desk, qtbot: QtBot) -> None:
    desk.activateWindow()
    desk.landscape.canvas.setFocus()
    QTest.keyClick(desk.landscape.canvas, Qt.Key.Key_S)
    view = desk.findChild(SurfaceView)
    assert view is not None
    qtbot.waitUntil(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_C)
    assert button(desk, "curve").isChecked()
    QTest.keyClick(desk.landscape.canvas, Qt.Key.Key_M)
    assert button(desk, "map").isChecked()


def test_one_parameter_has_a_curve_alone(open_desk: Open) -> None:
    desk = open_desk("L = (x - 1)^2")
    assert not button(desk, "map").isEnabled()
    assert not button(desk, "surface").isEnabled()
    assert "L has one parameter" in button(desk, "surface").toolTip()
    assert button(desk, "curve").isChecked()


def test_a_document_opens_in_its_view(open_desk: Open) -> None:
    document = edits.set_landscape(open_function("ackley"), view="surface")
    view = open_desk(document).findChild(SurfaceView)
    assert view is not None
    assert view.isVisible()


# The surface


def test_a_drag_turns_the_surface_and_leaves_the_start(desk: Desk, surface: SurfaceView) -> None:
    start, before, picture = desk.start, surface.camera, surface.grab().toImage()
    drag(surface, QPoint(60, 30))
    assert surface.camera.azimuth != before.azimuth
    assert surface.camera.elevation > before.elevation
    assert surface.grab().toImage() != picture
    assert desk.start == start
    assert desk.session.undo_text == "Show the surface"


def test_the_right_button_and_shift_move_the_surface(surface: SurfaceView) -> None:
    before = surface.camera
    drag(surface, QPoint(40, -20), RIGHT)
    assert surface.camera.pan[0] == pytest.approx(40 / surface.width())
    assert surface.camera.azimuth == before.azimuth
    middle = surface.rect().center()
    QTest.mousePress(surface, LEFT, SHIFT, middle)
    QTest.mouseMove(surface, middle + QPoint(0, 20))
    QTest.mouseRelease(surface, LEFT, SHIFT, middle + QPoint(0, 20))
    assert surface.camera.pan[1] == pytest.approx(0, abs=0.01)


def test_a_click_places_the_start_where_the_surface_is_seen(
    desk: Desk, surface: SurfaceView
) -> None:
    QTest.mouseClick(surface, LEFT, pos=place(surface, -3.779, -3.283))
    assert desk.start == pytest.approx({"x": -3.779, "y": -3.283}, abs=0.1)
    assert desk.session.undo_text == "Move the start"
    assert surface._marks.start == pytest.approx((desk.start["x"], desk.start["y"]))


def test_a_click_beside_the_surface_places_nothing(desk: Desk, surface: SurfaceView) -> None:
    before = desk.start
    QTest.mouseClick(surface, LEFT, pos=QPoint(3, 3))
    assert desk.start == before


def test_hovering_reads_the_point_and_lights_up_the_graph(desk: Desk, surface: SurfaceView) -> None:
    QTest.mouseMove(surface, place(surface, 0.0, 3.0))
    assert "∂f/∂y" in desk.said[-1]
    shown = desk.passes.state.values[desk.session.document.graph.by_name["y"]]
    assert shown == pytest.approx(3.0, abs=0.15)
    QTest.mouseMove(surface, QPoint(2, 2))
    assert not desk.passes.state.inputs_override
    assert desk.said[-1] == ""


def test_the_wheel_zooms(surface: SurfaceView) -> None:
    at = QPointF(surface.rect().center())
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003
    )  # fmt: skip
    QApplication.sendEvent(surface, wheel)
    assert surface.camera.zoom > 1.3


def test_a_double_click_looks_as_at_first_and_leaves_the_start(
    desk: Desk, surface: SurfaceView
) -> None:
    start, first = desk.start, surface.camera
    drag(surface, QPoint(60, 30))
    at = surface.rect().center()
    QTest.mouseClick(surface, LEFT, pos=at)
    QTest.mouseDClick(surface, LEFT, pos=at)
    surface.grab()
    assert surface.camera == first
    assert desk.start == start


def test_keys_turn_zoom_reset_and_nudge(desk: Desk, surface: SurfaceView) -> None:
    first = surface.camera
    QTest.keyClick(surface, Qt.Key.Key_Right)
    assert surface.camera.azimuth != first.azimuth
    QTest.keyClick(surface, Qt.Key.Key_Up)
    assert surface.camera.elevation != first.elevation
    QTest.keyClick(surface, Qt.Key.Key_Plus)
    assert surface.camera.zoom > 1
    QTest.keyClick(surface, Qt.Key.Key_Home)
    surface.grab()
    assert surface.camera == first
    before = desk.start["x"]
    QTest.keyClick(surface, Qt.Key.Key_Right, SHIFT)
    assert desk.start["x"] > before
    assert desk.session.undo_text == "Move the start"


def test_another_learning_rate_moves_the_path_and_keeps_the_picture(
    desk: Desk, surface: SurfaceView, qtbot: QtBot
) -> None:
    picture, marks = surface._painted._picture, surface._marks
    document = edits.set_descent(desk.session.document, lr=0.001)
    desk.session.apply("Change the learning rate", document)
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    surface.grab()
    assert surface._painted._picture is picture
    assert not np.array_equal(surface._marks.paths[0].x, marks.paths[0].x)


def test_the_ring_follows_the_epoch(desk: Desk, surface: SurfaceView) -> None:
    desk.run.set_epoch(3)
    assert surface._marks.paths[0].epoch == 3
    before = surface.grab().toImage()
    desk.run.set_epoch(9)
    assert surface.grab().toImage() != before


def test_the_camera_is_kept_while_the_function_is(
    desk: Desk, surface: SurfaceView, qtbot: QtBot
) -> None:
    drag(surface, QPoint(60, 30))
    kept = surface.camera
    press(desk, "map")
    press(desk, "surface")
    surface.grab()
    assert surface.camera == kept
    desk.session.new(open_function("ackley"))
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    surface.grab()
    assert surface.camera != kept


def test_a_fine_picture_follows_when_the_surface_stands_still(
    desk: Desk, surface: SurfaceView, qtbot: QtBot
) -> None:
    fine = surface._painted.picture
    drag(surface, QPoint(30, 0))
    surface.grab()
    coarse = surface._painted.picture
    assert fine is not None
    assert coarse is not None
    assert coarse.seen.pixels_per < fine.seen.pixels_per
    qtbot.waitUntil(lambda: surface._painted.picture is not coarse)
    finer = surface._painted.picture
    assert finer is not None
    assert finer.seen.pixels_per == fine.seen.pixels_per


def test_the_view_says_that_it_is_painted(surface: SurfaceView) -> None:
    assert not surface.uses_opengl
    corner = surface.grab().copy(8, surface.height() - 26, 150, 24).toImage()
    grounds = {corner.pixelColor(x, y).name() for x in range(150) for y in range(24)}
    assert len(grounds) > 2


def test_a_right_click_offers_the_picture_of_the_surface(
    desk: Desk, surface: SurfaceView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.landscape.canvas.menu_asked):
        QTest.mouseClick(surface, RIGHT, pos=surface.rect().center())


def test_holes_can_be_seen_through(open_desk: Open, qtbot: QtBot) -> None:
    view = surface_of(open_desk("x = 0.5; y = 0.5; L = sqrt(x) + y^2"), qtbot)
    QTest.mouseMove(view, view.rect().center())
    assert view.widget_at(-0.2, 0.0) is None
    assert view.widget_at(0.5, 0.5) is not None


@pytest.mark.parametrize(
    "text", ["x = 1e308; y = 1; L = x^2 + y", "x = -1; L = log(x) + 0 y", "L = 0 x + 0 y"]
)
def test_what_is_hardly_a_surface_can_be_shown(open_desk: Open, qtbot: QtBot, text: str) -> None:
    view = surface_of(open_desk(text), qtbot)
    assert view.isVisible()


def test_the_theme_changes_the_surface(desk: Desk, surface: SurfaceView) -> None:
    desk.themes.choose("dark")
    corner = surface.grab().toImage().pixelColor(1, 1)
    assert corner.name().upper() == desk.themes.current.surface


def test_rivals_race_on_the_surface(desk: Desk, surface: SurfaceView, qtbot: QtBot) -> None:
    alone = surface.grab().toImage()
    rival = Method("adam", 0.1)
    desk.session.apply("Add Adam", edits.add_rival(desk.session.document, rival))
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    paths = surface._marks.paths
    assert len(paths) == len(surface._marks.legend) == 2
    assert len({path.look.color for path in paths}) == 2
    assert surface.grab().toImage() != alone
    desk.switch("rivals")
    assert len(surface._marks.paths) == 1


def test_starts_kept_and_stationary_points_lie_on_the_surface(
    desk: Desk, surface: SurfaceView, qtbot: QtBot
) -> None:
    assert not surface._marks.points
    kept = edits.add_start(desk.session.document, {"x": 2.0, "y": -3.0})
    desk.session.apply("Keep", kept)
    assert [point.place for point in surface._marks.points] == [(2.0, -3.0)]
    before = surface.grab().toImage()
    desk.switch("stationary")
    qtbot.waitUntil(lambda: len(surface._marks.points) == 1 + 9)
    assert surface.grab().toImage() != before
    desk.switch("kept_starts")
    assert len(surface._marks.points) == 9
    desk.switch("stationary")
    assert not surface._marks.points


def test_the_menu_says_why_an_overlay_is_not_to_be_seen(desk: Desk, surface: SurfaceView) -> None:
    def action(name: str) -> QAction:
        found = desk.findChild(QAction, f"show_{name}")
        assert found is not None
        return found

    assert surface.isVisible()
    assert not action("basins").isEnabled()
    assert action("basins").toolTip() == "Not seen on the surface. Choose “Map” to see it."
    assert action("stationary").isEnabled()
    assert action("rivals").isEnabled()
    press(desk, "map")
    assert action("basins").isEnabled()
    assert action("basins").toolTip().startswith("Every start")
    assert "There is no constraint" in action("constraints").toolTip()
    assert "There is one objective" in action("objectives").toolTip()


def test_of_one_parameter_the_menu_says_that_two_are_needed(open_desk: Open) -> None:
    desk = open_desk("x = 1; L = x^2")
    action = desk.findChild(QAction, "show_arrows")
    assert action is not None
    assert not action.isEnabled()
    assert "needs two" in action.toolTip()


# The scale of colors and heights


def scale(desk: Desk, kind: str) -> None:
    menu = desk.findChild(QMenu, "landscape_scale_menu")
    action = desk.findChild(QAction, f"scale_{kind}")
    assert menu is not None
    assert action is not None
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_a_click_on_the_color_bar_chooses_the_scale(open_desk: Open, qtbot: QtBot) -> None:
    desk = open_desk(open_function("rosenbrock"))
    bar = desk.landscape._stage.bar
    assert "logarithmic" in bar.toolTip()
    QTest.mouseClick(bar, LEFT, pos=bar.rect().center())
    scale(desk, "linear")
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    assert "linear" in bar.toolTip()
    assert desk.settings.kept("color_scale") == "linear"
    drawn = desk.landscape._map._drawn
    assert drawn is not None
    assert drawn.field.scale.softness is None
    assert not desk.session.can_undo


def test_the_heights_follow_the_scale(desk: Desk, surface: SurfaceView, qtbot: QtBot) -> None:
    relief = surface._relief
    assert relief is not None
    middle = np.nanmedian(relief.heights)
    scale(desk, "logarithmic")
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    assert surface._relief is not None
    assert np.nanmedian(surface._relief.heights) > middle + 0.1


# A curve through more parameters


def test_a_curve_is_cut_through_the_start(desk: Desk, qtbot: QtBot) -> None:
    press(desk, "curve")
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    curve, y = desk.landscape._curve._curve, desk.start["y"]
    assert curve is not None
    x = curve.x
    np.testing.assert_allclose(curve.values, (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2)


def test_the_parameter_of_the_curve_is_chosen(desk: Desk, qtbot: QtBot) -> None:
    press(desk, "curve")
    combo = desk.findChild(QComboBox, "landscape_x_combo")
    other = desk.findChild(QComboBox, "landscape_y_combo")
    assert combo is not None
    assert other is not None
    assert combo.isVisible()
    assert not other.isVisible()
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: desk.session.document.landscape.along == "y")
    assert desk.session.undo_text == "Show the curve along y"
    press(desk, "map")
    drawn = desk.landscape._map._drawn
    assert drawn is not None
    assert drawn.field.axes == ("x", "y")  # not turned around by the curve


def test_a_curve_through_an_epoch_holds_the_others_there(desk: Desk, qtbot: QtBot) -> None:
    press(desk, "curve")
    desk.run.set_epoch(4)
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    trajectory, curve = desk.run.trajectory, desk.landscape._curve
    assert trajectory is not None
    x, y = trajectory.points[4]
    assert curve._curve is not None
    wanted = (curve._curve.x**2 + y - 11) ** 2 + (curve._curve.x + y**2 - 7) ** 2
    np.testing.assert_allclose(curve._curve.values, wanted)
    assert curve._point == pytest.approx((x, trajectory.losses[4]))
    legend = desk.findChild(QLabel, "landscape_legend")
    assert legend is not None
    assert "at the epoch" in legend.text() + legend.toolTip()  # there may be little room


def test_hovering_a_cut_shows_the_others_at_the_epoch(desk: Desk, qtbot: QtBot) -> None:
    press(desk, "curve")
    desk.run.set_epoch(4)
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())
    trajectory, frame = desk.run.trajectory, desk.landscape.canvas.frame
    assert trajectory is not None
    desk.hover(desk.landscape.canvas, 1.0, sum(frame.y) / 2)
    shown = desk.passes.state.values[desk.session.document.graph.by_name["y"]]
    assert shown == pytest.approx(trajectory.points[4][1])


def test_dragging_on_a_cut_moves_one_coordinate(desk: Desk) -> None:
    press(desk, "curve")
    before, frame = desk.start, desk.landscape.canvas.frame
    desk.drag(desk.landscape.canvas, (0.0, sum(frame.y) / 2), (2.0, sum(frame.y) / 2))
    assert desk.start["x"] == pytest.approx(2.0, abs=0.05)
    assert desk.start["y"] == before["y"]


# The head


def test_the_legend_has_a_line_of_its_own_where_there_is_little_room(desk: Desk) -> None:
    legend = desk.findChild(QLabel, "landscape_legend")
    assert legend is not None
    switch = button(desk, "map")
    for width, beside in ((1100, True), (480, False), (1100, True)):
        desk.resize(width, 900)
        QApplication.processEvents()
        assert "★ minimum" in legend.text()
        middles = [w.mapTo(desk, w.rect().center()).y() for w in (legend, switch)]
        assert (abs(middles[0] - middles[1]) < 8) == beside


NAMED = "f_1 = x_1^2 + alpha*x_2^2 + 3*w_3^2"


def test_names_are_written_with_subscripts_wherever_they_are_read(
    open_desk: Callable[[Document | str], Desk],
) -> None:
    desk = open_desk(NAMED)
    canvas = desk.landscape.canvas
    first, second, *_ = desk.run.objective.coordinates if desk.run.objective else ()
    assert (first, second) == ("x_1", "alpha")
    assert [canvas.axes[side].labelText for side in ("bottom", "left")] == ["x₁", "α"]
    assert desk.loss.canvas.axes["left"].labelText == "f₁"
    desk.hover(canvas, *(sum(ends) / 2 for ends in (canvas.frame.x, canvas.frame.y)))
    assert desk.said[-1].startswith("x₁ = ")
    assert "∂f₁/∂α = " in desk.said[-1]
    desk.hover(desk.loss.canvas, 3.0, sum(desk.loss.canvas.frame.y) / 2)
    assert "x₁ = " in desk.said[-1]
    read = [*desk.said, *(label.text() for label in desk.findChildren(QLabel))]
    combos = desk.landscape.findChildren(QComboBox)
    read += [combo.itemText(i) for combo in combos for i in range(combo.count())]
    raw = ("x_1", "x_2", "f_1", "w_3", "alpha")
    assert not [words for words in read if any(name in words for name in raw)]


def test_a_parameter_is_chosen_by_its_written_name(
    open_desk: Callable[[Document | str], Desk],
) -> None:
    desk = open_desk(NAMED)
    combo = desk.findChild(QComboBox, "landscape_x_combo")
    assert combo is not None
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_End)
    assert combo.currentText() == "w₃"
    assert desk.session.document.landscape.axes == ("w_3", "alpha")
    assert desk.session.undo_text == "Show w₃ and α"
