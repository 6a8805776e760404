"""What a loss is around its sum over the rows: a root of it, or a penalty beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gradviz.graph import Graph, Node, NodeId, Role, Value
from gradviz.graph.latex import definition_latex
from gradviz.graph.model import INPUT
from gradviz.graph.symbolic import slope
from gradviz.graph.tangents import tangents
from gradviz.teaching.regression.finding import DataSum
from gradviz.teaching.regression.penalties import Penalty, penalty_of, vector_beside
from gradviz.teaching.regression.products import ancestors_above, is_parameter
from gradviz.teaching.regression.written import Written, named

if TYPE_CHECKING:
    from gradviz.graph.symbolic.slopes import Slope

_SQUARED = {"mean": "MSE", "sum": "SSE"}
_OTHER = "D"


@dataclass(frozen=True, eq=False)
class Around(Written):
    """The loss over its sums, which are numbers here, and over the parameters.

    ``output`` is the loss, ``part`` the sum over the rows; ``direct`` are the parameters that reach
    the loss beside it, ``penalties`` the sums over vectors that do, by their nodes. ``slopes`` are
    the derivatives of the loss by each of these while the others rest. In ``shown`` the penalties
    are written out.
    """

    output: NodeId
    part: NodeId
    direct: tuple[NodeId, ...]
    penalties: Mapping[NodeId, Penalty]
    slopes: Mapping[NodeId, Slope]
    shown: Graph

    @property
    def by_part(self) -> Slope:
        """The derivative of the loss by the sum over the rows."""
        return self.slopes[self.part]

    @property
    def parameters(self) -> tuple[NodeId, ...]:
        """The parameters that reach the loss beside the sum over the rows."""
        return (*self.direct, *(penalty.vector for penalty in self.penalties.values()))

    def definition(self, node_id: NodeId) -> str:
        """What a node computes, with the penalties written out."""
        return definition_latex(self.shown, node_id, named(self.shown))

    @property
    def steps(self) -> tuple[NodeId, ...]:
        """The named operations that lead to the loss, and the penalties with a name, in order."""
        penalties = {i for i in self.penalties if self.shown.nodes[i].name is not None}
        found = penalties | set(super().steps)
        return tuple(i for i in self.shown.order if i in found)

    @property
    def names_latex(self) -> Mapping[NodeId, str]:
        """LaTeX of the names, and of the penalties without one."""
        written = {
            i: rf"\left({self.definition(i)}\right)"
            for i in self.penalties
            if self.shown.nodes[i].name is None
        }
        return {**super().names_latex, **written}

    def numbers(self, values: Mapping[NodeId, Value]) -> dict[NodeId, float]:
        """The numbers of the nodes that play a part here."""
        return {i: float(values[i]) for i in self.graph.nodes}

    def moved_by(self, source: NodeId, values: Mapping[NodeId, Value]) -> float:
        """How fast the loss changes when a sum, or a parameter beside it, moves alone."""
        numbers = self.numbers(values)
        inputs = {n.name: numbers[n.id] for n in self.graph.inputs if n.name is not None}
        return float(tangents(self.graph, inputs, source).node_tangents[self.output])

    def moved_directly(self, parameter: NodeId, values: Mapping[NodeId, Value]) -> Value:
        """How fast the loss changes with a parameter while its sum over the rows rests."""
        total: Value = self.moved_by(parameter, values) if parameter in self.direct else 0.0
        for node, penalty in self.penalties.items():
            if penalty.vector == parameter:
                total = total + self.moved_by(node, values) * penalty.moved_by_vector(values)
        return total


def around(found: DataSum, values: Mapping[NodeId, Value]) -> Around | None:
    """What the loss is beside its sum over the rows; None where it is nothing else.

    Raises GraphError where that is no number and no sum of one vector, and where there is no
    derivative to write.
    """
    graph, output, part = found.graph, found.graph.output, found.output
    if output is None or output == part:
        return None
    penalties: dict[NodeId, Penalty] = {}
    needed: set[NodeId] = set()
    pending = [output]
    while pending:
        node_id = pending.pop()
        if node_id in needed:
            continue
        needed.add(node_id)
        if node_id == part:
            continue
        if np.ndim(values[node_id]):
            raise vector_beside(graph, node_id)
        penalty = penalty_of(graph, node_id, values)
        if penalty is None:
            pending += graph.nodes[node_id].operands
        else:
            penalties[node_id] = penalty
    return _derived(found, needed, penalties, values)


def _derived(
    found: DataSum,
    needed: set[NodeId],
    penalties: Mapping[NodeId, Penalty],
    values: Mapping[NodeId, Value],
) -> Around:
    graph, part = found.graph, found.output
    leaf = Node(part, INPUT, name=part_name(found), role=Role.CONSTANT)
    below = ancestors_above(graph, graph.output or "", (part,))
    shown = {i: graph.nodes[i] if i != part else leaf for i in graph.order if i in below}
    nodes = {i: shown[i] for i in shown if i in needed}
    for place, i in enumerate(penalties):
        name = graph.nodes[i].name or free_name(found, f"penalty_{place + 1}")
        nodes[i] = Node(i, INPUT, name=name, role=Role.CONSTANT)
    numbers = Graph(nodes, graph.output)
    evaluation = Written(numbers).evaluated({i: float(values[i]) for i in nodes})
    direct = tuple(node.id for node in numbers.inputs if is_parameter(numbers, node.id))
    slopes = {i: slope(evaluation, i, evaluation.target) for i in (part, *direct, *penalties)}
    whole = Graph(shown, graph.output)
    return Around(numbers, evaluation.target, part, direct, penalties, slopes, whole)


def part_name(found: DataSum) -> str:
    """What the sum over the rows is called: MSE, if it has no name and is one."""
    node = found.graph.nodes[found.output]
    if node.name is not None:
        return node.name
    known = _SQUARED[found.graph.nodes[found.reduction].op] if found.is_squared_error else ""
    return free_name(found, known or _OTHER)


def free_name(found: DataSum, wanted: str) -> str:
    """A name that no node of the graph has."""
    names = (wanted, *(f"{wanted}_{number}" for number in range(2, len(found.graph.nodes) + 3)))
    return next(name for name in names if name not in found.graph.by_name)
