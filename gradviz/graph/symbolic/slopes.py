"""A derivative as a formula whose names can be numbers: for sums in which every term is alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from gradviz.graph.autodiff import Evaluation
from gradviz.graph.model import NodeId
from gradviz.graph.numbers import number_latex
from gradviz.graph.symbolic.building import Built, Expression, as_written, build
from gradviz.graph.symbolic.deriving import lines
from gradviz.graph.symbolic.printing import to_latex

_PLACE = re.compile(r"0?@(\d+)@")
"""Where a name or a number is put in."""

_MUCH_LONGER = 1.5
"""By how much a formula as the rules gave it may be longer than the simplified one."""


@dataclass(frozen=True, eq=False)
class Slope:
    """The derivative of a node by another, over the names of the inputs."""

    built: Built
    expression: Expression

    @property
    def is_number(self) -> bool:
        """Whether it is the same everywhere, like 1 or −2."""
        return bool(self.expression.is_number)

    @property
    def is_sum(self) -> bool:
        """Whether it needs parentheses as a factor."""
        return bool(self.expression.is_Add or self.expression.is_Piecewise)

    def times(self, other: Slope) -> Slope:
        """The product with the derivative of the same node by another input."""
        return Slope(self.built, self.expression * other.expression)

    def latex(self, names: Mapping[NodeId, str] | None = None) -> str:
        """The formula; ``names`` are LaTeX for nodes that are called otherwise here."""
        return self._filled(self._named, {} if names is None else names)

    def in_numbers(self, values: Mapping[NodeId, float]) -> str:
        """The formula with a number in the place of every name that ``values`` gives one to."""
        written = {node: _written(values[node]) for node in self.built.nodes.values()}
        return self._filled(self._numbered, written)

    def _filled(self, template: str, texts: Mapping[NodeId, str]) -> str:
        symbols = list(self.built.nodes)

        def text(match: re.Match[str]) -> str:
            symbol = symbols[int(match[1])]
            return texts.get(self.built.nodes[symbol], self.built.latex[symbol])

        return _PLACE.sub(text, template)

    @cached_property
    def _named(self) -> str:
        """The formula with a mark for each name: SymPy writes it once, and it is filled often."""
        marks = {symbol: f"@{place}@" for place, symbol in enumerate(self.built.nodes)}
        return to_latex(self.expression, marks)

    @cached_property
    def _numbered(self) -> str:
        """The same with marks that begin with a digit, so that signs stand between factors."""
        marks = {symbol: f"0@{place}@" for place, symbol in enumerate(self.built.nodes)}
        return to_latex(self.expression, marks, in_numbers=True)


def slope_of(evaluation: Evaluation, by: NodeId, target: NodeId) -> Slope:
    """See ``slope``: as the rules give it, unless simplifying makes it much shorter.

    So the square of y − ŷ gives −2(y − ŷ), in which the error stands as everybody knows it.
    """
    with as_written():
        built = build(evaluation, by, target)
        found = list(lines(built, evaluation.graph.labels.get(by, "it")))
        chosen = found[-1].expression
        if len(found) > 1 and found[-1].words == "Simplified.":
            before = found[-2].expression
            sizes = [len(to_latex(line, built.latex)) for line in (before, chosen)]
            if sizes[0] <= _MUCH_LONGER * sizes[1]:
                chosen = before
    return Slope(built, chosen)


def _written(value: float) -> str:
    text = number_latex(value + 0.0)
    is_plain = not text.startswith("-") and "^" not in text
    return text if is_plain else rf"\left({text}\right)"
