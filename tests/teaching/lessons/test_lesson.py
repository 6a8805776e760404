"""The lessons: complete, well written, and every task solvable but not solved from the start."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradviz.document import Document, descent_of, inputs_of
from gradviz.errors import DataError, GradVizError
from gradviz.graph import evaluate
from gradviz.teaching import plain
from gradviz.teaching.lessons import (
    Attempt,
    Choice,
    Formula,
    Lesson,
    Setup,
    Task,
    lessons,
    load_lesson,
)
from gradviz.ui.lesson_dock.setups import open_setup

TASKS = [
    pytest.param(lesson, task, id=lesson.key(task)) for lesson in lessons() for task in lesson.tasks
]


def attempt(document: Document, answer: str = "") -> Attempt:
    """What a check sees when the document has just been opened: both passes complete."""
    evaluation = evaluate(document.graph, inputs_of(document)) if document.graph.nodes else None
    count = 0 if evaluation is None else len(evaluation.forward) + len(evaluation.backward)
    try:
        trajectory = descent_of(document) if document.graph.parameters else None
    except GradVizError:
        trajectory = None
    return Attempt(document.graph, evaluation, count, count, trajectory, answer)


def opened(setup: Setup) -> Document:
    return open_setup(setup, Document())


def test_there_is_a_lesson_for_every_item_of_the_lecture() -> None:
    assert [lesson.item for lesson in lessons()] == list(range(1, 16))


@pytest.mark.parametrize(("lesson", "task"), TASKS)
def test_task_is_solved_by_its_solution(lesson: Lesson, task: Task) -> None:
    document = opened(task.solution)
    assert task.check.solved(attempt(document, task.solution.answer))


@pytest.mark.parametrize(("lesson", "task"), TASKS)
def test_task_is_not_solved_by_opening_things(lesson: Lesson, task: Task) -> None:
    for setup in (*lesson.open, Setup()):
        assert not task.check.solved(attempt(opened(setup))), setup.label


@pytest.mark.parametrize(("lesson", "task"), TASKS)
def test_wrong_answers_solve_nothing(lesson: Lesson, task: Task) -> None:
    document = opened(task.solution)
    if task.check.answers:
        for answer in ("", "12345", "x y z", "(", "nonsense"):
            assert not task.check.solved(attempt(document, answer))


def test_ids_are_unique() -> None:
    keys = [lesson.key(task) for lesson in lessons() for task in lesson.tasks]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.id)
def test_every_opening_opens(lesson: Lesson) -> None:
    assert lesson.open
    for setup in lesson.open:
        assert setup.label
        assert opened(setup).graph.output is not None


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.id)
def test_text_is_short_and_its_formulas_can_be_read(lesson: Lesson) -> None:
    formulas = [block.latex for block in lesson.prose if isinstance(block, Formula)]
    words = sum(len(block.html.split()) for block in lesson.prose if not isinstance(block, Formula))
    assert words < 180
    assert "!" not in lesson.text
    for latex in formulas:
        assert not set(plain(latex)) & set("\\{}")


def test_choices_offer_more_than_one_option() -> None:
    checks = [task.check for lesson in lessons() for task in lesson.tasks]
    assert all(len(check.options) > 1 for check in checks if isinstance(check, Choice))


def test_markup_is_closed() -> None:
    for lesson in lessons():
        for task in lesson.tasks:
            html = "".join(block.html for block in task.prose if not isinstance(block, Formula))
            assert not re.search(r"[*`]", re.sub(r"<code>.*?</code>", "", html)), html


@pytest.mark.parametrize(
    ("text", "place"),
    [("id = 1", "$.id"), ("not toml", "lesson.toml"), ('id = "a"\nitem = 1', "title")],
)
def test_a_broken_file_says_where(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "lesson.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(place)):
        load_lesson(path)
