"""The lines of a long text, taken by pieces: its first ones are there without the others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

PIECE = 1 << 14


def pieces_of(text: str, size: int = PIECE) -> Iterator[tuple[int, list[str]]]:
    """The lines of a text as ``splitlines`` has them, some ``size`` characters at a time.

    Each piece comes with the place in the text where it ends.
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start + size - 1) + 1 or len(text)
        yield end, text[start:end].splitlines()
        start = end


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text, one after the other."""
    return chain.from_iterable(lines for _end, lines in pieces_of(text))
