"""Teaching: steps narrated by the chain rule. The lessons are in a package of their own."""

from __future__ import annotations

from gradviz.teaching.backward import edge_texts
from gradviz.teaching.checking import TOLERANCE, Verdict, verdict
from gradviz.teaching.inspection import (
    LocalRule,
    definition_latex,
    gradient_story,
    kind_words,
    local_rules,
    shape_words,
    use_rules,
)
from gradviz.teaching.involved import Involved, involved
from gradviz.teaching.markup import GRADIENT, VALUE, in_colors, marked, without_colors
from gradviz.teaching.modes import Comparison, ModeRow, compare_modes, element_text
from gradviz.teaching.narration import (
    Narration,
    describe,
    describe_end,
    describe_obstacle,
    does_not_depend,
)
from gradviz.teaching.operations import title_of
from gradviz.teaching.plain import plain, written
from gradviz.teaching.terms import called, derivative

__all__ = [
    "GRADIENT",
    "TOLERANCE",
    "VALUE",
    "Comparison",
    "Involved",
    "LocalRule",
    "ModeRow",
    "Narration",
    "Verdict",
    "called",
    "compare_modes",
    "definition_latex",
    "derivative",
    "describe",
    "describe_end",
    "describe_obstacle",
    "does_not_depend",
    "edge_texts",
    "element_text",
    "gradient_story",
    "in_colors",
    "involved",
    "kind_words",
    "local_rules",
    "marked",
    "plain",
    "shape_words",
    "title_of",
    "use_rules",
    "verdict",
    "without_colors",
    "written",
]
