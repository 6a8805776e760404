"""Inequalities as people write them, and what must not be above 0 for each to hold."""

from __future__ import annotations

import re

_RELATION = re.compile(r"<=|>=|≤|≥|<|>")
_ONE_TERM = re.compile(r"[^-+−–]*(?:\([^()]*\)[^-+−–]*)*")


def not_above_zero(inequality: str) -> str:
    """The expression g for which the inequality is g <= 0: ``x >= 2y`` gives ``2y - x``.

    A strict inequality counts as one that is not: in floating point no one can tell. Raises
    ValueError for a text without exactly one <=, >=, < or >.
    """
    sides = [side.strip() for side in _RELATION.split(inequality)]
    if len(sides) != 2 or not all(sides):
        raise ValueError(f"{inequality} is not an inequality")
    relation = _RELATION.search(inequality)
    small, large = sides if relation and relation[0] in "<=≤" else sides[::-1]
    if large == "0":
        return small
    taken = large if _ONE_TERM.fullmatch(large) else f"({large})"
    return f"-{taken}" if small == "0" else f"{small} - {taken}"
