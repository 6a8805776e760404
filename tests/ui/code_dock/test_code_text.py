"""The text of the code dock: another text touches only the lines that differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradviz.ui.code_dock.code_text import CodeText
from gradviz.ui.code_dock.languages import LANGUAGES
from gradviz.ui.theme import LIGHT

TEXTS = st.lists(st.sampled_from(["", "a", "b", "ab", "ŷ"]), max_size=8).map("\n".join)


@pytest.fixture
def text(qtbot: QtBot) -> CodeText:
    result = CodeText(LIGHT, LANGUAGES["torch"].pattern)
    qtbot.addWidget(result)
    return result


@given(before=TEXTS, after=TEXTS)
def test_any_text_follows_any_other(qapp: QApplication, before: str, after: str) -> None:
    text = CodeText(LIGHT, LANGUAGES["torch"].pattern)
    text.show_text(before)
    text.show_text(after)
    assert text.toPlainText() == after
    text.deleteLater()


def test_what_stays_keeps_its_place(text: CodeText) -> None:
    text.resize(300, 100)
    text.show()
    lines = [f"x{k} = {k}" for k in range(100)]
    text.show_text("\n".join(lines))
    text.verticalScrollBar().setValue(50)
    lines[60] = "x60 = 0.5"
    text.show_text("\n".join(lines))
    assert text.verticalScrollBar().value() == 50


def test_it_is_read_only_and_lines_are_not_wrapped(text: CodeText) -> None:
    assert text.isReadOnly()
    assert text.lineWrapMode() == CodeText.LineWrapMode.NoWrap


def test_a_long_line_is_shown_by_its_ends_and_copied_in_full(text: CodeText) -> None:
    program = f"a = 1\nx = {list(range(1_000))}\nb = 2\n"
    text.show_text(program)
    assert max(map(len, text.toPlainText().splitlines())) < 400
    assert "x = [0, 1, 2, 3," in text.toPlainText()
    text.selectAll()
    text.copy()
    assert QGuiApplication.clipboard().text() == program
    cursor = text.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(12, cursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    text.copy()
    assert QGuiApplication.clipboard().text() == program[2:12]
