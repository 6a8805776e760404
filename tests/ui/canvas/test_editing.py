"""Editing values on the cards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gradviz.document import edits
from gradviz.ui.canvas.writing.card_editor import CardEditor
from gradviz.ui.canvas.writing.value_editor import parse_value
from tests.ui.canvas.conftest import Desk

LEFT = Qt.MouseButton.LeftButton


def open_editor(desk: Desk, qtbot: QtBot, name: str) -> CardEditor:
    QTest.mouseDClick(desk.view.viewport(), LEFT, pos=desk.place(name))
    assert desk.view.editor is not None
    qtbot.waitUntil(desk.view.editor.hasFocus)
    return desk.view.editor


def shows(desk: Desk, qtbot: QtBot, name: str, text: str) -> None:
    """Wait for a card's value: on a busy machine the passes are computed in the background."""
    qtbot.waitUntil(lambda: desk.view.card(name).value_text == text)


def enter(qtbot: QtBot, editor: CardEditor, text: str) -> None:
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_a_double_click_edits_an_input_in_place(desk: Desk, qtbot: QtBot) -> None:
    editor = open_editor(desk, qtbot, "a")
    assert editor.text() == "1"
    enter(qtbot, editor, "-2.5")
    shows(desk, qtbot, "a", "−2.5")
    shows(desk, qtbot, "L", "4.5")
    assert desk.session.undo_text == "Set a"
    assert desk.view.editor is None
    desk.session.undo()
    shows(desk, qtbot, "a", "1")


def test_enter_edits_the_selected_input(desk: Desk, qtbot: QtBot) -> None:
    desk.view.setFocus()
    desk.view.select(desk.view.card("c").node_id)
    QTest.keyClick(desk.view, Qt.Key.Key_Return)
    assert desk.view.editor is not None
    enter(qtbot, desk.view.editor, "10")
    shows(desk, qtbot, "c", "10")


def test_a_bad_value_is_said_at_the_card_and_keeps_the_old_one(desk: Desk, qtbot: QtBot) -> None:
    editor = open_editor(desk, qtbot, "a")
    enter(qtbot, editor, "[1, [2]]")
    assert "equally long" in editor.complaint
    assert desk.view.card("a").value_text == "1"
    assert not desk.session.can_undo
    enter(qtbot, editor, "5")
    shows(desk, qtbot, "a", "5")


def test_escape_leaves_the_value_as_it_was(desk: Desk, qtbot: QtBot) -> None:
    editor = open_editor(desk, qtbot, "a")
    QTest.keyClicks(editor, "99")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert desk.view.editor is None
    assert desk.view.card("a").value_text == "1"


def test_the_editor_goes_with_its_card(desk: Desk, qtbot: QtBot) -> None:
    open_editor(desk, qtbot, "a")
    desk.session.apply("Type", edits.set_text(desk.session.document, "x + y"))
    assert desk.view.editor is None


def test_a_matrix_can_be_typed_in(desk: Desk, qtbot: QtBot) -> None:
    enter(qtbot, open_editor(desk, qtbot, "a"), "[[1, 2], [3, 4]]")
    shows(desk, qtbot, "a", "2×2")


def test_an_operation_has_no_editor(desk: Desk, qtbot: QtBot) -> None:
    QTest.mouseDClick(desk.view.viewport(), LEFT, pos=desk.place("e"))
    assert desk.view.editor is None


def test_a_number_of_the_expression_can_be_changed(desk: Desk, qtbot: QtBot) -> None:
    graph = desk.session.document.graph
    two = graph.named("d").operands[0]
    enter(qtbot, open_editor(desk, qtbot, two), "4")
    assert desk.session.document.text.replace(" ", "").count("4b") == 1


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_can_be_typed(number: float) -> None:
    assert parse_value(repr(number)) == number
    assert parse_value(repr(number).replace("-", "−")) == number


@given(st.lists(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2), min_size=1, max_size=4))
def test_every_matrix_can_be_typed(rows: list[list[float]]) -> None:
    assert parse_value(str(rows)) == tuple(tuple(row) for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1 2",
        "nan",
        "[nan]",
        "[]",
        "[[]]",
        "[1, [2]]",
        "[[[1]]]",
        "[True]",
        "['a']",
        "[" * 5000,
        "(1,)",
    ],
)
def test_what_is_no_value_is_refused_with_advice(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_value(text)
