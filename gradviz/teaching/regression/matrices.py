"""Vectors and matrices with their numbers, as far as there is room for them."""

from __future__ import annotations

import numpy as np

from gradviz.graph import Array, Value
from gradviz.teaching.markup import marked
from gradviz.teaching.terms import Term, number

_MOST, _FIRST = 6, 4
"""Vectors of more numbers show the first ones and the last."""

_MOST_COLUMNS = 4
"""Matrices with more columns, or more rows than a vector shows, are told by their size."""


def row_latex(vector: Array) -> str:
    """The numbers of a vector in a row, of many the first and the last."""
    shown = vector if len(vector) <= _MOST else [*vector[:_FIRST], vector[-1]]
    entries = [number(float(entry)).latex for entry in shown]
    if len(vector) > _MOST:
        entries.insert(_FIRST, r"\ldots")
    return rf"\left[{', '.join(entries)}\right]"


def column_latex(vector: Array) -> str:
    """The same as a column, written in a row."""
    return rf"{row_latex(vector)}^{{\top}}"


def matrix_latex(matrix: Array) -> str:
    """A matrix with its numbers, or its size where it is large."""
    rows, columns = matrix.shape
    if not is_shown(matrix):
        return rf"\left[{rows} \times {columns}\right]"
    lines = [" & ".join(number(float(entry)).latex for entry in row) for row in matrix]
    inside = r" \\ ".join(lines)
    return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}"


def is_shown(matrix: Array) -> bool:
    """Whether there is room for all numbers of a matrix."""
    rows, columns = matrix.shape
    return bool(rows <= _MOST and columns <= _MOST_COLUMNS)


def term(value: Value) -> Term:
    """A number, or a vector as a column."""
    if np.ndim(value):
        return Term(column_latex(np.asarray(value)), numeric=True)
    return number(float(value))


def colored(value: Value, meaning: str) -> str:
    """LaTeX of a number or a vector in the color of values or gradients."""
    return marked(meaning, term(value).latex)
