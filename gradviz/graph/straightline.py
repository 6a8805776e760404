"""Straight-line Python code under construction: single assignments, shared, pruned and nested."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_TEMPORARY = re.compile(r"\bt\d+\b")
_CALL = re.compile(r"\w+\([^()]*\)")
_NESTED_CHARACTERS = 160
"""Longer expressions get a line of their own, which also bounds how deep parentheses nest."""


class Block(NamedTuple):
    """Finished code: one assignment per line, then the texts of the results."""

    lines: tuple[str, ...]
    results: tuple[str, ...]


class Assignments:
    """Assignments in order; the same text is never computed twice."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._known: dict[str, str] = {}

    def put(self, text: str) -> str:
        """The name that holds the value of an expression made of names and numbers."""
        name = self._known.get(text)
        if name is None:
            name = f"t{len(self._texts)}"
            self._texts.append(text)
            self._known[text] = name
        return name

    def finish(self, results: Sequence[str], *, forget: bool) -> Block:
        """The lines that the results need. What is used once is nested into its user.

        With ``forget`` names are deleted after their last use, so that arrays reuse memory.
        """
        live = self._live(results)
        uses = Counter(name for text in results for name in _TEMPORARY.findall(text))
        for name in live:
            uses.update(_TEMPORARY.findall(self._text(name)))
        nested: dict[str, str] = {}
        kept: list[tuple[str, str]] = []
        for name in live:
            text = _nest(self._text(name), nested)
            if uses[name] == 1 and len(text) <= _NESTED_CHARACTERS:
                nested[name] = text if _CALL.fullmatch(text) else f"({text})"
            else:
                kept.append((name, text))
        finished = tuple(_nest(text, nested) for text in results)
        return Block(_lines(kept, finished if forget else None), finished)

    def _text(self, name: str) -> str:
        return self._texts[int(name[1:])]

    def _live(self, results: Sequence[str]) -> list[str]:
        """The names that results depend on, in order."""
        wanted = {name for text in results for name in _TEMPORARY.findall(text)}
        live = []
        for index in range(len(self._texts) - 1, -1, -1):
            if f"t{index}" in wanted:
                live.append(f"t{index}")
                wanted.update(_TEMPORARY.findall(self._texts[index]))
        return live[::-1]


def _nest(text: str, nested: dict[str, str]) -> str:
    return _TEMPORARY.sub(lambda match: nested.get(match[0], match[0]), text)


def _lines(kept: list[tuple[str, str]], results: Sequence[str] | None) -> tuple[str, ...]:
    if results is None:
        return tuple(f"{name} = {text}" for name, text in kept)
    needed = {name for text in results for name in _TEMPORARY.findall(text)}
    lines: list[str] = []
    for name, text in reversed(kept):
        last = sorted(set(_TEMPORARY.findall(text)) - needed)
        needed.update(last)
        if last:
            lines.append(f"del {', '.join(last)}")
        lines.append(f"{name} = {text}")
    return tuple(lines[::-1])
