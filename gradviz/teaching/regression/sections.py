"""What is told about a fit: sections of formulas, and a table with a line for each row."""

from __future__ import annotations

from dataclasses import dataclass

from gradviz.graph import Array
from gradviz.teaching.markup import without_colors
from gradviz.teaching.plain import plain


@dataclass(frozen=True)
class Section:
    """A title, formulas as LaTeX with color marks, and a sentence below them.

    A formula that begins with an equality sign goes on with the one before.
    """

    title: str
    formulas: tuple[str, ...]
    words: str = ""

    @property
    def latex(self) -> str:
        """The formulas as LaTeX to be pasted elsewhere, one below the other."""
        lines = []
        for formula in map(without_colors, self.formulas):
            left, equals, right = formula.partition(" = ")
            is_whole = not formula.startswith("= ")
            lines.append(f"{left} &{equals.lstrip()}{right}" if is_whole else f"&{formula}")
        body = " \\\\\n".join(lines)
        return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"

    @property
    def plain(self) -> str:
        """The formulas in characters, a line for each."""
        return "\n".join(map(plain, self.formulas))


@dataclass(frozen=True, eq=False)
class Column:
    """A column of the table: its title as LaTeX, a number for each row, and what they come to."""

    title: str
    numbers: Array
    total: float | None
    is_gradient: bool = False
