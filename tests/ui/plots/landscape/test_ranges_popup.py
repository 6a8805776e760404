"""The ranges of the axes, typed by hand, kept from the view and given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from gradviz.document import Document, open_function
from gradviz.ui.plots.landscape.ranges_popup import RangesPopup, refusal

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

Open: TypeAlias = Callable[[Document | str], "Desk"]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(open_desk: Open) -> Desk:
    return open_desk(open_function("himmelblau"))


def click_axis(desk: Desk, side: str, share: float) -> RangesPopup:
    """Click the numbers of an axis, so far along it."""
    canvas = desk.landscape.canvas
    rect = canvas.mapFromScene(canvas.axes[side].sceneBoundingRect()).boundingRect()
    across = QPoint(round(rect.left() + share * rect.width()), rect.top() + 10)
    up = QPoint(rect.right() - 10, round(rect.bottom() - share * rect.height()))
    QTest.mouseClick(canvas.viewport(), LEFT, pos=across if side == "bottom" else up)
    popup = desk.findChild(RangesPopup)
    assert popup is not None
    return popup


def type_into(popup: RangesPopup, name: str, text: str) -> None:
    field = popup.findChild(QLineEdit, name)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def press(popup: RangesPopup, name: str) -> None:
    button = popup.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, LEFT)


def error(popup: RangesPopup) -> str:
    label = popup.findChild(QLabel, "landscape_range_error")
    assert label is not None
    return label.text() if label.isVisible() else ""


def choose(desk: Desk, name: str) -> None:
    menu = desk.findChild(QMenu, "landscape_show_menu")
    action = desk.findChild(QAction, name)
    assert menu is not None
    assert action is not None
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("side", "share", "name"),
    [
        ("bottom", 0.1, "landscape_x_low"),
        ("bottom", 0.9, "landscape_x_high"),
        ("left", 0.1, "landscape_y_low"),
        ("left", 0.9, "landscape_y_high"),
    ],
)
def test_a_click_on_an_axis_opens_that_end(desk: Desk, side: str, share: float, name: str) -> None:
    popup = click_axis(desk, side, share)
    assert popup.isVisible()
    focus = popup.focusWidget()
    assert focus is not None
    assert focus.objectName() == name
    popup.hide()


def test_a_typed_range_is_shown_and_saved_as_one_undo_entry(desk: Desk) -> None:
    popup = click_axis(desk, "bottom", 0.9)
    type_into(popup, "landscape_x_high", "3,5")
    assert desk.session.undo_text == "Show x from −5 to 3.5"
    assert desk.session.document.landscape.ranges["x"] == (-5.0, 3.5)
    assert desk.landscape.canvas.frame.x == pytest.approx((-5.0, 3.5))
    popup.hide()
    desk.session.undo()
    assert desk.landscape.canvas.frame.x == pytest.approx((-5.0, 5.0))
    assert not desk.session.can_undo


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("abc", "1", "abc is no number"),
        ("", "1", "Nothing is no number"),
        ("2", "1", "must be smaller"),
        ("1", "1", "must be smaller"),
        ("nan", "1", "too far out"),
        ("0", "inf", "too far out"),
        ("0", "1e200", "too far out"),
        ("1", "1.0000000000000002", "too close"),
        ("__import__('os')", "1", "is no number"),
    ],
)
def test_what_is_no_range_is_refused_in_a_sentence(low: str, high: str, words: str) -> None:
    assert words in refusal(low, high)


@pytest.mark.parametrize(("low", "high"), [("−2", "3"), ("-1e-9", "1e-9"), ("1e6", "1000000.1")])
def test_what_is_a_range_is_not_refused(low: str, high: str) -> None:
    assert refusal(low, high) == ""


def test_a_refusal_is_said_in_place_and_changes_nothing(desk: Desk) -> None:
    popup = click_axis(desk, "left", 0.1)
    type_into(popup, "landscape_y_low", "9")
    assert "must be smaller" in error(popup)
    assert not desk.session.can_undo
    type_into(popup, "landscape_y_low", "-1")
    assert error(popup) == ""
    assert desk.session.document.landscape.ranges["y"] == (-1.0, 5.0)
    popup.hide()


def test_the_view_is_kept_and_given_up_again(desk: Desk, qtbot: QtBot) -> None:
    canvas = desk.landscape.canvas
    canvas.set_view((-1.0, 1.0), (-2.0, 2.0))
    press(click_axis(desk, "bottom", 0.1), "landscape_keep_ranges_button")
    ranges = desk.session.document.landscape.ranges
    assert (ranges["x"], ranges["y"]) == ((-1.0, 1.0), (-2.0, 2.0))
    assert desk.session.undo_text == "Keep this view"
    assert canvas.frame.x == pytest.approx((-1.0, 1.0))
    press(click_axis(desk, "bottom", 0.1), "landscape_reset_ranges_button")
    assert desk.session.undo_text == "Reset the ranges"
    assert desk.session.document.landscape.ranges.get("x") != (-1.0, 1.0)
    assert canvas.frame.x[1] > 2
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())


def test_the_menu_offers_the_same_by_keys(desk: Desk) -> None:
    choose(desk, "landscape_ask_ranges")
    popup = desk.findChild(RangesPopup)
    assert popup is not None
    assert popup.isVisible()
    popup.hide()
    desk.landscape.canvas.set_view((-1.0, 1.0), (-2.0, 2.0))
    choose(desk, "landscape_keep_view")
    assert desk.session.document.landscape.ranges["x"] == (-1.0, 1.0)
    choose(desk, "landscape_reset_ranges")
    assert desk.session.undo_text == "Reset the ranges"


def test_a_curve_has_one_range(open_desk: Open) -> None:
    desk = open_desk("L = (x - 1)^2")
    popup = click_axis(desk, "left", 0.5)
    assert not popup.isVisible()
    popup = click_axis(desk, "bottom", 0.1)
    assert popup.isVisible()
    other = popup.findChild(QLineEdit, "landscape_y_low")
    assert other is not None
    assert not other.isVisible()
    popup.hide()
