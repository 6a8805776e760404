"""Products of a matrix and a vector of parameters within a sum over the rows, as in X @ w."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph import Graph, NodeId, Role, Value
from gradviz.graph.autodiff import ancestors


@dataclass(frozen=True)
class Product:
    """A node that is a matrix, with a row for each row of the data, times a vector."""

    node: NodeId
    matrix: NodeId
    vector: NodeId


def find_products(
    graph: Graph, summand: NodeId, values: Mapping[NodeId, Value]
) -> Mapping[NodeId, Product]:
    """The products that lead to the summand, by their node.

    Raises GraphError where the matrix moves too, and where a vector is used in several places:
    its gradient then is more than one product.
    """
    found: dict[NodeId, Product] = {}
    needed = ancestors(graph, summand)
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node_id not in needed or node.op != "matmul":
            continue
        matrix, vector = node.operands
        if (np.ndim(values[matrix]), np.ndim(values[vector])) != (2, 1):
            continue
        if not is_parameter(graph, vector):
            continue
        name = graph.nodes[vector].name
        if any(is_parameter(graph, leaf) for leaf in ancestors(graph, matrix)):
            called = graph.labels.get(matrix, "the matrix")
            raise GraphError(
                f"{called} and {name} are both parameters: make {called} a constant in its menu "
                "to see the formulas."
            )
        if sum(user in needed for user, _ in graph.users[vector]) > 1:
            raise GraphError(
                f"{name} is used in several places: the formulas are for a vector that one "
                "matrix is multiplied by."
            )
        found[node_id] = Product(node_id, matrix, vector)
    return found


def is_parameter(graph: Graph, node_id: NodeId) -> bool:
    """Whether a descent moves this input."""
    node = graph.nodes[node_id]
    return node.is_input and node.role is Role.PARAMETER and not node.is_literal


def ancestors_above(graph: Graph, target: NodeId, tops: Collection[NodeId]) -> set[NodeId]:
    """The target and what it is computed from, no farther than to ``tops``."""
    needed, pending = {target}, [target]
    while pending:
        node_id = pending.pop()
        if node_id not in tops:
            new = set(graph.nodes[node_id].operands) - needed
            needed |= new
            pending += new
    return needed
