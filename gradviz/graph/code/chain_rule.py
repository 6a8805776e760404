"""A graph of numbers as plain Python: each forward step, then each step of the chain rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gradviz.graph.autodiff import ancestors, evaluate, input_values, target_of
from gradviz.graph.code.literals import numbers_text, result_comment
from gradviz.graph.code.scalars import MATH, Language, for_floats, signed_text
from gradviz.graph.code.script import Lines, Script
from gradviz.graph.identifiers import Identifiers
from gradviz.graph.model import Graph, Node, NodeId, Value
from gradviz.graph.op import Formula, fill
from gradviz.graph.ops import OPS

_PLAIN = Language("Plain Python code", "use PyTorch")


def chain_rule_script(
    graph: Graph, values: Mapping[str, Any] | None = None, target: str | None = None
) -> Script:
    """Plain Python for a graph of numbers: each forward step, then each backward step.

    What a line prints stands behind it as a comment. Raises GraphError for tensors, and where
    Python's ``math`` would stop.
    """
    target_id = target_of(graph, target)
    leaves, _ = input_values(graph, values or {})
    needed = ancestors(graph, target_id)
    identifiers = Identifiers((*MATH, "print", "abs"))
    names: dict[NodeId, str] = {}
    lines = Lines()
    formulas = list(_forward(graph, leaves, needed, identifiers, names, lines))
    result = names[target_id]
    gradients = {i: identifiers.new(f"d{result}_d{name}") for i, name in names.items()}
    lines.add()
    for node_id, text in _chain_rule(graph, target_id, needed, names, gradients):
        formulas.append(text)
        lines.add(f"{gradients[node_id]} = {text}", node_id)
    found = evaluate(graph, values, target)
    _PLAIN.check_runs(found)
    lines.add()
    comment = result_comment(found.node_values[target_id])
    lines.add(f'print("{result} =", {result}){comment}', target_id)
    for node in graph.inputs:
        comment = result_comment(found.node_gradients[node.id])
        lines.add(f'print("{gradients[node.id]} =", {gradients[node.id]}){comment}', node.id)
    used = sorted(MATH & set(re.findall(r"\w+", "\n".join(formulas))))
    return lines.script(*([f"from math import {', '.join(used)}", ""] if used else []))


def _forward(
    graph: Graph,
    leaves: Mapping[NodeId, Value],
    needed: set[NodeId],
    identifiers: Identifiers,
    names: dict[NodeId, str],
    lines: Lines,
) -> Iterator[str]:
    """Write the inputs and each operation; fills ``names`` and yields the formulas used."""
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node.is_literal and node_id in needed:
            names[node_id] = signed_text(_PLAIN.number(graph, node_id, leaves[node_id]))
        elif node.is_input and not node.is_literal:
            number = numbers_text(_PLAIN.number(graph, node_id, leaves[node_id]))
            names[node_id] = identifiers.new(node.name or "")
            lines.add(f"{names[node_id]} = {number}", node_id)
        elif node_id in needed:
            formula = _filled(_PLAIN.row(graph, node).value, node, names)
            yield formula
            names[node_id] = identifiers.new(graph.labels[node_id])
            lines.add(f"{names[node_id]} = {formula}", node_id)


def to_python(
    graph: Graph, values: Mapping[str, Any] | None = None, target: str | None = None
) -> str:
    """The text of ``chain_rule_script``."""
    return chain_rule_script(graph, values, target).text


def _chain_rule(
    graph: Graph,
    target: NodeId,
    needed: set[NodeId],
    names: Mapping[NodeId, str],
    gradients: Mapping[NodeId, str],
) -> list[tuple[NodeId, str]]:
    """The gradient of each node as a formula, from the target back."""
    found = []
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
        found.append((node_id, " + ".join(parts) or "0.0"))
    return found


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
        return _filled(vjp, user, {**names, "": upstream})
    local = _filled(row.local[port], user, names)
    if row.local[port] in ("1.0", "-1.0"):
        return upstream if local == "1.0" else f"-{upstream}"
    plain = re.fullmatch(r"\w+(\.\d+)?", local)
    return f"{upstream} * {local if plain else f'({local})'}"


def _filled(formula: Formula, node: Node, names: Mapping[NodeId, str]) -> str:
    filled = {letter: names[o] for letter, o in zip("ab", node.operands, strict=False)}
    return fill(
        for_floats(formula), {**filled, "y": names.get(node.id, ""), "g": names.get("", "")}
    )
