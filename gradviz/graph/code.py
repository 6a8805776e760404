"""A graph as a program to take home: a PyTorch script, or plain Python with the chain rule."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from gradviz.errors import GraphError, ShapeError
from gradviz.graph.autodiff import ancestors, input_values, target_of
from gradviz.graph.identifiers import Identifiers
from gradviz.graph.kernels import FLOATS
from gradviz.graph.model import Graph, Node, NodeId, Role, Value
from gradviz.graph.op import Formula, Op, fill
from gradviz.graph.ops import OPS
from gradviz.graph.shapes import infer, operand_text, row_of, shape_text

LARGEST_INLINE = 10_000
"""So many numbers of one input can stand in a program's text."""

_LONGEST_LINE = 80
_ATOM, _CALL, _NEGATIVE = 7, 6, 3


class _Text(NamedTuple):
    """An expression in the program; a bare number is not a tensor yet."""

    text: str
    precedence: int
    number: float | None = None


def to_torch(
    graph: Graph, values: Mapping[str, Any] | None = None, target: str | None = None
) -> str:
    """A PyTorch script that prints the target and its gradients, and runs as it is.

    ``values`` are those of the inputs, as in ``evaluate``. Raises GraphError for an incomplete
    graph and for more than LARGEST_INLINE numbers in one input.
    """
    target_id = target_of(graph, target)
    leaves, _ = input_values(graph, values or {})
    writer = _TorchScript(graph, target_id, leaves)
    return writer.script()


class _TorchScript:
    """One PyTorch script being written."""

    def __init__(self, graph: Graph, target: NodeId, leaves: Mapping[NodeId, Value]) -> None:
        self._graph = graph
        self._target = target
        self._leaves = leaves
        self._needed = ancestors(graph, target)
        given = {n.name: np.shape(leaves[n.id]) for n in graph.inputs if n.name is not None}
        self._shapes = infer(graph, given)
        self._identifiers = Identifiers(("torch", "print"))
        self._texts: dict[NodeId, _Text] = {}
        self._differentiable: set[NodeId] = set()
        self._lines = ["import torch", "", "torch.set_default_dtype(torch.float64)", ""]

    def script(self) -> str:
        for node in self._graph.inputs:
            self._input(node)
        self._lines.append("")
        for node_id in self._graph.order:
            node = self._graph.nodes[node_id]
            if node_id not in self._needed:
                continue
            if node.is_literal:
                self._texts[node_id] = _literal_text(self._leaves[node_id])
            elif not node.is_input:
                self._operation(node)
        self._ending()
        return "\n".join(self._lines) + "\n"

    def _input(self, node: Node) -> None:
        value = self._leaves[node.id]
        name = self._identifiers.new(node.name or "")
        self._texts[node.id] = _Text(name, _ATOM)
        grad = ""
        if node.role is not Role.DATA:
            self._differentiable.add(node.id)
            grad = ", requires_grad=True"
        self._lines.append(f"{name} = torch.tensor({_numbers(value, node.name)}{grad})")

    def _operation(self, node: Node) -> None:
        row = row_of(self._graph, node)
        text = self._expression(node, row)
        if not self._differentiable.isdisjoint(node.operands):
            self._differentiable.add(node.id)
        used_once = len(self._graph.users[node.id]) == 1
        own_line = node.name or node.id == self._target or not used_once
        if not own_line and len(text.text) <= _LONGEST_LINE:
            self._texts[node.id] = text
            return
        name = self._identifiers.new(node.name or self._graph.labels[node.id])
        self._lines.append(f"{name} = {_tensor(text).text}")
        if node.name and node.id != self._target and node.id in self._differentiable:
            self._lines.append(f"{name}.retain_grad()")
        self._texts[node.id] = _Text(name, _ATOM)

    def _expression(self, node: Node, row: Op) -> _Text:
        operands = [self._texts[operand] for operand in node.operands]
        first = operands[0]
        if row.name == "neg" and first.number is not None and first.number >= 0.0:
            return _Text(f"-{first.text}", _NEGATIVE, -first.number)
        if row.name == "transpose" and len(self._shapes[node.operands[0]]) < 2:
            return first  # PyTorch transposes matrices only
        is_call = row.precedence >= _CALL
        if is_call or all(operand.number is not None for operand in operands):
            count = len(operands) if is_call else 1
            operands[:count] = [_tensor(operand) for operand in operands[:count]]
        dim = row.dim(node.attributes)
        template = row.torch if dim is not None else row.torch.replace(", dim=dim", "")
        wrapped = [
            operand.text if is_call else _within(operand, row, port)
            for port, operand in enumerate(operands)
        ]
        names = dict(zip("ab", wrapped, strict=False))
        filled = fill(template.replace("dim=dim", f"dim={dim}"), names)
        return _Text(filled, row.precedence)

    def _ending(self) -> None:
        name = self._texts[self._target].text
        label = self._graph.labels.get(self._target, name)
        lines = self._lines
        if self._target in self._differentiable and not self._shapes[self._target]:
            lines += ["", f"{name}.backward()"]
        is_number = self._texts[self._target].number is not None
        lines += ["", f'print("{label} =", {name if is_number else f"{name}.tolist()"})']
        if self._shapes[self._target]:
            lines.append(f"# {label} is not one number, so it has no gradient.")
            return
        for node_id in self._graph.order:
            node = self._graph.nodes[node_id]
            if node.name is None or node_id not in self._differentiable or node_id == self._target:
                continue
            here = "0.0"
            if node_id in self._needed:
                here = f"{self._texts[node_id].text}.grad.tolist()"
            lines.append(f'print("d{label}/d{node.name} =", {here})')


def _within(operand: _Text, row: Op, port: int) -> str:
    """An operand of an operator, in parentheses where Python needs them."""
    least = row.precedence + (port if row.name != "pow" else 1)
    return f"({operand.text})" if operand.precedence < least else operand.text


def _tensor(operand: _Text) -> _Text:
    if operand.number is None:
        return operand
    return _Text(f"torch.tensor({_numbers(operand.number, None)})", _CALL)


def _literal_text(value: Value) -> _Text:
    if not isinstance(value, float):
        return _Text(f"torch.tensor({_numbers(value, None)})", _CALL)
    text = _numbers(value, None)
    if value == math.pi:
        text = "torch.pi"
    elif value.is_integer() and abs(value) < 1e15 and str(value) != "-0.0":
        text = str(int(value))
    return _Text(text, _NEGATIVE if text.startswith("-") else _ATOM, value)


def _numbers(value: Value, name: str | None) -> str:
    """Numbers as Python text, in full precision."""
    if np.size(value) > LARGEST_INLINE:
        raise GraphError(
            f"{name or 'A matrix'} has {np.size(value):,} numbers and a program can hold "
            f"{LARGEST_INLINE:,}. Export the data as CSV.",
            node=name,
        )
    listed = value if isinstance(value, float) else value.tolist()
    return re.sub(r"\b(nan|inf)\b", r'float("\1")', repr(listed))


_MATH = frozenset(FLOATS)


def to_python(
    graph: Graph, values: Mapping[str, Any] | None = None, target: str | None = None
) -> str:
    """Plain Python for a graph of numbers: each forward step, then each backward step."""
    target_id = target_of(graph, target)
    leaves, _ = input_values(graph, values or {})
    needed = ancestors(graph, target_id)
    identifiers = Identifiers((*_MATH, "print", "abs"))
    names: dict[NodeId, str] = {}
    forward: list[str] = []
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node.is_literal and node_id in needed:
            names[node_id] = _python_number(graph, leaves, node_id)
        elif node.is_input and not node.is_literal:
            names[node_id] = identifiers.new(node.name or "")
            forward.append(f"{names[node_id]} = {_python_number(graph, leaves, node_id)}")
        elif node_id in needed:
            text = _scalar_text(_scalar_row(graph, node).value, node, names)
            names[node_id] = identifiers.new(graph.labels[node_id])
            forward.append(f"{names[node_id]} = {text}")
    result = names[target_id]
    gradients = {i: identifiers.new(f"d{result}_d{name}") for i, name in names.items()}
    backward = _chain_rule(graph, target_id, needed, names, gradients)
    shown = [f'print("{result} =", {result})']
    shown += [f'print("{gradients[n.id]} =", {gradients[n.id]})' for n in graph.inputs]
    used = sorted(_MATH & set(re.findall(r"\w+", "\n".join((*forward, *backward)))))
    imports = [f"from math import {', '.join(used)}", ""] if used else []
    return "\n".join([*imports, *forward, "", *backward, "", *shown]) + "\n"


def _chain_rule(
    graph: Graph,
    target: NodeId,
    needed: set[NodeId],
    names: Mapping[NodeId, str],
    gradients: Mapping[NodeId, str],
) -> list[str]:
    lines = []
    for node_id in reversed(graph.order):
        node = graph.nodes[node_id]
        if node.is_literal or node_id not in names:
            continue
        parts = [
            _contribution(graph.nodes[user], port, names, gradients[user])
            for user, port in graph.users[node_id]
            if user in needed
        ]
        if node_id == target:
            parts = ["1.0"]
        lines.append(f"{gradients[node_id]} = {' + '.join(parts) or '0.0'}")
    return lines


def _contribution(user: Node, port: int, names: Mapping[NodeId, str], upstream: str) -> str:
    row = OPS[user.op]
    vjp = row.vjp[port] if row.vjp else None
    if (
        user.op == "pow"
        and port == 0
        and re.fullmatch(r"[\d.]*[1-9][\d.]*", names[user.operands[1]])
    ):
        exponent = float(names[user.operands[1]])  # a positive number needs no case for 0
        return f"{upstream} * {exponent} * pow({names[user.operands[0]]}, {exponent - 1.0})"
    if vjp is not None:
        return _scalar_text(vjp, user, {**names, "": upstream})
    local = _scalar_text(row.local[port], user, names)
    if row.local[port] in ("1.0", "-1.0"):
        return upstream if local == "1.0" else f"-{upstream}"
    plain = re.fullmatch(r"\w+(\.\d+)?", local)
    return f"{upstream} * {local if plain else f'({local})'}"


def _scalar_text(formula: Formula, node: Node, names: Mapping[NodeId, str]) -> str:
    text = formula if isinstance(formula, str) else formula[0]
    filled = {letter: names[o] for letter, o in zip("ab", node.operands, strict=False)}
    return fill(text, {**filled, "y": names.get(node.id, ""), "g": names.get("", "")})


def _scalar_row(graph: Graph, node: Node) -> Op:
    row = row_of(graph, node)
    if not row.elementwise:
        raise GraphError(f"Plain Python code has no {row.symbol}: use PyTorch.", node=node.id)
    return row


def _python_number(graph: Graph, leaves: Mapping[NodeId, Value], node_id: NodeId) -> str:
    value = leaves[node_id]
    if not isinstance(value, float):
        raise ShapeError(
            f"Plain Python code is for numbers, and {operand_text(graph, node_id)} is "
            f"{shape_text(np.shape(value))}: use PyTorch.",
            node=node_id,
        )
    text = _numbers(value, None)
    return f"({text})" if text.startswith("-") else text
