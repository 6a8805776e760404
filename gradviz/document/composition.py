"""What the output is made of: the objectives, their weights and the penalty, read off the graph."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, takewhile
from typing import TYPE_CHECKING

from gradviz.descent.library.formula_names import FUNCTION, WEIGHT
from gradviz.document.descents import objective_of
from gradviz.document.model import Document
from gradviz.document.restructuring import free_name, fresh_id
from gradviz.document.survey import survey
from gradviz.errors import GraphError
from gradviz.graph import INPUT, OPEN, Graph, Literal, Node, NodeId, Role

if TYPE_CHECKING:
    from gradviz.descent import Objective


@dataclass(frozen=True)
class Composition:
    """The output taken apart.

    ``total`` is the output without the penalty, ``penalized`` the output with it and ``penalty``
    the input that weighs it, where there is one. ``weights`` are the inputs that weigh the
    objectives, by the names of these; none where the output is no weighted sum of them.
    """

    total: NodeId
    penalized: NodeId | None = None
    penalty: NodeId | None = None
    penalizes: frozenset[NodeId] = frozenset()
    weights: Mapping[str, NodeId] = field(default_factory=dict)


def composition_of(document: Document) -> Composition | None:
    """What the output is made of, as far as it is built of declared objectives and constraints.

    It is read off the graph: ``L = F + rho(max(0, g_1)^2 + …)`` and ``F = w_1 f_1 + w_2 f_2``,
    whatever the nodes are called and whoever wrote them. None for an empty graph.
    """
    graph, landscape = document.graph, document.landscape
    if graph.output is None:
        return None
    constraints = {graph.by_name[name] for name in landscape.constraints}
    found = _penalized(graph, graph.output, constraints)
    weights = _weights(graph, found.total, landscape.objectives)
    return replace(found, weights=weights)


def with_told_constants(graph: Graph, before: Graph | None = None) -> Graph:
    """The graph in which weights are constants, as a text alone can tell that they are weights.

    That is what a penalty, rho max(0, g)^2, is multiplied by, and w_1, w_2 … of a sum w_1 f_1 +
    w_2 f_2 … if they add up to 1: a descent would drive them below 0 for ever. What was a weight
    ``before`` keeps the role it has.
    """
    known = set() if before is None else _told(before)
    nodes = (graph.nodes[node_id] for node_id in _told(graph) - known)
    changed = [replace(node, role=Role.CONSTANT) for node in nodes if node.stated]
    return graph.with_nodes(*changed) if changed else graph


def _told(graph: Graph) -> set[NodeId]:
    if graph.output is None:
        return set()
    computed = {node.id for node in graph.nodes.values() if not node.is_input}
    found = _penalized(graph, graph.output, computed)
    return {*_told_weights(graph, found.total), *filter(None, (found.penalty,))}


def _told_weights(graph: Graph, total: NodeId) -> Iterable[NodeId]:
    """The inputs w_1, w_2 … that weigh the computed f_1, f_2 … and add up to 1."""
    numbered = takewhile(lambda name: name in graph.by_name, (f"{FUNCTION}_{n}" for n in count(1)))
    found = _weights(graph, total, tuple(numbered))
    names = [f"{WEIGHT}_{number}" for number in range(1, len(found) + 1)]
    if names != [graph.nodes[node_id].name for node_id in found.values()]:
        return ()
    if any(graph.named(name).is_input for name in found):
        return ()
    values = (graph.nodes[node_id].value for node_id in found.values())
    shares = math.fsum(value for value in values if isinstance(value, float))
    return found.values() if math.isclose(shares, 1) else ()


def _penalized(graph: Graph, output: NodeId, constraints: Collection[NodeId]) -> Composition:
    """The sum of something and a weighted penalty, with either term first."""
    for total, term in _pairs(graph, output, "add"):
        for weight, squares in _pairs(graph, term, "mul"):
            found = _squared(graph, squares, constraints)
            if found and _is_weight(graph, weight):
                return Composition(total, output, weight, frozenset(found))
    return Composition(output)


def _squared(graph: Graph, root: NodeId, constraints: Collection[NodeId]) -> set[NodeId]:
    """The constraints whose violations are squared and added; none if anything else is added."""
    found: set[NodeId] = set()
    waiting = [root]
    while waiting:
        current = waiting.pop()
        if current == OPEN:
            return set()
        if graph.nodes[current].op == "add":
            waiting.extend(graph.nodes[current].operands)
            continue
        violated = [
            constraint
            for violation, exponent in _pairs(graph, current, "pow")
            for zero, constraint in _pairs(graph, violation, "maximum")
            if _is_number(graph, exponent, 2.0) and _is_number(graph, zero, 0.0)
            if constraint in constraints
        ]
        if not violated:
            return set()
        found.update(violated)
    return found


def _weights(graph: Graph, total: NodeId, objectives: tuple[str, ...]) -> Mapping[str, NodeId]:
    """The weight of each objective, where the total is the weighted sum of just these."""
    wanted = {graph.by_name[name]: name for name in objectives}
    found: dict[str, NodeId] = {}
    waiting = [total]
    while waiting and wanted:
        current = waiting.pop()
        if current == OPEN:
            return {}
        if graph.nodes[current].op == "add":
            waiting.extend(graph.nodes[current].operands)
            continue
        pairs = list(_pairs(graph, current, "mul"))
        pair = next(((w, f) for w, f in pairs if f in wanted and _is_weight(graph, w)), None)
        if pair is None or wanted[pair[1]] in found:
            return {}
        found[wanted[pair[1]]] = pair[0]
    return {name: found[name] for name in objectives} if len(found) == len(objectives) else {}


def _pairs(graph: Graph, node_id: NodeId, op: str) -> Iterable[tuple[NodeId, NodeId]]:
    """The two operands of a node, if it is this operation and complete, in both orders."""
    node = graph.nodes[node_id]
    if node.op != op or not node.is_complete:
        return ()
    a, b = node.operands
    return ((a, b), (b, a))


def _is_number(graph: Graph, node_id: NodeId, value: float) -> bool:
    node = graph.nodes[node_id]
    return node.is_literal and node.value == value


def _is_weight(graph: Graph, node_id: NodeId) -> bool:
    node = graph.nodes[node_id]
    return node.is_input and node.name is not None and isinstance(node.value, float)


@dataclass
class Builder:
    """Adds nodes to a graph one after the other; ``graph`` is the graph so far.

    No node gets the id of one in ``known``, the graph before the edit: it would be taken for it.
    """

    graph: Graph
    known: Graph

    def add(self, op: str, *operands: NodeId, name: str | None = None) -> NodeId:
        """One more operation; a name that is taken gets a number."""
        return self._put(Node("", op, operands, self._free(name)))

    def number(self, value: Literal) -> NodeId:
        """One more number written inside the expression."""
        return self._put(Node("", INPUT, (), None, value))

    def constant(self, name: str, value: float) -> NodeId:
        """One more input that is not descended, with its value in the text."""
        return self._put(Node("", INPUT, (), self._free(name), value, Role.CONSTANT, stated=True))

    def total(self, terms: Iterable[NodeId]) -> NodeId:
        """The sum of some nodes, from left to right."""
        first, *others = terms
        for other in others:
            first = self.add("add", first, other)
        return first

    def named(self, node_id: NodeId, name: str) -> str:
        """The name of a node, which gets one if it has none."""
        node = self.graph.nodes[node_id]
        found = node.name or self._free(name) or name
        self.graph = self.graph.with_nodes(replace(node, name=found))
        return found

    def _free(self, name: str | None) -> str | None:
        return None if name is None else free_name(self.graph.by_name, name)

    def _put(self, node: Node) -> NodeId:
        made = replace(node, id=max(fresh_id(self.graph), fresh_id(self.known), key=int))
        self.graph = self.graph.with_nodes(made)
        return made.id


def without_unused(graph: Graph, root: NodeId, kept: Collection[NodeId]) -> Graph:
    """The graph without a node that nothing uses, and without what only it used.

    Named operations stay, except the node itself; so does what is ``kept``.
    """
    users = {node_id: len(pairs) for node_id, pairs in graph.users.items()}
    gone: set[NodeId] = set()
    waiting = [root]
    while waiting:
        current = waiting.pop()
        node = graph.nodes[current]
        is_own = current == root or node.is_input or node.name is None
        if users[current] or current in kept or not is_own:
            continue
        gone.add(current)
        for operand in filter(None, node.operands):
            users[operand] -= 1
            waiting.append(operand)
    return replace(graph, nodes={i: n for i, n in graph.nodes.items() if i not in gone})


def check_number(document: Document, node_id: NodeId, word: str) -> None:
    """GraphError unless the node is something computed that is one number."""
    node = document.graph.nodes.get(node_id)
    if node is None or node.is_input:
        raise GraphError(f"{word} must be something that is computed.", node=node_id)
    if survey(document).shapes.get(node_id, ()) != ():
        raise GraphError(f"{word} must be a single number.", node=node_id)


def node_objectives(document: Document, names: Iterable[str]) -> dict[str, Objective]:
    """Nodes by name as functions of the document's parameters: for maps and Pareto fronts.

    Raises GraphError or ShapeError where there is nothing to compute.
    """
    graph = document.graph
    return {
        name: objective_of(replace(document, graph=replace(graph, output=graph.by_name[name])))
        for name in names
    }
