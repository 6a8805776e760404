"""The table of a fit: for each row what is read, what is predicted, and what it adds."""

from __future__ import annotations

import numpy as np

from gradviz.graph import name_latex
from gradviz.teaching.regression.fit import SHARE
from gradviz.teaching.regression.sections import Column
from gradviz.teaching.regression.shares import Shares

_MOST_COLUMNS = 12
"""Of a longer vector the first numbers have a column."""


def table_of(shares: Shares) -> tuple[Column, ...]:
    """A column for each node that differs from row to row and has a name, and the derivatives."""
    fit, found, row = shares.fit, shares.fit.found, shares.fit.row
    between = [step for step in row.steps if step in found.by_row]
    columns = [
        Column(row.name(node), shares.column(shares.values[node]), None)
        for node in (*found.columns, *found.products, *between)
    ]
    losses = shares.column(shares.values[found.summand])
    columns.append(Column(f"{SHARE}_{{i}}", losses, shares.loss))
    for parameter, share in shares.by_parameter.items():
        names = [fit.called(parameter)]
        totals = np.atleast_1d(shares.summed[parameter])
        if share.ndim > 1:
            name = found.graph.labels[parameter]
            names = [name_latex(f"{name}_{place + 1}") for place in range(share.shape[1])]
        parts = share.reshape(found.rows, -1).T[:_MOST_COLUMNS]
        for name, part, total in zip(names, parts, totals, strict=False):
            title = rf"\partial {SHARE}_{{i}}/\partial {name}"
            columns.append(Column(title, part, float(total), is_gradient=True))
    return tuple(columns)


def total_title(shares: Shares) -> str:
    """What the last lines of the columns are: their mean or sum, or the loss and its gradient."""
    found = shares.fit.found
    if found.factor != 1:
        return "Loss"
    return "Mean" if found.is_mean else "Sum"
