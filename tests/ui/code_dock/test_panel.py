"""The code dock: live, in step with the selection, copied and saved."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gradviz.app import create_window
from gradviz.document import edits
from gradviz.session import Settings
from gradviz.ui.code_dock.code_text import CodeText
from gradviz.ui.code_dock.languages import LANGUAGES
from gradviz.ui.code_dock.panel import MOST_AT_ONCE
from gradviz.ui.main_window import MainWindow

HOMEWORK = "a = 1; b = 2; c = 3; d = 4; p = 2a + b; q = c - d; L = p*q"


class Desk:
    """The window with its code dock open, and what stands in it."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        window.docks["code_dock"].show()
        self.type(HOMEWORK)

    def type(self, expression: str) -> None:
        session = self.window.parts.session
        session.apply("Type", edits.set_text(session.document, expression))

    @property
    def text(self) -> CodeText:
        found = self.window.findChild(CodeText, "code_text")
        assert found is not None
        return found

    @property
    def problem(self) -> QLabel:
        found = self.window.findChild(QLabel, "code_problem")
        assert found is not None
        return found

    @property
    def lines(self) -> list[str]:
        return self.text.toPlainText().splitlines()

    @property
    def marked(self) -> list[str]:
        return [self.lines[line] for line in sorted(self.text.marked)]

    @property
    def selected(self) -> str | None:
        graph = self.window.parts.session.document.graph
        node = self.window.parts.focus.node
        return None if node is None else graph.labels.get(node)

    def button(self, name: str) -> QPushButton:
        found = self.window.findChild(QPushButton, name)
        assert found is not None
        return found

    def choose(self, language: str) -> None:
        combo = self.window.findChild(QComboBox, "code_language_combo")
        assert combo is not None
        combo.setCurrentIndex(combo.findData(language))

    def place(self, start: str) -> QPoint:
        """Where the line that starts so is in the viewport."""
        number = next(i for i, line in enumerate(self.lines) if line.startswith(start))
        cursor = QTextCursor(self.text.document().findBlockByNumber(number))
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()
        return self.text.cursorRect(cursor).center() + QPoint(4, 0)

    def click(self, start: str) -> None:
        place = self.place(start)
        QTest.mouseClick(self.text.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def desk(window: MainWindow) -> Desk:
    return Desk(window)


def test_the_code_is_live_with_the_numbers_as_comments(desk: Desk) -> None:
    assert 'print("L =", L.tolist())  # -> -4.0' in desk.lines
    session = desk.window.parts.session
    a = session.document.graph.by_name["a"]
    session.apply("Set a", edits.set_value(session.document, a, 2.0))
    assert 'print("L =", L.tolist())  # -> -6.0' in desk.lines
    assert 'print("dL/da =", a.grad.tolist())  # -> -2.0' in desk.lines


def test_clicking_a_line_selects_its_node(desk: Desk) -> None:
    desk.click("q = c - d")
    assert desk.selected == "q"
    assert desk.window.graph_panel.view.card("q").isSelected()
    desk.click('print("dL/db')
    assert desk.selected == "b"
    desk.click("import torch")
    assert desk.selected == "b"  # a line about no node leaves what is selected


def test_a_key_that_moves_the_cursor_selects_the_node_of_its_line(desk: Desk) -> None:
    desk.click("p = 2 * a + b")
    QTest.keyClick(desk.text, Qt.Key.Key_Down)
    QTest.keyClick(desk.text, Qt.Key.Key_Down)
    assert desk.selected == "q"
    QTest.keyClick(desk.text, Qt.Key.Key_Right)
    assert desk.selected == "q"


def test_selecting_a_node_marks_its_lines_forward_and_backward(desk: Desk) -> None:
    graph = desk.window.parts.session.document.graph
    focus = desk.window.parts.focus
    focus.select(graph.by_name["q"])
    assert desk.marked == [
        "q = c - d",
        "q.retain_grad()",
        'print("dL/dq =", q.grad.tolist())  # -> 4.0',
    ]
    inner = graph.nodes[graph.by_name["p"]].operands[0]
    focus.select(inner)
    assert desk.marked[0] == "p = 2 * a + b"
    focus.select()
    assert desk.marked == []


def test_marks_follow_the_lines_when_others_come_before_them(desk: Desk) -> None:
    desk.window.parts.focus.select(desk.window.parts.session.document.graph.by_name["L"])
    desk.type(f"{HOMEWORK.replace('L = p*q', 'r = p^2; L = p*q + r')}")
    assert desk.marked[0] == "L = p * q + r"


def test_a_marked_line_comes_into_view(qtbot: QtBot, desk: Desk) -> None:
    desk.choose("micrograd")
    desk.text.verticalScrollBar().setValue(0)
    desk.window.parts.focus.select(desk.window.parts.session.document.graph.by_name["q"])
    qtbot.waitUntil(lambda: desk.text.verticalScrollBar().value() > 10)
    assert "q = c - d" in desk.marked


def test_an_unfinished_graph_says_what_is_missing(desk: Desk) -> None:
    desk.type("L = a * ?")
    assert desk.problem.isVisible()
    assert desk.problem.text() == "L: × needs its second operand (B)."
    assert not desk.text.isVisible()
    assert not desk.button("code_copy_button").isEnabled()
    desk.type("L = a * 2")
    assert not desk.problem.isVisible()
    assert "L = a * 2" in desk.lines


def test_micrograd_says_that_it_is_for_numbers(desk: Desk) -> None:
    desk.choose("micrograd")
    assert "class Value:" in desk.lines
    desk.type("v = [1, 2]; L = sum(v)")
    assert "is for numbers" in desk.problem.text()
    assert "unroll the data" in desk.problem.text()
    desk.choose("torch")
    assert "L = torch.sum(v)" in desk.lines


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_code_is_copied(desk: Desk, language: str) -> None:
    desk.choose(language)
    QTest.mouseClick(desk.button("code_copy_button"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied == desk.text.toPlainText()
    assert "L" in copied
    assert desk.window.status.text() == "The code is on the clipboard."


def test_the_saved_script_runs_unchanged(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.choose("micrograd")
    path = tmp_path / "mine.py"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    QTest.mouseClick(desk.button("code_save_button"), Qt.MouseButton.LeftButton)
    assert desk.window.status.text() == "Saved as mine.py."
    done = subprocess.run(
        [sys.executable, "-I", str(path)], capture_output=True, text=True, check=True
    )
    assert "L = -4.0" in done.stdout
    assert "dL/da = -2.0" in done.stdout


def test_a_script_that_cannot_be_saved_is_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "nowhere" / "mine.py"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    QTest.mouseClick(desk.button("code_save_button"), Qt.MouseButton.LeftButton)
    assert "mine.py can't be saved" in desk.window.status.text()


def test_the_language_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings.in_file(tmp_path / "settings.ini")
    for _ in range(2):
        window = create_window("backprop", settings=settings)
        qtbot.addWidget(window)
        window.show()
        combo = window.findChild(QComboBox, "code_language_combo")
        assert combo is not None
        found = combo.currentData()
        combo.setCurrentIndex(combo.findData("python"))
        window.close()
    assert found == "python"


def test_a_large_graph_is_written_in_the_background_and_the_newest_wins(
    qtbot: QtBot, desk: Desk
) -> None:
    chain = "; ".join(f"x{k + 1} = sin(x{k})" for k in range(MOST_AT_ONCE))
    desk.type(f"x0 = 1; {chain}")
    desk.type(f"x0 = 2; {chain}")
    assert "L = p * q" in desk.lines  # until the new one is there
    qtbot.waitUntil(lambda: "x0 = torch.tensor(2.0, requires_grad=True)" in desk.lines)
    qtbot.waitUntil(lambda: not desk.window.parts.jobs.is_busy())
    assert "x0 = torch.tensor(2.0, requires_grad=True)" in desk.lines
    desk.type(f"x0 = 3; {chain}")
    desk.type("L = a^2")
    qtbot.waitUntil(lambda: not desk.window.parts.jobs.is_busy())
    assert "L = a ** 2" in desk.lines


def test_a_closed_dock_writes_nothing_until_it_is_opened(desk: Desk) -> None:
    desk.window.docks["code_dock"].hide()
    desk.type("L = tanh(u)")
    assert "L = p * q" in desk.lines
    desk.window.docks["code_dock"].show()
    assert "L = torch.tanh(u)" in desk.lines


def test_the_letters_grow_with_the_window(desk: Desk) -> None:
    before = desk.text.font().pointSizeF()
    desk.window.present(on=True)
    assert desk.text.font().pointSizeF() > before
    desk.window.present(on=False)
    assert desk.text.font().pointSizeF() == pytest.approx(before)
