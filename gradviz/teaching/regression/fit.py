"""A fit: its loss as a sum over the rows, with the formulas of a row and of its derivatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradviz.graph import Evaluation, NodeId, name_latex
from gradviz.teaching.plain import plain
from gradviz.teaching.regression.adding import bracketed, led
from gradviz.teaching.regression.around import Around, around, part_name
from gradviz.teaching.regression.finding import DataSum, find_data_sum
from gradviz.teaching.regression.rows import ANY, Row, RowSlopes, row_of, slopes_of, values_at

if TYPE_CHECKING:
    from gradviz.graph.symbolic.slopes import Slope

SHARE = r"\ell"
"""What the summand is called: the loss of one row."""

_LONGEST = 64
"""Characters of a derivative with everything put in beyond which only the chain rule is shown."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A sum over data with its formulas; the same for all values of the parameters.

    ``around`` is what the loss is beside that sum, None where it is the sum alone.
    """

    found: DataSum
    row: Row
    slopes: RowSlopes
    around: Around | None = None

    @property
    def output(self) -> str:
        """LaTeX of what the sum over the rows is called."""
        return self.loss if self.around is None else name_latex(part_name(self.found))

    @property
    def loss(self) -> str:
        """LaTeX of what the loss is called."""
        output = self.found.graph.output
        name = None if output is None else self.found.graph.nodes[output].name
        return name_latex(name or "L")

    @property
    def title(self) -> str:
        """What the loss is, in words."""
        found = self.found
        if found.is_squared_error and found.factor == 1:
            return "Mean squared error" if found.is_mean else "Sum of squared errors"
        return "Mean over the rows" if found.is_mean else "Sum over the rows"

    @property
    def parameters(self) -> Mapping[str, NodeId]:
        """The parameters by name, those of the rows before those that only stand beside them."""
        beside = () if self.around is None else self.around.parameters
        all_of_them = dict.fromkeys((*self.found.parameters, *beside))
        return {self.found.graph.labels[p]: p for p in all_of_them}

    def called(self, parameter: NodeId) -> str:
        """LaTeX of a parameter's name."""
        return name_latex(self.found.graph.labels[parameter])

    def derivative(self, parameter: NodeId) -> str:
        """The derivative of the sum over the rows, as a fraction."""
        return rf"\frac{{\partial {self.output}}}{{\partial {self.called(parameter)}}}"

    def source(self, parameter: NodeId) -> NodeId:
        """By what a row is differentiated: of a vector by the product it is in."""
        product = self.found.vectors.get(parameter)
        return parameter if product is None else product.node

    def matrix(self, parameter: NodeId) -> str:
        """LaTeX of what the matrix is called that a vector is multiplied by."""
        matrix = self.found.vectors[parameter].matrix
        return name_latex(self.found.graph.labels.get(matrix) or "X")

    def matrix_row(self, parameter: NodeId, index: str = ANY) -> str:
        """The same for one of its rows."""
        matrix = self.matrix(parameter)
        return rf"{{{matrix}}}_{{{index}}}" if "_" in matrix else f"{matrix}_{{{index}}}"

    def written_out(self, parameter: NodeId) -> str:
        """A row's derivative over the inputs alone; empty if that is long and the chain is not."""
        whole, outer = self.slopes.whole[self.source(parameter)], self.slopes.outer
        if parameter in self.found.vectors:
            return "" if outer is not None else self._by_row(parameter, whole.latex(), whole)
        latex = bracketed(whole.latex(), needed=True) if whole.is_sum else whole.latex()
        is_long = outer is not None and len(plain(latex)) > _LONGEST
        return "" if is_long else latex

    def chain(self, parameter: NodeId, row: Row | None = None) -> str:
        """∂ℓ/∂ŷ · ∂ŷ/∂m in symbols (those of ``row``); empty without a prediction."""
        outer, inner = self.slopes.outer, self.slopes.inner.get(self.source(parameter))
        if outer is None or inner is None:
            return ""
        names = {} if row is None else row.names_latex
        text = _product(outer, inner, outer.latex(names), inner.latex(names))
        if parameter not in self.found.vectors:
            return text
        return self._by_row(parameter, text, outer, ANY if row is None else row.index)

    def alone(self, parameter: NodeId, row: Row) -> str:
        """The derivative of a row in its symbols, where there is no prediction."""
        whole = self.slopes.whole[self.source(parameter)]
        text = whole.latex(row.names_latex)
        if parameter not in self.found.vectors:
            return text
        return self._by_row(parameter, text, whole, row.index)

    def in_numbers(
        self, parameter: NodeId, values: Mapping[NodeId, float], matrix_row: str = ""
    ) -> str:
        """The derivative of a row in numbers, by the chain rule where there is a prediction.

        ``matrix_row`` is the row of the matrix that a vector is multiplied by, as a column.
        """
        source = self.source(parameter)
        outer, inner, whole = self.slopes.outer, self.slopes.inner.get(source), None
        if outer is None or inner is None:
            whole = self.slopes.whole[source]
            text = whole.in_numbers(values)
        else:
            text = _product(outer, inner, outer.in_numbers(values), inner.in_numbers(values))
        return _times(text, matrix_row, whole or outer) if matrix_row else text

    def _by_row(self, parameter: NodeId, text: str, slope: Slope, index: str = ANY) -> str:
        return _times(text, rf"{self.matrix_row(parameter, index)}^{{\top}}", slope)


def fit_of(evaluation: Evaluation) -> Fit:
    """The formulas of the graph that was evaluated. Raises GraphError where it is no such sum."""
    found = find_data_sum(evaluation.graph, evaluation.node_values)
    row = row_of(found)
    slopes = slopes_of(row, values_at(found, evaluation.node_values, 0))
    return Fit(found, row, slopes, around(found, evaluation.node_values))


def _product(outer: Slope, inner: Slope, before: str, after: str) -> str:
    """A chain of two derivatives, written as LaTeX; one that is 1 everywhere is left out."""
    if inner.latex() == "1":
        return before
    inside = bracketed(after, needed=inner.is_sum)
    if outer.latex() == "1":
        return inside
    return rf"{bracketed(before, needed=True) if outer.is_sum else before} \cdot {inside}"


def _times(text: str, vector: str, slope: Slope | None) -> str:
    """A derivative times a vector; it is left out where it is 1, and in parentheses as a sum."""
    if text == "1":
        return vector
    is_sum = slope is not None and slope.is_sum
    return rf"\left({led(text)}\right) \cdot {vector}" if is_sum else rf"{text} \cdot {vector}"
