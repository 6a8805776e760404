"""Teaching: steps narrated by the chain rule. The lessons are in a package of their own."""

from __future__ import annotations

from gradviz.teaching.backward import rule_term
from gradviz.teaching.checking import TOLERANCE, Verdict, verdict
from gradviz.teaching.involved import Involved, involved
from gradviz.teaching.markup import GRADIENT, VALUE, in_colors, marked, without_colors
from gradviz.teaching.narration import (
    Narration,
    describe,
    describe_end,
    describe_obstacle,
    does_not_depend,
)
from gradviz.teaching.phrases import WORDS
from gradviz.teaching.plain import plain
from gradviz.teaching.terms import called, derivative

__all__ = [
    "GRADIENT",
    "TOLERANCE",
    "VALUE",
    "WORDS",
    "Involved",
    "Narration",
    "Verdict",
    "called",
    "derivative",
    "describe",
    "describe_end",
    "describe_obstacle",
    "does_not_depend",
    "in_colors",
    "involved",
    "marked",
    "plain",
    "rule_term",
    "verdict",
    "without_colors",
]
