"""What there is to say of one node: what it computes, its local derivatives, its gradient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradviz.graph import (
    OPEN,
    OPS,
    BackwardStep,
    Evaluation,
    ForwardStep,
    Graph,
    NodeId,
    Role,
    Step,
    Value,
    node_latex,
    number_latex,
)
from gradviz.teaching.backward import is_constant, rule_term
from gradviz.teaching.markup import GRADIENT, VALUE, marked
from gradviz.teaching.narration import Narration, describe
from gradviz.teaching.operations import title_of
from gradviz.teaching.plain import plain
from gradviz.teaching.terms import called, derivative, is_small, shape_text, value_term

_LEVELS = 3
"""So many levels of operations without a name are written out in one formula."""


class LocalRule(NamedTuple):
    """The derivative along an edge, for the node at one end of it.

    ``other`` is the node at the other end, called ``name``; ``latex`` is empty where there is
    no derivative: at an open port and by a number.
    """

    port: int
    port_name: str
    other: NodeId
    name: str
    latex: str


def kind_words(graph: Graph, node_id: NodeId) -> str:
    """What a node is: "multiply", "parameter", "number", with "the output" beside it."""
    node = graph.nodes[node_id]
    if node.is_input:
        kind = "number in the expression" if node.is_literal else str(Role(node.role).value)
    else:
        kind = title_of(node.op)
    return f"{kind}, the output" if node_id == graph.output else kind


def shape_words(value: Value) -> str:
    """The shape of a value in words: one number, 3 values, 2×3."""
    return shape_text(value) if np.ndim(value) else "one number"


def definition_latex(graph: Graph, node_id: NodeId, value: Value | None) -> str:
    """What a node computes from names, and its value where there is room; "" for a bare name."""
    node = graph.nodes[node_id]
    name = called(graph, node_id).latex
    links = [name]
    if not node.is_input:
        links.append(node_latex(graph, node_id, _LEVELS))
    if isinstance(value, float):
        links.append(marked(VALUE, number_latex(value)))
    elif value is not None and is_small(value):
        links.append(value_term(value).colored(VALUE).latex)
    return _chain(links) if len(links) > 1 else ""


def local_rules(
    evaluation: Evaluation | None, graph: Graph, node_id: NodeId, made: Sequence[Step]
) -> tuple[LocalRule, ...]:
    """The rule at every port, with its number where one of the steps ``made`` has found it."""
    node = graph.nodes[node_id]
    op = OPS.get(node.op)
    if op is None or len(node.operands) != op.arity:
        return ()
    steps = {s.port: s for s in made if isinstance(s, BackwardStep) and s.user == node_id}
    rules = []
    for port, operand in enumerate(node.operands):
        name = "" if operand == OPEN else called(graph, operand).plain
        latex = ""
        if node.is_complete and not graph.nodes[operand].is_literal:
            latex = _local_latex(evaluation, graph, node_id, port, steps.get(port))
        rules.append(LocalRule(port, op.ports[port], operand, name, latex))
    return tuple(rules)


def use_rules(
    evaluation: Evaluation | None,
    graph: Graph,
    node_id: NodeId,
    made: Sequence[Step],
    most: int,
) -> tuple[LocalRule, ...]:
    """The derivatives of what uses a node by it; at most so many."""
    steps = {(s.user, s.port): s for s in made if isinstance(s, BackwardStep) and s.node == node_id}
    rules = []
    for user, port in graph.users[node_id][:most]:
        node, latex = graph.nodes[user], ""
        if node.op in OPS and node.is_complete and not graph.nodes[node_id].is_literal:
            latex = _local_latex(evaluation, graph, user, port, steps.get((user, port)))
        rules.append(LocalRule(port, "", user, called(graph, user).plain, latex))
    return tuple(rules)


def _local_latex(
    evaluation: Evaluation | None,
    graph: Graph,
    node_id: NodeId,
    port: int,
    step: BackwardStep | None,
) -> str:
    node = graph.nodes[node_id]
    if step is not None and step.local is None and evaluation is not None:
        return describe(graph, evaluation, step).latex  # the rule of a matrix: G Bᵀ, with shapes
    left = derivative(called(graph, node_id), called(graph, node.operands[port])).latex
    links = [left, rule_term(graph, node, port).latex]
    if step is not None and step.local is not None:
        number = value_term(step.local).colored(GRADIENT).latex
        if is_constant(OPS[node.op].rule[port]) and np.ndim(step.local) == 0:
            links.pop()  # 1 = 1 says nothing, and of two cases one applies
        links.append(number)
    return _chain(links)


def _chain(links: Sequence[str]) -> str:
    """The links joined by equality signs; what reads like the one before is said once."""
    said: list[str] = []
    for link in links:
        if not said or plain(link).replace(" ", "") != plain(said[-1]).replace(" ", ""):
            said.append(link)
    return " = ".join(said)


def gradient_story(
    evaluation: Evaluation, node_id: NodeId, made: Sequence[Step]
) -> Narration | None:
    """How the gradient of a node was found: its last step of those made, or None before it."""
    found = (s for s in reversed(made) if s.node == node_id and not isinstance(s, ForwardStep))
    last = next(found, None)
    return None if last is None else describe(evaluation.graph, evaluation, last)
