"""From a graph of numbers to a SymPy expression, by the op table's own SymPy templates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from types import new_class
from typing import Any, TypeAlias

import numpy as np
import sympy
from sympy.core.parameters import distribute

from gradviz.errors import GraphError
from gradviz.graph.autodiff import Evaluation
from gradviz.graph.model import Graph, Node, NodeId, Value
from gradviz.graph.names import name_latex
from gradviz.graph.numbers import format_full
from gradviz.graph.op import Op
from gradviz.graph.ops import OPS
from gradviz.graph.shapes import operand_text, shape_text
from gradviz.graph.symbolic.written import check_size

Expression: TypeAlias = Any
"""A SymPy object."""

MOST_NODES = 120
"""So many names, numbers and operations a derivative may be asked of; the steps grow faster."""

_LONGEST_DECIMAL = 8
_LARGEST_POWER = 1e12
_LARGEST_EXPONENT = 64

_REDUCTIONS = ("sum", "mean", "min", "max")
"""Of a single number these are the number itself."""


class Head(sympy.Function):  # type: ignore[misc]  # SymPy carries no types
    """An operation kept under its own sign, such as σ(x), until its formula is asked for."""

    row: Op

    def _eval_is_real(self) -> bool:
        return True


@cache
def head(row: Op) -> Any:
    """The sign of a row: σ, | | and those at whose kinks SymPy knows nothing of PyTorch.

    SymPy's own | | tries for ever which of u and −u to write where products are left as they stand.
    """
    if row.name not in ("sigmoid", "abs") and not _has_steps(_sympy_slope(row, 0)):
        return None
    body = {"row": row, "nargs": row.arity}
    return new_class(f"Head_{row.name}", (Head,), exec_body=lambda space: space.update(body))


@dataclass(frozen=True)
class Built:
    """An expression over symbols of our own naming; ``latex``, ``values``, ``nodes`` are theirs."""

    expression: Expression
    by: Expression
    latex: Mapping[Expression, str]
    values: Mapping[Expression, float]
    nodes: Mapping[Expression, NodeId]


def as_written() -> AbstractContextManager[None]:
    """Within it SymPy leaves 2(a + b) as it stands, in this thread."""
    context: AbstractContextManager[None] = distribute(x=False)
    return context


def build(evaluation: Evaluation, by: NodeId, target: NodeId) -> Built:
    """The target as a function of ``by`` and the inputs.

    Every symbol is called v000, v001 …: names that a user typed never reach SymPy, and the
    order of the symbols is that in which the graph mentions them. Raises GraphError.
    """
    graph = evaluation.graph
    check_size(graph, target, MOST_NODES)
    needed = _between(graph, by, target)
    made: dict[NodeId, Expression] = {}
    latex: dict[Expression, str] = {}
    values: dict[Expression, float] = {}
    nodes: dict[Expression, NodeId] = {}
    for node_id in graph.order:
        if node_id not in needed:
            continue
        node = graph.nodes[node_id]
        value = _number(evaluation, node)
        if node_id == by or (node.is_input and not node.is_literal):
            symbol = sympy.Symbol(f"v{len(latex):03}", real=True)
            made[node_id], values[symbol] = symbol, value
            latex[symbol] = name_latex(graph.labels.get(node_id, "x"))
            nodes[symbol] = node_id
        elif node.is_input:
            made[node_id] = exact(value)
        else:
            operands = [made[operand] for operand in node.operands]
            made[node_id] = _checked(_applied(node, operands, value), evaluation, node)
    return Built(made[target], made[by], latex, values, nodes)


def _between(graph: Graph, by: NodeId, target: NodeId) -> set[NodeId]:
    """What the target is computed from once ``by`` is given."""
    found = {target, by}
    for node_id in reversed(graph.order):
        if node_id in found and node_id != by:
            found.update(graph.nodes[node_id].operands)
    return found


def _number(evaluation: Evaluation, node: Node) -> float:
    value: Value | None = evaluation.node_values.get(node.id)
    called = operand_text(evaluation.graph, node.id)
    if value is None:
        raise GraphError(f"{called} has no value yet: connect its operands.", node=node.id)
    if np.ndim(value):
        raise GraphError(
            f"Derivatives in symbols are for numbers, and {called} is "
            f"{shape_text(np.shape(value))}.",
            node=node.id,
        )
    return float(value)


def exact(value: float) -> Expression:
    """A number as it would be written: whole, a short decimal as a fraction, π, else rounded."""
    if abs(value) == math.pi:
        return sympy.pi if value > 0 else -sympy.pi
    if not math.isfinite(value):
        raise GraphError("A number in the expression is not finite.")
    if value.is_integer() and abs(value) < _LARGEST_POWER:
        return sympy.Integer(int(value))
    text = format_full(value)
    if "e" not in text and len(text) <= _LONGEST_DECIMAL:
        whole, _, decimals = text.partition(".")
        return sympy.Rational(int(whole + decimals), 10 ** len(decimals))
    return sympy.Float(value, 17)


def _applied(node: Node, operands: list[Expression], value: float) -> Expression:
    row = OPS[node.op]
    if row.name in _REDUCTIONS:
        return operands[0]
    if not row.elementwise:
        raise GraphError(f"{row.symbol} of a number has no derivative in symbols.", node=node.id)
    if row.name == "pow" and all(operand.is_number for operand in operands):
        # SymPy would write all digits of 10^(10^9).
        base, exponent = operands
        if not (abs(value) < _LARGEST_POWER and abs(float(exponent)) < _LARGEST_EXPONENT):
            return exact(value)
        return base**exponent
    return (head(row) or template(row))(*operands)


def _checked(made: Expression, evaluation: Evaluation, node: Node) -> Expression:
    if made.has(sympy.zoo, sympy.nan, sympy.oo, -sympy.oo, sympy.I):
        called = evaluation.graph.labels.get(node.id, "The expression")
        raise GraphError(f"{called} is not a real number, so it has no derivative.", node=node.id)
    return made


@cache
def template(row: Op) -> Any:
    """The function on SymPy objects that a row's template says, a text from our own table."""
    letters = ", ".join("ab"[: row.arity])
    return eval(f"lambda {letters}: ({row.sympy})", dict(vars(sympy)))  # noqa: S307


@cache
def slope(row: Op, port: int) -> Any:
    """The local derivative of an elementwise row as a function of its operands.

    SymPy differentiates the template; where that gives a step function the row's own formula
    stands, which follows PyTorch's conventions at the kinks.
    """
    letters = _operands(row)
    found = _sympy_slope(row, port)
    if row.name == "sigmoid":
        y = head(row)(*letters)
        found = y * (1 - y)
    elif _has_steps(found):
        formula = row.local[port]
        text = formula if isinstance(formula, str) else formula[1]
        names = dict(zip("ab", letters, strict=False))
        found = sympy.S(eval(text, {**_KERNELS, **names}))  # noqa: S307  a text of our table
        floats = found.atoms(sympy.Float)
        found = found.xreplace({number: exact(float(number)) for number in floats})
    return sympy.Lambda(letters, found)


def _sympy_slope(row: Op, port: int) -> Expression:
    letters = _operands(row)
    return sympy.diff(template(row)(*letters), letters[port])


def _operands(row: Op) -> tuple[Expression, ...]:
    return tuple(sympy.Symbol(letter, real=True) for letter in "ab"[: row.arity])


def _has_steps(slope: Expression) -> bool:
    return bool(slope.has(sympy.Heaviside, sympy.DiracDelta, sympy.Subs, sympy.Derivative))


def _where(condition: Expression, yes: Any, no: Any) -> Expression:
    return sympy.Piecewise((yes, condition), (no, True))


def _chosen(g: Any, loser: Expression, winner: Expression) -> Expression:
    return sympy.Piecewise((0, loser < winner), (g / 2, sympy.Eq(loser, winner)), (g, True))


_KERNELS: Mapping[str, Any] = {"where": _where, "chosen": _chosen, "sign": sympy.sign}
"""What the formulas of rows with kinks call, on SymPy objects."""


def written_out(expression: Expression) -> Expression:
    """The expression with every operation's sign replaced by the formula it stands for."""
    return expression.replace(
        lambda part: isinstance(part, Head), lambda part: template(part.row)(*part.args)
    )


@cache
def rows_by_function() -> Mapping[Any, Op]:
    """For each SymPy function the row that is written with it alone."""
    found = {}
    for row in OPS.values():
        if row.elementwise:
            made = template(row)(*_operands(row))
            if made.is_Function and made.args == _operands(row):
                found[made.func] = row
    return found
