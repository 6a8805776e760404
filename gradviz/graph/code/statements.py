"""Statements of a program in which short unnamed results stand where they are used."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

from gradviz.graph.autodiff import ancestors
from gradviz.graph.code.literals import integer_text, numbers_text
from gradviz.graph.code.script import Lines
from gradviz.graph.identifiers import Identifiers
from gradviz.graph.model import Graph, Node, NodeId, Value
from gradviz.graph.op import Op

ATOM, CALL, NEGATIVE = 7, 6, 3
"""How tightly a name, a call and a minus sign bind; the rest stands in the table."""

_LONGEST = 80


class Term(NamedTuple):
    """An expression in the program; one that is a bare number is not an object yet."""

    text: str
    precedence: int
    number: float | None = None


class Statements:
    """The statements of one program; ``wrap`` makes an object of a number's text."""

    def __init__(
        self, graph: Graph, target: NodeId, reserved: Iterable[str], wrap: Callable[[str], str]
    ) -> None:
        self.graph = graph
        self.target = target
        self.needed = ancestors(graph, target)
        self.identifiers = Identifiers(reserved)
        self.terms: dict[NodeId, Term] = {}
        self.lines = Lines()
        self._wrap = wrap

    def name_input(self, node: Node) -> str:
        """The identifier of an input."""
        name = self.identifiers.new(node.name or "")
        self.terms[node.id] = Term(name, ATOM)
        return name

    def take_literal(self, node_id: NodeId, value: Value, pi: str) -> None:
        """A number or matrix written inside the expression; ``pi`` is what π is called."""
        if not isinstance(value, float):
            self.terms[node_id] = Term(self._wrap(numbers_text(value)), CALL)
            return
        text = pi if value == math.pi else integer_text(value)
        self.terms[node_id] = Term(text, NEGATIVE if text.startswith("-") else ATOM, value)

    def place(self, node: Node, term: Term) -> str | None:
        """Give a result a line of its own and return its name; None where its user takes it in."""
        users = self.graph.users[node.id]
        own_line = node.name or node.id == self.target or len(users) != 1
        if not own_line and len(term.text) <= _LONGEST:
            self.terms[node.id] = term
            self.lines.inline(node.id, users[0][0])
            return None
        name = self.identifiers.new(node.name or self.graph.labels[node.id])
        self.lines.add(f"{name} = {self.as_object(term).text}", node.id)
        self.terms[node.id] = Term(name, ATOM)
        return name

    def as_object(self, term: Term) -> Term:
        """The term with a bare number made an object."""
        if term.number is None:
            return term
        return Term(self._wrap(numbers_text(term.number)), CALL)


def negated(term: Term) -> Term | None:
    """Minus a bare number, as a number; None for other terms and numbers that have a sign."""
    if term.number is None or math.copysign(1.0, term.number) < 0.0:
        return None
    return Term(f"-{term.text}", NEGATIVE, -term.number)


def within(operand: Term, row: Op, port: int) -> str:
    """An operand of an operator, in parentheses where Python needs them."""
    least = row.precedence + (port if row.name != "pow" else 1)
    return f"({operand.text})" if operand.precedence < least else operand.text
