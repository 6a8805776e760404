"""Fits to look at: an expression with columns and values, evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from gradviz.graph import Evaluation, Role, evaluate, parse
from gradviz.teaching.regression import Shares, fit_of

Columns = Mapping[str, npt.ArrayLike]

LINE = "ŷ = m*x + b; L = mean((y - ŷ)^2)"
POINTS: Columns = {"x": [1, 2, 4], "y": [3, 5, 8]}


def evaluated(text: str, columns: Columns, **values: float) -> Evaluation:
    """Both passes of an expression that reads the columns."""
    graph = parse(text)
    data = [replace(n, role=Role.DATA) for n in graph.inputs if n.name in columns]
    arrays = {name: np.asarray(column, dtype=float) for name, column in columns.items()}
    used = {node.name for node in data}
    inputs = {**{k: v for k, v in arrays.items() if k in used}, **values}
    return evaluate(graph.with_nodes(*data), inputs)


def shares_of(text: str, columns: Columns, **values: float) -> Shares:
    """The numbers of a fit for all of its parameters."""
    evaluation = evaluated(text, columns, **values)
    fit = fit_of(evaluation)
    return Shares(fit, evaluation, tuple(fit.parameters.values()))
