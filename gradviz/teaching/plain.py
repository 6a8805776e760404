"""LaTeX as characters: what a formula is called where it cannot be typeset, or is read aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

from gradviz.graph.names import name_latex

_PIECE = re.compile(r"\\[A-Za-z]+|\\.|[{}^_&]|\s+|[^\\{}^_&\s]+", re.DOTALL)

_SYMBOLS: Mapping[str, str] = {
    "partial": "∂", "cdot": " · ", "times": "×", "odot": " ⊙ ", "sum": "Σ", "prod": "∏",
    "infty": "∞", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "to": "→", "rightarrow": "→", "leftarrow": "←", "pm": "±", "nabla": "∇",
    "top": "ᵀ", "quad": "\u2003", "qquad": "\u2003", "ldots": "…", "cdots": "…", "in": "∈",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "ell": "ℓ", "left": "", "right": "", "displaystyle": "", "limits": "",
    "upsilon": "υ", "Upsilon": "Υ", "lVert": "‖", "rVert": "‖", "lvert": "|", "rvert": "|",
    "vartheta": "ϑ", "varrho": "ϱ", "lim": "lim",
}  # fmt: skip
_ESCAPED = {",": " ", ";": " ", ":": " ", " ": " ", "!": "", "|": "‖", "\\": "\n"}
_ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304",
            "tilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7"}  # fmt: skip
_WRAPPERS = {"mathrm", "operatorname", "text", "mathit", "mathbf", "mathsf", "textit", "mathtt"}
_SUPERSCRIPTS = dict(zip("0123456789+-−=()nijᵀ′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱʲᵀ′", strict=True))
_SUBSCRIPTS = dict(
    zip("0123456789+-−=()aeijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)


@lru_cache(maxsize=4096)
def written(name: str) -> str:
    """A name as it is written by hand: g₁, W₁[0, 1]."""
    head, bracket, rest = name.partition("[")
    return plain(name_latex(head)) + bracket + rest


@lru_cache(maxsize=4096)
def plain(latex: str) -> str:
    """The formula in characters: fractions with a slash, indices raised and lowered."""
    text = unicodedata.normalize("NFC", _Reader(_PIECE.findall(latex)).until(None))
    text = re.sub(r" ?\n ?", ", ", text)
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r"(?<=[(\[]) | (?=[)\]])", "", text)
    return re.sub(r" ?\u2003 ?", "\u2003", text).strip()


class _Reader:
    """Reads pieces once, left to right; only braces nest."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._at = 0

    def until(self, end: str | None) -> str:
        """What stands before the piece ``end``, which is passed over."""
        parts: list[str] = []
        while self._at < len(self._pieces):
            piece = self._next()
            if piece == end:
                break
            parts.append(self._read(piece))
        return "".join(parts)

    def _next(self) -> str:
        piece = self._pieces[self._at]
        self._at += 1
        return piece

    def _argument(self) -> str:
        while self._at < len(self._pieces) and self._pieces[self._at].isspace():
            self._at += 1
        if self._at == len(self._pieces):
            return ""
        piece = self._next()
        if piece == "{":
            return self.until("}")
        if not piece.startswith("\\") and len(piece) > 1:  # x^23 raises the 2 alone
            self._pieces.insert(self._at, piece[1:])
            piece = piece[0]
        return self._read(piece)

    def _read(self, piece: str) -> str:
        if piece == "{":
            return self.until("}")
        if piece == "&":
            return " "
        if piece in "^_":
            return _shifted(self._argument(), piece)
        if piece.isspace():
            return " "
        if not piece.startswith("\\"):
            return piece.replace("-", "−").replace("'", "′")
        return self._command(piece[1:])

    def _command(self, name: str) -> str:
        if name in ("frac", "dfrac", "tfrac"):
            fraction = f"{_bracketed(self._argument())}/{_bracketed(self._argument())}"
            return f"({fraction}) " if _multiplies(self._rest()) else fraction
        if name == "sqrt":
            return f"√{_bracketed(self._argument())}"
        if name in _ACCENTS:
            return self._argument() + _ACCENTS[name]
        if name in _WRAPPERS:
            return self._argument()
        if name == "textcolor":
            self._argument()
            return self._argument()
        if name == "begin":
            return self._environment(self._argument())
        if name in ("left", "right") and self._peek() == ".":
            self._next()
        if name in _SYMBOLS:
            spaced = name == "partial" and self._peek().isspace()
            if spaced:
                self._next()
            return _SYMBOLS[name]
        return _ESCAPED.get(name, name)

    def _rest(self) -> str:
        """The next piece that is no space."""
        rest = (piece for piece in self._pieces[self._at : self._at + 2] if not piece.isspace())
        return next(rest, "")

    def _peek(self) -> str:
        return self._pieces[self._at] if self._at < len(self._pieces) else ""

    def _environment(self, name: str) -> str:
        inner: list[str] = []
        while self._at < len(self._pieces):
            piece = self._next()
            if piece == "\\end":
                self._argument()
                break
            inner.append(piece)
        rows = [row for row in _rows(inner) if any(row)]
        write: Callable[[list[list[str]]], str] = _cases if name == "cases" else _matrix
        return write([[_Reader(cell).until(None).strip() for cell in row] for row in rows])


def _rows(pieces: list[str]) -> list[list[list[str]]]:
    rows: list[list[list[str]]] = [[[]]]
    for piece in pieces:
        if piece == "\\\\":
            rows.append([[]])
        elif piece == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(piece)
    return rows


def _cases(rows: list[list[str]]) -> str:
    return ", ".join(_case(row) for row in rows)


def _case(row: list[str]) -> str:
    """A value and when it holds: ``1 if x > 0``, ``0 otherwise``."""
    when = row[-1].removeprefix("for ")
    return (" " if when == "otherwise" else " if ").join((*row[:-1], when))


def _matrix(rows: list[list[str]]) -> str:
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]"


def _multiplies(piece: str) -> bool:
    """Whether a fraction before this piece is a factor of it."""
    return piece[:1].isalnum() or piece[:1] == "(" or piece in ("\\sum", "\\left")


def _shifted(text: str, direction: str) -> str:
    table = _SUPERSCRIPTS if direction == "^" else _SUBSCRIPTS
    if text and all(character in table for character in text):
        return "".join(table[character] for character in text)
    return f"{direction}{text}" if len(text) == 1 else f"{direction}{_bracketed(text)}"


def _bracketed(text: str) -> str:
    """``text`` in parentheses if an operator stands in it outside parentheses."""
    text = text.strip()
    depth = 0
    for position, character in enumerate(text):
        depth += (character in "([‖|") - (character in ")]")
        if depth == 0 and (character in " ·/+" or (character == "−" and position)):
            return f"({text})"
    return text
