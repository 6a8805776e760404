"""Turns: docks are filled a step an event, and one that is opened before its turn at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from gradviz.ui.turns import Steps, Turn, Turns

NAMES = ("first", "second", "third")
STEPS = 3


class Events(QObject):
    """Counts what the window is told meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def event(self, event: QEvent) -> bool:
        self.count += 1
        return super().event(event)


class Desk:
    """A window with three docks that are closed, and what was done for them, in its order."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.docks = {name: QDockWidget(name, self.window) for name in NAMES}
        for dock in self.docks.values():
            self.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
            dock.hide()
        self.done: list[str] = []
        self.meanwhile: Callable[[str], None] = lambda _name: None
        rows = [Turn(name, partial(self.build, name)) for name in NAMES]
        self.turns = Turns(rows, self.docks, self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()

    def build(self, name: str) -> Steps:
        for number in range(STEPS):
            self.done.append(name)
            self.meanwhile(name)
            if number < STEPS - 1:
                yield
        self.docks[name].setWidget(QLabel(name))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def after_first_step(desk: Desk, act: Callable[[], object]) -> None:
    """Begin, and do something when one step of the first dock was made."""

    def plan(_name: str) -> None:
        if len(desk.done) == 1:
            QTimer.singleShot(0, act)  # before that of the next step

    desk.meanwhile = plan
    desk.turns.begin()


def in_order(*names: str) -> list[str]:
    return [name for name in names for _ in range(STEPS)]


def test_between_two_steps_the_window_hears_what_happens(desk: Desk, qtbot: QtBot) -> None:
    events = Events()
    heard: list[int] = []

    def note(_name: str) -> None:
        heard.append(events.count)
        QApplication.postEvent(events, QEvent(QEvent.Type.User))

    desk.meanwhile = note
    with qtbot.waitSignal(desk.turns.built):
        desk.turns.begin()
    assert desk.done == in_order(*NAMES)
    assert heard == list(range(STEPS * len(NAMES)))


def test_built_is_said_once_and_no_timer_is_left(desk: Desk, qtbot: QtBot) -> None:
    said: list[bool] = []
    desk.turns.built.connect(lambda: said.append(desk.turns.is_whole))
    desk.turns.begin()
    qtbot.waitUntil(lambda: bool(said))
    assert not desk.turns.is_busy
    desk.turns.finish()
    QApplication.processEvents()
    assert said == [True]


def test_a_dock_that_is_opened_is_filled_before_its_turn(desk: Desk, qtbot: QtBot) -> None:
    desk.turns.attend()
    desk.docks["third"].show()
    assert desk.docks["third"].widget() is not None
    with qtbot.waitSignal(desk.turns.built):
        desk.turns.begin()
    assert desk.done == in_order("third", "first", "second")


def test_a_dock_opened_between_its_steps_gets_the_rest_at_once(desk: Desk, qtbot: QtBot) -> None:
    found: list[str] = []

    def act() -> None:
        desk.docks["first"].show()
        found.extend(desk.done)

    with qtbot.waitSignal(desk.turns.built):
        after_first_step(desk, act)
    assert found == in_order("first")
    assert desk.done == in_order(*NAMES)


def test_a_dock_that_its_own_panel_opens_is_filled_once(desk: Desk, qtbot: QtBot) -> None:
    desk.meanwhile = lambda name: desk.docks[name].show()
    with qtbot.waitSignal(desk.turns.built):
        desk.turns.begin()
    assert desk.done == in_order(*NAMES)


def test_a_dock_that_is_open_already_comes_first(desk: Desk, qtbot: QtBot) -> None:
    desk.docks["second"].show()
    assert not desk.done
    with qtbot.waitSignal(desk.turns.built):
        desk.turns.begin()
    assert desk.done == in_order("second", "first", "third")


def test_what_waits_for_all_can_have_the_rest_at_once(desk: Desk, qtbot: QtBot) -> None:
    found: list[bool] = []

    def act() -> None:
        found.append(desk.turns.is_whole)
        desk.turns.finish()
        found.append(desk.turns.is_whole)

    with qtbot.waitSignal(desk.turns.built):
        after_first_step(desk, act)
    assert found == [False, True]
    assert desk.done == in_order(*NAMES)
    assert not desk.turns.is_busy


def test_when_the_window_closes_nothing_more_is_built(desk: Desk, qtbot: QtBot) -> None:
    after_first_step(desk, desk.turns.stop)
    qtbot.waitUntil(lambda: bool(desk.done) and not desk.turns.is_busy)
    desk.docks["second"].show()
    QApplication.processEvents()
    assert desk.done == ["first"]
