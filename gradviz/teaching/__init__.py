"""Teaching: steps narrated by the chain rule. The lessons are in a package of their own."""

from __future__ import annotations

from gradviz.teaching.markup import GRADIENT, VALUE, in_colors, marked, without_colors
from gradviz.teaching.narration import Narration, describe, describe_end
from gradviz.teaching.plain import plain

__all__ = [
    "GRADIENT",
    "VALUE",
    "Narration",
    "describe",
    "describe_end",
    "in_colors",
    "marked",
    "plain",
    "without_colors",
]
