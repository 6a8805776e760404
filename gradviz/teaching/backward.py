"""The chain rule of one contribution to a gradient, as the links of a chain of equalities."""

from __future__ import annotations

import re
from typing import TypeAlias

import numpy as np

from gradviz.graph import OPS, BackwardStep, Evaluation, Graph, Node, Op, as_value
from gradviz.teaching.markup import GRADIENT
from gradviz.teaching.plain import plain
from gradviz.teaching.terms import (
    Term,
    applied,
    called,
    derivative,
    is_small,
    number,
    shape_latex,
    value_term,
)

_Sides: TypeAlias = tuple[int, int]

_CONSTANT = re.compile(r"-?\d+(\.\d+)?")
_MATRIX_RANK = 2


def contribution_links(
    graph: Graph, evaluation: Evaluation, step: BackwardStep, user: Node
) -> list[str]:
    """LaTeX of equal expressions for what ``user`` contributes, from the rule to the number."""
    upstream, local = step.upstream, step.local
    shapes = product_shapes(evaluation, step, user)
    if shapes is not None:
        return _product_links(graph, evaluation, step, user, shapes)
    if local is None:
        links = [_matrix(graph, evaluation, step, user)]
    elif (
        isinstance(upstream, float)
        and isinstance(local, float)
        and isinstance(step.contribution, float)
    ):
        terms = number(upstream).colored(GRADIENT), number(local)
        links = _scalar(graph, evaluation, step, user, terms)
    else:
        links = [_elementwise(graph, evaluation, step, user)]
    if OPS[user.op].spread is not None and isinstance(step.upstream, float):
        share = number(float(np.ravel(step.contribution)[0])).colored(GRADIENT).latex
        links = [share] if links == ["1"] else [*links, share]
        links[-1] += rf",\quad {shape_latex(step.contribution)}"
    elif is_small(step.contribution):
        links.append(value_term(step.contribution).colored(GRADIENT).latex)
    else:
        links[-1] += rf",\quad {shape_latex(step.contribution)}"
    return links


def product_shapes(
    evaluation: Evaluation, step: BackwardStep, user: Node
) -> tuple[_Sides, _Sides, _Sides] | None:
    """What is multiplied to what for a contribution of a matrix product: result, left, right.

    A vector counts as a row before a matrix and as a column after one. None for other steps.
    """
    if user.op != "matmul" or step.local is not None:
        return None
    left, right = (np.shape(evaluation.node_values[operand]) for operand in user.operands)
    if max(len(left), len(right)) > _MATRIX_RANK:
        return None
    rows, inner = left if len(left) == _MATRIX_RANK else (1, *left)
    columns = right[1] if len(right) == _MATRIX_RANK else 1
    if step.port == 0:
        return (rows, inner), (rows, columns), (columns, inner)
    return (inner, columns), (inner, rows), (rows, columns)


def _product_links(
    graph: Graph,
    evaluation: Evaluation,
    step: BackwardStep,
    user: Node,
    shapes: tuple[_Sides, _Sides, _Sides],
) -> list[str]:
    """G Bᵀ or Aᵀ G, its numbers where there is room, what G is, and how the shapes fit."""
    links = [_around(graph, OPS[user.op], step.port, user, Term("G"))]
    if is_small(step.contribution):
        links.append(value_term(step.contribution).colored(GRADIENT).latex)
    above = _upstream(graph, evaluation, user).latex
    whole, left, right = (rf"\left({m} \times {n}\right)" for m, n in shapes)
    links[-1] += rf",\quad G = {above},\quad {whole} = {left} \, {right}"
    return links


def rule_term(graph: Graph, user: Node, port: int) -> Term:
    """The local derivative of ``user`` at ``port`` in symbols, as taught."""
    op = OPS[user.op]
    names = tuple(called(graph, operand) for operand in user.operands)
    rule = op.rule[port]
    if rule in op.ports:
        return names[op.ports.index(rule)]
    if op.name == "pow" and port == 0 and names[1].numeric:
        return _power_rule(names[0], graph.nodes[user.operands[1]])
    written = tuple(_in_rule(op, port, at, term) for at, term in enumerate(names))
    latex = op.rule_latex(port, written, called(graph, user.id).within(5))
    return Term(latex, _strength(rule), latex.startswith("-"))


def edge_texts(graph: Graph, user: Node, port: int) -> tuple[str, ...]:
    """What an edge says in symbols, from long to short: its rule, ``∂L/∂e = c``, or ``G Bᵀ``.

    The rule of a matrix is no factor but what it does to the gradient G of its user.
    """
    op = OPS[user.op]
    if op.category == "matrix" and r"\cdot" in op.rule[port]:
        return (plain(_around(graph, op, port, user, Term("G"))),)
    rule = rule_term(graph, user, port).plain
    left = derivative(called(graph, user.id), called(graph, user.operands[port]))
    return f"{left.plain} = {rule}", rule


def is_constant(rule: str) -> bool:
    """Whether a rule is a number or a choice of numbers, better said in words."""
    return _CONSTANT.fullmatch(rule) is not None or r"\begin" in rule or r"\left[" in rule


def _power_rule(base: Term, exponent: Node) -> Term:
    """The derivative of a power with a number as exponent: 2x, 3x² …."""
    power = as_value(exponent.value)
    if not isinstance(power, float):
        return Term(r"\text{exponent} \cdot \text{base}^{\text{exponent} - 1}", 2)
    lowered = base
    if power - 1 != 1:
        lowered = Term(f"{base.within(5, first=False)}^{{{number(power - 1).latex}}}", 4)
    return applied(OPS["mul"], (number(power), lowered))


def _in_rule(op: Op, port: int, at: int, term: Term) -> str:
    """A name put into a rule, in parentheses where something in the rule binds stronger."""
    bare = op.name == "div" and (port == 0 or at == 0)
    return term.latex if bare else term.within(5)


def _strength(rule: str) -> int:
    """How strongly a rule's LaTeX binds, on the scale of ``Op.precedence``."""
    if rule.startswith("-"):
        return 3
    outside = re.sub(r"\{[^{}]*\}|\\left.*?\\right.", "", rule)
    if re.search(r"[+-]", outside):
        return 1
    return 2 if " " in outside or r"\frac" in rule else 9


def _scalar(
    graph: Graph,
    evaluation: Evaluation,
    step: BackwardStep,
    user: Node,
    factors: tuple[Term, Term],
) -> list[str]:
    """The chain rule between numbers; ``factors`` are the gradient above and the local one."""
    rule = rule_term(graph, user, step.port)
    constant = is_constant(OPS[user.op].rule[step.port])
    upstream, local = factors
    if user.id == evaluation.target and step.parts == 1:
        return [] if constant else [rule.latex, local.colored(GRADIENT).latex]
    product = _product(upstream, local)
    if user.id == evaluation.target:
        return [_product(upstream, rule), product]
    symbols = _product(_upstream(graph, evaluation, user), _local(graph, step, user))
    return [symbols, *([] if constant else [_product(upstream, rule)]), product]


def _elementwise(graph: Graph, evaluation: Evaluation, step: BackwardStep, user: Node) -> str:
    rule = rule_term(graph, user, step.port)
    op = OPS[user.op]
    spread_out = np.shape(step.contribution) != np.shape(step.upstream)
    if user.id == evaluation.target:
        latex = rule.latex
    else:
        upstream = _upstream(graph, evaluation, user)
        simple = {"1": upstream.latex, "-1": f"-{upstream.latex}"}
        sign = r" \cdot " if not np.ndim(step.upstream) else r" \odot "
        latex = simple.get(rule.latex.strip("{}"), _product(upstream, rule, sign))
    return rf"\sum {latex}" if spread_out and op.elementwise else latex


def _matrix(graph: Graph, evaluation: Evaluation, step: BackwardStep, user: Node) -> str:
    op = OPS[user.op]
    upstream = _upstream(graph, evaluation, user)
    ranks = {np.ndim(evaluation.node_values[operand]) for operand in user.operands}
    if op.category == "matrix" and ranks == {_MATRIX_RANK}:
        return _around(graph, op, step.port, user, upstream)
    local = _local(graph, step, user)
    return rf"\left({local.latex}\right)^{{\top}} {upstream.latex}"


def _around(graph: Graph, op: Op, at: int, user: Node, upstream: Term) -> str:
    r"""The rule of a matrix operation; the ``\cdot`` in it is the place of the gradient above."""
    places = tuple(f"@{port}@" for port in range(op.arity))
    latex = op.rule_latex(at, places, "@r@")
    latex = latex.replace(r"\cdot^", rf"\left({upstream.latex}\right)^")
    latex = latex.replace(r"\cdot", upstream.latex)
    for place, operand in zip(places, user.operands, strict=True):
        latex = latex.replace(place, called(graph, operand).within(5))
    return latex.replace("@r@", called(graph, user.id).within(5))


def _upstream(graph: Graph, evaluation: Evaluation, user: Node) -> Term:
    return derivative(called(graph, evaluation.target), called(graph, user.id))


def _local(graph: Graph, step: BackwardStep, user: Node) -> Term:
    return derivative(called(graph, user.id), called(graph, step.node))


def _product(left: Term, right: Term, sign: str = r" \cdot ") -> str:
    return left.within(2) + sign + right.within(2, first=False)
