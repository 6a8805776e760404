"""Pasted text as one line of statements."""

from __future__ import annotations

from gradviz.errors import ExpressionError

MAX_PASTE = 262_144


def one_line(text: str) -> str:
    """The lines as statements; comments end with their line, so they are left out.

    Raises ExpressionError for what is longer than any expression.
    """
    if len(text) > MAX_PASTE:
        raise ExpressionError(
            f"The pasted text has {len(text):,} characters; "
            f"an expression has {MAX_PASTE:,} at most.",
            (0, 0),
        )
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return "; ".join(line for line in lines if line)
