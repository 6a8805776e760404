"""A graph as text in lecture notation, with no more parentheses than needed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from gradviz.errors import GraphError
from gradviz.graph.lexicon import SIGMOID_SIGN, resembling
from gradviz.graph.model import OPEN, Graph, Literal, Node, NodeId
from gradviz.graph.numbers import format_full
from gradviz.graph.ops import FUNCTIONS, OPS

SUM, PRODUCT, SIGN, POWER, POSTFIX, ATOM = range(1, 7)
"""How tightly a piece of text binds; the op table's precedences are on this scale."""

JUXTAPOSED = "\0"
"""A product whose sign may be left out; decided when both neighbors are known."""


class Slot(NamedTuple):
    """The place of an operand that needs parentheses if it binds less than ``least``."""

    node: NodeId
    least: int


class Form(NamedTuple):
    """A node as text with places for its operands, and how tightly that text binds."""

    binds: int
    pieces: tuple[str | Slot, ...]


Use: TypeAlias = Callable[[NodeId], Form]


def to_text(graph: Graph) -> str:
    """The statements of ``graph``, joined by "; ": stated inputs first, the output last.

    Parsing the text gives the same graph again. An unnamed operation that is used more than
    once gets its label (n1 …) for a name. Open ports, which no text has, show as ``?``.
    """
    plan = statements(graph)
    forms = _Forms(graph, plan.names)
    texts = []
    for statement in plan.order:
        node = graph.nodes[statement.node]
        shown = forms.use(node.id) if statement.name == "" else forms.definition(node)
        text = _joined(spell(shown, forms.use, ("(", ")")))
        texts.append(f"{statement.name} = {text}" if statement.name else text)
    return "; ".join(texts)


def definition_text(graph: Graph, node_id: NodeId) -> str:
    """What one operation computes from operands that are called by their labels: ``c * n2``."""
    forms = _Forms(graph, graph.labels)
    return _joined(spell(forms.definition(graph.nodes[node_id]), forms.use, ("(", ")")))


class Statement(NamedTuple):
    """One statement: ``name`` = the definition of ``node``; without a name just its use."""

    name: str
    node: NodeId


class Statements(NamedTuple):
    """What is written in which order, and what each node that is not written inline is called."""

    order: tuple[Statement, ...]
    names: Mapping[NodeId, str]


def statements(graph: Graph) -> Statements:
    """Divide a graph into statements: one for each stated input and each named operation."""
    names = {i: name for i, name in graph.labels.items() if _stands_alone(graph, i)}
    stated = [Statement(names[i], i) for i, node in graph.nodes.items() if node.stated]
    computed: list[Statement] = []
    for node_id in graph.order:
        node = graph.nodes[node_id]
        unused = not graph.users[node_id]
        if not node.is_input and node_id in names:
            computed.append(Statement(names[node_id], node_id))
        elif unused and node_id != graph.output and not node.stated:
            computed.append(Statement("", node_id))
    last = [statement.node for statement in computed or stated][-1:]
    if graph.output is not None and last != [graph.output]:
        computed.append(Statement("", graph.output))
    return Statements((*stated, *computed), names)


def _stands_alone(graph: Graph, node_id: NodeId) -> bool:
    if graph.nodes[node_id].name is not None:
        return True
    return len(graph.users[node_id]) + (node_id == graph.output) > 1


def spell(form: Form, use: Use, parentheses: tuple[str, str]) -> list[str]:
    """The pieces of a form with all operands put in, from left to right, without recursion."""
    opening, closing = parentheses
    result: list[str] = []
    work: list[str | Slot] = list(reversed(form.pieces))
    while work:
        piece = work.pop()
        if isinstance(piece, str):
            result.append(piece)
            continue
        operand = Form(ATOM, ("?",)) if piece.node == OPEN else use(piece.node)
        pieces: Iterable[str | Slot] = reversed(operand.pieces)
        work.extend(pieces if operand.binds >= piece.least else (closing, *pieces, opening))
    return result


class _Forms:
    """How each node of one graph is written, where it is defined and where it is used."""

    def __init__(self, graph: Graph, names: Mapping[NodeId, str]) -> None:
        self._graph = graph
        self._names = names

    def use(self, node_id: NodeId) -> Form:
        """A node as an operand: its name if it has one, else what it computes."""
        name = self._names.get(node_id)
        return Form(ATOM, (name,)) if name else self.definition(self._graph.nodes[node_id])

    def definition(self, node: Node) -> Form:
        """What a node computes, or the value of an input."""
        if node.is_input:
            return _literal_form(node.value)
        make = _INFIX.get(node.op)
        if make is not None:
            return make(self, node)
        op = OPS[node.op]
        if node.op == "identity" and node.id in self._names and node.operands[0] in self._names:
            return Form(SUM, (Slot(node.operands[0], SUM),))
        pieces: list[str | Slot] = [op.function or op.name, "("]
        for port, operand in enumerate(node.operands):
            pieces += [", ", Slot(operand, SUM)] if port else [Slot(operand, SUM)]
        pieces += [f", {name}={value}" for name, value in node.attributes]
        return Form(ATOM, (*pieces, ")"))

    def sum(self, node: Node) -> Form:
        """A + B and A − B; a right operand that starts with a minus is set apart."""
        left, right = node.operands
        least = ATOM if self._inline(right, "neg") or self._is_negative(right) else PRODUCT
        sign = " + " if node.op == "add" else " - "
        return Form(SUM, (Slot(left, SUM), sign, Slot(right, least)))

    def product(self, node: Node) -> Form:
        """Juxtaposition where it reads well, else A * B."""
        left, right = node.operands
        plain = self._inline(left, "div", "matmul", "transpose") or self._inline(right, "matmul")
        return Form(
            PRODUCT, (Slot(left, PRODUCT), " * " if plain else JUXTAPOSED, Slot(right, SIGN))
        )

    def quotient(self, node: Node) -> Form:
        """A/B."""
        left, right = node.operands
        return Form(PRODUCT, (Slot(left, PRODUCT), "/", Slot(right, SIGN)))

    def matmul(self, node: Node) -> Form:
        """A @ B."""
        left, right = node.operands
        return Form(PRODUCT, (Slot(left, PRODUCT), " @ ", Slot(right, SIGN)))

    def power(self, node: Node) -> Form:
        """A^B, to the right first."""
        base, exponent = node.operands
        return Form(POWER, (Slot(base, POSTFIX), "^", Slot(exponent, SIGN)))

    def negation(self, node: Node) -> Form:
        """-A; a number stays in parentheses, for -3 is the number −3."""
        (operand,) = node.operands
        alone = self._inline(operand, "input")
        return Form(SIGN, ("-", Slot(operand, ATOM + 1)) if alone else ("-", Slot(operand, SIGN)))

    def transpose(self, node: Node) -> Form:
        """A.T."""
        return Form(POSTFIX, (Slot(node.operands[0], POSTFIX), ".T"))

    def _inline(self, node_id: NodeId, *ops: str) -> bool:
        if node_id == OPEN or node_id in self._names:
            return False
        return self._graph.nodes[node_id].op in ops

    def _is_negative(self, node_id: NodeId) -> bool:
        return self._inline(node_id, "input") and self.use(node_id).binds == SIGN


_INFIX: Mapping[str, Callable[[_Forms, Node], Form]] = {
    "add": _Forms.sum,
    "sub": _Forms.sum,
    "mul": _Forms.product,
    "div": _Forms.quotient,
    "matmul": _Forms.matmul,
    "pow": _Forms.power,
    "neg": _Forms.negation,
    "transpose": _Forms.transpose,
}


def _literal_form(value: Literal | None) -> Form:
    text = _literal_text(1.0 if value is None else value)
    return Form(SIGN if text.startswith("-") else ATOM, (text,))


def _literal_text(value: Literal) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_literal_text(entry) for entry in value)}]"
    if not math.isfinite(value):
        raise GraphError(f"The value {value} cannot be written in an expression.")
    if abs(value) == math.pi:
        return "-π" if value < 0 else "π"
    return format_full(value)


_NUMBER = re.compile(r"-?[0-9.]")
_NAME_AFTER_NUMBER = re.compile(r"[^\W\d]|∂")


def _joined(pieces: list[str]) -> str:
    """The text of the pieces, with the sign of each product written or left out."""
    written = list(pieces)
    for index, piece in enumerate(pieces):
        if piece == JUXTAPOSED:
            written[index] = _product_sign(pieces[max(0, index - 3) : index], pieces[index + 1])
    return "".join(written)


def _product_sign(before: list[str], after: str) -> str:
    previous = before[-1]
    if after[0] in "0123456789.-[?" or previous.endswith((".T", "]", "?")):
        return " * "
    in_exponent = before[-2:-1] == ["^"] or before[-3:-1] == ["^", "-"]
    number = _NUMBER.match(previous) is not None and not in_exponent
    if after == "(":
        return _sign_before_parenthesis(previous, in_exponent and not _NUMBER.match(previous))
    if number and _NAME_AFTER_NUMBER.match(after) and not re.match(r"[eE][0-9]", after):
        return ""
    return " "


def _sign_before_parenthesis(previous: str, is_exponent: bool) -> str:
    looks_called = previous == SIGMOID_SIGN or previous in FUNCTIONS or resembling(previous)
    return " * " if looks_called or is_exponent else ""
