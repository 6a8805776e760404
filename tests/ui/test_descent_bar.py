"""The descent bar, slid, typed and pressed as a person does it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QSlider,
    QSpinBox,
    QStyle,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from gradviz.descent import OPTIMIZERS
from gradviz.document import edits, open_example
from gradviz.session import DescentRun, JobRunner, Session, Settings, StabilityWatch
from gradviz.ui.descent_bar import DescentBar
from gradviz.ui.descent_bar.limit_slider import LimitSlider
from gradviz.ui.descent_bar.scales import EPOCHS, LEARNING_RATE, LogScale
from gradviz.ui.methods import SignificantSpin
from gradviz.ui.theme import ThemeSource

LEFT = Qt.MouseButton.LeftButton
T = TypeVar("T", bound=QObject)


class Desk:
    """A bar with what it stands on."""

    def __init__(self, bot: QtBot) -> None:
        self.bot = bot
        self.session = Session(open_example("line_fit"))
        self.jobs = JobRunner()
        self.run = DescentRun(self.session, self.jobs)
        self.settings = Settings.forgetful()
        self.stability = StabilityWatch(self.run, self.jobs)
        self.bar = DescentBar(
            self.session,
            self.run,
            ThemeSource("light"),
            self.settings,
            stability=self.stability,
        )
        self.bar.resize(660, self.bar.sizeHint().height())

    def child(self, kind: type[T], name: str) -> T:
        found = self.bar.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def slide(self, name: str, *parts: float) -> None:
        """Press the handle, move it to parts of the way and release."""
        slider = self.child(QSlider, name)
        width, middle = slider.width() - 16, slider.height() // 2
        place = QPoint(8 + round(width * slider.value() / slider.maximum()), middle)
        QTest.mousePress(slider, LEFT, pos=place)
        for part in parts:
            place = QPoint(8 + round(width * part), middle)
            QTest.mouseMove(slider, place)
            self.settle()
        QTest.mouseRelease(slider, LEFT, pos=place)
        self.settle()

    def settle(self) -> None:
        """Wait for what a busy machine computes in the background."""
        QApplication.processEvents()
        self.bot.waitUntil(lambda: not self.jobs.is_busy())

    def enter(self, spin: QSpinBox | QDoubleSpinBox, text: str) -> None:
        """Type a number and press Enter."""
        spin.setFocus()
        spin.selectAll()
        QTest.keyClicks(spin, text)
        QTest.keyClick(spin, Qt.Key.Key_Return)
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    result = Desk(qtbot)
    qtbot.addWidget(result.bar)
    with qtbot.waitExposed(result.bar):
        result.bar.show()
    yield result
    result.run.pause()
    result.stability.stop()
    result.jobs.shutdown()


def test_a_slide_of_the_rate_is_one_undo_entry_and_redraws_live(desk: Desk) -> None:
    rates = []
    desk.run.trajectory_changed.connect(lambda t: rates.append(t.lr))
    before = desk.session.document.descent.lr
    desk.slide("learning_rate_slider", 0.5, 0.4, 0.3)
    assert len(set(rates)) >= 3
    assert rates[-1] == desk.session.document.descent.lr == pytest.approx(10**-3.2, rel=0.1)
    assert desk.session.undo_text == "Change the learning rate"
    desk.session.undo()
    assert desk.session.document.descent.lr == before
    assert not desk.session.can_undo


def test_two_slides_are_two_entries(desk: Desk) -> None:
    desk.slide("learning_rate_slider", 0.5)
    desk.slide("learning_rate_slider", 0.3)
    desk.session.undo()
    assert desk.session.can_undo


@pytest.mark.parametrize(("text", "rate"), [("0.0845", 0.0845), ("3e-7", 3e-7), ("0,25", 0.25)])
def test_any_rate_can_be_typed(desk: Desk, text: str, rate: float) -> None:
    spin = desk.child(SignificantSpin, "learning_rate_spin")
    desk.enter(spin, text)
    assert desk.session.document.descent.lr == rate
    assert spin.value() == rate


def test_undo_puts_the_controls_back(desk: Desk) -> None:
    slider, spin = (
        desk.child(QSlider, "learning_rate_slider"),
        desk.child(SignificantSpin, "learning_rate_spin"),
    )
    before = (slider.value(), spin.value())
    desk.slide("learning_rate_slider", 0.2)
    assert (slider.value(), spin.value()) != before
    desk.session.undo()
    assert (slider.value(), spin.value()) == before


def test_showing_a_document_changes_nothing_in_it(desk: Desk) -> None:
    document = edits.set_descent(desk.session.document, lr=0.0123456, epochs=137)
    desk.session.apply("From elsewhere", document)
    assert desk.session.document is document
    assert desk.child(QSpinBox, "epochs_spin").value() == 137


def test_epochs_are_slid_and_typed(desk: Desk) -> None:
    desk.slide("epochs_slider", 0.75)
    assert desk.session.document.descent.epochs == pytest.approx(1000, rel=0.2)
    desk.enter(desk.child(QSpinBox, "epochs_spin"), "250")
    assert desk.session.document.descent.epochs == 250
    assert desk.child(QSlider, "epoch_scrubber").maximum() == 250


def test_the_scrubber_and_the_run_show_the_same_epoch(desk: Desk) -> None:
    scrubber = desk.child(QSlider, "epoch_scrubber")
    scrubber.setValue(37)
    assert desk.run.epoch == 37
    desk.run.set_epoch(12)
    assert scrubber.value() == 12
    assert not desk.session.can_undo


def test_the_button_runs_and_pauses(desk: Desk, qtbot: QtBot) -> None:
    button = desk.child(QToolButton, "run_button")
    QTest.mouseClick(button, LEFT)
    assert button.text() == "Pause"
    qtbot.waitUntil(lambda: 0 < desk.run.epoch < 100)
    QTest.mouseClick(button, LEFT)
    assert not desk.run.is_playing
    assert button.text() == "Run"


def test_every_optimizer_is_offered_and_can_be_chosen(desk: Desk) -> None:
    combo = desk.child(QComboBox, "optimizer_combo")
    assert [combo.itemData(i) for i in range(combo.count())] == list(OPTIMIZERS)
    combo.setFocus()
    QTest.keyClicks(combo, "Adam")
    combo.activated.emit(combo.findData("adam"))
    assert desk.session.document.descent.optimizer == "adam"
    assert desk.session.undo_text == "Use Adam"


def test_the_settings_are_those_of_the_optimizer(desk: Desk) -> None:
    document = edits.set_descent(desk.session.document, optimizer="momentum")
    desk.session.apply("Use Momentum", document)
    momentum = desk.child(SignificantSpin, "setting_momentum")
    assert momentum.value() == 0.9
    momentum.setValue(0.5)
    assert desk.session.document.descent.settings["momentum"] == 0.5


def test_the_limit_is_marked_where_it_is_known(desk: Desk) -> None:
    slider = desk.child(LimitSlider, "learning_rate_slider")
    trajectory = desk.run.trajectory
    assert trajectory is not None
    assert slider.limit == trajectory.lr_limit
    assert "0.1015" in slider.toolTip()
    desk.session.apply("x", edits.set_descent(desk.session.document, optimizer="adam"))
    desk.settle()
    assert slider.limit is None
    assert "diverges" not in slider.toolTip()


@given(st.sampled_from([LEARNING_RATE, EPOCHS]), st.data())
def test_scales_invert_and_grow(scale: LogScale, data: st.DataObject) -> None:
    step = data.draw(st.integers(0, scale.steps - 1))
    assert scale.value(step) <= scale.value(step + 1)
    assert math.isclose(scale.value(scale.step(scale.value(step))), scale.value(step))
    assert scale.low <= scale.value(step) <= scale.high


def test_steps_of_the_rate_go_down_and_up_through_a_power_of_ten(desk: Desk) -> None:
    spin = SignificantSpin(desk.bar)
    spin.setRange(0, 10)
    spin.setValue(0.1)
    spin.stepBy(-1)
    assert spin.value() == pytest.approx(0.099)
    spin.stepBy(1)
    spin.stepBy(1)
    assert spin.value() == pytest.approx(0.11)


@pytest.mark.parametrize("name", ["learning_rate_slider", "epochs_slider"])
def test_in_the_narrowest_bar_a_slider_can_still_be_dragged(desk: Desk, name: str) -> None:
    desk.bar.resize(desk.bar.minimumSizeHint())
    QApplication.processEvents()
    slider = desk.child(QSlider, name)
    assert slider.width() >= 4 * slider.style().pixelMetric(
        QStyle.PixelMetric.PM_SliderLength, None, slider
    )


def test_buttons_step_through_the_epochs_and_stop_at_the_ends(desk: Desk) -> None:
    start, back, on = (
        desk.child(QToolButton, f"epoch_{name}_button") for name in ("start", "back", "forward")
    )
    assert not on.isEnabled()
    QTest.mouseClick(back, LEFT)
    QTest.mouseClick(back, LEFT)
    assert desk.run.epoch == 98
    QTest.mouseClick(on, LEFT)
    assert desk.run.epoch == 99
    QTest.mouseClick(start, LEFT)
    assert desk.run.epoch == 0
    assert not start.isEnabled()
    assert not back.isEnabled()


def test_keys_step_play_and_go_to_the_start(desk: Desk) -> None:
    alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
    desk.bar.activateWindow()
    desk.child(QSlider, "learning_rate_slider").setFocus()
    QTest.keyClick(desk.bar, Qt.Key.Key_Left, alt)
    assert desk.run.epoch == 99
    QTest.keyClick(desk.bar, Qt.Key.Key_Home, alt)
    assert desk.run.epoch == 0
    QTest.keyClick(desk.bar, Qt.Key.Key_Right, alt)
    assert desk.run.epoch == 1
    QTest.keyClick(desk.bar, Qt.Key.Key_F7, shift)
    assert desk.run.is_playing
    assert not desk.session.can_undo


def test_on_the_scrubber_arrows_step_and_space_plays(desk: Desk) -> None:
    scrubber = desk.child(QSlider, "epoch_scrubber")
    desk.bar.activateWindow()
    scrubber.setFocus()
    QTest.keyClick(scrubber, Qt.Key.Key_Home)
    QTest.keyClick(scrubber, Qt.Key.Key_Right)
    assert desk.run.epoch == 1
    QTest.keyClick(scrubber, Qt.Key.Key_Space)
    assert desk.run.is_playing
    QTest.keyClick(scrubber, Qt.Key.Key_Space)
    assert not desk.run.is_playing


def test_the_speed_is_chosen_and_remembered(desk: Desk) -> None:
    combo = desk.child(QComboBox, "epoch_speed_combo")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert desk.run.speed == 2.0
    again = DescentBar(
        desk.session, desk.run, ThemeSource("light"), desk.settings, stability=desk.stability
    )
    desk.bot.addWidget(again)
    shown = again.findChild(QComboBox, "epoch_speed_combo")
    assert isinstance(shown, QComboBox)
    assert shown.currentData() == 2.0


def test_the_loop_is_a_switch(desk: Desk) -> None:
    button = desk.child(QToolButton, "epoch_loop_button")
    QTest.mouseClick(button, LEFT)
    assert desk.run.loops
    QTest.mouseClick(button, LEFT)
    assert not desk.run.loops


def test_the_scrubber_reaches_to_the_end_of_the_race(desk: Desk) -> None:
    desk.run.set_rivals_end(250)
    scrubber = desk.child(QSlider, "epoch_scrubber")
    assert scrubber.maximum() == 250
    scrubber.setValue(180)
    assert (desk.run.epoch, desk.run.race_epoch) == (100, 180)
    assert desk.child(QLabel, "epoch_label").text() == "epoch 180"
