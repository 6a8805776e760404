"""The gradient of a fit with vectors: one product in the place of a sum over the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gradviz.graph import NodeId
from gradviz.teaching.markup import GRADIENT, VALUE, marked
from gradviz.teaching.plain import plain
from gradviz.teaching.regression.adding import bracketed, front, led
from gradviz.teaching.regression.beside import as_loss, gradient_title
from gradviz.teaching.regression.fit import SHARE
from gradviz.teaching.regression.matrices import (
    colored,
    column_latex,
    is_shown,
    matrix_latex,
)
from gradviz.teaching.regression.sections import Section
from gradviz.teaching.regression.shares import Shares

_ONES = r"\mathbf{1}"
_SHORT = 3
"""Characters of a name that needs no parentheses: x₁₂."""


def as_vectors(shares: Shares) -> tuple[Section, ...]:
    """The columns as vectors, and each derivative as a product of two of them."""
    fit, found = shares.fit, shares.fit.found
    names = fit.row.names_of_columns
    shown = [*found.columns]
    outer, prediction = fit.slopes.outer, found.prediction
    if prediction is not None and prediction not in found.products:
        shown.append(prediction)
    vectors = [line for p in found.vectors for line in _product(shares, p, names)]
    vectors += [
        f"{names[node]} = {marked(VALUE, column_latex(shares.column(shares.values[node])))}"
        for node in shown
    ]
    words = ""
    if outer is not None and prediction is not None:
        delta = marked(GRADIENT, column_latex(shares.moved_by(prediction)))
        slope = rf"\frac{{\partial {SHARE}}}{{\partial {names[prediction]}}}"
        vectors.append(rf"\delta = {slope} = {led(outer.latex(names))} = {delta}")
        words = "δ says how each row's loss changes with its prediction. "
    words += "Vectors side by side are multiplied number by number; after ᵀ the products are added."
    gradient = [line for p in shares.by_parameter for line in _derivative(shares, p, names)]
    agreement = shares.agreement if fit.around is None else ""
    return (
        Section("Vectors", tuple(vectors), words),
        Section(gradient_title(fit), tuple(gradient), agreement),
        *as_loss(shares),
    )


def _product(shares: Shares, parameter: NodeId, names: Mapping[NodeId, str]) -> list[str]:
    """A matrix, the vector it is multiplied by, and what that comes to."""
    fit = shares.fit
    matrix, vector = fit.matrix(parameter), fit.called(parameter)
    node = fit.source(parameter)
    return [
        f"{matrix} = {marked(VALUE, matrix_latex(shares.matrix(parameter)))}",
        f"{vector} = {colored(shares.values[parameter], VALUE)}",
        rf"{names[node]} = {matrix} \, {vector} = {colored(shares.values[node], VALUE)}",
    ]


def _derivative(shares: Shares, parameter: NodeId, names: Mapping[NodeId, str]) -> list[str]:
    fit = shares.fit
    if parameter in fit.found.vectors:
        return _of_vector(shares, parameter, names)
    result = colored(shares.summed[parameter], GRADIENT)
    left = f"{fit.derivative(parameter)} = {front(fit.found)}"
    inner = fit.slopes.inner.get(parameter)
    if inner is None:
        whole = fit.slopes.whole[parameter].latex(names)
        return [rf"{left}{_ONES}^{{\top}} \left({led(whole)}\right) = {result}"]
    factor = inner.latex(names)
    if inner.is_number:
        factor = _ONES if factor == "1" else rf"\left({factor} \cdot {_ONES}\right)"
    elif len(plain(factor)) > _SHORT:
        factor = rf"\left({led(factor)}\right)"
    return [rf"{left}\delta^{{\top}} {factor} = {result}"]


def _of_vector(shares: Shares, parameter: NodeId, names: Mapping[NodeId, str]) -> list[str]:
    """The gradient by a vector: the transposed matrix times how the loss changes with the rows."""
    fit, found = shares.fit, shares.fit.found
    source, matrix = fit.source(parameter), rf"{fit.matrix(parameter)}^{{\top}}"
    result = colored(shares.summed[parameter], GRADIENT)
    left = f"{fit.derivative(parameter)} = {front(found)}"
    inner = fit.slopes.inner.get(source)
    if inner is None:
        after = rf"\left({led(fit.slopes.whole[source].latex(names))}\right)"
    elif inner.latex() == "1":
        after = r"\delta"
    else:
        after = rf"\left(\delta \cdot {bracketed(inner.latex(names), needed=inner.is_sum)}\right)"
    numbers = shares.matrix(parameter)
    filled = rf"{{{matrix_latex(numbers)}}}^{{\top}}" if is_shown(numbers) else matrix
    lines = [rf"{left}{matrix} {after}"]
    twice = replace(found, factor=2 * found.factor)
    if found.prediction == source and found.target is not None and found.is_squared_error:
        inside = rf"{fit.matrix(parameter)} \, {fit.called(parameter)} - {names[found.target]}"
        lines.append(rf"= {front(twice)}{matrix} \left({inside}\right)")
        both = (shares.column(shares.values[node]) for node in (source, found.target))
        error = " - ".join(map(column_latex, both))
        end = rf"= {front(twice, str(found.rows))}{filled} \left({error}\right) = {result}"
    else:
        moved = column_latex(shares.moved_by(source))
        end = rf"= {front(found, str(found.rows))}{filled} {moved} = {result}"
    return [*lines, end]
