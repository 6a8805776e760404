"""The formulas of a test function as rows of LaTeX, long sums broken into several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gradviz.descent import TestFunction
from gradviz.document import Example
from gradviz.graph import name_latex, parse, to_latex
from gradviz.teaching import plain

LONGEST = 46
"""Characters of a line; what has more is broken where a term of a sum or a factor ends."""

SHRUNK = 1.4
"""How many times as long as that a line may be before a parenthesis is broken, too."""

_RELATIONS = {"<=": r"\le", "≤": r"\le", "<": "<", ">=": r"\ge", "≥": r"\ge", ">": ">"}
_SIDES = (r"\le", r"\ge")
_RELATION = re.compile("|".join(_RELATIONS))
_PIECE = re.compile(r"\\left|\\right|\\begin\{\w+\}|\\end\{\w+\}|\\[A-Za-z]+ ?|\\.|.", re.DOTALL)
_FRAC, _NUMERATOR = r"\frac", r"\frac{"
_BEGINS = (r"\left(", r"\left|", r"\left[")
_BEGIN, _END = r"\left(", r"\right)"
_ARGUMENT = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_FRACTION = re.compile(rf"\\frac{_ARGUMENT}{_ARGUMENT}")
_OPENS, _CLOSES = ("\\left", "{", "\\begin"), ("\\right", "}", "\\end")


@dataclass(frozen=True)
class Row:
    """One formula: what stands before the relation, the relation, and the lines after it."""

    left: str
    relation: str
    lines: tuple[str, ...]

    @property
    def tex(self) -> str:
        """The formula in one line."""
        return f"{self.left} {self.relation} {' '.join(self.lines)}"


def rows_of(source: TestFunction | Example) -> tuple[Row, ...]:
    """The objectives and what they are made of; of an example its statements."""
    if isinstance(source, Example):
        return tuple(map(_statement, source.expression.split(";")))
    texts = source.formulas
    variables = ", ".join(map(name_latex, source.parameters))
    arguments = rf"\left({variables}\right)" if len(source.parameters) <= 3 else ""
    objectives = zip(texts.objective_names, texts.objectives, strict=True)
    return (
        *(Row(name_latex(n) + arguments, "=", broken(_latex(text))) for n, text in objectives),
        *(Row(name_latex(n), "=", broken(_latex(text))) for n, text in texts.definitions),
    )


def constraints_of(function: TestFunction) -> tuple[Row, ...]:
    """The inequalities that must hold."""
    return tuple(map(_inequality, function.formulas.constraints))


def _statement(text: str) -> Row:
    left, equals, right = to_latex(parse(text)).partition(" = ")
    return Row(left, "=", broken(right)) if equals else Row("", "", broken(left))


def _inequality(text: str) -> Row:
    relation = _RELATION.search(text)
    if relation is None:
        return _statement(text)
    left, right = text[: relation.start()], text[relation.end() :]
    return Row("", "", broken(f"{_latex(left)} {_RELATIONS[relation[0]]} {_latex(right)}"))


def _latex(text: str) -> str:
    return to_latex(parse(text))


def broken(tex: str, longest: int = LONGEST, shrunk: float = SHRUNK) -> tuple[str, ...]:
    """The formula in lines of at most so many characters, where its sums and products allow.

    Parentheses are broken only in lines more than ``shrunk`` times as long; others are set smaller.
    """
    if width(tex) <= longest:
        return (tex,)
    lines: list[str] = []
    for term in _terms(tex):
        joined = f"{lines[-1]} {term}" if lines else term
        if lines and width(joined) <= longest:
            lines[-1] = joined
        else:
            lines.append(term)
    factors = (factor for line in lines for factor in _factors(line, longest))
    return tuple(part for factor in factors for part in _opened(factor, longest, shrunk))


def width(tex: str) -> int:
    """About how many characters wide a formula is; a fraction is as wide as its wider part."""
    return len(plain(_FRACTION.sub(_wider, tex)))


def _wider(fraction: re.Match[str]) -> str:
    return max(fraction[1], fraction[2], key=len)


def _terms(tex: str) -> list[str]:
    """The terms of the outermost sum (or sides of a relation), each with its sign."""
    cuts = [at for at, piece in _outermost(tex) if piece in "+-<>" or piece.strip() in _SIDES]
    cuts = [at for at in cuts if at > 0 and tex[at - 1] == " "]
    return _cut(tex, cuts)


def _factors(tex: str, longest: int) -> Sequence[str]:
    """A line that is still too long, broken before a parenthesis that multiplies."""
    if width(tex) <= longest:
        return (tex,)
    cuts = [
        at for at, piece in _outermost(tex) if piece == "\\left" and tex[:at].endswith("\\right) ")
    ]
    first, *others = _cut(tex, cuts)
    return [first, *(rf"\cdot {part}" for part in others)]


def _opened(tex: str, longest: int, shrunk: float) -> Sequence[str]:
    """A line that is far too long, broken in its longest parenthesis.

    A fraction with a long numerator is written as a parenthesis over what divides it.
    """
    if width(tex) <= shrunk * longest:
        return (tex,)
    groups = [
        (a, b)
        for a, b in _groups(tex)
        if tex.startswith(_BEGINS, a) or tex.startswith(_NUMERATOR, a - len(_FRAC))
    ]
    if not groups:
        return (tex,)
    start, end = max(groups, key=lambda group: group[1] - group[0])
    if tex.startswith("{", start):
        lines = _opened(_in_one_line(tex, start, end), longest, shrunk)
        return lines if len(lines) > 1 else (tex,)
    begin, close = tex[start : start + len(_BEGIN)], tex[end - len(_END) : end]
    inner = broken(tex[start + len(begin) : end - len(close)].strip(), longest, 1.0)
    if len(inner) == 1:
        return (tex,)
    last, rest = rf"\left.{inner[-1]}{close}", tex[end:]
    divides = rest.startswith(" /") and width(last + rest) > longest
    return (
        rf"{tex[:start]}{begin}{inner[0]}\right.",
        *inner[1:-1],
        *((last, rest.strip()) if divides else (last + rest,)),
    )


def _in_one_line(tex: str, start: int, end: int) -> str:
    """With the fraction whose numerator stands there written with a slash."""
    below = next((b for a, b in _groups(tex) if a == end), end)
    divisor = tex[end + 1 : below - 1]
    if len(_terms(divisor)) > 1:
        divisor = rf"\left({divisor}\right)"
    before = tex[:start].removesuffix(_FRAC)
    return rf"{before}\left({tex[start + 1 : end - 1]}\right) / {divisor}{tex[below:]}"


def _groups(tex: str) -> Iterator[tuple[int, int]]:
    """Where the outermost parentheses and numerators begin and end; of others the braces."""
    depth, start = 0, 0
    for match in _PIECE.finditer(tex):
        if match[0].startswith(_OPENS):
            start = start if depth else match.start()
            depth += 1
        elif match[0].startswith(_CLOSES):
            depth -= 1
            if depth == 0:
                yield start, match.end() + (match[0] == r"\right")


def _cut(tex: str, cuts: Sequence[int]) -> list[str]:
    ends = (*cuts, len(tex))
    return [tex[a:b].strip() for a, b in zip((0, *cuts), ends, strict=True)]


def _outermost(tex: str) -> Iterator[tuple[int, str]]:
    """The pieces of LaTeX that stand in no parentheses and no braces, with their places."""
    depth = 0
    for match in _PIECE.finditer(tex):
        piece = match[0]
        if piece.startswith(_CLOSES):
            depth -= 1
        elif depth == 0:
            yield match.start(), piece
        if piece.startswith(_OPENS):
            depth += 1
