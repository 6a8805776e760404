"""The loss of a single row and its derivatives: what stochastic gradient descent looks at."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gradviz.graph import NodeId, as_value
from gradviz.teaching.markup import GRADIENT, VALUE
from gradviz.teaching.plain import plain
from gradviz.teaching.regression.adding import led
from gradviz.teaching.regression.fit import SHARE
from gradviz.teaching.regression.matrices import colored, column_latex, row_latex
from gradviz.teaching.regression.rows import Row, row_of, values_at
from gradviz.teaching.regression.sections import Section
from gradviz.teaching.regression.shares import Shares
from gradviz.teaching.terms import number

_LINE = 64
"""Characters that fit on a line."""


def as_row(shares: Shares, index: int) -> tuple[Section, ...]:
    """One row, counted from 0: its loss and its derivatives, in symbols and in numbers."""
    found = shares.fit.found
    row = row_of(found, str(index + 1))
    values = values_at(found, shares.values, index)
    given = [rf"{row.name(c)} = {number(values[c]).latex}" for c in found.columns]
    given += [_matrix_row(shares, p, index) for p in found.vectors]
    steps = [_product(shares, row, p, index) for p in found.vectors]
    steps += [line for s in (*row.steps, found.summand) for line in _step(row, s, values)]
    gradient = [
        line for p in shares.by_parameter for line in _derivative(shares, p, row, values, index)
    ]
    divided = ", divided by their number" if found.is_mean else ""
    words = (
        f"Every row pulls in its own direction. The gradient of {plain(shares.fit.output)} adds "
        f"up those of all {found.rows:,} rows{divided}."
    )
    if shares.fit.around is not None:
        words += f" What {plain(shares.fit.loss)} makes of it stands under Sum."
    return (
        Section(f"Row {index + 1:,} of {found.rows:,}", (r", \quad ".join(given), *steps)),
        Section("Gradient of this row", tuple(gradient), words),
    )


def _step(row: Row, step: NodeId, values: Mapping[NodeId, float]) -> tuple[str, ...]:
    """What a node computes, in symbols and in numbers, on two lines where one is too short."""
    name = _share(row) if step == row.found.summand else row.name(step)
    symbols = f"{name} = {row.definition(step)}"
    result = number(values[step]).colored(VALUE).latex
    numbers = f"= {row.in_numbers(step, values)} = {result}"
    whole = f"{symbols} {numbers}"
    return (whole,) if len(plain(whole)) <= _LINE else (symbols, numbers)


def _derivative(
    shares: Shares, parameter: NodeId, row: Row, values: Mapping[NodeId, float], index: int
) -> list[str]:
    fit, found = shares.fit, shares.fit.found
    share, by = _share(row), fit.called(parameter)
    left = rf"\frac{{\partial {share}}}{{\partial {by}}}"
    if found.prediction is None:
        ways = [f"{left} = {led(fit.alone(parameter, row))}"]
    else:
        middle = row.name(found.prediction)
        rule = (
            rf"\frac{{\partial {share}}}{{\partial {middle}}} \cdot "
            rf"\frac{{\partial {middle}}}{{\partial {by}}}"
        )
        ways = [f"{left} = {rule} = {led(fit.chain(parameter, row))}"]
    result = colored(as_value(shares.by_parameter[parameter][index]), GRADIENT)
    return [*ways, f"= {led(shares.in_numbers(parameter, index, values))} = {result}"]


def _matrix_row(shares: Shares, parameter: NodeId, index: int) -> str:
    """The row of the matrix that a vector is multiplied by."""
    name = shares.fit.matrix_row(parameter, str(index + 1))
    return f"{name} = {row_latex(shares.matrix(parameter)[index])}"


def _product(shares: Shares, row: Row, parameter: NodeId, index: int) -> str:
    """The product of that row and the vector, with the numbers of both."""
    fit, product = shares.fit, shares.fit.found.vectors[parameter]
    left = f"{row.name(product.node)} = {fit.matrix_row(parameter, row.index)}"
    numbers = rf"{row_latex(shares.matrix(parameter)[index])} \, "
    numbers += column_latex(np.asarray(shares.values[parameter]))
    result = number(float(np.asarray(shares.values[product.node])[index])).colored(VALUE).latex
    return rf"{left} \, {fit.called(parameter)} = {numbers} = {result}"


def _share(row: Row) -> str:
    return f"{SHARE}_{{{row.index}}}"
