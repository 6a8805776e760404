"""The session: one gesture is one entry, undo and redo are exact, saving marks clean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradviz.document import Document, load
from gradviz.errors import DocumentError
from gradviz.session import Session


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    return Session(Document(title="start"))


def titled(title: str) -> Document:
    return Document(title=title)


def changes(session: Session) -> list[tuple[str, str]]:
    """The titles before and after, for each document_changed from now on."""
    heard: list[tuple[str, str]] = []
    session.document_changed.connect(lambda old, new: heard.append((old.title, new.title)))
    return heard


def test_apply_changes_the_document_and_tells_both(session: Session) -> None:
    heard = changes(session)
    session.apply("Rename", titled("a"))
    assert session.document.title == "a"
    assert heard == [("start", "a")]


def test_an_equal_document_is_no_edit(session: Session) -> None:
    heard = changes(session)
    session.apply("Nothing", titled("start"))
    assert not session.can_undo
    assert heard == []


def test_the_history_is_up_to_date_when_the_change_is_told(session: Session) -> None:
    seen: list[str] = []
    session.document_changed.connect(lambda _old, _new: seen.append(session.undo_text))
    session.apply("First", titled("a"))
    session.apply("Second", titled("b"))
    session.undo()
    assert seen == ["First", "Second", "First"]


def test_undo_and_redo_say_what_they_would_do(session: Session) -> None:
    session.apply("Move 3 nodes", titled("a"))
    assert (session.undo_text, session.redo_text) == ("Move 3 nodes", "")
    session.undo()
    assert (session.undo_text, session.redo_text) == ("", "Move 3 nodes")


def test_undo_with_nothing_to_undo_changes_nothing(session: Session) -> None:
    heard = changes(session)
    session.undo()
    session.redo()
    assert heard == []


def test_a_gesture_is_one_entry(session: Session) -> None:
    for step in range(10):
        session.apply("Drag", titled(f"drag {step}"), merge_key="drag")
    heard = changes(session)
    session.undo()
    assert session.document.title == "start"
    assert not session.can_undo
    session.redo()
    assert session.document.title == "drag 9"
    assert heard == [("drag 9", "start"), ("start", "drag 9")]


def test_two_gestures_of_the_same_kind_are_two_entries(session: Session) -> None:
    session.apply("Drag", titled("a"), merge_key="drag")
    session.end_merge()
    session.apply("Drag", titled("b"), merge_key="drag")
    session.undo()
    assert session.document.title == "a"


@pytest.mark.parametrize("key", [None, "other"])
def test_another_edit_in_between_splits_a_gesture(session: Session, key: str | None) -> None:
    session.apply("Drag", titled("a"), merge_key="drag")
    session.apply("Else", titled("b"), merge_key=key)
    session.apply("Drag", titled("c"), merge_key="drag")
    session.undo()
    assert session.document.title == "b"
    session.undo()
    assert session.document.title == "a"


def test_a_gesture_after_undo_is_an_entry_of_its_own(session: Session) -> None:
    session.apply("Drag", titled("a"), merge_key="drag")
    session.apply("Else", titled("b"))
    session.undo()
    session.apply("Drag", titled("c"), merge_key="drag")
    session.undo()
    assert session.document.title == "a"


def test_a_gesture_that_comes_back_leaves_no_entry(session: Session) -> None:
    session.apply("Drag", titled("a"), merge_key="drag")
    session.apply("Drag", titled("start"), merge_key="drag")
    assert session.document.title == "start"
    assert not session.can_undo
    assert session.is_clean
    session.apply("Drag", titled("b"), merge_key="drag")
    session.undo()
    assert session.document.title == "start"


def test_saving_in_the_middle_of_a_gesture_keeps_what_was_saved_reachable(
    session: Session, tmp_path: Path
) -> None:
    session.apply("Drag", titled("a"), merge_key="drag")
    session.save(tmp_path / "a.gradviz")
    session.apply("Drag", titled("b"), merge_key="drag")
    assert not session.is_clean
    session.undo()
    assert session.document.title == "a"
    assert session.is_clean


def test_saving_marks_clean_and_undo_past_it_marks_changed(
    session: Session, tmp_path: Path
) -> None:
    heard: list[bool] = []
    session.history_changed.connect(lambda: heard.append(session.is_clean))
    session.apply("Rename", titled("a"))
    session.save(tmp_path / "a.gradviz")
    session.undo()
    session.redo()
    assert heard == [False, True, False, True]


def test_what_is_saved_is_what_is_opened(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "a.gradviz"
    session.apply("Rename", titled("a"))
    session.save(path)
    other = Session()
    other.open(path)
    assert other.document == session.document
    assert other.path == path
    assert other.is_clean
    assert other.is_fresh


def test_new_forgets_the_history(session: Session) -> None:
    session.apply("Rename", titled("a"))
    heard = changes(session)
    session.new(titled("b"))
    assert heard == [("a", "b")]
    assert session.is_fresh
    assert not session.can_undo
    assert session.is_clean


def test_a_recovered_document_counts_as_changed_until_saved(
    session: Session, tmp_path: Path
) -> None:
    session.new(titled("b"), modified=True)
    assert not session.is_clean
    session.save(tmp_path / "b.gradviz")
    assert session.is_clean


def test_a_file_that_cannot_be_opened_changes_nothing(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "broken.gradviz"
    path.write_bytes(b"{")
    session.apply("Rename", titled("a"))
    heard = changes(session)
    with pytest.raises(DocumentError):
        session.open(path)
    assert heard == []
    assert session.can_undo
    assert session.path is None


def test_a_failed_save_leaves_the_document_changed(session: Session, tmp_path: Path) -> None:
    session.apply("Rename", titled("a"))
    with pytest.raises(DocumentError):
        session.save(tmp_path / "missing" / "a.gradviz")
    assert not session.is_clean
    assert session.path is None


def test_save_goes_where_the_document_came_from(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "a.gradviz"
    session.save(path)
    session.apply("Rename", replace(session.document, title="later"))
    session.save()
    assert load(path).title == "later"


def test_saving_what_never_had_a_path_needs_one(session: Session) -> None:
    with pytest.raises(ValueError, match="needs a path"):
        session.save()


def test_an_edit_made_while_a_change_is_told_is_an_entry_too(session: Session) -> None:
    def follow(old: Document, new: Document) -> None:
        if (old.title, new.title) == ("start", "a"):
            session.apply("Follow", titled("b"))

    session.document_changed.connect(follow)
    session.apply("Lead", titled("a"))
    assert session.document.title == "b"
    session.undo()
    session.undo()
    assert session.document.title == "start"
