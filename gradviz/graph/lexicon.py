"""The words of the language: which names are functions or constants, and which resemble one."""

from __future__ import annotations

import re
import unicodedata

from gradviz.graph.ops import FUNCTIONS

CONSTANTS = ("pi", "π")
SIGMOID_SIGN = "σ"
"""A function before a parenthesis, an ordinary name elsewhere."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_SUBSCRIPTS = frozenset("₀₁₂₃₄₅₆₇₈₉")
_NAME = re.compile(r"(?:[^\W\dπ⁰¹²³⁴-⁹₀-₉ᵀⁿ]|∂)(?:[^\Wπ⁰¹²³⁴-⁹ᵀⁿ]|[∂\u0300-\u036f\u20d0-\u20ff])*")

_MEANT = {
    "ln": "log",
    "lg": "log10",
    "tg": "tan",
    "tr": "trace",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arctan2": "atan2",
    "avg": "mean",
    "average": "mean",
    "determinant": "det",
    "inverse": "inv",
    "logistic": "sigmoid",
    "maximum": "max",
    "minimum": "min",
    "sgn": "sign",
    "total": "sum",
}
"""What other books and libraries call our functions, where spelling does not show it."""


def normal(name: str) -> str:
    """The one spelling of a name that may be typed with combining marks (NFC)."""
    return unicodedata.normalize("NFC", name)


def superscript_number(text: str) -> float:
    """The number that superscript digits stand for: ``⁻²`` is −2."""
    return float(text.translate(_SUPERSCRIPTS))


def name_problem(name: str) -> str | None:
    """Why a node cannot be called ``name``, as a sentence; None when it can."""
    if name in FUNCTIONS:
        return f"{name} is a function. Choose another name."
    if name in CONSTANTS:
        return f"{name} is a constant. Choose another name."
    if name != normal(name) or _NAME.fullmatch(name) is None:
        return "A name is letters, digits and underscores, and starts with a letter."
    odd = next((c for c in name if _is_odd(c)), None)
    return None if odd is None else f"{odd} cannot be part of a name."


def _is_odd(character: str) -> bool:
    """Whether this is a numeral such as ½ or Ⅳ, which Unicode counts among the word characters."""
    return unicodedata.category(character) in {"Nl", "No"} and character not in _SUBSCRIPTS


def resembling(name: str) -> str | None:
    """The function that someone who writes ``name(…)`` probably means, if there is one.

    Short names are left alone: ``ab(x)`` is a product, and so is ``tax(x)``.
    """
    if name in FUNCTIONS:
        return None
    folded = name.casefold()
    if folded in FUNCTIONS or folded in _MEANT:
        return _MEANT.get(folded, folded)
    bare = folded.replace("_", "")
    near = [known for known in FUNCTIONS if _is_slip(bare, known.replace("_", ""))]
    return min(near, key=lambda known: abs(len(known) - len(bare)), default=None)


def _is_slip(written: str, known: str) -> bool:
    """Whether the words differ by one slip of the keyboard (two in long words)."""
    if len(written) < 3 or abs(len(written) - len(known)) > 2:
        return False
    if len(written) == len(known) == 3 and sorted(written) != sorted(known):
        return False
    allowed = 2 if min(len(written), len(known)) >= 6 else 1
    return _slips(written, known) <= allowed


def _slips(first: str, second: str) -> int:
    """Edits between two words: a letter added, left out, changed, or two neighbors swapped."""
    rows = [list(range(len(second) + 1))]
    for i, a in enumerate(first, 1):
        row = [i]
        for j, b in enumerate(second, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
