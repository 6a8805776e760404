"""A graph of single numbers as formulas: in the names of its nodes, and with numbers put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from gradviz.graph import Evaluation, Graph, Node, NodeId, evaluate, name_latex
from gradviz.graph.latex import definition_latex
from gradviz.graph.model import INPUT

_DIGITS = 4


@dataclass(frozen=True, eq=False)
class Written:
    """Formulas of a graph of numbers, which lead to its output."""

    graph: Graph

    def name(self, node_id: NodeId) -> str:
        """LaTeX of what a named node is called here."""
        return name_latex(self.graph.labels[node_id])

    def definition(self, node_id: NodeId) -> str:
        """What a node computes, from the names of its operands."""
        return definition_latex(self.graph, node_id, self._names)

    def in_numbers(self, node_id: NodeId, values: Mapping[NodeId, float]) -> str:
        """The same with a number in the place of every name."""
        leaves = {
            named: Node(named, INPUT, value=_rounded(values[named]))
            for named in self._names
            if named != node_id
        }
        graph = replace(self.graph, nodes={**self.graph.nodes, **leaves})
        return definition_latex(graph, node_id, {})

    @property
    def steps(self) -> tuple[NodeId, ...]:
        """The named operations that lead to the output, in order."""
        nodes = self.graph.nodes
        return tuple(
            i
            for i in self.graph.order
            if i in self._names and i != self.graph.output and not nodes[i].is_input
        )

    @property
    def names_latex(self) -> Mapping[NodeId, str]:
        """LaTeX of the names of all nodes that have one."""
        return {node_id: name_latex(name) for node_id, name in self._names.items()}

    def evaluated(self, values: Mapping[NodeId, float]) -> Evaluation:
        """The graph with these numbers in its inputs."""
        inputs = {n.name: values[n.id] for n in self.graph.inputs if n.name is not None}
        return evaluate(self.graph, inputs)

    @cached_property
    def _names(self) -> Mapping[NodeId, str]:
        return named(self.graph)


def named(graph: Graph) -> Mapping[NodeId, str]:
    """The names of the nodes that have one."""
    return {node.id: node.name for node in graph.nodes.values() if node.name is not None}


def _rounded(value: float) -> float:
    """As many digits as are shown, and no negative zero."""
    return float(f"{value:.{_DIGITS}g}") + 0.0
