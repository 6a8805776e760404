"""An update as it is shown: lines with symbols, numbers and a result, per coordinate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gradviz.teaching.plain import plain


@dataclass(frozen=True)
class UpdateLine:
    r"""One line: ``b \leftarrow \mu b + g``, then the same in numbers, then what it comes to.

    All are LaTeX with color marks; ``numbers`` is empty where they are the result itself.
    ``value`` is the result where it is one number, ``names`` are the quantities in the line, and
    ``note`` says in words why a case applied.
    """

    name: str
    symbols: str
    numbers: str = ""
    result: str = ""
    value: float | None = None
    names: tuple[str, ...] = ()
    note: str = ""

    @property
    def solved(self) -> str:
        """Numbers and result: ``0.9 · 0.42 + 0.13 = 0.508``."""
        return " = ".join(part for part in (self.numbers, self.result) if part)

    @property
    def latex(self) -> str:
        """The whole line."""
        return " = ".join(part for part in (self.symbols, self.numbers, self.result) if part)

    @property
    def plain(self) -> str:
        """The whole line in characters."""
        return plain(self.latex)


@dataclass(frozen=True)
class CoordinateLines:
    """The lines of one coordinate, with its name as LaTeX and where it goes from and to."""

    name: str
    latex: str
    lines: tuple[UpdateLine, ...]
    before: float
    after: float


@dataclass(frozen=True)
class Update:
    """What happens from ``epoch`` to the next.

    ``common`` are the lines all coordinates share; the ``coordinates`` have lines with the same
    symbols in the same order. ``words`` says what the method did in a sentence or two, ``given``
    the hyperparameters: LaTeX by name.
    """

    epoch: int
    common: tuple[UpdateLine, ...]
    coordinates: tuple[CoordinateLines, ...]
    given: Mapping[str, str]
    words: str = ""

    @property
    def latex(self) -> str:
        """All lines as aligned LaTeX, one below the other."""
        rows = [_aligned(line.latex) for line in self.common]
        for coordinate in self.coordinates:
            rows.append(rf"&\text{{from }} {coordinate.latex}")
            rows += [_aligned(line.latex) for line in coordinate.lines]
        inside = " \\\\\n".join(rows)
        return f"\\begin{{aligned}}\n{inside}\n\\end{{aligned}}"


def _aligned(latex: str) -> str:
    return (
        latex.replace(r" \leftarrow ", r" &\leftarrow ", 1)
        if r" \leftarrow " in latex
        else (latex.replace(" = ", " &= ", 1))
    )
