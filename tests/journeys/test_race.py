"""A lecture's race: four optimizers from one start, played, scrubbed, changed and undone."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QSlider,
    QTableView,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from gradviz.document import dumps, loads, open_function, racers_of, start_of
from gradviz.ui.main_window import MainWindow
from gradviz.ui.methods import SignificantSpin
from gradviz.ui.plots.canvas import PlotCanvas

LEFT = Qt.MouseButton.LeftButton
T = TypeVar("T", bound=QObject)


class Lecture:
    """The window on Himmelblau's function, used with mouse and keys."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot
        window.parts.session.new(open_function("himmelblau"))
        self.settle()

    def child(self, kind: type[T], name: str) -> T:
        found = self.window.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not self.window.parts.jobs.is_busy())
        QApplication.processEvents()

    def press(self, name: str) -> None:
        QTest.mouseClick(self.child(QToolButton, name), LEFT)
        self.settle()

    def losses(self) -> list[str]:
        model = self.child(QTableView, "standings_table").model()
        return [model.index(row, 2).data() for row in range(model.rowCount())]


@pytest.fixture
def lecture(window: MainWindow, qtbot: QtBot) -> Lecture:
    result = Lecture(window, qtbot)
    action = window.docks["race_dock"].toggleViewAction()
    QTest.keySequence(window, action.shortcut())
    assert window.docks["race_dock"].isVisible()
    menu = result.child(QMenu, "add_racer_menu")
    menu.popup(window.mapToGlobal(QPoint(0, 0)))
    menu.setActiveAction(result.child(QAction, "race_preset_0"))
    QTest.keyClick(menu, Qt.Key.Key_Return)
    result.settle()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return result


def test_a_race_is_run_through_and_everything_moves(lecture: Lecture) -> None:
    run, race = lecture.window.parts.run, lecture.window.parts.race
    assert [racer.name for racer in race.racers] == ["SGD", "Momentum", "RMSprop", "Adam"]
    combo = lecture.child(QComboBox, "epoch_speed_combo")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_End)
    QTest.keyClick(lecture.window, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert run.is_playing
    lecture.bot.waitUntil(lambda: 20 < run.race_epoch < run.last_epoch)
    assert len(set(lecture.losses())) == 4
    lecture.bot.waitUntil(lambda: not run.is_playing)
    assert run.race_epoch == run.last_epoch == 100


def test_the_scrubber_moves_everything(lecture: Lecture) -> None:
    lecture.child(QSlider, "epoch_scrubber").setValue(0)
    lecture.settle()
    assert len(set(lecture.losses())) == 1
    lecture.press("epoch_forward_button")
    assert len(set(lecture.losses())) > 1
    assert lecture.child(QLabel, "epoch_label").text() == "epoch 1"
    assert lecture.window.parts.passes.state.label == "epoch 1"


def test_a_drag_of_the_start_takes_everyone_along(lecture: Lecture) -> None:
    canvas = lecture.child(PlotCanvas, "landscape_plot")
    viewport = canvas.viewport()
    places = [canvas.widget_at(*point).toPoint() for point in ((0, 0), (-2, 1), (-4, -2))]
    QTest.mousePress(viewport, LEFT, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(viewport, place)
        QApplication.processEvents()
    QTest.mouseRelease(viewport, LEFT, pos=places[-1])
    lecture.settle()
    start = tuple(start_of(lecture.window.parts.session.document).values())
    assert start == pytest.approx((-4, -2), abs=0.05)
    for path in lecture.window.parts.race.trajectories:
        assert path is not None
        assert tuple(path.points[0]) == start
    assert "All start at x = −4" in lecture.child(QLabel, "race_fairness").text()


def test_who_diverges_is_told_and_the_others_go_on(lecture: Lecture) -> None:
    spin = lecture.child(SignificantSpin, "racer_0_rate")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "0.5")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    lecture.settle()
    run = lecture.window.parts.run
    assert run.trajectory is not None
    assert run.trajectory.epochs < 100 == run.last_epoch
    table = lecture.child(QTableView, "standings_table").model()
    assert table.index(0, 1).data().startswith("Not finite at ")
    QTest.keyClick(lecture.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    lecture.settle()
    assert run.trajectory.epochs == 100


def test_a_race_is_saved_and_opened_with_its_starts(lecture: Lecture) -> None:
    lecture.press("start_button")
    popup = lecture.window.findChild(QObject, "starts_popup")
    keep = lecture.child(QObject, "keep_start_button")
    QTest.mouseClick(keep, LEFT)  # type: ignore[call-overload]
    popup.close()  # type: ignore[union-attr]
    document = lecture.window.parts.session.document
    again = loads(dumps(document))
    assert racers_of(again) == racers_of(document)
    assert again.starts == document.starts == ({"x": -0.5, "y": -1.0},)
