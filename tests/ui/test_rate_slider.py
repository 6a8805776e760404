"""The marks of the learning rate and its schedule, used in the descent bar as a person does it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QSlider,
    QToolButton,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.descent.rules.schedules import SCHEDULES
from gradviz.document import edits
from gradviz.ui.descent_bar.limit_slider import LimitSlider
from gradviz.ui.methods import SignificantSpin
from gradviz.ui.methods.rate_curve import RateCurve
from tests.ui.test_descent_bar import Desk

LEFT = Qt.MouseButton.LeftButton


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


def slider_of(desk: Desk) -> LimitSlider:
    return desk.child(LimitSlider, "learning_rate_slider")


def band(slider: LimitSlider, rate: float) -> QPoint:
    """Where a rate lies in the band of marks."""
    return QPoint(round(slider.x_of(rate)), slider.height() - 5)


def mark(slider: LimitSlider, kind: str) -> float:
    return next(mark.rate for mark in slider.marks.marks if mark.kind == kind)


def test_a_click_on_a_mark_sets_exactly_that_rate(desk: Desk) -> None:
    desk.session.apply("x", edits.set_descent(desk.session.document, optimizer="momentum"))
    desk.settle()
    slider = slider_of(desk)
    limit, plain = mark(slider, "limit"), mark(slider, "plain")
    QTest.mouseClick(slider, LEFT, pos=band(slider, plain))
    desk.settle()
    assert desk.session.document.descent.lr == plain
    assert desk.session.undo_text == "Use the limit without momentum"
    QTest.mouseClick(slider, LEFT, pos=band(slider, limit))
    assert desk.session.document.descent.lr == limit
    desk.session.undo()
    assert desk.session.document.descent.lr == plain


def test_a_press_that_leaves_the_mark_changes_nothing(desk: Desk) -> None:
    slider = slider_of(desk)
    before = desk.session.document
    QTest.mousePress(slider, LEFT, pos=band(slider, mark(slider, "limit")))
    QTest.mouseRelease(slider, LEFT, pos=QPoint(10, slider.height() - 5))
    assert desk.session.document is before


def test_the_handle_can_be_dragged_across_the_marks(desk: Desk) -> None:
    desk.slide("learning_rate_slider", 0.6, 0.75)
    assert desk.session.document.descent.lr == pytest.approx(10**-0.5, rel=0.1)


def test_the_marks_are_chosen_with_the_keyboard_from_the_menu(desk: Desk) -> None:
    slider = slider_of(desk)
    best = mark(slider, "best")
    menu = slider.context_menu()
    texts = [action.text() for action in menu.actions()]
    assert texts == ["Best rate: 0.09953", "Limit: 0.1015"]
    menu.actions()[0].trigger()
    assert desk.session.document.descent.lr == best
    menu.deleteLater()


@pytest.mark.parametrize(
    ("place", "words"),
    [("limit", "It is 2/λmax = 2/19.7 = 0.1015."), ("zone", "the path zig-zags")],
)
def test_a_hover_gives_the_number_and_the_reason(desk: Desk, place: str, words: str) -> None:
    slider = slider_of(desk)
    zone = slider.marks.zigzag
    assert zone is not None
    rate = slider.limit if place == "limit" else zone[0] * 1.02
    assert rate is not None
    at = band(slider, rate)
    QApplication.sendEvent(slider, QHelpEvent(QEvent.Type.ToolTip, at, slider.mapToGlobal(at)))
    assert words in QToolTip.text()
    QToolTip.hideText()


def test_optimizers_that_adapt_have_no_marks(desk: Desk) -> None:
    desk.session.apply("x", edits.set_descent(desk.session.document, optimizer="adam"))
    desk.settle()
    slider = slider_of(desk)
    assert slider.marks.marks == ()
    assert slider.said_at(band(slider, 0.1)) == ""


def test_the_sliders_keep_room_whatever_the_optimizer_is_called(desk: Desk) -> None:
    desk.bar.resize(530, desk.bar.height())
    widths = set()
    for id_ in ("sgd", "annealing"):
        desk.session.apply("x", edits.set_descent(desk.session.document, optimizer=id_))
        desk.settle()
        QApplication.processEvents()
        widths.add(slider_of(desk).width())
    assert len(widths) == 1
    assert min(widths) >= 100


# The schedule


def inside(desk: Desk, name: str) -> QWidget:
    found = desk.bar.schedule.findChild(QWidget, name)
    assert found is not None
    return found


def choose(desk: Desk, id_: str) -> None:
    """Open the form and choose a schedule with the keys."""
    QTest.mouseClick(desk.child(QToolButton, "schedule_button"), LEFT)
    combo = inside(desk, "schedule_combo")
    assert isinstance(combo, QComboBox)
    for _ in range(list(SCHEDULES).index(id_) - combo.currentIndex()):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    combo.activated.emit(combo.currentIndex())


def test_a_schedule_is_chosen_and_changes_the_run(desk: Desk) -> None:
    assert desk.run.trajectory is not None
    before = desk.run.trajectory.points[-1]
    choose(desk, "exponential")
    desk.settle()
    assert desk.session.document.descent.schedule == "exponential"
    assert desk.session.undo_text == "Use the schedule Exponential"
    rates = desk.run.trajectory.rates
    np.testing.assert_allclose(rates[1:] / rates[:-1], 0.99)
    assert not np.array_equal(before, desk.run.trajectory.points[-1])
    desk.bar.schedule.hide()


def test_its_numbers_are_edited_one_undo_entry_each_time_it_is_open(desk: Desk) -> None:
    choose(desk, "step")
    spin = inside(desk, "schedule_step_size")
    assert isinstance(spin, SignificantSpin)
    assert spin.value() == 30
    spin.stepUp()
    spin.stepUp()
    assert desk.session.document.descent.schedule_settings == {"step_size": 32.0}
    desk.bar.schedule.hide()
    desk.session.undo()
    assert desk.session.document.descent.schedule_settings == {}
    assert desk.session.document.descent.schedule == "step"


def test_the_curve_and_the_words_are_those_of_the_schedule(desk: Desk) -> None:
    choose(desk, "warmup")
    words, curve = inside(desk, "schedule_words"), inside(desk, "schedule_curve")
    assert isinstance(words, QLabel)
    assert isinstance(curve, RateCurve)
    assert words.text() == SCHEDULES["warmup"].words
    lr = desk.session.document.descent.lr
    assert f"From {lr / 3:.4g} in the first epoch to {lr:.4g}" in curve.toolTip()
    assert "Warm-up" in desk.child(QToolButton, "schedule_button").toolTip()
    desk.bar.schedule.hide()


def test_a_constant_rate_that_changed_while_the_form_was_closed_is_shown_once_it_opens(
    desk: Desk,
) -> None:
    curve = inside(desk, "schedule_curve")
    desk.session.apply("Rate", edits.set_descent(desk.session.document, lr=0.0123))
    QTest.mouseClick(desk.child(QToolButton, "schedule_button"), LEFT)
    assert "0.0123" in curve.toolTip()
    desk.bar.schedule.hide()


def test_a_number_out_of_range_is_said_where_it_was_typed(desk: Desk) -> None:
    choose(desk, "step")
    spin = inside(desk, "schedule_step_size")
    assert isinstance(spin, SignificantSpin)
    desk.enter(spin, "0")
    problem = inside(desk, "schedule_problem")
    assert isinstance(problem, QLabel)
    assert not problem.isHidden()
    assert "step_size" in problem.text()
    desk.enter(spin, "10")
    assert problem.isHidden()
    desk.bar.schedule.hide()


def test_every_number_of_every_schedule_says_what_it_is(desk: Desk) -> None:
    for id_, schedule in SCHEDULES.items():
        desk.session.apply("x", edits.set_descent(desk.session.document, schedule=id_))
        for name in schedule.defaults:
            assert len(inside(desk, f"schedule_{name}").toolTip()) > len(name) + 10


def test_the_button_shows_the_curve(desk: Desk) -> None:
    button = desk.child(QToolButton, "schedule_button")
    before = button.icon().cacheKey()
    slider = desk.child(QSlider, "learning_rate_slider")
    slider.setValue(slider.value() - 10)
    assert button.icon().cacheKey() == before  # a constant rate looks the same whatever it is
    desk.session.apply("x", edits.set_descent(desk.session.document, schedule="cosine"))
    assert button.icon().cacheKey() != before
