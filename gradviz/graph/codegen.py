"""From a graph to straight-line code for its value and gradients."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from gradviz.graph.model import Graph, Node, NodeId, Value
from gradviz.graph.op import Shape, fill
from gradviz.graph.ops import OPS
from gradviz.graph.shape_rules import axis
from gradviz.graph.straightline import Block
from gradviz.graph.terms import Mode, Term, Terms

LARGEST_PRODUCT = 16
"""Integer powers up to here are products; math.pow takes as long as several multiplications."""


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be compiled: the part of a graph that is needed, in order.

    ``known`` holds the values of what does not depend on the arguments, ``order`` the operations
    that do, ``shapes`` the static shapes of all of these.
    """

    graph: Graph
    target: NodeId
    arguments: tuple[NodeId, ...]
    order: tuple[NodeId, ...]
    known: Mapping[NodeId, Value]
    shapes: Mapping[NodeId, Shape]

    @cached_property
    def on_floats(self) -> bool:
        """Whether every number on the way from the arguments to the target is a scalar."""
        nodes = self.graph.nodes
        return not any(self.shapes[node_id] for node_id in (*self.arguments, *self.order)) and all(
            OPS[nodes[i].op].elementwise and not any(self.shapes[o] for o in nodes[i].operands)
            for i in self.order
        )


class Generated(NamedTuple):
    """Code, and the constants it refers to by name."""

    block: Block
    constants: Mapping[str, Any]


def generate(problem: Problem, mode: Mode, *, gradients: bool) -> Generated:
    """Code whose results are the value, then (with ``gradients``) one gradient per argument."""
    terms = Terms(mode)
    values = _values(problem, terms)
    results = [values[problem.target]]
    if gradients:
        found = _gradients(problem, terms, values)
        for node_id in problem.arguments:
            total = found.get(node_id, Term(0.0, None, ()))
            results.append(terms.full(total, problem.shapes[node_id]))
    block = terms.code.finish(
        [terms.text(term) for term in results], forget=mode is not Mode.FLOATS
    )
    return Generated(block, terms.constants)


def _values(problem: Problem, terms: Terms) -> dict[NodeId, Term]:
    """The value of every node, all with scale 1 or plain numbers."""
    shapes = problem.shapes
    values = {node_id: terms.known(value) for node_id, value in problem.known.items()}
    for index, node_id in enumerate(problem.arguments):
        values[node_id] = terms.argument(index, shapes[node_id])
    for node_id in problem.order:
        node = problem.graph.nodes[node_id]
        row = OPS[node.op]
        operands = dict(zip("ab", (values[o] for o in node.operands), strict=False))
        power = _literal_power(node, operands)
        if power is not None:
            made = _power(terms, operands["a"], power)
        elif row.elementwise:
            made = terms.apply(row.value, operands)
        else:
            made = _call(problem, terms, node, str(row.value), operands, shapes[node_id])
        values[node_id] = terms.named(made)
    return values


def _gradients(problem: Problem, terms: Terms, values: Mapping[NodeId, Term]) -> dict[NodeId, Term]:
    """The gradient of every node that depends on the arguments."""
    shapes = problem.shapes
    wanted = {*problem.arguments, *problem.order}
    parts: dict[NodeId, list[Term]] = {problem.target: [Term(1.0, None, ())]}
    found: dict[NodeId, Term] = {}
    for node_id in reversed(problem.order):
        received = parts.pop(node_id, None)
        if received is None:
            continue
        upstream = terms.add(received)
        node = problem.graph.nodes[node_id]
        for port, operand in enumerate(node.operands):
            if operand not in wanted:
                continue
            made = _contribution(problem, terms, node, port, upstream, values)
            if OPS[node.op].elementwise:
                made = terms.fit(made, shapes[node_id], shapes[operand])
            parts.setdefault(operand, []).append(made)
    for node_id in problem.arguments:
        if node_id in parts:
            found[node_id] = terms.add(parts[node_id])
    return found


def _contribution(
    problem: Problem,
    terms: Terms,
    node: Node,
    port: int,
    upstream: Term,
    values: Mapping[NodeId, Term],
) -> Term:
    """What a node hands to one operand."""
    row, shapes = OPS[node.op], problem.shapes
    operands = dict(zip("ab", (values[o] for o in node.operands), strict=False))
    given = {**operands, "y": values[node.id]}
    shape = shapes[node.operands[port]]
    if row.spread is not None:
        position = position_of(node, shape)
        count = math.prod(shape) if position is None else shape[position]
        made = upstream if position is None else terms.spread(upstream, position)
        return made._replace(scale=made.scale * row.spread(count))
    vjp = row.vjp[port] if row.vjp else None
    power = _literal_power(node, operands)
    if power is not None:
        return _power_contribution(terms, upstream, operands["a"], power)
    if vjp is None:
        return terms.multiply(upstream, terms.apply(row.local[port], given))
    # Linear in g, so a scale stays outside; not so NaN and infinities, which rows may mask.
    scale = upstream.scale if math.isfinite(upstream.scale) else 1.0
    unit = upstream._replace(scale=upstream.scale / scale if scale else 1.0)
    if row.elementwise:
        made = terms.apply(vjp, {**given, "g": terms.named(unit)})
        return made._replace(scale=made.scale * scale)
    unit = terms.full(unit, shapes[node.id])
    return _call(problem, terms, node, str(vjp), {**given, "g": unit}, shape)._replace(scale=scale)


def _call(
    problem: Problem, terms: Terms, node: Node, text: str, given: Mapping[str, Term], shape: Shape
) -> Term:
    """An operation that is not elementwise, with its static shapes written into the call."""
    names = {name: terms.text(term) for name, term in given.items()}
    for letter, operand in zip("ab", node.operands, strict=False):
        names[f"s{letter}"] = repr(problem.shapes[operand])
    names["dim"] = repr(position_of(node, problem.shapes[node.operands[0]]))
    used = [term for name, term in given.items() if re.search(rf"\b{name}\b", text)]
    return terms.put(fill(text, names), used, shape)


def position_of(node: Node, shape: Shape) -> int | None:
    """The dimension of a reduction counted from the end; None for all of them."""
    dim = OPS[node.op].dim(node.attributes)
    return None if dim is None or not shape else axis(shape, dim) - len(shape)


def _literal_power(node: Node, operands: Mapping[str, Term]) -> float | None:
    """The exponent of a power whose exponent is a number that no argument changes."""
    if node.op != "pow" or operands["b"].factor is not None:
        return None
    exponent = operands["b"].scale
    return exponent if exponent != 0.0 and math.isfinite(exponent) else None


def _power(terms: Terms, base: Term, exponent: float) -> Term:
    """A power with products for small integers."""
    if base.factor is None or not (
        exponent.is_integer() and 1.0 <= abs(exponent) <= LARGEST_PRODUCT
    ):
        return terms.apply("pow(a, b)", {"a": base, "b": Term(exponent, None, ())})
    count = int(abs(exponent))
    if exponent < 0.0:
        return terms.apply("1.0 / a", {"a": _power(terms, base, float(count))})
    if count == 1:
        return base
    half = _power(terms, base, float(count // 2))
    other = _power(terms, base, float(count - count // 2))
    return terms.multiply(half, other)


def _power_contribution(terms: Terms, upstream: Term, base: Term, exponent: float) -> Term:
    if exponent == 1.0:
        return upstream
    slope = _power(terms, base, exponent - 1.0)
    return terms.multiply(upstream, slope._replace(scale=slope.scale * exponent))
