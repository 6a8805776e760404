"""The frozen computation graph: nodes, operands, output and a stable topological order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gradviz.errors import GraphError

NodeId: TypeAlias = str
"""Identity of a node within a graph; it outlives renaming and says nothing about the name."""

EdgeKey: TypeAlias = tuple[NodeId, int]
"""An edge: the operation that uses a node, and as which of its operands."""

Array: TypeAlias = npt.NDArray[np.float64]
Value: TypeAlias = float | Array
"""What a node holds: a Python float, or a float64 array of rank 1 or more."""

Literal: TypeAlias = float | tuple["Literal", ...]
"""A value written in an expression, frozen: a float, or nested tuples of equal length."""

OPEN: NodeId = ""
"""Stands in ``Node.operands`` for a port that nothing is connected to."""

INPUT = "input"
"""The ``op`` of every leaf. A leaf without a name is a literal written in the expression."""


class Role(StrEnum):
    """What an input is for: descended, fixed, or a column of the dataset."""

    PARAMETER = "parameter"
    CONSTANT = "constant"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Node:
    """One node: an input (a leaf) or an operation on its operands.

    ``value`` belongs to leaves. ``None`` means that no value was given (1 is assumed);
    ``stated`` says that the value stands in the expression's text, as in ``m = 2``.
    """

    id: NodeId
    op: str
    operands: tuple[NodeId, ...] = ()
    name: str | None = None
    value: Literal | None = None
    role: Role = Role.PARAMETER
    stated: bool = False
    attributes: tuple[tuple[str, int], ...] = ()

    @property
    def is_input(self) -> bool:
        """Whether this is a leaf: a named input or a literal."""
        return self.op == INPUT

    @property
    def is_literal(self) -> bool:
        """Whether this is a number or matrix written inside an expression."""
        return self.op == INPUT and self.name is None

    @property
    def is_complete(self) -> bool:
        """Whether every port has an operand."""
        return OPEN not in self.operands


@dataclass(frozen=True)
class Graph:
    """A directed acyclic graph; an edge runs from an operand to the operation that uses it.

    ``nodes`` keeps the order in which the expression states them; treat it as read-only.
    ``output`` is the node whose value is minimized; None only in an empty graph.
    """

    nodes: Mapping[NodeId, Node] = field(default_factory=dict)
    output: NodeId | None = None

    @cached_property
    def order(self) -> tuple[NodeId, ...]:
        """Ids so that operands stand before their users; ties keep the order of ``nodes``.

        A depth-first post-order with an explicit stack, so the order in which a person would
        compute the expression. Raises GraphError on a cycle or a dangling operand.
        """
        if self._operands_come_first:
            return tuple(self.nodes)
        done: set[NodeId] = set()
        open_: set[NodeId] = set()
        result: list[NodeId] = []
        for root in self.nodes:
            if root in done:
                continue
            if done.issuperset(self._operands_of(root)):  # as nearly always: stated in order
                done.add(root)
                result.append(root)
                continue
            stack: list[tuple[NodeId, int]] = [(root, 0)]
            open_.add(root)
            while stack:
                current, port = stack.pop()
                operands = self._operands_of(current)
                while port < len(operands) and operands[port] in done:
                    port += 1
                if port == len(operands):
                    open_.discard(current)
                    done.add(current)
                    result.append(current)
                    continue
                operand = operands[port]
                if operand in open_:
                    raise GraphError(
                        f"{self._called(operand)} would depend on itself.", node=operand
                    )
                stack.append((current, port + 1))
                stack.append((operand, 0))
                open_.add(operand)
        return tuple(result)

    @property
    def _operands_come_first(self) -> bool:
        """Whether ``nodes`` is in that order already, as it is when a parser made the graph."""
        seen = {OPEN}
        for node_id, node in self.nodes.items():
            if not seen.issuperset(node.operands):
                return False
            seen.add(node_id)
        return True

    def _operands_of(self, node_id: NodeId) -> tuple[NodeId, ...]:
        node = self.nodes.get(node_id)
        if node is None:
            raise GraphError("An operation uses a node that is not in the graph.", node=node_id)
        operands = node.operands
        return tuple(filter(None, operands)) if OPEN in operands else operands

    def _called(self, node_id: NodeId) -> str:
        node = self.nodes[node_id]
        return node.name or f"the operation {node.op}"

    @cached_property
    def users(self) -> Mapping[NodeId, tuple[tuple[NodeId, int], ...]]:
        """For each node the operations that use it, as (user, port), in topological order."""
        found: dict[NodeId, list[tuple[NodeId, int]]] = {node_id: [] for node_id in self.nodes}
        for node_id in self.order:
            for port, operand in enumerate(self.nodes[node_id].operands):
                if operand != OPEN:
                    found[operand].append((node_id, port))
        return {node_id: tuple(pairs) for node_id, pairs in found.items()}

    @cached_property
    def by_name(self) -> Mapping[str, NodeId]:
        """Ids of the named nodes; names are unique."""
        return {node.name: node.id for node in self.nodes.values() if node.name is not None}

    @cached_property
    def labels(self) -> Mapping[NodeId, str]:
        """What each node is called: its name, or n1, n2 … for unnamed operations in order.

        Literals are called by nothing but their value and have no entry.
        """
        result: dict[NodeId, str] = {}
        count = 0
        for node_id in self.order:
            node = self.nodes[node_id]
            if node.name is not None:
                result[node_id] = node.name
            elif not node.is_literal:
                count += 1
                while f"n{count}" in self.by_name:
                    count += 1
                result[node_id] = f"n{count}"
        return result

    @cached_property
    def inputs(self) -> tuple[Node, ...]:
        """The named inputs, in the order in which the expression first mentions them."""
        return tuple(n for n in self.nodes.values() if n.is_input and n.name is not None)

    @property
    def parameters(self) -> tuple[Node, ...]:
        """The inputs that a descent changes."""
        return tuple(n for n in self.inputs if n.role is Role.PARAMETER)

    def named(self, name: str) -> Node:
        """The node called ``name`` (a name, or a label such as n1); GraphError if there is none."""
        node_id = self.by_name.get(name)
        if node_id is None:
            node_id = next((i for i, label in self.labels.items() if label == name), None)
        if node_id is None:
            raise GraphError(f"There is no node called {name}.", node=name)
        return self.nodes[node_id]

    def with_nodes(self, *changed: Node) -> Graph:
        """A graph in which the given nodes stand for those of the same id (or are added)."""
        return replace(self, nodes={**self.nodes, **{node.id: node for node in changed}})


def literal(value: object) -> Literal:
    """Freeze a number, nested sequence or array into a Literal of floats."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return tuple(literal(item) for item in value)
    return float(value)  # type: ignore[arg-type]  # float() raises for what is no number


def as_value(value: object) -> Value:
    """A float for anything of rank 0, else a float64 array."""
    if isinstance(value, float):
        return value
    array = np.asarray(value, dtype=np.float64)
    return float(array) if array.ndim == 0 else array
