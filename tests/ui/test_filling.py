"""The panels in the docks: those that nobody sees do no work, and have caught up when seen."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gradviz.document import edits
from gradviz.ui import docks
from gradviz.ui.code_dock import CodePanel
from gradviz.ui.lesson_dock import LessonPanel
from gradviz.ui.main_window import MainWindow


def in_front(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Open a dock before the others in its place, and wait until it is seen."""
    docks.bring(window.docks[name])
    qtbot.waitUntil(lambda: not window.docks[name].visibleRegion().isEmpty())


def set_m(window: MainWindow, value: float) -> None:
    session = window.parts.session
    node = session.document.graph.named("m")
    session.apply("Set m", edits.set_value(session.document, node.id, value))


def value_said(window: MainWindow) -> str:
    label = window.findChild(QLabel, "inspector_value")
    assert label is not None
    return label.text()


def test_the_inspector_behind_another_tab_waits_until_it_is_seen(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.parts.focus.select(window.parts.session.document.graph.named("m").id)
    in_front(window, qtbot, "inspector_dock")
    set_m(window, 3.0)
    assert value_said(window) == "3"
    in_front(window, qtbot, "palette_dock")
    set_m(window, 4.0)
    assert value_said(window) == "3"
    in_front(window, qtbot, "inspector_dock")
    qtbot.waitUntil(lambda: value_said(window) == "4")


def test_the_code_behind_another_tab_waits_until_it_is_seen(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.tabifyDockWidget(window.docks["palette_dock"], window.docks["code_dock"])
    in_front(window, qtbot, "code_dock")
    code = window.docks["code_dock"].widget()
    assert isinstance(code, CodePanel)
    set_m(window, 3.25)
    assert "3.25" in code.text()
    in_front(window, qtbot, "palette_dock")
    set_m(window, 4.75)
    assert "3.25" in code.text()
    in_front(window, qtbot, "code_dock")
    qtbot.waitUntil(lambda: "4.75" in code.text())


def test_a_lesson_behind_another_tab_checks_nothing(window: MainWindow, qtbot: QtBot) -> None:
    in_front(window, qtbot, "lesson_dock")
    panel = window.docks["lesson_dock"].widget()
    assert isinstance(panel, LessonPanel)
    panel.show_lesson("forward")
    qtbot.waitUntil(lambda: not is_waiting(panel))
    set_m(window, 3.0)
    assert is_waiting(panel)
    qtbot.waitUntil(lambda: not is_waiting(panel))
    in_front(window, qtbot, "inspector_dock")
    qtbot.waitUntil(lambda: not is_waiting(panel))
    set_m(window, 4.0)
    assert not is_waiting(panel)


def is_waiting(panel: QWidget) -> bool:
    """Whether a timer of the panel is about to fire."""
    return any(timer.isActive() for timer in panel.findChildren(QTimer))
