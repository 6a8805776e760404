"""The languages a graph is written in: titles, file names, and how their texts are colored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from gradviz.document import EXPORTS, SCRIPTS, Document
from gradviz.graph import Script

_WORDS = (
    "and as class def elif else False for from if import in is lambda None not or return True while"
)
_PYTHON = "|".join(
    (
        r"(?P<value># -> .*)$",
        r"(?P<comment>#.*)$",
        r'(?P<string>"{3}.*?"{3}|"[^"]*")',
        rf"\b(?P<keyword>{'|'.join(_WORDS.split())})\b",
        r"(?<![\w.])(?P<number>\d+(?:\.\d*)?(?:e[+-]?\d+)?)",
    )
)
_LATEX = "|".join(
    (
        r"(?<!\\)(?P<comment>%.*)$",
        r"(?P<keyword>\\(?:[A-Za-z]+|.))",
        r"(?P<number>\d+(?:\.\d*)?)",
    )
)


class Language(NamedTuple):
    """One language: what it is called, where it is saved, how it is written and colored.

    The groups in ``pattern`` are called like the colors in ``coloring.COLORS``.
    """

    title: str
    suffix: str
    write: Callable[[Document], Script]
    pattern: str


def _latex(document: Document) -> Script:
    return Script(EXPORTS["latex"](document))


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        "torch": Language("PyTorch", ".py", SCRIPTS["torch"], _PYTHON),
        "micrograd": Language("micrograd style", ".py", SCRIPTS["micrograd"], _PYTHON),
        "python": Language("Plain Python", ".py", SCRIPTS["python"], _PYTHON),
        "latex": Language("LaTeX", ".tex", _latex, _LATEX),
    }
)
"""By the name that the settings remember, in the order in which they are offered."""
