"""Where a node is used several times: who uses it, and how the contributions add up."""

from __future__ import annotations

from gradviz.graph import Evaluation, NodeId, SumStep
from gradviz.teaching.markup import GRADIENT
from gradviz.teaching.plain import plain
from gradviz.teaching.terms import Term, called, derivative, is_small, number, value_term

_MOST_SYMBOLS = 3
_MOST_NUMBERS = 5
"""More contributions than this are shown by the first ones and the last."""


def uses(evaluation: Evaluation, node_id: NodeId) -> str:
    """How often the target needs a node: "m feeds 2 nodes", "x is used 2 times"."""
    found = [user for user, _ in evaluation.contributors.get(node_id, ())]
    users = set(found)
    name = called(evaluation.graph, node_id).plain
    if len(users) == len(found):
        return f"{name} feeds {len(users)} nodes"
    times = f"{name} is used {len(found)} times"
    return times if len(users) == 1 else f"{times} by {len(users)} nodes"


def sum_links(evaluation: Evaluation, step: SumStep) -> list[str]:
    """LaTeX of equal expressions for the sum: in symbols, in numbers, and the result."""
    symbols = _symbols(evaluation, step)
    links = [symbols] if symbols else []
    if all(map(is_small, step.contributions)):
        links.append(_added([value_term(part).colored(GRADIENT) for part in step.contributions]))
    if is_small(step.total):
        links.append(value_term(step.total).colored(GRADIENT).latex)
    return links


def sum_plain(step: SumStep) -> str:
    """The sum as a sentence ends: ": 4 + 6 = 10", or that it is taken element by element."""
    if not isinstance(step.total, float):
        return ", element by element"
    parts = [number(part) for part in step.contributions if isinstance(part, float)]
    return f": {plain(_added(parts))} = {number(step.total).plain}"


def _symbols(evaluation: Evaluation, step: SumStep) -> str:
    """The chain rule over every path, where each is short and none looks like another."""
    graph, target = evaluation.graph, evaluation.target
    users = [user for user, _ in evaluation.contributors[step.node]]
    distinct = len(set(users)) == len(users) <= _MOST_SYMBOLS and target not in users
    if not distinct:
        return ""
    of, by = called(graph, target), called(graph, step.node)
    return " + ".join(
        rf"{derivative(of, middle).latex} \cdot {derivative(middle, by).latex}"
        for middle in (called(graph, user) for user in users)
    )


def _added(terms: list[Term]) -> str:
    """Numbers with plus signs between them; of many the first ones and the last."""
    written = [term.within(1, first=place == 0) for place, term in enumerate(terms)]
    if len(written) > _MOST_NUMBERS:
        written = [*written[: _MOST_NUMBERS - 2], r"\ldots", written[-1]]
    return " + ".join(written)
