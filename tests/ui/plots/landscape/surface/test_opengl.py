"""The surface drawn by OpenGL: the mesh anywhere, the widget on an X server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from gradviz.descent import Field
from gradviz.document import edits, open_function
from gradviz.ui.plots.landscape.map_layers import prepared
from gradviz.ui.plots.landscape.surface.camera import Camera
from gradviz.ui.plots.landscape.surface.opengl import contour_number, mesh, opengl
from gradviz.ui.plots.landscape.surface.relief import Relief
from gradviz.ui.plots.landscape.surface.view import SurfaceView
from gradviz.ui.theme import LIGHT

if TYPE_CHECKING:
    from gradviz.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def relief(values: np.ndarray) -> Relief:
    x, y = np.linspace(0, 1, values.shape[1]), np.linspace(0, 1, values.shape[0])
    return Relief(prepared(Field(("x", "y"), x, y, values)), LIGHT)


def test_a_mesh_has_two_triangles_a_cell_and_none_at_a_hole() -> None:
    values = np.add.outer(np.arange(6.0), np.arange(5.0))
    points, triangles, colors = mesh(relief(values))
    assert points.shape == (30, 3)
    assert colors.shape == (30, 4)
    assert len(triangles) == 2 * 5 * 4
    values[2, 2] = np.nan
    assert len(mesh(relief(values))[1]) == 2 * (5 * 4 - 4)


@pytest.mark.parametrize("power", [1, 9])
def test_the_numbers_of_contours_are_whole_on_the_lines(power: int) -> None:
    spread = np.linspace(0, 1, 80)
    shown = relief(np.add.outer(spread, spread) ** power)
    positions = np.array([position for position, _ in shown.drawn.lines])
    assert (shown.scale.softness is not None) == (power > 1)
    np.testing.assert_allclose(
        contour_number(shown, positions), np.arange(len(positions)) + 1, atol=1e-6
    )


def test_the_offscreen_platform_has_no_opengl(qapp: object) -> None:
    assert opengl() == "none"


def drawn_by_opengl(window: MainWindow, qtbot: QtBot) -> SurfaceView:
    """The surface of a test function, switched to OpenGL in the menu."""
    session = window.parts.session
    session.new(edits.set_landscape(open_function("himmelblau"), view="surface"))
    qtbot.waitUntil(lambda: not window.parts.jobs.is_busy())
    view = window.findChild(SurfaceView)
    action = window.findChild(QAction, "landscape_opengl")
    assert view is not None
    assert action is not None
    assert opengl() != "none"
    assert action.isVisible()
    if not action.isChecked():
        action.trigger()
    assert view.uses_opengl
    return view


def color(window: MainWindow, view: SurfaceView, place: QPointF) -> QColor:
    corner = view.mapTo(window, QPoint(0, 0))
    return window.grab().toImage().pixelColor(corner + place.toPoint())


@pytest.mark.xvfb
def test_opengl_draws_what_is_painted_without_it(window: MainWindow, qtbot: QtBot) -> None:
    view = drawn_by_opengl(window, qtbot)
    view.look(Camera(azimuth=20.0, elevation=55.0))
    places = [view.widget_at(x, y) for x in (-4.0, 0.0, 4.0) for y in (-2.0, 3.6)]
    drawn = [color(window, view, place) for place in places if place is not None]
    view.use_opengl(False)  # noqa: FBT003
    qtbot.waitUntil(lambda: not window.parts.jobs.is_busy())
    painted = [color(window, view, place) for place in places if place is not None]
    assert len(drawn) == 6
    near = [
        max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue())) < 50
        for a, b in zip(drawn, painted, strict=True)
    ]
    assert sum(near) >= 5  # a contour line may lie a pixel beside


@pytest.mark.xvfb
def test_the_surface_turns_and_takes_clicks_with_opengl(window: MainWindow, qtbot: QtBot) -> None:
    view = drawn_by_opengl(window, qtbot)
    before, picture = view.camera, view.grab().toImage()
    middle = view.rect().center()
    QTest.mousePress(view, LEFT, pos=middle)
    QTest.mouseMove(view, middle + QPoint(40, 20))
    QTest.mouseRelease(view, LEFT, pos=middle + QPoint(40, 20))
    assert view.camera != before
    assert view.grab().toImage() != picture
    place = view.widget_at(0.0, 3.0)
    assert place is not None
    QTest.mouseClick(view, LEFT, pos=place.toPoint())
    graph = window.parts.session.document.graph
    assert graph.named("y").value == pytest.approx(3.0, abs=0.3)


@pytest.mark.xvfb
def test_the_surface_is_drawn_in_a_window_of_its_own(window: MainWindow, qtbot: QtBot) -> None:
    view = drawn_by_opengl(window, qtbot)
    dock = window.findChild(QDockWidget, "landscape_dock")
    assert dock is not None
    for floats in (True, False):
        dock.setFloating(floats)
        qtbot.waitUntil(view.isVisible)
        place = view.widget_at(0.0, 3.6)
        assert place is not None
        image = view.grab().toImage()
        assert view.uses_opengl
        assert image.pixelColor(place.toPoint()) != image.pixelColor(3, 3)


@pytest.mark.xvfb
def test_where_opengl_fails_the_surface_is_painted(window: MainWindow, qtbot: QtBot) -> None:
    view = drawn_by_opengl(window, qtbot)
    view.on_opengl_failed()
    qtbot.waitUntil(lambda: not view.uses_opengl)
    action = window.findChild(QAction, "landscape_opengl")
    assert action is not None
    assert not action.isChecked()
    place = view.widget_at(0.0, 3.6)
    assert place is not None
    image = view.grab().toImage()
    assert image.pixelColor(place.toPoint()) != image.pixelColor(3, 3)
