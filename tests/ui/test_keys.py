"""The keys that press buttons: at once, each time, and only while the button can be pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gradviz.ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def test_every_press_of_a_held_key_is_a_step(window: MainWindow) -> None:
    passes = window.parts.passes
    window.activateWindow()
    passes.reset()
    for step in range(1, 6):
        QTest.keyClick(window, Qt.Key.Key_Right, CTRL)
        assert passes.state.position == step
    for step in range(4, -1, -1):
        QTest.keyClick(window, Qt.Key.Key_Left, CTRL)
        assert passes.state.position == step
    QTest.keyClick(window, Qt.Key.Key_Left, CTRL)  # the button is off at the start
    assert passes.state.position == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_F5, Qt.Key.Key_F6])
def test_whole_passes_are_made_at_once(window: MainWindow, key: Qt.Key) -> None:
    passes = window.parts.passes
    window.activateWindow()
    passes.reset()
    QTest.keyClick(window, key)
    expected = passes.state.forward_count if key == Qt.Key.Key_F5 else passes.state.count
    assert passes.state.position == expected


def test_playing_starts_and_stops_by_its_key_at_once(window: MainWindow) -> None:
    window.activateWindow()
    for playing in (True, False, True, False):
        QTest.keyClick(window, Qt.Key.Key_F7)
        assert window.parts.passes.is_playing == playing
