"""A lecture on the learning rate: over the limit and back, the update in numbers, the sweep."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.ui.descent_bar.limit_slider import LimitSlider
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.sweep import SweepPanel
from gradviz.ui.update_dock import UpdatePanel

LEFT = Qt.MouseButton.LeftButton


def child(window: MainWindow, kind: type[QWidget], name: str) -> QWidget:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def text(window: MainWindow, name: str) -> str:
    label = child(window, QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def settle(window: MainWindow, bot: QtBot) -> None:
    bot.waitUntil(lambda: not window.parts.jobs.is_busy())


def open_dock(window: MainWindow, name: str) -> None:
    """Open a panel as the View menu and its key do."""
    window.docks[name].toggleViewAction().trigger()
    QApplication.processEvents()


def drag_rate(window: MainWindow, bot: QtBot, rate: float) -> None:
    """Drag the handle of the learning rate to a rate."""
    slider = child(window, QSlider, "learning_rate_slider")
    assert isinstance(slider, LimitSlider)
    middle = slider.height() // 2
    start = QPoint(round(slider.x_of(window.parts.session.document.descent.lr)), middle)
    end = QPoint(round(slider.x_of(rate)), middle)
    QTest.mousePress(slider, LEFT, pos=start)
    for part in (0.25, 0.5, 0.75, 1.0):
        QTest.mouseMove(slider, start + (end - start) * part)
        settle(window, bot)
    QTest.mouseRelease(slider, LEFT, pos=end)
    settle(window, bot)


def test_over_the_limit_and_back(window: MainWindow, qtbot: QtBot) -> None:
    session = window.parts.session
    chip = child(window, QFrame, "verdict_chip")
    settle(window, qtbot)
    assert not chip.isVisible()
    before = session.document.descent.lr
    drag_rate(window, qtbot, 0.2)
    assert session.undo_text == "Change the learning rate"
    assert chip.isVisible()
    assert "Diverged" in text(window, "verdict_chip_title")
    lr = session.document.descent.lr
    qtbot.waitUntil(lambda: f"1 − {lr:.4g}·19.7 = " in text(window, "verdict_label"))
    QTest.mouseClick(child(window, QToolButton, "verdict_why_button"), LEFT)
    assert "2/19.7 = 0.1015" in text(window, "verdict_sentences")
    assert text(window, "verdict_advice") == "Choose a rate below 0.1015."
    use = child(window, QPushButton, "verdict_use_button")
    QTest.mouseClick(use, LEFT)
    settle(window, qtbot)
    assert session.document.descent.lr == 0.0995
    qtbot.waitUntil(lambda: "Diverged" not in text(window, "verdict_chip_title"))
    session.undo()
    session.undo()
    assert session.document.descent.lr == before


def test_the_update_is_read_while_scrubbing(window: MainWindow, qtbot: QtBot) -> None:
    settle(window, qtbot)
    open_dock(window, "update_dock")
    panel = window.docks["update_dock"].findChild(UpdatePanel)
    assert panel is not None
    scrubber = child(window, QSlider, "epoch_scrubber")
    scrubber.setFocus()
    QTest.keyClick(scrubber, Qt.Key.Key_Home)
    for _ in range(3):
        QTest.keyClick(scrubber, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: text(window, "update_title") == "From epoch 3 to 4")
    run, shown = window.parts.run, panel.update_shown
    assert run.trajectory is not None
    assert shown is not None
    assert [c.name for c in shown.coordinates] == list(run.trajectory.parameters)
    after = [coordinate.after for coordinate in shown.coordinates]
    assert after == list(run.trajectory.points[4])
    QTest.mouseClick(child(window, QToolButton, "update_ahead_button"), LEFT)
    qtbot.waitUntil(lambda: text(window, "update_title") == "From epoch 4 to 5")
    assert run.epoch == 4


def test_the_best_rate_is_found_in_the_sweep(window: MainWindow, qtbot: QtBot) -> None:
    settle(window, qtbot)
    open_dock(window, "sweep_dock")
    panel = window.docks["sweep_dock"].findChild(SweepPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: panel.sweep is not None and not window.parts.jobs.is_busy())
    found = panel.sweep
    assert found is not None
    best = found.best_rate
    assert best is not None
    (_, _), (low, high) = panel.canvas.box.viewRange()
    place = panel.canvas.widget_at(math.log10(best), (low + high) / 2).toPoint()
    QTest.mouseClick(panel.canvas.viewport(), LEFT, pos=place)
    settle(window, qtbot)
    trajectory = window.parts.run.trajectory
    assert trajectory is not None
    assert trajectory.losses[-1] < 1.02 * found.losses[found.finite].min()
