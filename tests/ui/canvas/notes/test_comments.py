"""Comments on the canvas: written, changed, moved, made larger, deleted and read aloud."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from gradviz.document import Comment, Document, edits, notes
from gradviz.ui.canvas.notes.item import (
    CommentItem,
    broken_into_lines,
    height_for,
    note_script,
    wrapped,
)
from tests.ui.canvas.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
PLACE = QPoint(450, 520)
LONG = "the derivative of a sum is the sum of the derivatives " * 4


def sheet(desk: Desk) -> QPlainTextEdit:
    (found,) = (
        edit
        for edit in desk.view.viewport().findChildren(QPlainTextEdit, "comment_edit")
        if edit.isVisible()
    )
    return found


def written(desk: Desk, text: str = "look here") -> Comment:
    """Point, press #, type, Enter."""
    desk.point(PLACE)
    desk.press("#")
    QTest.keyClicks(sheet(desk), text)
    QTest.keyClick(sheet(desk), Qt.Key.Key_Return)
    return desk.session.document.comments[-1]


def item(desk: Desk) -> CommentItem:
    (found,) = desk.view.graph_scene().backdrop.comments.values()
    return found


def middle(desk: Desk) -> QPoint:
    return desk.view.mapFromScene(item(desk).pos())


def test_a_comment_is_written_at_the_pointer(desk: Desk) -> None:
    comment = written(desk)
    assert comment.text == "look here"
    assert (desk.view.mapFromScene(*comment.place) - PLACE).manhattanLength() < 4
    assert desk.session.undo_text == "Add a comment"
    assert desk.view.selected_comments() == [comment.id]
    desk.session.undo()
    assert desk.view.graph_scene().backdrop.comments == {}


def test_an_empty_comment_is_none(desk: Desk) -> None:
    desk.press("#")
    QTest.keyClick(sheet(desk), Qt.Key.Key_Return)
    assert not desk.session.can_undo
    desk.press("#")
    QTest.keyClicks(sheet(desk), "never mind")
    QTest.keyClick(sheet(desk), Qt.Key.Key_Escape)
    assert not desk.session.can_undo


@pytest.mark.parametrize("way", ["double click", "F2", "Return"])
def test_a_comment_is_changed_in_place(desk: Desk, way: str) -> None:
    written(desk)
    if way == "double click":
        QTest.mouseDClick(desk.view.viewport(), LEFT, pos=middle(desk))
    else:
        desk.press(way)
    QTest.keyClicks(sheet(desk), "two")
    QTest.keyClick(sheet(desk), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(sheet(desk), "lines")
    desk.view.setFocus()  # a click elsewhere takes it over as well
    assert desk.session.document.comments[0].text == "two\nlines"
    assert desk.session.undo_text == "Edit the comment"


def test_a_sheet_goes_with_its_comment_and_with_its_document(desk: Desk) -> None:
    written(desk, "one")
    desk.press("F2")
    open_sheet = sheet(desk)
    desk.session.undo()
    assert not open_sheet.isVisible()
    desk.session.redo()
    desk.choose()
    desk.view.select_all_of((), ("1",))
    desk.press("F2")
    sheet(desk).setPlainText("meant for another comment")
    other, _ = notes.add_comment(edits.set_text(Document(), "z = 1"), (0.0, 0.0), "other")
    desk.session.new(other)
    assert [c.text for c in desk.session.document.comments] == ["other"]
    assert not desk.view.viewport().findChildren(QPlainTextEdit, "comment_edit")[-1].isVisible()


def test_a_comment_is_moved_and_made_larger(desk: Desk) -> None:
    comment = written(desk)
    QTest.mouseClick(desk.view.viewport(), LEFT, pos=QPoint(5, 590))
    desk.drag(middle(desk), QPoint(0, -40))
    assert desk.session.undo_text == "Move 1 comment"
    moved = desk.session.document.comments[0]
    assert moved.place[1] == pytest.approx(comment.place[1] - 40 / desk.view.zoom, abs=1)
    corner = desk.view.mapFromScene(item(desk).box.translated(item(desk).pos()).bottomRight())
    desk.drag(corner - QPoint(3, 3), QPoint(60, 30))
    larger = desk.session.document.comments[0]
    assert desk.session.undo_text == "Resize the comment"
    assert larger.size[0] == pytest.approx(moved.size[0] + 60 / desk.view.zoom, abs=1)
    left_before = moved.place[0] - moved.size[0] / 2
    assert larger.place[0] - larger.size[0] / 2 == pytest.approx(left_before)


def test_an_edit_from_elsewhere_breaks_the_resizing_off(desk: Desk) -> None:
    written(desk)
    box = item(desk).box
    corner = desk.view.mapFromScene(box.translated(item(desk).pos()).bottomRight())
    desk.hold(corner - QPoint(3, 3), corner + QPoint(60, 30))
    assert item(desk).box != box
    document = desk.session.document
    desk.session.apply("Set b", edits.set_value(document, desk.node("b"), 7.0))
    desk.let_go(corner + QPoint(60, 30))
    assert item(desk).box == box
    assert desk.session.undo_text == "Set b"


def test_cards_and_comments_move_and_go_together(desk: Desk) -> None:
    comment = written(desk)
    desk.view.select_all_of([desk.node("a")], [comment.id])
    desk.press("Alt+Down")
    assert desk.session.undo_text == "Move 1 node and 1 comment"
    desk.press("Del")
    assert desk.session.undo_text == "Delete 1 node and 1 comment"
    assert desk.session.document.comments == ()
    assert "a" not in {n.name for n in desk.session.document.graph.nodes.values()}


def test_deleting_a_comment_leaves_the_graph(desk: Desk) -> None:
    written(desk)
    graph = desk.session.document.graph
    desk.press("Del")
    assert desk.session.document.comments == ()
    assert desk.session.document.graph is graph


def test_a_box_takes_comments_it_encloses_and_the_list_reads_them(desk: Desk) -> None:
    comment = written(desk)
    desk.view.select(None)
    box = desk.view.mapFromScene(item(desk).sceneBoundingRect()).boundingRect()
    box.adjust(-8, -8, 8, 8)
    desk.drag(box.topLeft(), box.bottomRight() - box.topLeft())
    assert desk.view.selected_comments() == [comment.id]
    desk.panel.finder.open()
    rows = desk.panel.finder.model
    last = rows.index(rows.rowCount() - 1)
    assert rows.data(last, Qt.ItemDataRole.AccessibleTextRole) == "comment, look here"


def test_a_new_comment_is_as_high_as_its_text(desk: Desk) -> None:
    comment = written(desk, LONG)
    assert comment.size[1] >= height_for(comment.text, comment.size[0], note_script())
    assert "…" not in "".join(wrapped(comment.text, note_script(), comment.size))


def test_lines_fit_and_what_does_not_fit_is_cut(qapp: object) -> None:
    script = note_script()
    lines = broken_into_lines(LONG, script, 160)
    assert all(script.width(line) <= 160 for line in lines)
    assert " ".join(" ".join(lines).split()) == LONG.strip()
    short = wrapped(LONG, script, (180.0, 60.0))
    assert len(short) < len(lines)
    assert short[-1].endswith("…")
