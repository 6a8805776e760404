"""Numbers as Python text: in full where they are given, rounded where they are the result."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph.model import Value
from gradviz.graph.shapes import shape_text

LARGEST_INLINE = 10_000
"""So many numbers of one input can stand in a program's text."""

_LONGEST_RESULT = 100
_DIGITS = 10
"""Further digits depend on the machine that runs the program."""


def numbers_text(value: Value, name: str | None = None) -> str:
    """Numbers in full precision; GraphError for more than LARGEST_INLINE of them."""
    if np.size(value) > LARGEST_INLINE:
        raise GraphError(
            f"{name or 'A matrix'} has {np.size(value):,} numbers and a program can hold "
            f"{LARGEST_INLINE:,}. Export the data as CSV.",
            node=name,
        )
    listed = value if isinstance(value, float) else value.tolist()
    return re.sub(r"\b(nan|inf)\b", r'float("\1")', repr(listed))


def integer_text(value: float) -> str:
    """A number written in an expression: 2 rather than 2.0."""
    if value.is_integer() and abs(value) < 1e15 and str(value) != "-0.0":
        return str(int(value))
    return numbers_text(value)


def result_comment(value: Value) -> str:
    """What a line prints, as a comment behind it; of many numbers their shape alone."""
    if np.size(value) > _LONGEST_RESULT:
        return f"  # -> {shape_text(np.shape(value))}"
    text = repr(_rounded(value if isinstance(value, float) else value.tolist()))
    return f"  # -> {text if len(text) <= _LONGEST_RESULT else shape_text(np.shape(value))}"


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return float(f"{value:.{_DIGITS}g}")
