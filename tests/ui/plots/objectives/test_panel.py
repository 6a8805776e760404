"""The dock of the objectives: image, front, path and weights, used with the mouse and the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QLabel, QSlider
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_function, weighing
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.landscape.overlays.objectives import ObjectivesOverlay
from gradviz.ui.plots.objectives.panel import NOTHING, ObjectivePanel

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

Open: TypeAlias = Callable[[Document | str], "Desk"]
T = TypeVar("T", bound=QObject)
LEFT = Qt.MouseButton.LeftButton


class Stand:
    """A desk with the panel of the objectives in sight beside it."""

    def __init__(self, desk: Desk, bot: QtBot) -> None:
        self.desk, self.bot = desk, bot
        self.panel = ObjectivePanel(desk.session, desk.run, desk.passes, desk.jobs, desk.themes)
        self.said: list[str] = []
        self.panel.hovered.connect(self.said.append)
        bot.addWidget(self.panel)
        self.panel.resize(420, 320)
        with bot.waitExposed(self.panel):
            self.panel.show()
        self.settle()

    def child(self, kind: type[T], name: str) -> T:
        found = self.panel.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    @property
    def plot(self) -> PlotCanvas:
        return self.child(PlotCanvas, "objective_plot")

    @property
    def weights(self) -> list[float]:
        return list(weighing.weights_of(self.desk.session.document).values())

    @property
    def note(self) -> QLabel:
        return self.child(QLabel, "objective_note")

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not self.desk.jobs.is_busy())
        QApplication.processEvents()

    def point_at(self, at: QPoint) -> None:
        """Move the mouse over the plot; the cursor itself is over the desk's window."""
        surface, place = self.plot.viewport(), QPointF(at)
        none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        above = QPointF(surface.mapToGlobal(at))
        move = QMouseEvent(QEvent.Type.MouseMove, place, above, none, none, plain)
        QApplication.sendEvent(surface, move)

    def drag(self, slider: QSlider, share: float) -> None:
        """Drag the handle to a share of the way from the left."""
        backward = slider.invertedAppearance()
        reach, half = slider.width() - 14, 7
        there = (slider.value() - slider.minimum()) / (slider.maximum() - slider.minimum())
        start = QPoint(round(half + (1 - there if backward else there) * reach), 8)
        end = QPoint(round(half + share * reach), 8)
        start.setY(slider.height() // 2)
        end.setY(slider.height() // 2)
        QTest.mousePress(slider, LEFT, pos=start)
        for step in range(1, 6):
            QTest.mouseMove(slider, start + (end - start) * step / 5)
        QTest.mouseRelease(slider, LEFT, pos=end)
        self.settle()


@pytest.fixture
def stand(open_desk: Open, qtbot: QtBot) -> Callable[[Document | str], Stand]:
    return lambda content: Stand(open_desk(content), qtbot)


Make: TypeAlias = Callable[[Document | str], Stand]


def test_dragging_the_slider_moves_the_weights_as_one_entry(stand: Make) -> None:
    here = stand(open_function("binh_korn"))
    moved: list[object] = []
    here.desk.run.trajectory_changed.connect(moved.append)
    here.drag(here.child(QSlider, "weight_slider_1"), 0.1)
    assert here.weights[0] == pytest.approx(0.9, abs=0.05)
    assert sum(here.weights) == 1
    assert len(moved) >= 3
    assert here.desk.session.undo_text == "Change the weights"
    here.desk.session.undo()
    assert here.weights == [0.5, 0.5]
    assert not here.desk.session.can_undo
    assert here.child(QDoubleSpinBox, "weight_spin_1").value() == 0.5


def test_keys_and_numbers_set_the_weights(stand: Make) -> None:
    here = stand(open_function("binh_korn"))
    slider = here.child(QSlider, "weight_slider_1")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    here.settle()
    spin = here.child(QDoubleSpinBox, "weight_spin_2")
    ends = here.weights
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "0.25")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    here.settle()
    assert ends == [0.0, 1.0]
    assert here.weights == [0.75, 0.25]
    assert slider.value() == 150


def test_three_sliders_keep_the_sum(stand: Make) -> None:
    here = stand(open_function("viennet"))
    here.drag(here.child(QSlider, "weight_slider_2"), 0.8)
    assert here.weights[1] == pytest.approx(0.8, abs=0.05)
    assert sum(here.weights) == pytest.approx(1)
    assert here.weights[0] == pytest.approx(here.weights[2])


def test_the_image_is_what_the_points_of_the_box_are_worth(stand: Make) -> None:
    here = stand(open_function("binh_korn"))
    space = here.panel._space
    assert space is not None
    x, y = space.image.points.T
    np.testing.assert_allclose(space.image.values[:, 0], 4 * x**2 + 4 * y**2)
    np.testing.assert_allclose(space.image.values[:, 1], (x - 5) ** 2 + (y - 5) ** 2)
    holds = ((x - 5) ** 2 + y**2 <= 25 + 1e-9) & ((x - 8) ** 2 + (y + 3) ** 2 >= 7.7 - 1e-9)
    assert (space.image.feasible == holds).all()
    assert space.is_known


def test_the_path_ends_where_the_descent_did(stand: Make) -> None:
    here = stand(open_function("binh_korn"))
    trajectory = here.desk.run.trajectory
    assert trajectory is not None
    x, y = trajectory.points[-1]
    end = here.panel._path[-1]
    assert tuple(end) == pytest.approx((4 * x**2 + 4 * y**2, (x - 5) ** 2 + (y - 5) ** 2))
    assert here.plot.frame.x[0] < end[0] < here.plot.frame.x[1]


@pytest.mark.parametrize(
    ("function_id", "words"),
    [
        ("binh_korn", "weights reach all of it"),
        ("zdt2_2d", "no weights reach it between its ends"),
        ("zdt3_2d", "no weights reach it where dotted"),
        ("kursawe_2d", "Front found"),
    ],
)
def test_it_is_said_what_weights_reach(stand: Make, function_id: str, words: str) -> None:
    note = stand(open_function(function_id)).note
    assert words in note.text()
    assert "dashed line" in note.toolTip()


def test_of_three_objectives_two_are_chosen(stand: Make) -> None:
    here = stand(open_function("viennet"))
    combo = here.child(QComboBox, "objective_pair_combo")
    assert combo.isVisible()
    assert [combo.itemText(i) for i in range(3)] == ["f₁ and f₂", "f₁ and f₃", "f₂ and f₃"]
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_End)
    combo.activated.emit(combo.currentIndex())
    assert here.panel.pair == (1, 2)
    assert here.plot.axes["bottom"].labelText == "f₂"
    assert here.note.text().endswith("without f₁")


def test_pointing_at_a_dot_shows_its_point_in_the_graph(stand: Make) -> None:
    here = stand(open_function("binh_korn"))
    space = here.panel._space
    assert space is not None
    away = np.abs(space.image.values - (70.0, 20.0)).sum(axis=1)
    row = int(np.argmin(np.where(space.image.feasible, away, np.inf)))
    at = here.plot.widget_at(*space.image.values[row]).toPoint()
    here.point_at(at)
    assert here.said[-1].startswith("f₁ = ")
    assert " x = " in here.said[-1]
    assert here.desk.passes.state.inputs_override
    here.plot.hovered.emit(None)
    assert not here.desk.passes.state.inputs_override


def test_weights_and_start_leave_the_image_another_formula_does_not(stand: Make) -> None:
    here = stand(open_function("schaffer_mo1"))
    before = here.panel._space
    session = here.desk.session
    session.apply("Move", edits.set_values(session.document, {"x": 3.0}))
    session.apply("Weigh", weighing.with_weights(session.document, {"f_1": 0.9}))
    here.settle()
    assert here.panel._space is before
    session.apply("Type", edits.set_text(session.document, session.document.text + " + 0x"))
    here.settle()
    text = session.document.text.replace("x^2", "2x^2")
    session.apply("Type", edits.set_text(session.document, text))
    here.settle()
    assert here.panel._space is not before


def test_without_objectives_it_is_said_how_to_get_some(stand: Make) -> None:
    here = stand("f = x^2 + y^2")
    assert here.plot.empty_sentence == NOTHING
    assert here.panel.findChild(QSlider, "weight_slider_1") is None


def test_a_double_click_shows_everything_again(stand: Make) -> None:
    here = stand(open_function("zdt1_2d"))
    before = here.plot.frame
    here.plot.set_view((0.2, 0.3), (0.2, 0.3))
    QTest.mouseDClick(here.plot.viewport(), LEFT, pos=here.plot.viewport().rect().center())
    assert here.plot.frame.x == pytest.approx(before.x)


def test_the_objectives_have_contours_on_the_map(stand: Make) -> None:
    here = stand(open_function("binh_korn"))
    overlay = here.desk.findChild(ObjectivesOverlay)
    assert isinstance(overlay, ObjectivesOverlay)
    assert overlay.picture is not None
    for level, lines in overlay.picture.lines["f_1"]:
        for line in lines:
            values = 4 * line[:, 0] ** 2 + 4 * line[:, 1] ** 2
            np.testing.assert_allclose(values, level, rtol=0.01, atol=0.01)
    assert "f₁" in overlay.note
    here.desk.hover(here.desk.landscape.canvas, 1.0, 1.0)
    assert "f₁ = 8" in here.desk.said[-1]


def test_the_pareto_set_is_drawn_on_the_map(stand: Make) -> None:
    here = stand(open_function("binh_korn"))
    overlay = here.desk.findChild(ObjectivesOverlay)
    assert isinstance(overlay, ObjectivesOverlay)
    one, other = overlay.pareto_set()
    np.testing.assert_allclose(one[:, 0], one[:, 1])  # from (0, 0) to (3, 3)
    np.testing.assert_allclose(other[:, 1], 3.0)


def test_over_one_parameter_the_objectives_are_curves(stand: Make) -> None:
    here = stand(open_function("schaffer_mo1"))
    overlay = here.desk.findChild(ObjectivesOverlay)
    assert isinstance(overlay, ObjectivesOverlay)
    assert overlay.picture is not None
    curve = overlay.picture.curves["f_2"]
    np.testing.assert_allclose(curve.values, (curve.x - 2) ** 2, atol=1e-9)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("function_id", ["zdt2_2d", "viennet", "kursawe", "osyczka_kundu"])
def test_it_can_be_drawn(stand: Make, theme: str, function_id: str) -> None:
    here = stand(open_function(function_id))
    here.desk.themes.choose(theme)
    here.desk.run.set_epoch(3)
    image = here.plot.grab().toImage()
    assert image.pixelColor(1, 1).name().upper() == here.desk.themes.current.surface
    assert here.plot.data_at(QPointF(here.plot.rect().center())) is not None
