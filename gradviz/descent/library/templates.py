"""Templates of functions of any number of variables, expanded to the text of an expression.

``sum[i=1..n](x[i]^2)`` is x² + y² for two variables; ``product[i=1..n](…)`` and
``mean[i=1..n](…)`` are a product and a mean likewise. ``x[i+1]`` is the variable after the i-th,
``{n}`` or ``{7.5*n-1}`` a number, ``{c[i]}`` and ``{a[i][j]}`` are entries of the tables. Neither
a sum nor a product writes parentheses around itself or around its terms: they stand in the
template where they are needed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from gradviz.graph.numbers import format_full

_LOOP = re.compile(r"(?<![A-Za-z_])(sum|product|mean)\[(\w+)=([^\[\]]+?)\.\.([^\[\]]+)\]\(")
_PLACE = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]")
_NUMBER = re.compile(r"\{([^{}]*)\}")
_VARIABLE = re.compile(r"(?<![A-Za-z_])x\[([^\[\]]*)\]")
_ENTRY = re.compile(r"([A-Za-z_]+)((?:\[[^\[\]]*\])+)")
_ARITHMETIC = re.compile(r"-?\d+(?:\.\d+)?(?:[-+*]\d+(?:\.\d+)?)*")
_TERM = re.compile(r"([-+]?)([\d.*]+)")
_BRACKETS = frozenset("[]{}")


class TemplateError(ValueError):
    """A template cannot be expanded; the message says which part of it."""


def expand(
    template: str,
    variables: Sequence[str],
    numbers: Mapping[str, int] | None = None,
    tables: Mapping[str, Sequence[Any]] | None = None,
) -> str:
    """The text for these variables; a text without sums, brackets and braces stays as it is.

    ``n`` is the number of variables, ``numbers`` are other whole numbers with a name. Raises
    TemplateError.
    """
    if _BRACKETS.isdisjoint(template):
        return template
    text = _put(template, {**(numbers or {}), "n": len(variables)})
    while (loop := _LOOP.search(text)) is not None:
        end = _closing(text, loop.end())
        written = _repeated(loop, text[loop.end() : end])
        text = f"{text[: loop.start()]}{written}{text[end + 1 :]}"
    text = _NUMBER.sub(lambda place: _number(place[1], tables or {}), text)
    text = _VARIABLE.sub(lambda place: _variable(place[1], variables), text)
    if not _BRACKETS.isdisjoint(text):
        raise TemplateError(f"what stands in brackets or braces is not understood in {text}")
    return text


def _put(text: str, numbers: Mapping[str, int]) -> str:
    """The text with numbers for these names, inside brackets and braces only."""
    if not numbers:
        return text
    known = re.compile(rf"\b(?:{'|'.join(map(re.escape, numbers))})\b")
    return _PLACE.sub(lambda place: known.sub(lambda name: str(numbers[name[0]]), place[0]), text)


def _closing(text: str, start: int) -> int:
    """Where the parenthesis closes that was opened just before ``start``."""
    depth = 1
    for position in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return position
    raise TemplateError(f"a parenthesis is not closed after {text[:start]}")


def _repeated(loop: re.Match[str], body: str) -> str:
    """The terms of a sum or the factors of a product, side by side."""
    kind, index = loop[1], loop[2]
    first, last = (_whole(bound) for bound in (loop[3], loop[4]))
    if first > last:
        raise TemplateError(f"{loop[0].rstrip('(')} has no terms")
    terms = [_put(body, {index: number}) for number in range(first, last + 1)]
    if kind == "product":
        return " * ".join(terms)
    others = (f" - {t[1:].lstrip()}" if t.startswith("-") else f" + {t}" for t in terms[1:])
    total = terms[0] + "".join(others)
    return total if kind == "sum" or len(terms) == 1 else f"(({total})/{len(terms)})"


def _variable(index: str, variables: Sequence[str]) -> str:
    number = _whole(index)
    if not 1 <= number <= len(variables):
        raise TemplateError(f"there is no variable x[{index}] among {len(variables)}")
    return variables[number - 1]


def _number(text: str, tables: Mapping[str, Sequence[Any]]) -> str:
    entry = _ENTRY.fullmatch(text)
    if entry is None:
        return format_full(_value(text))
    found: Any = tables.get(entry[1])
    for index in re.findall(r"\[([^\[\]]*)\]", entry[2]):
        number = _whole(index)
        if not isinstance(found, Sequence) or not 1 <= number <= len(found):
            raise TemplateError(f"there is no entry {text} in the tables")
        found = found[number - 1]
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise TemplateError(f"{text} is not a number of the tables")
    return format_full(found)


def _whole(text: str) -> int:
    value = _value(text)
    if not value.is_integer():
        raise TemplateError(f"{text} is not a whole number")
    return int(value)


def _value(text: str) -> float:
    """The value of numbers with + - *."""
    plain = text.replace(" ", "")
    if _ARITHMETIC.fullmatch(plain) is None:
        raise TemplateError(f"{text} is not a number")
    return math.fsum(
        (-1 if sign == "-" else 1) * math.prod(map(float, product.split("*")))
        for sign, product in _TERM.findall(plain)
    )
