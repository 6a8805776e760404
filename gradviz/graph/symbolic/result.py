"""A derivative in symbols: the result, and the steps by which a student gets there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class SymbolicStep(NamedTuple):
    """One line of a derivation: a formula equal to the one before, and the rule that was used."""

    latex: str
    words: str


@dataclass(frozen=True)
class Symbolic:
    """The derivative of ``expression`` as LaTeX, with its steps.

    ``steps`` begin with the expression and its derivative, then each line is equal to the one
    before; the last shows ``result``. ``value`` is the result at the graph's numbers, None where
    it or the expression itself is not a finite number.
    """

    expression: str
    steps: tuple[SymbolicStep, ...]
    result: str
    value: float | None
