"""What a card and an edge say: names, tags, numbers and the sentences of their tooltips."""

from __future__ import annotations

import html
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from typing import Protocol

import numpy as np

from gradviz.errors import GradVizError, GraphError
from gradviz.graph import (
    OPEN,
    OPS,
    Graph,
    Node,
    NodeId,
    Role,
    Value,
    as_value,
    format_count,
    format_full,
    format_number,
    format_shape,
    format_value,
)
from gradviz.session import PassState
from gradviz.teaching import does_not_depend, edge_texts, title_of

_GREEK_NAMES = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi"),
    "omega",
)
_GREEK = dict(zip(_GREEK_NAMES, "αβγδεζηθικλμνξπρστυφχψω", strict=True))
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_TABLE_SIDE = 8

_SYMBOLS = {"^": "xⁿ"}
"""Symbols that need more beside them to be read on a card of their own."""


class CardState(StrEnum):
    """How a card stands in the lesson; selection and hovering come on top."""

    IDLE = "idle"
    ACTIVE = "active"
    FEEDING = "feeding"
    WAITING = "waiting"
    INCOMPLETE = "incomplete"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Label:
    """What does not change with the numbers: how a node is called and what it is."""

    name: str
    symbol: str
    tag: str
    spoken: str
    called: str = ""
    missing: str = ""


def display_name(name: str) -> str:
    """A name as it is written by hand: ``theta_1`` → ``θ₁``, ``x2`` → ``x₂``."""
    stem = name.rstrip("0123456789")
    digits = name[len(stem) :]
    stem = stem.removesuffix("_") if digits else stem
    if not stem:
        return name
    return _GREEK.get(stem, stem) + digits.translate(_SUBSCRIPTS)


def label_of(graph: Graph, node: Node) -> Label:
    """The unchanging words of a node's card."""
    name = display_name(node.name) if node.name is not None else ""
    if node.is_input:
        tag = "" if node.is_literal else Role(node.role).value
        kind = "number" if node.is_literal else f"{tag} {name}"
        return Label(name, "", tag, kind, called(graph, node.id))
    op = OPS.get(node.op)
    symbol = op.symbol if op is not None else node.op
    symbol = _SYMBOLS.get(symbol, symbol)
    spoken = title_of(node.op) + (f", named {name}" if name else "")
    missing = ""
    if not node.is_complete:
        port = node.operands.index(OPEN)
        missing = f"needs {op.ports[port] if op is not None else 'an operand'}"
    return Label(name, symbol, "", spoken, called(graph, node.id), missing)


def called(graph: Graph, node_id: NodeId) -> str:
    """How formulas on the canvas call a node: its name, n1, n2 … or the number it is."""
    name = graph.labels.get(node_id)
    if name is not None:
        return display_name(name)
    return short(leaf_value(graph.nodes[node_id]))


def rule_of(graph: Graph, user: NodeId, port: int) -> tuple[str, ...]:
    """What an edge says in symbols, from long to short; nothing by a number."""
    node = graph.nodes[user]
    if node.op not in OPS or not node.is_complete or graph.nodes[node.operands[port]].is_literal:
        return ()
    return edge_texts(graph, node, port)


def leaf_value(node: Node) -> Value:
    """The value an input holds; 1 where none was given."""
    return 1.0 if node.value is None else as_value(node.value)


def short(value: Value | None) -> str:
    """Four significant digits, a shape, or nothing for what is not known."""
    if value is None:
        return ""
    return _number(value) if isinstance(value, float) else format_value(value)


_number = lru_cache(maxsize=4096)(format_number)


def shortened(value: Value | None) -> tuple[str, ...]:
    """``short``, and what may stand for it where room is scarce: fewer digits, never less true."""
    if isinstance(value, float):
        return tuple(dict.fromkeys(format_number(value, digits) for digits in (4, 3, 2)))
    if value is None or value.ndim == 0:
        return (short(value),)
    counts = (partial(format_count, digits=digits) for digits in (4, 3, 2))
    few = (format_shape(value.shape, count) for count in counts)
    return tuple(dict.fromkeys((short(value), *few)))


def exact(value: Value) -> str:
    """All digits, as they are copied: ``0.1``, ``[[1, 2], [3, 4]]``."""
    if isinstance(value, float):
        return format_full(value)
    return "[" + ", ".join(exact(as_value(part)) for part in value) + "]"


class Shown(Protocol):
    """What a tooltip needs of a card."""

    node_id: NodeId
    label: Label
    value: Value | None
    gradient: Value | None


def tooltip(card: Shown, graph: Graph, state: PassState) -> str:
    """Full precision, in HTML."""
    label, node_id = card.label, card.node_id
    lines = [f"<b>{html.escape(label.spoken)}</b>"]
    if label.missing:
        lines.append(f"This operation {label.missing}.")
    if card.value is not None:
        lines.append(f"value {_readable(card.value)}")
    target = state.target
    if card.gradient is None or target is None or target not in graph.nodes:
        return "<br>".join(lines)
    of = html.escape(called(graph, target))
    lines.append(f"gradient ∂{of}/∂{html.escape(called(graph, node_id))}")
    lines.append(_readable(card.gradient))
    if state.evaluation is not None and does_not_depend(state.evaluation, node_id):
        lines.append(f"{of} does not depend on {html.escape(called(graph, node_id))}.")
    return "<br>".join(lines)


def _readable(value: Value) -> str:
    return exact(value) if isinstance(value, float) else _table(value)


def _table(value: np.ndarray) -> str:
    rows = np.atleast_2d(value)
    if rows.ndim > 2:
        return format_value(value)
    body = "".join(
        "<tr>" + "".join(f"<td align='right'>{short(float(x))}</td>" for x in row) + "</tr>"
        for row in rows[:_TABLE_SIDE, :_TABLE_SIDE]
    )
    cut = max(rows.shape) > _TABLE_SIDE
    more = f" (the first {_TABLE_SIDE} rows and columns)" if cut else ""
    return f"{format_value(value)}{more}<table cellspacing='6'>{body}</table>"


def spoken(label: Label, value: Value | None, gradient: Value | None) -> str:
    """The card in one sentence, for a screen reader."""
    parts = [label.spoken]
    if label.missing:
        parts.append(label.missing)
    if value is not None:
        parts.append(f"value {short(value)}")
    if gradient is not None:
        parts.append(f"gradient {short(gradient)}")
    return ", ".join(parts)


def place_of(graph: Graph, error: GradVizError | None) -> NodeId | None:
    """The node an error is about, if it names one that is in the graph."""
    if not isinstance(error, GraphError) or error.node is None:
        return None
    if error.node in graph.nodes:
        return error.node
    if error.node in graph.by_name:
        return graph.by_name[error.node]
    return next((i for i, label in graph.labels.items() if label == error.node), None)
