"""What a loss is around its sum over the rows: a root of it, or a penalty beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph import Graph, Node, NodeId, Role, Value
from gradviz.graph.model import INPUT
from gradviz.graph.symbolic import slope
from gradviz.graph.tangents import tangents
from gradviz.teaching.regression.finding import DataSum
from gradviz.teaching.regression.written import Written

if TYPE_CHECKING:
    from gradviz.graph.symbolic.slopes import Slope

_SQUARED = {"mean": "MSE", "sum": "SSE"}
_OTHER = "D"


@dataclass(frozen=True, eq=False)
class Around(Written):
    """The loss over the sum over the rows, which is a number here, and over the parameters.

    ``output`` is the loss; ``direct`` are the parameters that reach it beside the sum. ``by_part``
    is the derivative of the loss by the sum, ``by_parameter`` those by the direct parameters while
    the sum rests.
    """

    output: NodeId
    part: NodeId
    direct: tuple[NodeId, ...]
    by_part: Slope
    by_parameter: Mapping[NodeId, Slope]

    def numbers(self, values: Mapping[NodeId, Value]) -> dict[NodeId, float]:
        """The numbers of the nodes that play a part here."""
        return {i: float(values[i]) for i in self.graph.nodes}

    def moved_by(self, source: NodeId, values: Mapping[NodeId, Value]) -> float:
        """How fast the loss changes when the sum, or a parameter beside it, moves alone."""
        numbers = self.numbers(values)
        inputs = {n.name: numbers[n.id] for n in self.graph.inputs if n.name is not None}
        return float(tangents(self.graph, inputs, source).node_tangents[self.output])


def around(found: DataSum, values: Mapping[NodeId, Value]) -> Around | None:
    """What the loss is beside its sum over the rows; None where it is nothing else.

    Raises GraphError where it is more than numbers, and where there is no derivative to write.
    """
    output = found.graph.output
    if output is None or output == found.output:
        return None
    nodes: dict[NodeId, Node] = {}
    pending = [output]
    while pending:
        node = found.graph.nodes[pending.pop()]
        if node.id in nodes:
            continue
        if np.ndim(values[node.id]):
            raise GraphError(
                f"{found.graph.labels.get(node.id, 'A matrix')} stands beside the sum over the "
                "rows and is more than a number: write its numbers one by one."
            )
        nodes[node.id] = node
        if node.id == found.output:
            nodes[node.id] = Node(node.id, INPUT, name=part_name(found), role=Role.CONSTANT)
        else:
            pending += node.operands
    graph = Graph({i: nodes[i] for i in found.graph.order if i in nodes}, output)
    return _derived(graph, found.output, values)


def _derived(graph: Graph, part: NodeId, values: Mapping[NodeId, Value]) -> Around:
    written = Written(graph)
    evaluation = written.evaluated({i: float(values[i]) for i in graph.nodes})
    output = evaluation.target
    direct = tuple(
        node.id
        for node in graph.inputs
        if node.id != part and node.role is Role.PARAMETER and not node.is_literal
    )
    slopes = {parameter: slope(evaluation, parameter, output) for parameter in direct}
    return Around(graph, output, part, direct, slope(evaluation, part, output), slopes)


def part_name(found: DataSum) -> str:
    """What the sum over the rows is called: MSE, if it has no name and is one."""
    node = found.graph.nodes[found.output]
    if node.name is not None:
        return node.name
    known = _SQUARED[found.graph.nodes[found.reduction].op] if found.is_squared_error else ""
    wanted = known or _OTHER
    names = (wanted, *(f"{wanted}_{number}" for number in range(2, len(found.graph.nodes) + 3)))
    return next(name for name in names if name not in found.graph.by_name)
