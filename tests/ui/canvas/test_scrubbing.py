"""Numbers that are dragged: the value on a card of an input follows the pointer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gradviz.descent.data.datasets import Dataset
from gradviz.document import edits
from gradviz.ui.canvas.drawing.scripts import least_pixels
from gradviz.ui.canvas.gestures.scrubbing import rounded, step_for
from tests.ui.canvas.conftest import Desk, Opener

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def number_on(desk: Desk, name: str) -> QPoint:
    """The middle of the number on a card."""
    card = desk.view.card(name)
    line = card.face(least_pixels(desk.view.zoom)).value_line
    assert line is not None
    return desk.view.mapFromScene(line.box.center() + card.pos())


def value(desk: Desk, name: str) -> object:
    return desk.session.document.graph.named(name).value


def move(desk: Desk, at: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
    """Move with keys held, which QTest's own mouse moves can't."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    surface = desk.view.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(surface.mapToGlobal(at)), LEFT, LEFT, keys
    )
    QApplication.sendEvent(surface, event)


def test_dragging_a_number_changes_it_live_as_one_entry(desk: Desk) -> None:
    start = number_on(desk, "b")
    desk.passes.backward()
    desk.hold(start, start + QPoint(60, 3))
    assert value(desk, "b") == 2.6
    assert desk.view.card("L").value_text == "18.6"
    desk.hold(start + QPoint(60, 3), start + QPoint(100, 0))
    desk.let_go(start + QPoint(100, 0))
    assert value(desk, "b") == 3.0
    assert desk.session.undo_text == "Set b"
    assert desk.place("b") == desk.place("b")
    desk.session.undo()
    assert value(desk, "b") == 2.0
    assert not desk.session.can_undo


def test_two_drags_are_two_entries(desk: Desk) -> None:
    start = number_on(desk, "b")
    for _ in range(2):
        desk.pull(start, start + QPoint(50, 0))
    assert value(desk, "b") == 3.0
    desk.session.undo()
    assert value(desk, "b") == 2.5


def test_escape_restores_the_number_and_leaves_no_entry(desk: Desk) -> None:
    start = number_on(desk, "c")
    desk.hold(start, start - QPoint(70, 0))
    assert value(desk, "c") == 2.3
    desk.key(Qt.Key.Key_Escape)
    assert value(desk, "c") == 3.0
    desk.let_go(start - QPoint(70, 0))
    assert not desk.session.can_undo
    assert desk.names() == {"c"}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (Qt.KeyboardModifier.ShiftModifier, 2.05),
        (Qt.KeyboardModifier.ControlModifier, 7.0),
    ],
    ids=["fine", "coarse"],
)
def test_shift_is_fine_and_ctrl_coarse(
    desk: Desk, keys: Qt.KeyboardModifier, expected: float
) -> None:
    start = number_on(desk, "b")
    QTest.mousePress(desk.view.viewport(), LEFT, PLAIN, start)
    for k in (10, 30, 50):
        move(desk, start + QPoint(k, 0), keys)
    assert value(desk, "b") == expected
    desk.key(Qt.Key.Key_Escape)
    desk.let_go(start)


def test_the_pointer_says_that_a_number_can_be_dragged(desk: Desk) -> None:
    QTest.mouseMove(desk.view.viewport(), number_on(desk, "b"))
    assert desk.view.viewport().cursor().shape() == Qt.CursorShape.SizeHorCursor
    QTest.mouseMove(desk.view.viewport(), number_on(desk, "L") + QPoint(40, 0))
    assert desk.view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_drag_that_starts_downward_moves_the_card(desk: Desk) -> None:
    start = number_on(desk, "b")
    desk.pull(start, start + QPoint(2, 80))
    assert value(desk, "b") == 2.0
    assert desk.session.undo_text == "Move 1 node"


def test_a_click_on_a_number_only_selects(desk: Desk) -> None:
    QTest.mouseClick(desk.view.viewport(), LEFT, pos=number_on(desk, "b"))
    assert desk.view.selected == desk.view.card("b").node_id
    assert not desk.session.can_undo


def test_a_column_of_the_dataset_is_not_dragged(open_graph: Opener) -> None:
    desk = open_graph("L = mean((y - w x)^2)")
    data = Dataset("t", {"x": np.array([2.0]), "y": np.array([3.0])})
    desk.session.apply("Open", edits.set_dataset(desk.session.document, data))
    desk.settle()
    start = number_on(desk, "x")
    desk.pull(start, start + QPoint(60, 0))
    assert desk.session.undo_text in {"Open", "Move 1 node"}
    assert desk.session.document.dataset is not None
    assert list(desk.session.document.dataset.columns["x"]) == [2.0]


@given(st.floats(-1e9, 1e9), st.integers(-500, 500))
def test_a_step_is_a_hundredth_of_the_power_of_ten(start: float, pixels: int) -> None:
    step = step_for(start)
    result = rounded(start + pixels * step, step)
    assert abs(result - (start + pixels * step)) <= 0.51 * step + 1e-9 * abs(start)
    if abs(start) >= 1e-6:
        assert step <= abs(start) / 99 * 1.0000001
        assert len(repr(result)) <= 20


@pytest.mark.parametrize("start", [1e308, -1.7e308])
def test_a_huge_number_stays_finite(open_graph: Opener, start: float) -> None:
    desk = open_graph(f"x = {start}; L = x / 10")
    at = number_on(desk, "x")
    desk.pull(at, at + QPoint(300 if start > 0 else -300, 0))
    found = value(desk, "x")
    assert isinstance(found, float)
    assert abs(start) < abs(found) < np.inf
    assert desk.session.undo_text == "Set x"


def test_escape_restores_what_was_before_this_drag_not_before_one_broken_off(desk: Desk) -> None:
    """An edit from elsewhere that takes a card away breaks a drag off, which keeps its number."""
    start = number_on(desk, "b")
    desk.hold(start, start + QPoint(60, 0))
    document = desk.session.document
    desk.session.apply("Delete L", edits.remove(document, [desk.node("L")]))
    desk.let_go(start + QPoint(60, 0))
    desk.settle()
    assert value(desk, "b") == 2.6
    start = number_on(desk, "a")
    desk.hold(start, start + QPoint(60, 0))
    assert value(desk, "a") == 1.6
    desk.key(Qt.Key.Key_Escape)
    desk.let_go(start + QPoint(60, 0))
    assert value(desk, "a") == 1.0
    assert desk.session.undo_text == "Delete L"
