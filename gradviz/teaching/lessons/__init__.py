"""The lessons and their tasks; loaded when the lessons are opened, not with the first frame."""

from __future__ import annotations

from gradviz.teaching.lessons.attempt import HOVERED, OF_EPOCH, OWN, Attempt
from gradviz.teaching.lessons.checks import CHOICE, NO_ANSWER, TEXT, AnyCheck, Check, Choice
from gradviz.teaching.lessons.lesson import Lesson, Setup, Solution, Task, lessons, load_lesson
from gradviz.teaching.lessons.prose import Block, Formula, Paragraph, blocks

__all__ = [
    "CHOICE",
    "HOVERED",
    "NO_ANSWER",
    "OF_EPOCH",
    "OWN",
    "TEXT",
    "AnyCheck",
    "Attempt",
    "Block",
    "Check",
    "Choice",
    "Formula",
    "Lesson",
    "Paragraph",
    "Setup",
    "Solution",
    "Task",
    "blocks",
    "lessons",
    "load_lesson",
]
