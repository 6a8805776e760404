"""A loss as it is read: what leads where in its graph, and what is found in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from gradviz.descent.data.likeness import Likeness
from gradviz.graph import Graph, NodeId

Signed: TypeAlias = tuple[int, NodeId]
"""A node with the sign it is added with, 1 or -1."""


class Sum(NamedTuple):
    """A prediction: the sum of terms, or with ``chance`` the sigmoid of it."""

    terms: tuple[Signed, ...]
    chance: bool = False


@dataclass(frozen=True)
class Comparison:
    """Where a prediction meets the column it should be.

    ``at`` is the node in which they do, ``parts`` are nodes that the prediction is computed from
    (as far as no comparison before this one with the same target has told them), ``fed`` says
    that columns are among what it is computed from. ``prediction`` writes it out, ``likely``
    says that it is how likely the column is to be 1.
    """

    at: NodeId
    target: str
    parts: tuple[NodeId, ...]
    fed: bool
    prediction: Callable[[], Sum]
    likely: bool = False


class Reading:
    """A graph with an output whose inputs in ``columns`` are data.

    ``reaching`` are the nodes that lead to the output, ``moving`` those that depend on a
    parameter, ``fed`` those that depend on a column.
    """

    def __init__(self, graph: Graph, output: NodeId, columns: Collection[str]) -> None:
        self.graph = graph
        self.output = output
        self.columns = columns
        self.reaching = ancestors(graph, (output,))
        self.fed = self._after(node.id for node in graph.inputs if node.name in columns)
        self.moving = self._after(n.id for n in graph.parameters if n.name not in columns)

    @cached_property
    def position(self) -> dict[NodeId, int]:
        """When each node is computed."""
        return {node_id: place for place, node_id in enumerate(self.graph.order)}

    @cached_property
    def likeness(self) -> Likeness:
        """Which nodes are written alike."""
        return Likeness(self.graph)

    @cached_property
    def given(self) -> dict[NodeId, str]:
        """The nodes that are columns, by id, in the order of the graph."""
        nodes = self.graph.inputs
        return {n.id: n.name for n in nodes if n.name is not None and n.name in self.columns}

    def complement(self, node_id: NodeId) -> NodeId | None:
        """The y of a node 1 - y; None for other nodes."""
        node = self.graph.nodes[node_id]
        if node.op != "sub" or not node.is_complete:
            return None
        one, other = node.operands
        return other if self.number(one) == 1 else None

    def number(self, node_id: NodeId) -> float | None:
        """The number that is written as a node; None for other nodes."""
        node = self.graph.nodes[node_id]
        return node.value if node.is_literal and isinstance(node.value, float) else None

    def _after(self, sources: Iterable[NodeId]) -> set[NodeId]:
        """The sources and all that is computed from them."""
        result = set(sources)
        for node_id in self.graph.order:
            if not result.isdisjoint(self.graph.nodes[node_id].operands):
                result.add(node_id)
        return result


def ancestors(graph: Graph, roots: Iterable[NodeId]) -> set[NodeId]:
    """The roots and everything they are computed from."""
    seen: set[NodeId] = set()
    stack = list(roots)
    while stack:
        current = stack.pop()
        if current and current not in seen:
            seen.add(current)
            stack.extend(graph.nodes[current].operands)
    return seen
