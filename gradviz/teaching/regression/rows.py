"""One row of a sum over data: a graph of single numbers, its formulas, and the numbers in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gradviz.graph import Graph, Node, NodeId, Role, Value, name_latex
from gradviz.graph.model import INPUT
from gradviz.graph.symbolic import slope
from gradviz.teaching.regression.finding import DataSum
from gradviz.teaching.regression.written import Written

if TYPE_CHECKING:
    from gradviz.graph.symbolic.slopes import Slope

ANY = "i"
"""The index of a row that may be any."""

_PREDICTION = "ŷ"
_PRODUCTS = ("z", "u", "h")


@dataclass(frozen=True, eq=False)
class Row(Written):
    """The summand for one row: what differs from row to row has ``index`` as a subscript."""

    found: DataSum
    index: str

    @property
    def names_of_columns(self) -> Mapping[NodeId, str]:
        """The names without the index: what the columns as a whole are called."""
        ending = f"_{self.index}"
        return {i: name_latex(name.removesuffix(ending)) for i, name in self._names.items()}


def row_of(found: DataSum, index: str = ANY) -> Row:
    """The formulas of a row; what differs from row to row has the index as a subscript."""
    nodes = {}
    first = dict.fromkeys(found.numbers)  # people write m x, not x m
    for node_id in (*first, *(i for i in found.graph.order if i in found.needed - first.keys())):
        node = found.graph.nodes[node_id]
        if node_id in found.products:
            node = replace(node, op=INPUT, operands=(), attributes=())
        name = _name(found, node)
        if node_id not in found.by_row:
            nodes[node_id] = replace(node, name=name)
            continue
        name = None if name is None else f"{name}_{index}"
        role = Role.CONSTANT if node.is_input else node.role
        value = None if node.is_input else node.value
        nodes[node_id] = replace(node, name=name, role=role, value=value, stated=False)
    return Row(Graph(nodes, found.summand), found, index)


def _name(found: DataSum, node: Node) -> str | None:
    """A node's own name; a prediction and a column that have none are given one."""
    taken = found.graph.by_name
    if node.name is None and node.id == found.prediction and _PREDICTION not in taken:
        return _PREDICTION
    if node.name is None and node.id in found.products:
        free = [name for name in _PRODUCTS if name not in taken]
        free += [f"product_{number}" for number in range(len(found.products))]
        return free[list(found.products).index(node.id)]
    if node.is_literal and node.id in found.columns:
        return found.graph.labels.get(node.id, "c")
    return node.name


def values_at(found: DataSum, values: Mapping[NodeId, Value], row: int) -> dict[NodeId, float]:
    """The number of every node in one row, counted from 0."""
    result = {}
    for node_id in found.needed:
        value = values[node_id]
        is_column = node_id in found.by_row and np.ndim(value)
        result[node_id] = float(np.asarray(value)[row]) if is_column else float(value)
    return result


@dataclass(frozen=True, eq=False)
class RowSlopes:
    """The derivatives of the summand of a row, by the prediction and by each parameter.

    For a vector they are by the product that it is in. ``outer`` is the summand's by the prediction
    and ``inner`` the prediction's by each parameter; without a prediction they are None and empty.
    ``whole`` has everything put in.
    """

    outer: Slope | None
    inner: Mapping[NodeId, Slope]
    whole: Mapping[NodeId, Slope]


def slopes_of(row: Row, values: Mapping[NodeId, float]) -> RowSlopes:
    """The derivatives of a row in symbols; ``values`` are numbers of any row.

    Raises GraphError where there is no derivative to write.
    """
    found, evaluation = row.found, row.evaluated(values)
    sources = (*found.numbers, *found.products)
    whole = {source: slope(evaluation, source, found.summand) for source in sources}
    prediction = found.prediction
    if prediction is None:
        return RowSlopes(None, {}, whole)
    inner = {source: slope(evaluation, source, prediction) for source in sources}
    return RowSlopes(slope(evaluation, prediction, found.summand), inner, whole)
