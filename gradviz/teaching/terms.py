"""Terms of a formula: a node by its name or expression, a number, an operation on terms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gradviz.graph import OPS, Graph, NodeId, Op, Value, as_value, name_latex, number_latex
from gradviz.teaching.markup import marked
from gradviz.teaching.plain import plain

SHORT = 16
"""Characters up to which an operation without a name is called by its expression."""

_ATOM = 9
_SIGNED = 3  # a negative number binds like a unary minus
_MOST_NODES = 8  # an expression of more nodes is never short
_MOST_ROWS, _MOST_COLUMNS = 2, 4  # larger arrays are shown by their shape
_ASSOCIATIVE = ("add", "mul", "matmul")


@dataclass(frozen=True)
class Term:
    """LaTeX with the strength of its outermost operation, on the scale of ``Op.precedence``."""

    latex: str
    precedence: int = _ATOM
    signed: bool = False
    numeric: bool = False

    @property
    def plain(self) -> str:
        """The term in characters."""
        return plain(self.latex)

    def within(self, precedence: int, *, first: bool = True) -> str:
        """LaTeX of the term as an operand, in parentheses where it would be misread."""
        if self.precedence < precedence or (self.signed and not first):
            return rf"\left({self.latex}\right)"
        return self.latex

    def colored(self, meaning: str) -> Term:
        """The same term in the color of values or gradients."""
        return replace(self, latex=marked(meaning, self.latex))


def number(value: float) -> Term:
    """A number to 4 significant digits; −0 is shown as 0."""
    latex = number_latex(value + 0.0)
    signed = latex.startswith("-")
    precedence = _SIGNED if signed else 2 if r"\cdot" in latex else _ATOM
    return Term(f"{{{latex}}}" if signed else latex, precedence, signed, numeric=True)


def is_small(value: Value) -> bool:
    """Whether there is room to show the numbers themselves."""
    shape = np.shape(value)
    rows, columns = (1, *shape)[-2:] if shape else (1, 1)
    return len(shape) <= 2 and rows <= _MOST_ROWS and columns <= _MOST_COLUMNS


def value_term(value: Value) -> Term:
    """A number, a small array with its numbers, or the shape of a larger array."""
    if isinstance(value, float):
        return number(value)
    if not is_small(value):
        return Term(shape_latex(value))
    if np.ndim(value) == 1:
        return Term(
            rf"\left[{', '.join(number(float(x)).latex for x in value)}\right]", numeric=True
        )
    inside = r" \\ ".join(" & ".join(number(float(x)).latex for x in row) for row in value)
    return Term(rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}", numeric=True)


def shape_latex(value: Value) -> str:
    r"""The shape as ``5 \times 2``; a vector as ``5 values``."""
    shape = np.shape(value)
    if len(shape) == 1:
        return rf"\text{{{shape_text(value)}}}"
    return r" \times ".join(str(side) for side in shape)


def shape_text(value: Value) -> str:
    """The shape in words: 5×2, or 5 values."""
    shape = np.shape(value)
    if len(shape) == 1:
        return "1 value" if shape[0] == 1 else f"{shape[0]} values"
    return "×".join(str(side) for side in shape)


def called(graph: Graph, node_id: NodeId) -> Term:
    """What a node is called: its name, its number, its expression when short, else n1, n2 …."""
    node = graph.nodes[node_id]
    if node.name is not None:
        return Term(name_latex(node.name))
    if node.is_literal:
        return value_term(as_value(node.value if node.value is not None else 1.0))
    expression = _expression(graph, node_id)
    if expression is not None and len(expression.plain) <= SHORT:
        return expression
    return Term(name_latex(graph.labels[node_id]))


def applied(op: Op, operands: Sequence[Term]) -> Term:
    """An operation on terms, with parentheses where the terms need them."""
    written = tuple(_operand(op, port, term) for port, term in enumerate(operands))
    if op.name == "mul" and operands[0].numeric and not operands[1].numeric:
        return Term(rf"{written[0]}{{{written[1]}}}", op.precedence, operands[0].signed)
    return Term(op.formula_latex(written), op.precedence)


def _operand(op: Op, port: int, term: Term) -> str:
    if r"\left" in op.latex or r"\frac" in op.latex[:5] or r"\sqrt" in op.latex:
        return term.latex  # the operation brings its own bracket
    if op.name == "pow":
        return term.within(op.precedence + 1, first=False) if port == 0 else term.latex
    if op.name in ("sum", "mean"):
        return term.within(2)
    if port == 0:
        return term.within(op.precedence, first=op.arity > 1)
    stronger = op.name not in _ASSOCIATIVE
    return term.within(op.precedence + stronger, first=False)


def _expression(graph: Graph, node_id: NodeId) -> Term | None:
    """The expression of an unnamed operation down to names and numbers, if it has few nodes."""
    inside: list[NodeId] = []
    pending = [node_id]
    while pending:
        current = pending.pop()
        node = graph.nodes[current]
        if not node.is_complete or len(inside) >= _MOST_NODES:
            return None
        inside.append(current)
        pending += [o for o in node.operands if graph.nodes[o].name is None]
    terms: dict[NodeId, Term] = {}
    for current in reversed(inside):
        node = graph.nodes[current]
        if node.is_literal:
            terms[current] = called(graph, current)
            continue
        operands = [terms.get(o) or called(graph, o) for o in node.operands]
        terms[current] = applied(OPS[node.op], operands)
    return terms[node_id]


def derivative(of: Term, by: Term) -> Term:
    """The partial derivative as a fraction."""
    above, below = of.within(6), by.within(6)
    return Term(rf"\frac{{\partial {above}}}{{\partial {below}}}", 2)


def is_finite(value: Value) -> bool:
    """Whether every number in ``value`` is finite."""
    return math.isfinite(value) if isinstance(value, float) else bool(np.isfinite(value).all())
