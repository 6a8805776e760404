"""A graph of numbers as a script in micrograd's style: values that remember where they came from.

The class is written for the graph: it has the operations that the graph uses and no others, each
with the formulas of its row in the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gradviz.graph.autodiff import evaluate, input_values, target_of
from gradviz.graph.code.literals import numbers_text, result_comment
from gradviz.graph.code.scalars import MATH, Language, for_floats
from gradviz.graph.code.script import Script
from gradviz.graph.code.statements import CALL, Statements, Term, negated, within
from gradviz.graph.model import Graph, Node, NodeId, Role, Value
from gradviz.graph.op import Formula, Op, fill
from gradviz.graph.ops import OPS

_MICROGRAD = Language("The micrograd version", "use PyTorch, or unroll the data first")

_OPERATORS = {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "div": "truediv",
    "pow": "pow",
    "neg": "neg",
}
"""Operations that Python has a sign for, and what Python calls the method behind it."""

_RAISING = {"pow"}
"""Operations whose derivative by a second operand may not exist: a plain number is not asked."""

_CLASS = '''\
class Value:
    """A number that remembers how it was computed."""

    def __init__(self, data, operands=()):
        self.data = data
        self.grad = 0.0
        self._operands = operands
        self._backward = lambda: None
'''

_BACKWARD = '''
    def backward(self):
        """The chain rule, from this number back to what it was computed from."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, is_done = stack.pop()
            if is_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((operand, False) for operand in node._operands)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()

'''


def micrograd_script(
    graph: Graph, values: Mapping[str, Any] | None = None, target: str | None = None
) -> Script:
    """A script without any package, with a class ``Value`` as micrograd has it.

    What a line prints stands behind it as a comment. Raises GraphError for tensors, and where
    Python's ``math`` would stop.
    """
    target_id = target_of(graph, target)
    leaves, _ = input_values(graph, values or {})
    found = evaluate(graph, values, target)
    statements = Statements(
        graph, target_id, (*MATH, "pi", "print", "abs", "isinstance", "Value"), "Value({})".format
    )
    uses = _write_passes(statements, leaves)
    _MICROGRAD.check_runs(found)
    lines, term = statements.lines, statements.terms[target_id]
    label = graph.labels.get(target_id, term.text)
    shown = term.text if term.number is not None else f"{term.text}.data"
    result = found.value if term.number is None else float(term.number)
    lines.add()
    lines.add(f'print("{label} =", {shown}){result_comment(result)}', target_id)
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node.name is None or node.role is Role.DATA or node_id == target_id:
            continue
        if node_id in statements.terms and (node.is_input or node_id in statements.needed):
            comment = result_comment(found.node_gradients[node_id])
            name = statements.terms[node_id].text
            lines.add(f'print("d{label}/d{node.name} =", {name}.grad){comment}', node_id)
    return lines.script(*_head(uses, statements))


def to_micrograd(
    graph: Graph, values: Mapping[str, Any] | None = None, target: str | None = None
) -> str:
    """The text of ``micrograd_script``."""
    return micrograd_script(graph, values, target).text


def _write_passes(statements: Statements, leaves: Mapping[NodeId, Value]) -> dict[str, set[str]]:
    """The inputs, each operation and the call that finds the gradients.

    Returns the operations used, each with what its operands were: v for a value, n for a number.
    """
    graph, lines = statements.graph, statements.lines
    uses: dict[str, set[str]] = {}
    for node in graph.inputs:
        number = _MICROGRAD.number(graph, node.id, leaves[node.id])
        lines.add(f"{statements.name_input(node)} = Value({numbers_text(number)})", node.id)
    lines.add()
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node_id not in statements.needed:
            continue
        if node.is_literal:
            number = _MICROGRAD.number(graph, node_id, leaves[node_id])
            statements.take_literal(node_id, number, "pi")
        elif not node.is_input:
            row = _MICROGRAD.row(graph, node)
            statements.place(node, _expression(statements, node, row, uses))
    target = statements.terms[statements.target]
    if target.number is None:
        lines.add()
        lines.add(f"{target.text}.backward()", statements.target)
    return uses


def _expression(statements: Statements, node: Node, row: Op, uses: dict[str, set[str]]) -> Term:
    operands = [statements.terms[operand] for operand in node.operands]
    if row.name == "neg" and (number := negated(operands[0])) is not None:
        return number
    is_method = row.name not in _OPERATORS
    if is_method or all(operand.number is not None for operand in operands):
        operands[0] = statements.as_object(operands[0])
    pattern = "".join("v" if operand.number is None else "n" for operand in operands)
    uses.setdefault(row.name, set()).add(pattern)
    if not is_method:
        texts = [within(operand, row, port) for port, operand in enumerate(operands)]
        return Term(fill(row.torch, dict(zip("ab", texts, strict=False))), row.precedence)
    first, *rest = operands
    owner = first.text if first.precedence >= CALL else f"({first.text})"
    return Term(f"{owner}.{row.name}({', '.join(operand.text for operand in rest)})", CALL)


def _head(uses: Mapping[str, set[str]], statements: Statements) -> Iterator[str]:
    """What stands before the statements: imports and the class."""
    methods = "".join(
        method for name in OPS if name in uses for method in _methods(OPS[name], uses[name])
    )
    text = _CLASS + methods + _BACKWARD
    words = re.findall(r"(?<![\w.])\w+(?=\()", re.sub(r"def \w+", "", methods))
    used = MATH & set(words)
    if _uses_pi(statements):
        used |= {"pi"}
    if used:
        yield from (f"from math import {', '.join(sorted(used))}", "", "")
    yield from text.splitlines()
    yield ""


def _uses_pi(statements: Statements) -> bool:
    return any(
        statements.graph.nodes[i].is_literal and statements.terms[i].text == "pi"
        for i in statements.needed
    )


def _methods(row: Op, patterns: set[str]) -> Iterator[str]:
    """The methods for one operation: for a value on the left, then for a number there."""
    name = _OPERATORS.get(row.name)
    if not patterns <= {"nv"}:
        yield _method(row, f"__{name}__" if name else row.name, patterns - {"nv"})
    if "nv" in patterns:
        yield _method(row, f"__r{name}__", {"nv"})


def _method(row: Op, name: str, patterns: set[str]) -> str:
    """One method: the value, and what the chain rule hands to each operand."""
    is_reflected = patterns == {"nv"}
    mine, other = ("b", "a") if is_reflected else ("a", "b")
    second = "other" if "vv" not in patterns else "other.data"
    names = {mine: "self.data", other: second, "y": "out.data", "g": "out.grad"}
    operands = ["self", "other"] if "vv" in patterns else ["self"]
    body = []
    is_mixed = patterns == {"vv", "vn"}
    guarded = is_mixed and row.name in _RAISING
    if guarded:
        body.append("is_number = not isinstance(other, Value)")
        body.append("other = Value(other) if is_number else other")
    elif is_mixed:
        body.append("other = other if isinstance(other, Value) else Value(other)")
    listed = ", ".join(operands) + ("," if len(operands) == 1 else "")
    body += [f"out = Value({fill(for_floats(row.value), names)}, ({listed}))", ""]
    body.append("def _backward():")
    for operand, letter in zip(operands, (mine, other), strict=False):
        indent = "    "
        if guarded and operand == "other":
            body.append("    if not is_number:")
            indent *= 2
        body.append(f"{indent}{operand}.grad += {_handed(row, 'ab'.index(letter), names)}")
    body += ["", "out._backward = _backward", "return out"]
    arguments = "self, other" if row.arity == 2 else "self"
    lines = "".join(f"        {line}\n" if line else "\n" for line in body)
    return f"\n    def {name}({arguments}):\n{lines}"


def _handed(row: Op, port: int, names: Mapping[str, str]) -> str:
    """Upstream times local derivative, as short as it can be written."""
    vjp: Formula | None = row.vjp[port] if row.vjp else None
    if vjp is not None:
        return fill(for_floats(vjp), names)
    local = fill(for_floats(row.local[port]), names)
    if local in ("1.0", "-1.0"):
        return f"{local[:-3]}{names['g']}"
    is_atom = re.fullmatch(r"[\w.]+(\([\w.]*\))?", local) or local.startswith("(")
    return f"{names['g']} * {local if is_atom else f'({local})'}"
