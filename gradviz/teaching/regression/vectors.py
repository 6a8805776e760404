"""The gradient of a fit with vectors: one product in the place of a sum over the rows."""

from __future__ import annotations

from collections.abc import Mapping

from gradviz.graph import Array, NodeId
from gradviz.teaching.markup import GRADIENT, VALUE, marked
from gradviz.teaching.plain import plain
from gradviz.teaching.regression.adding import front, led
from gradviz.teaching.regression.beside import as_loss, gradient_title
from gradviz.teaching.regression.fit import SHARE
from gradviz.teaching.regression.sections import Section
from gradviz.teaching.regression.shares import Shares
from gradviz.teaching.terms import number

_ONES = r"\mathbf{1}"
_MOST, _FIRST = 6, 4
"""Vectors of more numbers show the first ones and the last."""

_SHORT = 3
"""Characters of a name that needs no parentheses: x₁₂."""


def as_vectors(shares: Shares) -> tuple[Section, ...]:
    """The columns as vectors, and each derivative as a product of two of them."""
    fit, found = shares.fit, shares.fit.found
    names = fit.row.names_of_columns
    shown = [*found.columns]
    outer, prediction = fit.slopes.outer, found.prediction
    if prediction is not None:
        shown.append(prediction)
    vectors = [
        f"{names[node]} = {marked(VALUE, _entries(shares.column(shares.values[node])))}"
        for node in shown
    ]
    words = ""
    if outer is not None and prediction is not None:
        delta = marked(GRADIENT, _entries(shares.moved_by(prediction)))
        slope = rf"\frac{{\partial {SHARE}}}{{\partial {names[prediction]}}}"
        vectors.append(rf"\delta = {slope} = {led(outer.latex(names))} = {delta}")
        words = "δ says how each row's loss changes with its prediction. "
    words += "Vectors side by side are multiplied number by number; after ᵀ the products are added."
    gradient = tuple(_derivative(shares, p, names) for p in shares.by_parameter)
    return (
        Section("Vectors", tuple(vectors), words),
        Section(gradient_title(fit), gradient, shares.agreement if fit.around is None else ""),
        *as_loss(shares),
    )


def _derivative(shares: Shares, parameter: NodeId, names: Mapping[NodeId, str]) -> str:
    fit = shares.fit
    result = number(shares.summed[parameter]).colored(GRADIENT).latex
    left = f"{fit.derivative(parameter)} = {front(fit.found)}"
    inner = fit.slopes.inner.get(parameter)
    if inner is None:
        whole = fit.slopes.whole[parameter].latex(names)
        return rf"{left}{_ONES}^{{\top}} \left({led(whole)}\right) = {result}"
    factor = inner.latex(names)
    if inner.is_number:
        factor = _ONES if factor == "1" else rf"\left({factor} \cdot {_ONES}\right)"
    elif len(plain(factor)) > _SHORT:
        factor = rf"\left({led(factor)}\right)"
    return rf"{left}\delta^{{\top}} {factor} = {result}"


def _entries(vector: Array) -> str:
    """The numbers of a column, written in a row."""
    shown = vector if len(vector) <= _MOST else [*vector[:_FIRST], vector[-1]]
    entries = [number(float(entry)).latex for entry in shown]
    if len(vector) > _MOST:
        entries.insert(_FIRST, r"\ldots")
    return rf"\left[{', '.join(entries)}\right]^{{\top}}"
