"""Narration of steps, lessons and tasks that check themselves."""

from __future__ import annotations

from gradviz.teaching.attempt import HOVERED, OF_EPOCH, OWN, Attempt
from gradviz.teaching.checks import CHOICE, NO_ANSWER, TEXT, AnyCheck, Check, Choice
from gradviz.teaching.lessons import Lesson, Setup, Solution, Task, lessons, load_lesson
from gradviz.teaching.markup import GRADIENT, VALUE, in_colors, marked, without_colors
from gradviz.teaching.narration import Narration, describe, describe_end
from gradviz.teaching.plain import plain
from gradviz.teaching.prose import Block, Formula, Paragraph, blocks

__all__ = [
    "CHOICE",
    "GRADIENT",
    "HOVERED",
    "NO_ANSWER",
    "OF_EPOCH",
    "OWN",
    "TEXT",
    "VALUE",
    "AnyCheck",
    "Attempt",
    "Block",
    "Check",
    "Choice",
    "Formula",
    "Lesson",
    "Narration",
    "Paragraph",
    "Setup",
    "Solution",
    "Task",
    "blocks",
    "describe",
    "describe_end",
    "in_colors",
    "lessons",
    "load_lesson",
    "marked",
    "plain",
    "without_colors",
]
