"""Names in mathematical typesetting: accents, Greek letters and subscripts."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "\u0300": "grave",
    "\u0301": "acute",
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "overline",
    "\u0306": "breve",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u030c": "check",
    "\u20d7": "vec",
}
_ACCENT_WORDS = ("hat", "bar", "tilde", "dot", "vec")
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
_GREEK_WORDS = frozenset(_GREEK.split())
_LETTERS = {
    unicodedata.lookup(
        f"GREEK {'CAPITAL' if word[0].isupper() else 'SMALL'} LETTER "
        f"{'LAMDA' if word.lower() == 'lambda' else word.upper()}"
    ): f"\\{word}"
    for word in _GREEK_WORDS
} | {"∂": "\\partial", "ϵ": "\\epsilon", "ϑ": "\\vartheta", "ϕ": "\\varphi", "ς": "\\varsigma"}
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_TRAILING_DIGITS = re.compile(r"(.*?\D)(\d+)")


def name_latex(name: str) -> str:
    r"""A name in LaTeX: ``ŷ`` → ``\hat{y}``, ``x1`` → ``x_{1}``, ``theta_1`` → ``\theta_{1}``."""
    plain = name.translate(_SUBSCRIPTS)
    base, *below = plain.split("_")
    if not base:
        return _word(plain)
    parts = _TRAILING_DIGITS.fullmatch(base)
    if parts is not None:
        base, below = parts[1], [parts[2], *below]
    accent = next((word for word in _ACCENT_WORDS if below[:1] == [word]), None)
    if accent is None and len(base) > 1:
        accent = next((word for word in _ACCENT_WORDS if base[1:] == word), None)
        base = base[:1] if accent else base
    elif accent is not None:
        below = below[1:]
    shown = f"\\{accent}{{{_word(base)}}}" if accent else _word(base)
    written = [_word(part) for part in below if part]
    return f"{shown}_{{{', '.join(written)}}}" if written else shown


def _word(text: str) -> str:
    """One letter in italics with its accents, a Greek letter, or a word set upright."""
    if text in _GREEK_WORDS:
        return f"\\{text}"
    letters = [_letter(cluster) for cluster in _clusters(text)]
    if len(letters) == 1 or text.isdigit():
        return "".join(letters)
    if len(letters) == 2 and text[0] in "∂Δ":
        return " ".join(letters)
    if not _LETTERS.keys() & set(text):
        upright = text.replace("_", r"\_")
        return rf"\mathrm{{{upright}}}"
    # Commands such as \alpha must not run into the letter after them.
    return "".join(f"{{{letter}}}" if "\\" in letter else letter for letter in letters)


def _clusters(text: str) -> list[str]:
    """The letters of a word, each with the marks on it."""
    result: list[str] = []
    for character in unicodedata.normalize("NFD", text):
        if result and unicodedata.category(character).startswith("M"):
            result[-1] += character
        else:
            result.append(character)
    return result


def _letter(cluster: str) -> str:
    shown = _LETTERS.get(cluster[0], "\\_" if cluster[0] == "_" else cluster[0])
    if any(mark not in _ACCENTS for mark in cluster[1:]):
        return unicodedata.normalize("NFC", cluster)
    for mark in cluster[1:]:
        shown = f"\\{_ACCENTS[mark]}{{{shown}}}"
    return shown
