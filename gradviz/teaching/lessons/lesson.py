"""The lessons: loaded from their files and validated, in the order of the lecture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from gradviz.errors import DataError
from gradviz.resources import resource
from gradviz.teaching.lessons.checks import AnyCheck
from gradviz.teaching.lessons.prose import Block, Paragraph, blocks


class Setup(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to open: an example, a test function or an expression, with what is set in it.

    Without any of the three, the document at hand is changed.
    """

    label: str = ""
    example: str = ""
    function: str = ""
    expression: str = ""
    values: Mapping[str, Any] = {}
    optimizer: str = ""
    lr: float | None = None
    epochs: int | None = None


class Solution(Setup, frozen=True):
    """One way to solve a task: what is set up, and the answer given."""

    answer: str = ""


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to do or to answer that checks itself."""

    id: str
    text: str
    check: AnyCheck
    solution: Solution
    hint: str = ""

    @property
    def prose(self) -> tuple[Block, ...]:
        """The text in blocks."""
        return blocks(self.text)

    @property
    def hint_html(self) -> str:
        """The hint as HTML."""
        return Paragraph(self.hint).html


class Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One item of the lecture: text, what to open, and tasks."""

    id: str
    item: int
    title: str
    text: str
    open: tuple[Setup, ...]
    tasks: tuple[Task, ...]

    @property
    def prose(self) -> tuple[Block, ...]:
        """The text in blocks."""
        return blocks(self.text)

    def key(self, task: Task) -> str:
        """What the progress remembers a task by."""
        return f"{self.id}/{task.id}"


@cache
def lessons() -> tuple[Lesson, ...]:
    """All lessons, by the number of the lecture's item. Raises DataError for a broken file."""
    found = [load_lesson(path) for path in resource("lessons").glob("*.toml")]
    return tuple(sorted(found, key=lambda lesson: lesson.item))


def load_lesson(path: Path) -> Lesson:
    """The lesson in a file. Raises DataError that names the file and the place in it."""
    import tomllib  # lessons are opened after the first frame

    try:
        with path.open("rb") as file:
            return msgspec.convert(tomllib.load(file), Lesson)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"{path.name}: {error}") from error
