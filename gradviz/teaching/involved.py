"""What takes part in a step: the nodes it takes its numbers from, and the edges it travels."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from gradviz.graph import OPS, BackwardStep, Evaluation, ForwardStep, NodeId, Step

EdgeKey: TypeAlias = tuple[NodeId, int]


class Involved(NamedTuple):
    """Nodes besides the one that gets a number, and edges as (user, port)."""

    nodes: frozenset[NodeId] = frozenset()
    edges: tuple[EdgeKey, ...] = ()


def involved(evaluation: Evaluation, step: Step) -> Involved:
    """Forward: the operands; backward: the user and what its rule mentions; a sum: all users."""
    nodes = evaluation.graph.nodes
    if isinstance(step, ForwardStep):
        operands = nodes[step.node].operands
        return Involved(frozenset(operands), tuple((step.node, p) for p in range(len(operands))))
    if isinstance(step, BackwardStep):
        if step.user is None:
            return Involved()
        user, rule = nodes[step.user], OPS[nodes[step.user].op].rule[step.port]
        mentioned = (
            operand
            for port, operand in zip(OPS[user.op].ports, user.operands, strict=True)
            if re.search(rf"(?<![\\\w]){port}(?!\w)", rule)
        )
        return Involved(frozenset((user.id, *mentioned)) - {step.node}, ((user.id, step.port),))
    edges = evaluation.contributors[step.node]
    return Involved(frozenset(user for user, _ in edges), edges)
