"""The bar of a long descent: how far it is, Stop, and running it all once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QProgressBar, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.descent import watching
from gradviz.document import Document, edits, open_function
from gradviz.session import descent as descent_module
from gradviz.ui.plots import work_bar
from tests.ui.plots.conftest import Desk

LONG = 1_000_000


@pytest.fixture
def desk(
    open_desk: Callable[[Document | str], Desk], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """A plot of a descent that was quick, and one that takes long from now on."""
    found = open_desk(open_function("rosenbrock"))
    qtbot.waitUntil(lambda: found.run.trajectory is not None and not found.jobs.busy)
    monkeypatch.setattr(descent_module, "AT_ONCE", 0.0)
    monkeypatch.setattr(watching, "FIRST", 0.0)
    monkeypatch.setattr(work_bar, "PATIENCE", 0.0)
    return found


def begin(desk: Desk) -> None:
    slow = edits.set_descent(desk.session.document, lr=1e-5, epochs=LONG)
    desk.session.apply("Slow", slow)


def parts(desk: Desk) -> tuple[QFrame, QProgressBar, QToolButton]:
    bar = desk.findChild(QFrame, "run_bar")
    progress = desk.findChild(QProgressBar, "run_progress")
    button = desk.findChild(QToolButton, "run_stop_button")
    assert bar is not None
    assert progress is not None
    assert button is not None
    return bar, progress, button


def press(button: QToolButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_quick_descent_has_no_bar(desk: Desk) -> None:
    assert parts(desk)[0].isHidden()


def test_a_long_one_says_how_far_it_is_and_can_be_stopped(desk: Desk, qtbot: QtBot) -> None:
    bar, progress, button = parts(desk)
    begin(desk)
    qtbot.waitUntil(bar.isVisible)
    qtbot.waitUntil(lambda: desk.run.trajectory is not None and desk.run.trajectory.epochs > 500)
    assert desk.loss.canvas.rect().contains(bar.geometry())
    press(button)
    qtbot.waitUntil(lambda: not desk.run.is_growing)
    path = desk.run.trajectory
    assert path is not None
    assert path.epochs < LONG
    words = bar.findChildren(QLabel)[0].text()
    assert words == f"Stopped at {path.epochs:,} of 1,000,000"
    assert bar.isVisible()
    assert not progress.isVisible()
    width = desk.loss.canvas.plotItem.vb.viewRange()[0][1]
    assert width > LONG  # there is room for all that was asked for


def test_it_stays_in_its_corner_when_the_plot_is_resized(desk: Desk, qtbot: QtBot) -> None:
    bar, _, button = parts(desk)
    begin(desk)
    qtbot.waitUntil(bar.isVisible)
    press(button)
    qtbot.waitUntil(lambda: desk.run.is_halted)
    canvas, before = desk.loss.canvas, bar.geometry().right()
    desk.resize(desk.width() + 200, desk.height())
    qtbot.waitUntil(lambda: bar.geometry().right() > before + 150)
    corner = canvas.mapFromScene(canvas.box.sceneBoundingRect().topRight())
    assert 0 < corner.x() - bar.geometry().right() < 12
    plate = canvas.plates["run_bar"].translated(canvas.box.sceneBoundingRect().topLeft())
    assert canvas.mapFromScene(plate.topLeft()) == bar.pos()


def test_after_a_stop_it_can_be_run_to_its_end(desk: Desk, qtbot: QtBot) -> None:
    bar, progress, button = parts(desk)
    begin(desk)
    qtbot.waitUntil(bar.isVisible)
    press(button)
    qtbot.waitUntil(lambda: desk.run.is_halted)
    press(button)
    assert desk.run.is_growing
    qtbot.waitUntil(progress.isVisible)
    qtbot.waitUntil(lambda: not desk.run.is_growing, timeout=60_000)
    assert desk.run.trajectory is not None
    assert desk.run.trajectory.epochs == LONG
    assert bar.isHidden()


def test_another_setting_takes_its_place(desk: Desk, qtbot: QtBot) -> None:
    bar, _, button = parts(desk)
    begin(desk)
    qtbot.waitUntil(bar.isVisible)
    press(button)
    qtbot.waitUntil(lambda: desk.run.is_halted)
    desk.session.apply("Quick", edits.set_descent(desk.session.document, epochs=100))
    qtbot.waitUntil(lambda: not desk.run.is_growing)
    QApplication.processEvents()
    assert bar.isHidden()


def test_with_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    bar, _, button = parts(desk)
    begin(desk)
    qtbot.waitUntil(bar.isVisible)
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: desk.run.is_halted)
