"""The step strip, moved with keys and read as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits
from gradviz.session import JobRunner, PassCursor, Session, Settings
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.step_strip import StepSlider, StepStrip
from gradviz.ui.theme import ThemeSource

W = TypeVar("W", bound=QWidget)


class Desk:
    """A strip with what it stands on, and what a person sees in it."""

    def __init__(self, text: str) -> None:
        self.session = Session(edits.set_text(Document(), text))
        self.jobs = JobRunner()
        self.passes = PassCursor(self.session, self.jobs)
        self.settings = Settings.forgetful()
        self.strip = StepStrip(self.passes, ThemeSource("light"), self.settings)
        self.slider = self._child(StepSlider, "step_slider")
        self.formula = self._child(FormulaWidget, "step_formula")

    def _child(self, kind: type[W], name: str) -> W:
        found = self.strip.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    @property
    def words(self) -> str:
        return self._child(QLabel, "step_words").text()

    @property
    def place(self) -> str:
        return self._child(QLabel, "step_label").text()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    result = Desk("a = 1; b = 2; c = 3; d = 2b; e = a + d; L = c*e")
    qtbot.addWidget(result.strip)
    result.strip.resize(800, result.strip.sizeHint().height())
    with qtbot.waitExposed(result.strip):
        result.strip.show()
    yield result
    result.jobs.shutdown()


def test_before_the_first_step_it_says_what_to_do(desk: Desk) -> None:
    desk.passes.reset()
    assert desk.place == "Before the first of 9"
    assert "Press Forward" in desk.words
    assert desk.formula.plain == ""


def test_keys_on_the_slider_go_through_the_steps(desk: Desk) -> None:
    desk.slider.setFocus()
    QTest.keyClick(desk.slider, Qt.Key.Key_Home)
    assert desk.passes.state.position == 0
    QTest.keyClick(desk.slider, Qt.Key.Key_Right)
    QTest.keyClick(desk.slider, Qt.Key.Key_Right)
    assert desk.passes.state.position == 2
    assert desk.place == "Step 2 of 9 · forward"
    assert desk.formula.plain == "e = a + d = 1 + 4 = 5"
    QTest.keyClick(desk.slider, Qt.Key.Key_End)
    assert desk.passes.state.position == 9


def test_a_step_of_the_backward_pass_is_told_by_the_chain_rule(desk: Desk) -> None:
    desk.passes.seek(6)
    desk.passes.step_forward()
    assert desk.place == "Step 7 of 9 · backward"
    assert desk.formula.plain == "∂L/∂a = ∂L/∂e · ∂e/∂a = 3 · 1 = 3"
    assert "L changes 3 times as fast as a" in desk.words


def test_a_jump_to_the_end_sums_up_and_a_step_does_not(desk: Desk) -> None:
    desk.passes.reset()
    desk.passes.forward()
    assert desk.formula.plain == "L = 15"
    desk.passes.backward()
    assert "∂L/∂a = 3" in desk.formula.plain
    desk.passes.step_back()
    desk.passes.step_forward()
    assert desk.formula.plain == "∂L/∂b = ∂L/∂d · ∂d/∂b = 3 · 2 = 6"


def test_nothing_jumps_whatever_is_said(desk: Desk) -> None:
    heights = set()
    for position in range(10):
        desk.passes.seek(position)
        heights.add((desk.strip.sizeHint().height(), desk.formula.height(), desk.slider.y()))
    assert len(heights) == 1


def test_the_slider_follows_when_steps_vanish(desk: Desk) -> None:
    desk.passes.backward()
    shorter = edits.set_text(desk.session.document, "a = 1; L = 2a")
    desk.session.apply("Edit expression", shorter)
    assert desk.slider.value() == desk.passes.state.position
    assert desk.slider.maximum() == desk.passes.state.count == 3


def test_an_error_is_said_in_words(desk: Desk) -> None:
    wrong = edits.set_text(desk.session.document, "L = sum([[1, 2]] @ [[1, 2]])")
    desk.session.apply("Edit expression", wrong)
    assert desk.passes.state.error is not None
    assert desk.words == str(desk.passes.state.error)
    assert not desk.slider.isEnabled()


def test_assistive_tools_hear_the_step(desk: Desk) -> None:
    desk.passes.seek(2)
    assert desk.slider.accessibleName() == "Step"
    assert desk.slider.accessibleDescription().startswith("Step 2 of 9 · forward")


def test_an_unfinished_graph_is_told_with_what_is_missing(desk: Desk) -> None:
    unfinished = edits.set_text(desk.session.document, "d = 2b; L = d * ?; k = 3d; L")
    desk.session.apply("Edit expression", unfinished)
    assert desk.slider.isEnabled()
    assert desk.words.endswith("L: × needs its second operand (B).")
    desk.passes.step_forward()
    assert desk.formula.plain == "d = 2b = 2 · 2 = 4"
    desk.passes.reset()
    desk.passes.forward()
    assert desk.words == "What can be computed is known. L: × needs its second operand (B)."


def test_the_sum_at_a_fan_out_is_a_step_of_its_own(desk: Desk) -> None:
    fan = edits.set_text(desk.session.document, "m = 3; p = 4m; q = m^2; L = p + q")
    desk.session.apply("Edit expression", fan)
    desk.passes.seek(desk.passes.state.count - 1)
    desk.passes.step_forward()
    assert desk.words.startswith("m feeds 2 nodes: the contributions add: 6 + 4 = 10.")
    assert desk.formula.plain.endswith("= 6 + 4 = 10")


def test_the_button_plays_and_pauses(desk: Desk, qtbot: QtBot) -> None:
    button = desk._child(QToolButton, "play_button")
    assert "F7" in button.toolTip()
    seen = []
    for _ in range(2):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        seen.append((desk.passes.is_playing, button.accessibleName()))
    assert seen == [(True, "Pause"), (False, "Play the steps")]


def test_playing_by_its_key_goes_through_all_steps(desk: Desk, qtbot: QtBot) -> None:
    desk.passes.set_speed(4.0)
    positions: list[int] = []
    desk.passes.changed.connect(lambda _old, new: positions.append(new.position))
    desk.strip.activateWindow()
    QTest.keyClick(desk.strip, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: positions[-1:] == [9])
    qtbot.waitUntil(lambda: not desk.passes.is_playing)
    assert positions == list(range(10))


def test_the_speed_is_chosen_by_keys_and_remembered(desk: Desk) -> None:
    combo = desk._child(QComboBox, "play_speed_combo")
    assert [combo.itemText(i) for i in range(combo.count())] == ["0.5×", "1×", "2×", "4×"]
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert desk.passes.speed == 2.0
    assert desk.settings.play_speed == 2.0
    again = StepStrip(desk.passes, ThemeSource("light"), desk.settings, desk.strip)
    shown = again.findChild(QComboBox, "play_speed_combo")
    assert shown is not None
    assert shown.currentText() == "2×"
