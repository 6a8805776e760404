"""The derivation of a derivative, line by line, as a student would write it down."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import sympy

from gradviz.errors import GraphError
from gradviz.graph.autodiff import Evaluation
from gradviz.graph.model import NodeId
from gradviz.graph.names import name_latex
from gradviz.graph.ops import OPS
from gradviz.graph.steps import FLOAT_ERRORS
from gradviz.graph.symbolic.building import (
    Built,
    Expression,
    Head,
    as_written,
    build,
    head,
    written_out,
)
from gradviz.graph.symbolic.printing import derivative_sign, to_latex
from gradviz.graph.symbolic.result import Symbolic, SymbolicStep
from gradviz.graph.symbolic.rules import d, rewritten
from gradviz.graph.symbolic.simplifying import simplified
from gradviz.graph.symbolic.written import expression_latex

MOST_OPERATIONS = 300
"""A line that would have more than this ends the derivation with an error."""


class Line(NamedTuple):
    """One line: an expression equal to the one before, its LaTeX if not SymPy's, the rule."""

    expression: Expression
    words: str
    latex: str = ""


def derivation(evaluation: Evaluation, by: NodeId, target: NodeId | None = None) -> Symbolic:
    """See ``differentiate``."""
    target = evaluation.target if target is None else target
    graph = evaluation.graph
    with as_written():
        built = build(evaluation, by, target)
        found = list(lines(built, graph.labels.get(by, "it")))
    called = to_latex(built.by, built.latex)
    left = derivative_sign(_name(graph.labels.get(target)), called)
    expression = expression_latex(graph, target)
    steps = [SymbolicStep(_equation(_name(graph.labels.get(target)), expression), _GIVEN)]
    shown = ""
    for line in found:
        written = line.latex or to_latex(line.expression, built.latex)
        if written != shown:
            steps.append(
                SymbolicStep(f"{left if not shown else ''} = {written}".strip(), line.words)
            )
        shown = written
    value = _value(built, found[-1].expression) if _is_defined(evaluation, target) else None
    return Symbolic(expression, tuple(steps), shown, value)


_GIVEN = "What is differentiated, with everything put in."
_DEFINITION = "The derivative that is looked for."


def _name(label: str | None) -> str:
    return "f" if label is None else name_latex(label)


def _equation(left: str, right: str) -> str:
    return right if left == right else f"{left} = {right}"


def lines(built: Built, name: str) -> Iterator[Line]:
    """The lines of a derivation, each equal to the one before; run it ``as_written``."""
    function, by = built.expression, built.by
    if not function.has(by):
        yield Line(sympy.S.Zero, f"It does not depend on {name}, so the derivative is 0.")
        return
    if function == by:
        yield Line(sympy.S.One, "Everything changes as fast as itself.")
        return
    current = d(function, by)
    yield Line(current, _DEFINITION)
    if isinstance(function, Head) and function.row.name == "sigmoid":
        for line in _sigmoid(function.args[0], built):
            current = line.expression
            yield line
    for line in _resolved(current, name):
        current = line.expression
        yield line
    better = simplified(current)
    if better != current:
        yield Line(better, "Simplified.")


def _resolved(current: Expression, name: str) -> Iterator[Line]:
    """One rule after the other, each used everywhere it fits, until nothing waits."""
    while waiting := [p for p in sympy.preorder_traversal(current) if _waits(p)]:
        found = {part: rewritten(part, name) for part in waiting}
        words = found[waiting[0]].words
        rule = words.partition(":")[0]
        same = {part: new for part, new in found.items() if new.words.partition(":")[0] == rule}
        words = max((new.words for new in same.values()), key=len)
        current = current.xreplace({part: new.expression for part, new in same.items()})
        if current.count_ops() > MOST_OPERATIONS:
            raise GraphError(
                "The derivative is too large to be written out: a line would have more than "
                f"{MOST_OPERATIONS} operations. Choose a node nearer to the target."
            )
        yield Line(current, words)


def _waits(part: Expression) -> bool:
    return isinstance(part, sympy.Derivative)


def _sigmoid(inside: Expression, built: Built) -> Iterator[Line]:
    """From 1/(1 + e^−u) to σ(u)(1 − σ(u)), times what is left to differentiate inside."""
    by, names = built.by, built.latex
    power = sympy.exp(-inside)
    below = 1 + power
    rest = d(inside, by)
    yield Line(sympy.Derivative(1 / below, by), "The sigmoid written out.")
    yield Line(-sympy.Derivative(below, by) / below**2, "Quotient rule: (1/v)′ = −v′/v².")
    yield Line(
        -power * d(-inside, by) / below**2,
        "Sum rule: 1 gives 0. The exponential is its own derivative. Chain rule: times the "
        "derivative of the exponent.",
    )
    whole = power / below**2 * rest
    yield Line(whole, "The minus sign of the exponent and that of the quotient rule cancel.")
    after = "" if rest == 1 else rf" \cdot {to_latex(rest, names)}"
    first, second = to_latex(1 / below, names), to_latex(power / below, names)
    yield Line(whole, "Split into two fractions.", rf"{first} \cdot {second}{after}")
    exponential = to_latex(power, names)
    yield Line(
        whole,
        "In the second numerator 1 is added and taken away again.",
        rf"{first} \cdot \frac{{\left(1 + {exponential}\right) - 1}}"
        rf"{{{to_latex(below, names)}}}{after}",
    )
    yield Line(
        (1 / below) * (1 - 1 / below) * rest,
        "The fraction is divided out.",
        rf"{first} \cdot \left(1 - {first}\right){after}",
    )
    sigma = head(OPS["sigmoid"])(inside)
    yield Line(sigma * (1 - sigma) * rest, "Both factors are the sigmoid's own value.")


def _is_defined(evaluation: Evaluation, target: NodeId) -> bool:
    """Whether there is a value that could change: x/x is 1 in symbols, but nothing at 0."""
    value = evaluation.node_values.get(target)
    return isinstance(value, float) and math.isfinite(value)


def _value(built: Built, result: Expression) -> float | None:
    """The result at the graph's numbers; None where it is infinite or not a number."""
    symbols = list(built.values)
    modules = [{"sign": lambda x: float((x > 0) - (x < 0))}, "math"]
    function = sympy.lambdify(symbols, written_out(result), modules)
    try:
        value = float(function(*built.values.values()))
    except (*FLOAT_ERRORS, TypeError):  # TypeError: a power of a negative number is complex
        return None
    return value if math.isfinite(value) else None
