"""The text of lessons in blocks: paragraphs, points of a list, and formulas on their own line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

_FORMULA = re.compile(r"\$\$(.+)\$\$", re.DOTALL)
_TYPED = re.compile(r"`(.+?)`")
_INLINE = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"\*(.+?)\*"), r"<i>\1</i>"),
)


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``*m*`` is italic, ``**word**`` bold, backticks hold what is typed."""

    text: str
    is_point: bool = False

    @property
    def html(self) -> str:
        """The text as HTML."""
        unbroken = escape(self.text, quote=False).replace("/∂", "/\u2060∂")  # a word joiner
        parts = _TYPED.split(unbroken)  # every second one is typed
        for at in range(0, len(parts), 2):
            for pattern, replacement in _INLINE:
                parts[at] = pattern.sub(replacement, parts[at])
        parts[1::2] = [f"<code>{part}</code>" for part in parts[1::2]]
        return "".join(parts)


@dataclass(frozen=True)
class Formula:
    """A formula in LaTeX that stands on its own line."""

    latex: str


Block: TypeAlias = Paragraph | Formula


def blocks(text: str) -> tuple[Block, ...]:
    """Blocks are set apart by empty lines; ``$$ … $$`` is a formula, ``- `` begins a point."""
    return tuple(block for part in re.split(r"\n\s*\n", text.strip()) for block in _blocks_of(part))


def _blocks_of(part: str) -> list[Block]:
    part = part.strip()
    formula = _FORMULA.fullmatch(part)
    if formula:
        return [Formula(formula[1].strip())]
    if not part.startswith("- "):
        return [Paragraph(" ".join(part.split()))]
    points = re.split(r"\n\s*- ", "\n" + part)[1:]
    return [Paragraph(" ".join(point.split()), is_point=True) for point in points]
