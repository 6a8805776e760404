"""A graph of numbers under construction, whose nodes stand for elements of another graph's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gradviz.errors import GraphError
from gradviz.graph.model import INPUT, Graph, Literal, Node, NodeId
from gradviz.graph.op import Shape

MOST_NODES = 10_000
"""Larger graphs are not built: nobody could look at them."""

Index: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Number:
    """A number written in the expression; every use of it gets a leaf of its own."""

    value: float


Element: TypeAlias = NodeId | Number
Elements: TypeAlias = npt.NDArray[np.object_]
"""Elements in the shape of the value they make up."""


def filled(shape: Shape, make: Callable[[Index], Element]) -> Elements:
    """Elements made one by one."""
    made = np.empty(shape, dtype=object)
    for index in np.ndindex(shape):
        made[index] = make(index)
    return made


@dataclass
class Scalars:
    """The new nodes; ``old`` is the graph they are made from, of the given ``shapes``."""

    old: Graph
    shapes: Mapping[NodeId, Shape]
    reserved: Collection[str] = ()
    nodes: dict[NodeId, Node] = field(default_factory=dict)
    _called: dict[NodeId, str] = field(default_factory=dict)

    @cached_property
    def _ids(self) -> Iterator[NodeId]:
        numbers = (int(node_id) for node_id in self.old.nodes if node_id.isdecimal())
        start = max(numbers, default=0) + 1
        return (str(start + offset) for offset in range(MOST_NODES))

    @cached_property
    def _taken(self) -> set[str]:
        return {*self.old.by_name, *self.reserved}

    def fresh_id(self) -> NodeId:
        """An id that no node has; GraphError when there are too many."""
        found = next(self._ids, None)
        if found is None:
            raise GraphError(f"Unrolled, the graph would have more than {MOST_NODES:,} nodes.")
        return found

    def free_name(self, name: str, index: Index = ()) -> str:
        """``x_3`` for the third element of x, with a mark where that is the name of another."""
        wanted = "_".join((name, *(str(i + 1) for i in index)))
        while wanted in self._taken:
            wanted += "_"
        self._taken.add(wanted)
        return wanted

    def leaf(self, value: Literal) -> NodeId:
        """A number or an array written in the expression."""
        node_id = self.fresh_id()
        self.nodes[node_id] = Node(node_id, INPUT, value=value)
        return node_id

    def used(self, element: Element) -> NodeId:
        """The node of an element that is about to be an operand."""
        return self.leaf(element.value) if isinstance(element, Number) else element

    def add(self, op: str, *operands: Element) -> NodeId:
        """A new operation without a name, for one user."""
        node_id = self.fresh_id()
        self.nodes[node_id] = Node(node_id, op, tuple(map(self.used, operands)))
        return node_id

    def result(self, node: Node, index: Index, op: str, *operands: Element) -> NodeId:
        """The node that stands for one element of an old node: its name, and its id if alone."""
        alone = not self.shapes[node.id]
        node_id = node.id if alone else self.fresh_id()
        name = node.name if node.name is None or alone else self.free_name(node.name, index)
        self.nodes[node_id] = Node(node_id, op, tuple(map(self.used, operands)), name)
        label = self.old.labels.get(node.id, "n")
        self._called[node_id] = "_".join((label, *(str(i + 1) for i in index)))
        return node_id

    def folded(self, op: str, terms: Sequence[Element]) -> tuple[str, tuple[Element, ...]]:
        """The last operation of a fold, of which everything before is made; halves meet halves."""
        level: list[Element] = list(terms)
        while len(level) > 2:
            pairs = zip(level[::2], level[1::2], strict=False)
            odd = level[-1:] if len(level) % 2 else []
            level = [*(self.add(op, *pair) for pair in pairs), *odd]
        return (op if len(level) == 2 else "identity"), tuple(level)

    def total(self, op: str, terms: Sequence[Element]) -> Element:
        """A fold as an element of its own."""
        last, operands = self.folded(op, terms)
        return operands[0] if last == "identity" else self.add(last, *operands)

    def finished(self, output: Element) -> Graph:
        """The graph; operations used more than once get names, for a text has to call them."""
        last = self.used(output)
        uses = Counter(operand for node in self.nodes.values() for operand in node.operands)
        uses[last] += 1
        changed = [
            replace(node, name=self.free_name(self._called[node.id]))
            for node in self.nodes.values()
            if node.name is None and not node.is_input and uses[node.id] > 1
        ]
        return Graph(self.nodes, last).with_nodes(*changed)
