"""Penalties of a vector beside the sum over the rows: a sum or mean of its numbers, as sum(w^2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph import OPS, Array, Graph, NodeId, Value, number_latex
from gradviz.graph.autodiff import ancestors
from gradviz.graph.symbolic import slope
from gradviz.graph.tangents import tangents
from gradviz.teaching.regression.matrices import column_latex
from gradviz.teaching.regression.products import is_parameter
from gradviz.teaching.regression.written import Written

if TYPE_CHECKING:
    from gradviz.graph.symbolic.slopes import Slope


@dataclass(frozen=True, eq=False)
class Penalty(Written):
    """A sum over the numbers of ``vector``; the graph is what each of them adds to it.

    ``slope`` is the derivative of that by the number.
    """

    node: NodeId
    vector: NodeId
    is_mean: bool
    slope: Slope

    def moved_by_vector(self, values: Mapping[NodeId, Value]) -> Array:
        """How fast the sum changes with each number of the vector."""
        inputs = {n.name: values[n.id] for n in self.graph.inputs if n.name is not None}
        found = tangents(self.graph, inputs, self.vector).node_tangents[self.graph.output or ""]
        vector = np.asarray(values[self.vector])
        each = np.broadcast_to(np.asarray(found, dtype=np.float64), vector.shape)
        return each / len(vector) if self.is_mean else each

    def in_symbols(self, count: int) -> str:
        """LaTeX of the same, for all ``count`` numbers at once."""
        return self._averaged(self.slope.latex(), count)

    def in_the_numbers(self, values: Mapping[NodeId, Value]) -> str:
        """The same with the vector and all constants put in."""
        written = {
            node.id: column_latex(np.asarray(values[node.id]))
            if node.id == self.vector
            else number_latex(float(values[node.id]))
            for node in self.graph.inputs
        }
        return self._averaged(self.slope.latex(written), np.size(values[self.vector]))

    def _averaged(self, text: str, count: int) -> str:
        if not self.is_mean:
            return text
        inside = rf"\left({text}\right)" if self.slope.is_sum else text
        return rf"\frac{{1}}{{{count}}} \cdot {inside}"


def penalty_of(graph: Graph, node_id: NodeId, values: Mapping[NodeId, Value]) -> Penalty | None:
    """The penalty that a node is; None for a node that is no sum of more than a number.

    Raises GraphError where it is more than a sum over one vector of parameters.
    """
    node = graph.nodes[node_id]
    if node.op not in ("sum", "mean") or not np.ndim(values[node.operands[0]]):
        return None
    (summand,) = node.operands
    needed = [i for i in graph.order if i in ancestors(graph, summand)]
    vectors = [i for i in needed if graph.nodes[i].is_input and np.ndim(values[i])]
    moving = [i for i in needed if is_parameter(graph, i)]
    ops = [OPS[graph.nodes[i].op] for i in needed if not graph.nodes[i].is_input]
    is_one = vectors == moving and [np.ndim(values[i]) for i in vectors] == [1]
    if not (is_one and all(op.elementwise for op in ops)):
        raise vector_beside(graph, node_id)
    (vector,) = vectors
    each = Graph({i: replace(graph.nodes[i], stated=False) for i in needed}, summand)
    numbers = {i: float(np.ravel(values[i])[0]) for i in needed}
    evaluation = Written(each).evaluated(numbers)
    return Penalty(each, node_id, vector, node.op == "mean", slope(evaluation, vector, summand))


def vector_beside(graph: Graph, node_id: NodeId) -> GraphError:
    """Why there is no formula of something beside the sum over the rows, and what to write."""
    called = graph.nodes[node_id].name or "Something"
    return GraphError(
        f"{called} stands beside the sum over the rows: the formulas are for numbers there, and "
        "for sums over one vector of parameters, such as 0.1 sum(w^2)."
    )
