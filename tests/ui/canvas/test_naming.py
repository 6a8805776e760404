"""Renaming in place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gradviz.ui.canvas.drawing.scripts import least_pixels
from gradviz.ui.canvas.writing.card_editor import CardEditor
from tests.ui.canvas.conftest import Desk, Opener


def open_name(desk: Desk, name: str) -> CardEditor:
    desk.view.select(desk.view.card(name).node_id)
    desk.key(Qt.Key.Key_F2)
    assert desk.view.editor is not None
    assert desk.view.editor.objectName() == "name_editor"
    return desk.view.editor


def enter(editor: CardEditor, text: str) -> None:
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_f2_renames_and_the_text_follows(desk: Desk) -> None:
    enter(open_name(desk, "a"), "w")
    assert desk.session.undo_text == "Rename a to w"
    assert "e = w + d" in desk.session.document.text
    assert desk.view.editor is None
    desk.session.undo()
    assert "e = a + d" in desk.session.document.text


def test_a_double_click_on_the_name_renames(desk: Desk) -> None:
    card = desk.view.card("e")
    line = card.face(least_pixels(desk.view.zoom)).name_line
    assert line is not None
    at = desk.view.mapFromScene(line.box.center() + card.pos())
    QTest.mouseDClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert desk.view.editor is not None
    enter(desk.view.editor, "total")
    assert desk.session.document.graph.by_name["total"] == card.node_id


def test_a_taken_name_is_offered_with_a_number(desk: Desk) -> None:
    editor = open_name(desk, "b")
    enter(editor, "a")
    assert editor.complaint == "⚠ There is another node called a. Press Enter again for a_2."
    assert not desk.session.can_undo
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert desk.session.undo_text == "Rename b to a_2"
    assert "a_2" in desk.session.document.graph.by_name


def test_what_is_no_name_is_said(desk: Desk) -> None:
    editor = open_name(desk, "b")
    enter(editor, "2x")
    assert "starts with a letter" in editor.complaint
    enter(editor, "sin")
    assert "is a function" in editor.complaint
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not desk.session.can_undo


def test_an_operation_may_lose_its_name_and_an_input_not(open_graph: Opener) -> None:
    desk = open_graph("p = a b; L = sin(p)")
    editor = open_name(desk, "a")
    enter(editor, "")
    assert editor.complaint
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    enter(open_name(desk, "p"), "")
    assert desk.session.document.text == "L = sin(a b)"
    assert desk.session.undo_text == "Unname p"


def test_a_number_has_no_name_and_is_edited_instead(desk: Desk) -> None:
    two = desk.session.document.graph.named("d").operands[0]
    desk.view.select(two)
    desk.key(Qt.Key.Key_F2)
    assert desk.view.editor is not None
    assert desk.view.editor.objectName() == "value_editor"
