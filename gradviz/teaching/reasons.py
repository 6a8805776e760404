"""Why a slope is 0 or 1 at a step: what switches an operation off, or lets a gradient pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from gradviz.graph import BackwardStep, Evaluation, Node
from gradviz.teaching.terms import called, derivative


class _Case(NamedTuple):
    """A step between numbers: the operand it is about, the other one, and what they are called.

    ``apposed`` is the name of the other between commas; empty for a number, which says itself.
    """

    value: float
    other: float
    name: str
    other_name: str
    apposed: str
    port: int


def reason(evaluation: Evaluation, step: BackwardStep, user: Node) -> str:
    """One sentence on a slope of 0 or 1, or on a gradient of 0 handed on; "" without a reason."""
    if np.ndim(step.contribution):
        return _of_elements(evaluation, step, user)
    if (
        isinstance(step.upstream, float)
        and step.upstream == 0.0
        and step.contribution == 0.0  # 0 times infinity is not 0
        and user.id != evaluation.target
    ):
        above = derivative(*(called(evaluation.graph, i) for i in (evaluation.target, user.id)))
        return f"{above.plain} is 0 already, so nothing is handed on."
    table = _SLOPES.get(step.local) if isinstance(step.local, float) else None
    say = None if table is None else table.get(user.op)
    case = None if say is None else _case(evaluation, step, user)
    return "" if say is None or case is None else say(case)


def _case(evaluation: Evaluation, step: BackwardStep, user: Node) -> _Case | None:
    other = user.operands[1 - step.port] if len(user.operands) > 1 else step.node
    value, beside = evaluation.node_values[step.node], evaluation.node_values[other]
    if not (isinstance(value, float) and isinstance(beside, float)):
        return None
    name, other_name = (called(evaluation.graph, i).plain for i in (step.node, other))
    apposed = "" if evaluation.graph.nodes[other].is_literal else f", {other_name},"
    return _Case(value, beside, name, other_name, apposed, step.port)


def _of_elements(evaluation: Evaluation, step: BackwardStep, user: Node) -> str:
    """How many elements ReLU holds back."""
    if user.op != "relu":
        return ""
    values = evaluation.node_values[step.node]
    off, count = int(np.count_nonzero(np.less_equal(values, 0.0))), int(np.size(values))
    return f"ReLU is off for {off} of {count} elements: their slope is 0." if off else ""


def _power_is_flat(case: _Case) -> str:
    if case.port == 1:
        return "The slope is 0 because powers of 1 are always 1." if case.other == 1.0 else ""
    if case.other == 0.0:
        return "The slope is 0 because a power with the exponent 0 is always 1."
    return f"The slope is 0 because the base, {case.name}, is 0." if case.value == 0.0 else ""


def _chosen(which: str) -> Callable[[_Case], str]:
    return lambda c: f"The slope is 1 because {c.name} is the {which} one."


def _passed_over(which: str) -> Callable[[_Case], str]:
    return lambda c: f"The slope is 0 because {c.other_name} is the {which} one."


def _flat(curve: str) -> Callable[[_Case], str]:
    return lambda c: f"The slope is 0 because {curve} is flat at {c.name} here."


_ZERO: Mapping[str, Callable[[_Case], str]] = {
    "relu": lambda c: (
        f"The slope is 0 because ReLU is off for {c.name} < 0." if c.value < 0.0 else ""
    ),
    "mul": lambda c: f"The slope is 0 because the other factor{c.apposed} is 0.",
    "div": lambda c: (
        f"The slope is 0 because the numerator{c.apposed} is 0." if c.port == 1 else ""
    ),
    "pow": _power_is_flat,
    "minimum": _passed_over("smaller"),
    "maximum": _passed_over("larger"),
    "sign": lambda c: f"The slope is 0 because a small change of {c.name} turns no sign.",
    "sin": _flat("the sine"),
    "cos": _flat("the cosine"),
    "cosh": _flat("cosh"),
    "sigmoid": _flat("the sigmoid"),
    "tanh": _flat("tanh"),
}  # fmt: skip
_ONE: Mapping[str, Callable[[_Case], str]] = {
    "relu": lambda c: f"The slope is 1 because ReLU is on for {c.name} > 0.",
    "leaky_relu": lambda c: f"The slope is 1 because {c.name} > 0.",
    "abs": lambda c: f"The slope is 1 because {c.name} > 0.",
    "mul": lambda c: f"The slope is 1 because the other factor{c.apposed} is 1.",
    "minimum": _chosen("smaller"),
    "maximum": _chosen("larger"),
}
_SLOPES = {0.0: _ZERO, 1.0: _ONE}
"""By slope and operation. Elsewhere the rule itself says it, as that of a sum does."""
