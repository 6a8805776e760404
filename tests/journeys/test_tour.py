"""A tour through the constrained functions and those of several objectives, all overlays on."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSlider
from pytestqt.qtbot import QtBot

from gradviz.document import Document, descent_of, dumps, edits
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.landscape.overlays.table import OVERLAYS

LEFT = Qt.MouseButton.LeftButton
SLOW = 30_000
STOPS = ("townsend", "osyczka_kundu", "viennet", "zdt6_2d")
"""With a constraint, with six variables, with three objectives, with values that are not finite."""

T = TypeVar("T", bound=QObject)


class Tourist:
    """The window, used with mouse and keys."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot

    @property
    def document(self) -> Document:
        return self.window.parts.session.document

    def child(self, kind: type[T], name: str) -> T:
        found = self.window.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def settle(self) -> None:
        """Wait for all that is computed."""
        QApplication.processEvents()
        self.bot.waitUntil(lambda: not self.window.parts.jobs.is_busy(), timeout=SLOW)
        QApplication.processEvents()

    def breathe(self) -> None:
        """Go on before all is computed, as one does."""
        self.bot.wait(20)

    def switch_everything_on(self) -> None:
        for kind in OVERLAYS:
            action = self.child(QAction, f"show_{kind.name}")
            if not action.isChecked():
                action.trigger()
        self.breathe()

    def drag_on_the_map(self) -> None:
        """Take the start somewhere else, and hover on the way."""
        viewport = self.child(PlotCanvas, "landscape_plot").viewport()
        middle = viewport.rect().center()
        QTest.mouseMove(viewport, middle)
        QTest.mousePress(viewport, LEFT, pos=middle)
        for step in range(1, 4):
            QTest.mouseMove(viewport, middle + QPoint(11 * step, -7 * step))
        QTest.mouseRelease(viewport, LEFT, pos=middle + QPoint(33, -21))
        self.breathe()

    def choose_optimizer(self, name: str) -> None:
        combo = self.child(QComboBox, "optimizer_combo")
        index = combo.findData(name)
        combo.setCurrentIndex(index)
        combo.activated.emit(index)
        self.breathe()

    def slide_the_rate(self) -> None:
        slider = self.child(QSlider, "learning_rate_slider")
        slider.setFocus()
        for key in (Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_Left):
            QTest.keyClick(slider, key)
        self.breathe()


@pytest.fixture
def tourist(window: MainWindow, qtbot: QtBot) -> Tourist:
    result = Tourist(window, qtbot)
    result.settle()
    return result


@pytest.mark.parametrize("name", STOPS)
def test_a_stop_of_the_tour_is_undone_and_done_again(tourist: Tourist, name: str) -> None:
    window, session = tourist.window, tourist.window.parts.session
    window.files.choose(name)
    tourist.settle()
    tourist.switch_everything_on()
    first = dumps(tourist.document)
    tourist.drag_on_the_map()
    for optimizer in ("adam", "rprop"):
        tourist.choose_optimizer(optimizer)
        tourist.slide_the_rate()
    for view in ("surface", "curve", "map"):
        session.apply("View", edits.set_landscape(tourist.document, view=view))
        tourist.breathe()
        assert not window.grab().isNull()
    states = [dumps(tourist.document)]
    while session.can_undo and states[-1] != first:
        QTest.keySequence(window, QKeySequence.StandardKey.Undo)
        tourist.breathe()
        states.append(dumps(tourist.document))

    assert states[-1] == first
    assert len(states) > 6
    for state in states[-2::-1]:
        QTest.keySequence(window, QKeySequence.StandardKey.Redo)
        tourist.breathe()
        assert dumps(tourist.document) == state
    tourist.child(QAction, "show_basins").setChecked(False)  # half a minute, for some
    tourist.settle()
    path = window.parts.run.trajectory
    assert path is not None
    np.testing.assert_array_equal(path.points, descent_of(tourist.document).points)
