"""Predictions that a column is compared with by a difference, or by a chain of differences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from gradviz.descent.data.reading import Comparison, Reading, Signed, Sum
from gradviz.graph import NodeId

_ADDITIVE = frozenset({"add", "sub", "neg", "identity"})


@dataclass(frozen=True)
class _Step:
    """How a sum holds a column: the operand that does, and what is added to it there.

    ``opposed`` says that something so far has the other sign than the column, ``moving`` and
    ``fed`` that something depends on a parameter or on a column.
    """

    operand: NodeId
    sign: int  # of the operand in the sum
    beside: Signed | None
    opposed: bool
    moving: bool
    fed: bool


def residuals(reading: Reading) -> Iterator[Comparison]:
    """Where something that can be learned is subtracted from a column, or a column from it.

    The prediction of y - a x^2 - b x - c is a x^2 + b x + c.
    """
    for column, name in reading.given.items():
        if column not in reading.reaching:
            continue
        steps = _climb(reading, column)
        told = {column}
        for node_id, step in steps.items():
            if step.opposed and step.moving and _ends(reading, node_id):
                parts = tuple(_untold(node_id, steps, told))
                found = partial(_prediction, column, node_id, steps)
                yield Comparison(node_id, name, parts, step.fed, found)


def _climb(reading: Reading, column: NodeId) -> dict[NodeId, _Step]:
    """The sums and differences that a column is a part of, each reached once."""
    users, nodes = reading.graph.users, reading.graph.nodes
    steps: dict[NodeId, _Step] = {}
    signs = {column: 1}
    stack = [column]
    while stack:
        current = stack.pop()
        before = steps.get(current)
        for user, port in users[current]:
            node = nodes[user]
            known = user in steps or user not in reading.reaching
            if known or node.op not in _ADDITIVE or not node.is_complete:
                continue
            own = -1 if node.op == "neg" or (node.op == "sub" and port) else 1
            signs[user] = own * signs[current]
            other = node.operands[1 - port] if len(node.operands) == 2 else None
            beside = None
            if other is not None:
                beside = (-1 if node.op == "sub" and not port else 1, other)
            steps[user] = _Step(
                current,
                own,
                beside,
                bool(before and before.opposed)
                or (beside is not None and beside[0] != signs[user]),
                bool(before and before.moving) or other in reading.moving,
                bool(before and before.fed) or other in reading.fed,
            )
            stack.append(user)
    return steps


def _ends(reading: Reading, node_id: NodeId) -> bool:
    """Whether a sum is used for something else than a further sum."""
    users = (reading.graph.nodes[u] for u, _ in reading.graph.users[node_id])
    return node_id == reading.output or any(
        user.op not in _ADDITIVE for user in users if user.id in reading.reaching
    )


def _untold(at: NodeId, steps: dict[NodeId, _Step], told: set[NodeId]) -> Iterator[NodeId]:
    """What is added to a column on the way to a sum, from the sums that were not ``told``."""
    while at not in told:
        told.add(at)
        step = steps[at]
        if step.beside is not None:
            yield step.beside[1]
        at = step.operand


def _prediction(column: NodeId, at: NodeId, steps: dict[NodeId, _Step]) -> Sum:
    """What a column is compared with in a sum, in the order in which it is written."""
    terms: list[Signed] = []
    sign = 1
    while at != column:
        step = steps[at]
        if step.beside is not None:
            terms.append((sign * step.beside[0], step.beside[1]))
        sign *= step.sign
        at = step.operand
    return Sum(tuple((-sign * own, node_id) for own, node_id in reversed(terms)))
