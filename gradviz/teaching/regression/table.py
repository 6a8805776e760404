"""The table of a fit: for each row what is read, what is predicted, and what it adds."""

from __future__ import annotations

from gradviz.teaching.regression.fit import SHARE
from gradviz.teaching.regression.sections import Column
from gradviz.teaching.regression.shares import Shares


def table_of(shares: Shares) -> tuple[Column, ...]:
    """A column for each node that differs from row to row and has a name, and the derivatives."""
    fit, found, row = shares.fit, shares.fit.found, shares.fit.row
    between = [step for step in row.steps if step in found.by_row]
    columns = [
        Column(row.name(node), shares.column(shares.values[node]), None)
        for node in (*found.columns, *between)
    ]
    losses = shares.column(shares.values[found.summand])
    columns.append(Column(f"{SHARE}_{{i}}", losses, shares.loss))
    for parameter, share in shares.by_parameter.items():
        title = rf"\partial {SHARE}_{{i}}/\partial {fit.called(parameter)}"
        columns.append(Column(title, share, shares.summed[parameter], is_gradient=True))
    return tuple(columns)


def total_title(shares: Shares) -> str:
    """What the last lines of the columns are: their mean or sum, or the loss and its gradient."""
    found = shares.fit.found
    if found.factor != 1:
        return "Loss"
    return "Mean" if found.is_mean else "Sum"
