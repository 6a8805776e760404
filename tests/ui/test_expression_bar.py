"""The expression bar: live reading, undo entries, mistakes, pasting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits
from gradviz.session import JobRunner, Session
from gradviz.ui.expression_bar import ExpressionEdit
from gradviz.ui.theme import ThemeSource


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    result = Session(edits.set_text(Document(), "L = c(a + 2b)"))
    yield result
    result.deleteLater()


@pytest.fixture
def jobs() -> Iterator[JobRunner]:
    result = JobRunner()
    yield result
    result.shutdown()


@pytest.fixture
def edit(qtbot: QtBot, session: Session, jobs: JobRunner) -> ExpressionEdit:
    themes = ThemeSource("light", session)
    result = ExpressionEdit(session, themes, jobs)
    qtbot.addWidget(result)
    result.show()
    return result


def retype(qtbot: QtBot, edit: ExpressionEdit, text: str) -> None:
    qtbot.keySequence(edit, "Ctrl+A")
    qtbot.keyClicks(edit, text)


def test_what_can_be_read_is_the_document_at_once(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    retype(qtbot, edit, "g = sin(x)")
    assert session.document.text == "g = sin(x)"
    assert set(session.document.graph.by_name) == {"g", "x"}


def test_values_survive_while_the_text_passes_through_other_names(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    session.apply("Set a", edits.set_values(session.document, {"a": 4.0}))
    retype(qtbot, edit, "L = a c")
    assert session.document.graph.named("a").value == 4.0


def test_typing_is_one_entry_until_enter(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    retype(qtbot, edit, "u = v")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, " + w")
    session.undo()
    assert edit.text() == "u = v"
    session.undo()
    assert edit.text() == "L = c(a + 2b)"
    assert not session.can_undo


def test_a_mistake_keeps_the_document_and_marks_its_span(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    retype(qtbot, edit, "2 +* 3")
    assert session.document.text == "2 "
    assert edit.error_span == (2, 3)
    assert edit.problem is not None


def test_escape_returns_to_the_document(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    qtbot.keyClicks(edit, "((")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == session.document.text
    assert edit.problem is None


def test_pasted_lines_become_statements(qtbot: QtBot, edit: ExpressionEdit) -> None:
    data = QMimeData()
    data.setText("d = 2b  # twice\n\ne = a + d\nL = c*e\n")
    edit.selectAll()
    edit.insertFromMimeData(data)
    assert edit.text() == "d = 2b; e = a + d; L = c*e"


def test_a_megabyte_is_refused_and_nothing_is_lost(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    before = session.document
    data = QMimeData()
    data.setText("x + " * 250_000 + "x")
    edit.insertFromMimeData(data)
    assert session.document == before
    assert edit.text() == before.text
    assert "262,144" in str(edit.problem)


def test_a_long_text_is_read_when_the_typing_pauses(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    text = " + ".join(f"x{k}" for k in range(600))
    edit.setText(text)
    assert session.document.text != text
    qtbot.waitUntil(lambda: session.document.text == text)


LONG = "L = " + " + ".join(f"x{k}" for k in range(600))


def test_the_newest_long_text_wins(qtbot: QtBot, edit: ExpressionEdit, session: Session) -> None:
    read: list[str] = []
    session.document_changed.connect(lambda _old, new: read.append(new.text))
    edit.setText(LONG)
    qtbot.waitUntil(lambda: edit.is_reading and not edit._pause.isActive())
    edit.setText(LONG + " + y")
    qtbot.waitUntil(lambda: not edit.is_reading)
    assert read == [LONG + " + y"]


def test_a_short_text_overtakes_a_long_one(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    edit.setText(LONG)
    edit.setText("u = v")
    assert session.document.text == "u = v"
    assert not edit.is_reading


def test_enter_ends_the_entry_of_a_long_text_once_it_is_read(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    edit.setText(LONG)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert session.document.text == "L = c(a + 2b)"
    qtbot.waitUntil(lambda: not edit.is_reading)
    assert session.document.text == LONG
    edit.setText("u = v")
    session.undo()
    assert edit.text() == LONG


def test_undo_takes_back_a_long_text_before_it_is_read(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    edit.setText(LONG)
    qtbot.keySequence(edit, "Ctrl+Z")
    assert edit.text() == session.document.text == "L = c(a + 2b)"
    assert not edit.is_reading
    assert not session.can_undo


def test_a_mistake_in_a_long_text_is_marked(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    edit.setText(LONG + " +* y")
    qtbot.waitUntil(lambda: edit.problem is not None)
    assert edit.error_span == (len(LONG) + 1, len(LONG) + 2)
    assert session.document.text == "L = c(a + 2b)"


def test_other_edits_while_a_long_text_is_read_are_kept(
    qtbot: QtBot, edit: ExpressionEdit, session: Session
) -> None:
    edit.setText(LONG.replace("x1 ", "a "))
    session.apply("Set a", edits.set_values(session.document, {"a": 4.0}))
    qtbot.waitUntil(lambda: not edit.is_reading)
    assert edit.text() == session.document.text == LONG.replace("x1 ", "a ")
    assert session.document.graph.named("a").value == 4.0


def test_a_long_text_is_read_at_once_where_work_must_not_be_lost(
    edit: ExpressionEdit, session: Session
) -> None:
    edit.setText(LONG)
    edit.finish()
    assert session.document.text == LONG
