"""A lecture on the learning rate: over the limit and back, the update in numbers, the sweep."""

from __future__ import annotations

import math
import os
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPixmap
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

from gradviz.graph import format_number
from gradviz.ui.descent_bar.limit_slider import LimitSlider
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.sweep import SweepPanel
from gradviz.ui.update_dock import UpdatePanel

LEFT = Qt.MouseButton.LeftButton
Pixels: TypeAlias = npt.NDArray[np.int64]


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


def test_the_words_follow_a_drag_that_pauses(window: MainWindow, qtbot: QtBot) -> None:
    settle(window, qtbot)
    slider = child(window, QSlider, "learning_rate_slider")
    assert isinstance(slider, LimitSlider)
    middle, run = slider.height() // 2, window.parts.run
    chip = child(window, QFrame, "verdict_chip")

    def at(rate: float) -> QPoint:
        return QPoint(round(slider.x_of(rate)), middle)

    QTest.mousePress(slider, LEFT, pos=at(window.parts.session.document.descent.lr))
    for rate in (0.01, 0.02, 0.2, 0.3):
        QTest.mouseMove(slider, at(rate))
    settle(window, qtbot)
    qtbot.waitUntil(chip.isVisible)  # the button is still down
    path = run.trajectory
    assert path is not None
    loss = format_number(float(path.losses[run.race_epoch]))
    assert text(window, "loss_summary") == f"L = {loss} at epoch {run.race_epoch:,}"
    assert text(window, "epoch_label") == f"epoch {run.race_epoch:,}"
    assert text(window, "data_note").endswith(f"at epoch {run.epoch:,}")
    QTest.mouseRelease(slider, LEFT, pos=at(0.3))


def _on_screen(window: MainWindow) -> Pixels:
    """What is in the window's store: all that was painted in parts, one after the other."""
    handle = window.windowHandle()
    return _pixels(handle.screen().grabWindow(window.winId()))


def _pixels(picture: QPixmap) -> Pixels:
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.array(image.constBits()).reshape(image.height(), -1, 4)
    return rows[:, :, :3].astype(np.int64)


@pytest.mark.skipif(
    os.environ.get("QT_QPA_PLATFORM") != "offscreen", reason="another window may be above"
)
def test_what_a_drag_paints_is_what_all_of_it_would_be(window: MainWindow, qtbot: QtBot) -> None:
    settle(window, qtbot)
    slider = child(window, QSlider, "learning_rate_slider")
    middle = slider.height() // 2
    left = child(window, QWidget, "landscape_dock").mapTo(window, QPoint(0, 0)).x()

    def same() -> None:
        """What was to be painted is; then nothing may differ."""
        different = np.abs(_on_screen(window) - _pixels(window.grab()))[:, left:].max(axis=2) > 8
        assert not different.any(), np.argwhere(different)[:3]

    QTest.mousePress(slider, LEFT, pos=QPoint(slider.width() // 2, middle))
    for x in (0.6, 0.75, 0.9, 0.7, 0.5, 0.3):
        QTest.mouseMove(slider, QPoint(round(x * slider.width()), middle))
        qtbot.waitUntil(same)
    QTest.mouseRelease(slider, LEFT, pos=QPoint(slider.width() // 3, middle))


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
