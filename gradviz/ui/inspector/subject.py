"""The node under inspection, with the state of the passes it is seen in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gradviz.graph import Graph, Node, NodeId, Step, Value
from gradviz.session import PassState
from gradviz.teaching import called


class Subject(NamedTuple):
    """What every section of the inspector speaks of; the node is in the graph of the state."""

    state: PassState
    node_id: NodeId

    @property
    def graph(self) -> Graph:
        """The graph the node is in."""
        return self.state.graph

    @property
    def node(self) -> Node:
        """The node itself."""
        return self.graph.nodes[self.node_id]

    @property
    def name(self) -> str:
        """What the node is called, in characters."""
        return called(self.graph, self.node_id).plain

    @property
    def target_name(self) -> str:
        """What the node is called whose gradients are shown."""
        target = self.state.target
        return "" if target is None else called(self.graph, target).plain

    @property
    def value(self) -> Value | None:
        """The value, once it is known."""
        return self.state.values.get(self.node_id)

    @property
    def gradient(self) -> Value | None:
        """The gradient, once it is complete."""
        return self.state.gradients.get(self.node_id)

    @property
    def made(self) -> Sequence[Step]:
        """The steps made so far."""
        evaluation = self.state.evaluation
        return () if evaluation is None else evaluation.steps[: self.state.position]
