"""``name=value`` as people write it on the command line."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator

import numpy as np

from gradviz.cli.options import UsageError
from gradviz.graph import Graph, Value, as_value

_LONGEST_SHOWN = 40


def values_of(pairs: Iterable[str]) -> dict[str, Value]:
    """Numbers and arrays by name; UsageError names the pair that is neither."""
    return {name: _value(name, text) for name, text in _pairs(pairs)}


def start_of(texts: Iterable[str]) -> dict[str, Value]:
    """The values in ``x=-1.2,y=1``; commas within brackets belong to an array."""
    return values_of(part for text in texts for part in _split(text))


def settings_of(pairs: Iterable[str]) -> dict[str, object]:
    """Settings by name as they were typed; a pair such as ``betas=0.9,0.999`` as a tuple."""
    return {
        name: tuple(text.strip("()[]").split(",")) if "," in text else text
        for name, text in _pairs(pairs)
    }


def bounds_of(texts: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Intervals by name, as in ``x=[-2,2],y=[0,1]``; UsageError for what is not two numbers."""
    result: dict[str, tuple[float, float]] = {}
    for name, value in start_of(texts).items():
        if np.shape(value) != (2,):
            raise UsageError(f"The bounds of {name} must be two numbers, as in {name}=[-2,2].")
        low, high = map(float, np.asarray(value))
        result[name] = low, high
    return result


def check_values(graph: Graph, given: Iterable[str]) -> None:
    """UsageError where an input has no value, neither given nor in the expression."""
    known = set(given)
    for node in graph.inputs:
        if node.value is None and node.name not in known:
            name = node.name
            raise UsageError(f"{name} has no value. Give it one, as in {name}=1.")


def _pairs(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or not value:
            raise UsageError(f"{_shown(text)} is not of the form name=value.")
        name = unicodedata.normalize("NFC", name)
        if name in seen:
            raise UsageError(f"{name} is given twice.")
        seen.add(name)
        yield name, value


def _value(name: str, text: str) -> Value:
    wrong = f"{name}={_shown(text)} is neither a number nor a list such as [[1,2],[3,4]]."
    plain = text.replace("−", "-")
    try:
        found = json.loads(_infinite(plain)) if plain.startswith("[") else _float(plain)
        if not _is_numbers(found):
            raise UsageError(wrong)
        return as_value(found)
    except (ValueError, OverflowError, RecursionError):
        raise UsageError(wrong) from None


def _infinite(text: str) -> str:
    """A list in which ∞, inf and nan are spelled as JSON spells them."""
    text = re.sub(r"∞|\binf(inity)?\b", "Infinity", text, flags=re.IGNORECASE)
    return re.sub(r"\bnan\b", "NaN", text, flags=re.IGNORECASE)


def _float(text: str) -> float:
    if "_" in text:  # Python reads 1_000 as a number; nobody else does
        raise ValueError(text)
    return float(text)


def _is_numbers(found: object) -> bool:
    """Whether this is a number or a list (of lists) of at least one number each."""
    if isinstance(found, list):
        return bool(found) and all(_is_numbers(item) for item in found)
    return isinstance(found, int | float) and not isinstance(found, bool)


def _split(text: str) -> list[str]:
    """The parts between commas that are outside brackets."""
    return re.split(r",(?=[^,\[\]]*=)", text)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
