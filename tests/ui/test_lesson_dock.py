"""The lessons as a student uses them: read, open, do, answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_example
from gradviz.session import DescentRun, JobRunner, PassCursor, Session
from gradviz.teaching.lessons import lessons
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.lesson_dock import LessonPanel
from gradviz.ui.lesson_dock.lesson_list import LessonList
from gradviz.ui.lesson_dock.progress import Unsaved
from gradviz.ui.lesson_dock.task_card import TaskCard
from gradviz.ui.theme import ThemeSource

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton


class Desk:
    """The panel with what it stands on."""

    def __init__(self) -> None:
        self.session = Session(open_example("line_fit"))
        self.jobs = JobRunner()
        self.passes = PassCursor(self.session, self.jobs)
        self.run = DescentRun(self.session, self.jobs)
        self.progress = Unsaved()
        self.themes = ThemeSource("light")
        self.panel = LessonPanel(
            self.session, self.passes, self.run, self.themes, progress=self.progress
        )

    def child(self, kind: type[W], name: str) -> W:
        found = self.panel.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def card(self, task_id: str) -> TaskCard:
        return self.child(TaskCard, f"task_{task_id}")

    def open_lesson(self, row: int) -> None:
        found = self.child(LessonList, "lesson_list")
        area = found.visualItemRect(found.item(row))
        QTest.mouseClick(found.viewport(), LEFT, pos=area.center())

    def answer(self, task_id: str, text: str) -> TaskCard:
        card = self.card(task_id)
        edit = card.findChild(QLineEdit)
        assert edit is not None
        edit.clear()
        QTest.keyClicks(edit, text)
        QTest.keyClick(edit, Qt.Key.Key_Return)
        return card

    def make(self, document: Document) -> None:
        self.session.apply("Edit", document)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    result = Desk()
    qtbot.addWidget(result.panel)
    result.panel.resize(300, 800)
    with qtbot.waitExposed(result.panel):
        result.panel.show()
    yield result
    result.jobs.shutdown()


def test_a_click_in_the_list_opens_the_lesson(desk: Desk) -> None:
    desk.open_lesson(9)
    assert desk.panel.page is not None
    assert desk.panel.page.lesson.id == "backpropagation"
    assert desk.child(QLabel, "lesson_title").text() == "Backpropagation"


def test_enter_in_the_list_opens_the_lesson(desk: Desk) -> None:
    found = desk.child(LessonList, "lesson_list")
    found.setCurrentRow(2)
    QTest.keyClick(found, Qt.Key.Key_Return)
    assert desk.panel.page is not None
    assert desk.panel.page.lesson.id == "minimization"


def test_formulas_are_typeset(qtbot: QtBot, desk: Desk) -> None:
    desk.panel.show_lesson("backpropagation")
    formulas = desk.panel.findChildren(FormulaWidget)
    assert len(formulas) == 4
    qtbot.waitUntil(lambda: formulas[0].is_typeset)
    assert formulas[0].accessibleName() == "L(a, b, c) = c (a + 2b)"


def test_open_puts_the_example_into_the_window_and_undo_takes_it_out(desk: Desk) -> None:
    before = desk.session.document
    desk.panel.show_lesson("backpropagation")
    QTest.mouseClick(desk.child(QPushButton, "open_button_0"), LEFT)
    assert desk.session.document.text == "d = 2b; e = a + d; L = c*e"
    assert desk.session.undo_text == "Open L = c(a + 2b)"
    assert desk.passes.state.at_end
    desk.session.undo()
    assert desk.session.document == before


def test_a_right_answer_is_solved_while_it_is_typed(desk: Desk) -> None:
    desk.panel.show_lesson("backpropagation")
    card = desk.answer("formula", "2 c")
    assert card.is_solved
    assert card.state_text == "Solved"
    assert desk.progress.solved_tasks() == {"backpropagation/formula"}
    assert desk.child(QLabel, "lesson_place").text() == "1 of 4 solved"


def test_a_wrong_answer_is_said_on_enter_and_forgotten_on_typing(desk: Desk) -> None:
    desk.panel.show_lesson("backpropagation")
    card = desk.answer("formula", "3c")
    assert card.state_text == "Not yet right"
    edit = card.findChild(QLineEdit)
    assert edit is not None
    QTest.keyClicks(edit, "x")
    assert card.state_text == "To do"


def test_a_choice_answers_at_once(desk: Desk) -> None:
    desk.panel.show_lesson("minimization")
    card = desk.card("derivative")
    options = {b.accessibleName(): b for b in card.findChildren(QRadioButton)}
    QTest.mouseClick(options["The value of a function at 0"], LEFT, pos=QPoint(6, 8))
    assert card.state_text == "Not yet right"
    QTest.mouseClick(options["How fast a function changes with its input"], LEFT, pos=QPoint(6, 8))
    assert card.state_text == "Solved"


def test_work_in_the_window_solves_a_task(qtbot: QtBot, desk: Desk) -> None:
    desk.panel.show_lesson("backpropagation")
    desk.make(open_example("backprop"))
    qtbot.wait(200)
    assert not desk.card("steer").is_solved
    desk.make(edits.set_values(desk.session.document, {"c": 5.0}))
    qtbot.waitUntil(lambda: desk.card("steer").is_solved)


def test_a_descent_beyond_the_limit_solves_its_task(qtbot: QtBot, desk: Desk) -> None:
    desk.panel.show_lesson("homework")
    desk.make(edits.set_descent(desk.session.document, lr=0.12))
    qtbot.waitUntil(lambda: desk.card("vary-rate").is_solved)


def test_what_is_under_the_mouse_solves_nothing(qtbot: QtBot, desk: Desk) -> None:
    desk.panel.show_lesson("loss")
    desk.passes.show_inputs({"m": 1.8, "b": 2.0})
    qtbot.wait(200)
    assert not desk.card("by-hand").is_solved
    desk.passes.show_inputs(None)
    desk.make(edits.set_values(desk.session.document, {"m": 1.8, "b": 2.0}))
    qtbot.waitUntil(lambda: desk.card("by-hand").is_solved)


def test_hint_is_shown_on_demand(desk: Desk) -> None:
    desk.panel.show_lesson("homework")
    card = desk.card("sigmoid-slope")
    hint = card.findChild(QLabel, "task_hint")
    button = card.findChild(QToolButton, "task_hint_button")
    assert hint is not None
    assert button is not None
    assert hint.isHidden()
    QTest.mouseClick(button, LEFT)
    assert not hint.isHidden()


def test_progress_is_remembered(desk: Desk) -> None:
    desk.progress.mark_solved("forward/prediction")
    desk.panel.show_lesson("forward")
    assert desk.card("prediction").is_solved
    QTest.mouseClick(desk.child(QToolButton, "lesson_list_button"), LEFT)
    row = desk.child(LessonList, "lesson_list").item(6)
    said = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "The forward pass of a line. 1 of 2 tasks solved"


def test_one_can_read_from_lesson_to_lesson(desk: Desk) -> None:
    desk.open_lesson(0)
    forward = desk.child(QToolButton, "lesson_next_button")
    assert not desk.child(QToolButton, "lesson_previous_button").isEnabled()
    for _ in range(len(lessons())):
        QTest.mouseClick(forward, LEFT)
    assert desk.panel.page is not None
    assert desk.panel.page.lesson.id == "homework"
    assert not forward.isEnabled()


def test_nothing_is_wider_than_the_dock(desk: Desk) -> None:
    for lesson in lessons():
        desk.panel.show_lesson(lesson.id)
        page = desk.panel.page
        assert page is not None
        content = page.widget()
        assert content is not None
        assert content.minimumSizeHint().width() <= 290, lesson.id


def test_themes_change_while_a_lesson_is_open(desk: Desk) -> None:
    desk.panel.show_lesson("homework")
    desk.themes.choose("dark")
    assert not desk.panel.grab().isNull()
