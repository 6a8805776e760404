"""Batches, rows held out and the stop rule, set with mouse and keys in the real window."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSlider, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import Document, descent_of, edits, sourcing
from gradviz.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
T = TypeVar("T", bound=QObject)


class Bar:
    """The window with the popup open."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot
        bot.waitUntil(lambda: window.findChild(QToolButton, "batch_button") is not None)
        QTest.mouseClick(self.child(QToolButton, "batch_button"), LEFT)

    @property
    def document(self) -> Document:
        return self.window.parts.session.document

    def child(self, kind: type[T], name: str) -> T:
        found = self.window.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def press(self, name: str) -> None:
        button = self.child(QAbstractButton, name)
        QTest.mouseClick(button, LEFT, pos=QPoint(10, button.height() // 2))

    def rows(self) -> int | None:
        return self.document.descent.batch_size

    def losses(self) -> list[float]:
        run = self.window.parts.run
        self.bot.waitUntil(lambda: not self.window.parts.jobs.is_busy())
        assert run.trajectory is not None
        return list(run.trajectory.losses)


@pytest.fixture
def bar(window: MainWindow, qtbot: QtBot) -> Bar:
    return Bar(window, qtbot)


def test_batches_are_chosen_and_taken_back(bar: Bar) -> None:
    whole = bar.losses()
    bar.press("batch_one")
    assert bar.rows() == 1
    single = bar.losses()
    assert single != whole
    assert single == list(descent_of(bar.document).losses)
    bar.press("batch_mini")
    assert bar.rows() == 8
    seed = bar.child(QSpinBox, "batch_seed_spin")
    before = bar.losses()
    seed.setFocus()
    QTest.keyClick(seed, Qt.Key.Key_Up)
    assert bar.document.descent.seed == 1
    assert bar.losses() != before
    for _ in range(3):
        bar.window.parts.session.undo()
    assert bar.rows() is None
    assert bar.losses() == whole
    assert bar.child(QAbstractButton, "batch_full").isChecked()


def test_rows_are_held_out(bar: Bar) -> None:
    slider = bar.child(QSlider, "held_out_slider")
    slider.setFocus()
    for _ in range(4):
        QTest.keyClick(slider, Qt.Key.Key_PageUp)
    share = slider.value() / 100
    held = sourcing.held_out_rows(bar.document)
    assert held is not None
    assert bar.document.dataset is not None
    assert held.length == round(share * 13)
    assert held.length + bar.document.dataset.length == 13
    assert bar.losses() == list(descent_of(bar.document).losses)


def test_the_stop_rule_ends_the_run(bar: Bar) -> None:
    assert len(bar.losses()) == 101
    bar.press("stop_rule_check")
    assert bar.document.descent.tolerance > 0
    patience = bar.child(QSpinBox, "patience_spin")
    patience.setFocus()
    patience.selectAll()
    QTest.keyClicks(patience, "3")
    QTest.keyClick(patience, Qt.Key.Key_Return)
    assert bar.document.descent.patience == 3
    assert len(bar.losses()) == len(descent_of(bar.document).losses)
    bar.press("stop_rule_check")
    assert len(bar.losses()) == 101


def test_without_data_there_are_no_batches(window: MainWindow, qtbot: QtBot) -> None:
    window.files.choose("rosenbrock")
    bar = Bar(window, qtbot)
    assert not bar.child(QAbstractButton, "batch_one").isEnabled()
    assert bar.child(QAbstractButton, "stop_rule_check").isEnabled()


def test_a_dragged_rate_makes_no_new_icon(bar: Bar) -> None:
    session, button = bar.window.parts.session, bar.child(QToolButton, "batch_button")
    before = button.icon().cacheKey()
    for rate in (0.01, 0.011, 0.012):
        session.apply("Rate", edits.set_descent(session.document, lr=rate), "rate")
    assert button.icon().cacheKey() == before
    session.apply("Stop", edits.set_stopping(session.document, 1e-6, 5))
    assert button.icon().cacheKey() != before
