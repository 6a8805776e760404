"""Finds what the loss of a fit is: a mean or a sum over the rows of something in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.descent import find_prediction
from gradviz.errors import GraphError
from gradviz.graph import OPS, Graph, Node, NodeId, Role, Value, degree
from gradviz.graph.autodiff import ancestors
from gradviz.graph.paths import descendants
from gradviz.teaching.regression.products import (
    Product,
    ancestors_above,
    find_products,
    is_parameter,
)

_WHAT_TO_WRITE = "write the loss as a mean or a sum over the data, such as mean((y − ŷ)^2)"


@dataclass(frozen=True, eq=False)
class DataSum:
    """A node that is ``factor`` times the mean or the sum of ``summand`` over the rows.

    ``output`` is that node: the loss, or what the loss is made from where it is more than that.
    ``columns`` are the inputs that have a number for each row, ``parameters`` those that are
    descended and play a part. ``products`` are the nodes X @ w in which vectors of parameters meet
    the rows; for a row they are numbers like those of a column. ``prediction`` is the node through
    which all parameters reach the summand, ``target`` the column it is compared with; both None
    where there is no such node.
    """

    graph: Graph
    output: NodeId
    reduction: NodeId
    summand: NodeId
    factor: float
    rows: int
    columns: tuple[NodeId, ...]
    parameters: tuple[NodeId, ...]
    products: Mapping[NodeId, Product]
    prediction: NodeId | None
    target: NodeId | None

    @property
    def is_mean(self) -> bool:
        """Whether the rows are averaged."""
        return self.graph.nodes[self.reduction].op == "mean"

    @property
    def weight(self) -> float:
        """What each row's share of the output is multiplied by."""
        return self.factor / self.rows if self.is_mean else self.factor

    @cached_property
    def needed(self) -> frozenset[NodeId]:
        """The nodes of which a row has one number: down to the products, not below them."""
        return frozenset(ancestors_above(self.graph, self.summand, self.products))

    @cached_property
    def by_row(self) -> frozenset[NodeId]:
        """The nodes that have a number for each row."""
        sources = {*self.columns, *self.products}
        moving = set[NodeId]().union(*(descendants(self.graph, s) for s in sources))
        return frozenset((moving | sources) & self.needed)

    @cached_property
    def vectors(self) -> Mapping[NodeId, Product]:
        """The products by the vector in them."""
        return {product.vector: product for product in self.products.values()}

    @property
    def numbers(self) -> tuple[NodeId, ...]:
        """The parameters that are single numbers."""
        return tuple(p for p in self.parameters if p not in self.vectors)

    @cached_property
    def is_squared_error(self) -> bool:
        """Whether the summand is the square of prediction and target, one minus the other."""
        node = self.graph.nodes[self.summand]
        if node.op == "pow":
            exponent = self.graph.nodes[node.operands[1]]
            error = node.operands[0] if exponent.is_literal and exponent.value == 2 else None
        else:
            error = node.operands[0] if node.op == "mul" and len({*node.operands}) == 1 else None
        if error is None or self.graph.nodes[error].op != "sub":
            return False
        return {*self.graph.nodes[error].operands} == {self.prediction, self.target}

    @cached_property
    def is_linear(self) -> bool:
        """Whether the prediction is linear in the parameters."""
        if self.prediction is None:
            return False
        names = [self.graph.labels[parameter] for parameter in self.parameters]
        found = degree(self.graph, names, self.graph.labels[self.prediction])
        return found is not None and found <= 1


def find_data_sum(graph: Graph, values: Mapping[NodeId, Value]) -> DataSum:
    """The sum over the rows that the output of a graph is; ``values`` are those of its nodes.

    Raises GraphError, which says what to write instead, for every other output.
    """
    output = graph.output
    if output is None or output not in values:
        raise GraphError(f"There is no loss to write out: {_WHAT_TO_WRITE}.")
    reduction = _reduction(graph, output, values)
    part, factor = _multiple(graph, reduction, output, values)
    summand = graph.nodes[reduction].operands[0]
    shape = np.shape(values[summand])
    if len(shape) != 1:
        raise _other(f"{_called(graph, summand)} is not one number for each row")
    products = find_products(graph, summand, values)
    columns, parameters = _leaves(graph, summand, products, values)
    prediction, target = _prediction(graph, summand, columns, parameters)
    columns = tuple(sorted(columns, key=lambda c: c == target))  # what is read comes first
    return DataSum(
        graph,
        part,
        reduction,
        summand,
        factor,
        shape[0],
        columns,
        parameters,
        products,
        prediction,
        target,
    )


def _reduction(graph: Graph, output: NodeId, values: Mapping[NodeId, Value]) -> NodeId:
    """The one mean or sum over the rows that the output is made from."""
    needed = ancestors(graph, output)
    sums = [i for i in needed if graph.nodes[i].op in ("mean", "sum") and i in values]
    inner = set[NodeId]().union(*(ancestors(graph, i) - {i} for i in sums))
    outer = [i for i in graph.order if i in sums and i not in inner]
    over_data = [i for i in outer if _reads_data(graph, i, values)]
    if len(over_data) > 1:
        raise GraphError(
            "The formulas are for one sum over the rows, and the loss has "
            f"{len(over_data)}: put them into one, such as mean((y − ŷ)^2 + abs(y − ŷ))."
        )
    found = over_data or outer
    if len(found) != 1:
        raise _other(f"{_called(graph, output)} is something else")
    return found[0]


def _reads_data(graph: Graph, node_id: NodeId, values: Mapping[NodeId, Value]) -> bool:
    """Whether an array that is no parameter plays a part in a node."""
    leaves = (graph.nodes[i] for i in ancestors(graph, node_id) if graph.nodes[i].is_input)
    return any(
        np.ndim(values[leaf.id]) and (leaf.is_literal or leaf.role is not Role.PARAMETER)
        for leaf in leaves
    )


def _multiple(
    graph: Graph, reduction: NodeId, output: NodeId, values: Mapping[NodeId, Value]
) -> tuple[NodeId, float]:
    """The output, if it is a fixed multiple of the reduction, and by what number.

    Else the reduction itself, or the first multiple of it that has a name.
    """
    current, factor = reduction, 1.0
    named = (reduction, 1.0) if graph.nodes[reduction].name else None
    needed = ancestors(graph, output)
    while current != output:
        users = [user for user, _ in graph.users[current] if user in needed]
        by = _factor(graph, users[0], current, values) if len(users) == 1 else None
        if by is None:
            return named or (reduction, 1.0)
        current, factor = users[0], factor * by
        if named is None and graph.nodes[current].name:
            named = (current, factor)
    return current, factor


def _factor(
    graph: Graph, user: NodeId, operand: NodeId, values: Mapping[NodeId, Value]
) -> float | None:
    """What a node multiplies its operand by, if that is a number that stays."""
    node = graph.nodes[user]
    if node.op == "neg":
        return -1.0
    other = node.operands[node.operands[0] == operand] if len(node.operands) == 2 else operand
    fits = node.op == "mul" or (node.op == "div" and other == node.operands[1])
    if not fits or other == operand or not _is_fixed(graph, other, values):
        return None
    by = float(values[other])
    return by if node.op == "mul" else 1 / by


def _is_fixed(graph: Graph, node_id: NodeId, values: Mapping[NodeId, Value]) -> bool:
    """Whether a node is a number that no descent changes and no row decides."""
    leaves = (graph.nodes[i] for i in ancestors(graph, node_id) if graph.nodes[i].is_input)
    fixed = (node.is_literal or node.role is Role.CONSTANT for node in leaves)
    return np.ndim(values[node_id]) == 0 and values[node_id] != 0 and all(fixed)


def _leaves(
    graph: Graph,
    summand: NodeId,
    products: Mapping[NodeId, Product],
    values: Mapping[NodeId, Value],
) -> tuple[tuple[NodeId, ...], tuple[NodeId, ...]]:
    """The columns and the parameters that the summand is made from, in the order of the graph."""
    needed = ancestors_above(graph, summand, products)
    columns, parameters = [], [product.vector for product in products.values()]
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node_id not in needed or node_id in products:
            continue
        if not node.is_input:
            if not OPS[node.op].elementwise:
                raise _other(f"{_called(graph, node_id)} mixes the rows")
        elif np.ndim(values[node_id]):
            columns.append(_checked(graph, node, values[node_id]))
        elif is_parameter(graph, node_id) and node.name is not None:
            parameters.append(node_id)
    if not parameters:
        raise GraphError(
            "No parameter plays a part in the sum over the rows: give the prediction one."
        )
    return tuple(columns), tuple(parameters)


def _checked(graph: Graph, node: Node, value: Value) -> NodeId:
    """A column; GraphError for parameters that belong to one row each, and for matrices."""
    if is_parameter(graph, node.id):
        raise GraphError(
            f"{node.name} has {np.size(value):,} numbers: make it a constant in its menu if it is "
            "data. The formulas are for single numbers, and for vectors as in X @ w."
        )
    if np.ndim(value) != 1:
        raise _other(f"{_called(graph, node.id)} is not one number for each row")
    return node.id


def _prediction(
    graph: Graph, summand: NodeId, columns: tuple[NodeId, ...], parameters: tuple[NodeId, ...]
) -> tuple[NodeId | None, NodeId | None]:
    """The prediction, if no parameter reaches the summand beside it, and what it should be."""
    names = [name for name in (graph.nodes[c].name for c in columns) if name is not None]
    found = find_prediction(graph, names)
    if found is None or found.node not in ancestors(graph, summand) - {summand}:
        return None, None
    if graph.nodes[found.node].is_input:
        return None, None
    beside = {summand}
    for node_id in reversed(graph.order):
        if node_id in beside and node_id != found.node:
            beside.update(graph.nodes[node_id].operands)
    if beside & set(parameters):
        return None, None
    return found.node, None if found.target is None else graph.by_name[found.target]


def _other(why: str) -> GraphError:
    return GraphError(f"The formulas are for sums over the rows, and {why}: {_WHAT_TO_WRITE}.")


def _called(graph: Graph, node_id: NodeId) -> str:
    node = graph.nodes[node_id]
    return node.name or graph.labels.get(node_id) or "a number"
