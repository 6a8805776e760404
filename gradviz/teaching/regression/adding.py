"""Sums written out: the first terms and the last, with signs between them."""

from __future__ import annotations

from collections.abc import Sequence

from gradviz.graph import number_latex
from gradviz.teaching.plain import plain
from gradviz.teaching.regression.finding import DataSum
from gradviz.teaching.terms import number

MOST_TERMS = 5
"""Sums of more terms show the first ones and the last."""

_FEWER = ((0, 1, -1), (0, -1), (0,))
"""Which terms are shown of many, the fewer the longer they are."""

ROOM = 84
"""Characters of a sum that fit on a line."""

_WHOLE = 1e-9


def shown_rows(rows: int) -> tuple[int, ...]:
    """The rows whose terms may be written out, counted from 0."""
    return tuple(range(rows)) if rows <= MOST_TERMS else (0, 1, rows - 1)


def added(terms: Sequence[str], rows: int) -> str:
    """The terms of the rows that may be shown, added; dots stand for those without room."""
    if rows == len(terms) and len(plain(whole := _joined(terms))) <= ROOM:
        return whole
    texts = []
    for places in _FEWER:
        chosen = [terms[place] for place in places if abs(place) < len(terms)]
        at = len(chosen) - (len(places) > 1)
        texts.append(_joined([*chosen[:at], r"\ldots", *chosen[at:]]))
    return next((text for text in texts if len(plain(text)) <= ROOM), texts[-1])


def _joined(written: Sequence[str]) -> str:
    result = led(written[0])
    for term in written[1:]:
        is_negative = term.startswith("-")
        result += f" - {term[1:].lstrip()}" if is_negative else f" + {term}"
    return result


def bracketed(latex: str, *, needed: bool) -> str:
    """A factor, in parentheses where it is a sum or begins with a sign."""
    return rf"\left({led(latex)}\right)" if needed or latex.startswith("-") else latex


def led(latex: str) -> str:
    """A formula whose leading minus is a sign, not a subtraction, and is typeset so."""
    return f"{{-}}{latex[1:].lstrip()}" if latex.startswith("-") else latex


def front(found: DataSum, count: str = "n") -> str:
    """What stands before the sum sign: 1/n, and the factor; ``count`` is how n is written."""
    factor = found.factor
    sign, size = ("-" if factor < 0 else ""), abs(factor)
    below = 1 / size
    if abs(below - round(below)) < _WHOLE and round(below) > 1:
        under = f"{round(below)}" + (rf" \cdot {count}" if found.is_mean else "")
        return rf"{sign}\frac{{1}}{{{under}}} "
    above = "1" if size == 1 else number_latex(size)
    if found.is_mean:
        return rf"{sign}\frac{{{above}}}{{{count}}} "
    return sign if size == 1 else rf"{sign}{number(size).latex} \cdot "
