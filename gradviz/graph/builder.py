"""From the syntax tree of an expression to its graph, with an explicit stack."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

from lark import Token, Tree

from gradviz.errors import ExpressionError, GraphError
from gradviz.graph.cycles import cycle_through
from gradviz.graph.lexicon import name_problem, resembling, superscript_number
from gradviz.graph.model import INPUT, OPEN, Graph, Literal, Node, NodeId
from gradviz.graph.ops import FUNCTIONS, OPS

Span: TypeAlias = tuple[int, int]

_BINARY = {
    "PLUS": "add",
    "MINUS": "sub",
    "TIMES": "mul",
    "DIVIDE": "div",
    "AT": "matmul",
    "POWER": "pow",
}
_CALL = re.compile(r"[^\S\r\n]*\(")


class Part(NamedTuple):
    """The node a piece of syntax stands for; ``bare``: a number a minus sign may join."""

    node: NodeId
    bare: bool = False


class Attribute(NamedTuple):
    """A keyword in a call, such as ``dim=0``."""

    name: Token
    value: int
    span: Span


class Entries(NamedTuple):
    """A list in brackets: numbers, or lists of equal length."""

    values: Literal
    shape: tuple[int, ...]
    span: Span


def span_of(first: Token, last: Token | None = None) -> Span:
    """The characters from the first token to the end of the last."""
    return (first.start_pos or 0, (last or first).end_pos or 0)


def build(tree: Tree[Token], text: str) -> Graph:
    """The graph of a syntax tree; ExpressionError where it means nothing."""
    builder = _Builder(text)
    values: list[Any] = []
    work: list[tuple[Tree[Token], bool]] = [(tree, False)]
    while work:
        current, visited = work.pop()
        if not visited:
            work.append((current, True))
            work.extend((c, False) for c in reversed(current.children) if isinstance(c, Tree))
            continue
        count = sum(isinstance(child, Tree) for child in current.children)
        results = iter(values[len(values) - count :])
        children = [next(results) if isinstance(c, Tree) else c for c in current.children]
        del values[len(values) - count :]
        values.append(getattr(builder, current.data)(children))
    return builder.finish()


@dataclass
class _Builder:
    """Holds the graph under construction; a method per rule of the grammar, named like it."""

    text: str
    nodes: dict[NodeId, Node] = field(default_factory=dict)
    by_name: dict[str, NodeId] = field(default_factory=dict)
    definitions: dict[str, Span] = field(default_factory=dict)
    moved: dict[NodeId, NodeId] = field(default_factory=dict)
    calls: list[Token] = field(default_factory=list)
    holes: list[Token] = field(default_factory=list)
    output: NodeId | None = None
    computed: NodeId | None = None

    def add(self, op: str, *operands: NodeId, **more: Any) -> NodeId:
        node_id = str(len(self.nodes) + 1)
        self.nodes[node_id] = Node(node_id, op, operands, **more)
        return node_id

    # Statements

    def assignment(self, children: list[Any]) -> None:
        name, _, part = children
        self._check_new(name)
        self.definitions[name] = span_of(name)
        self._check_not_alone(part)
        node = self.nodes[part.node]
        earlier = self.by_name.get(name)
        if node.is_literal:
            node_id = self._state(name, node, earlier)
        else:
            # y = x makes a node of its own, so that y has a card, a value and a gradient.
            node_id = part.node if node.name is None else self.add("identity", part.node)
            self.nodes[node_id] = replace(self.nodes[node_id], name=str(name))
            self.by_name[name] = self.computed = node_id
            if earlier is not None:
                self.moved[earlier] = node_id
        self.output = node_id

    def _state(self, name: Token, literal: Node, earlier: NodeId | None) -> NodeId:
        node_id = earlier or literal.id
        self.nodes[node_id] = Node(node_id, INPUT, (), str(name), literal.value, stated=True)
        self.by_name[name] = node_id
        if earlier is not None:
            self.moved[literal.id] = earlier
        return node_id

    def _check_new(self, name: Token) -> None:
        problem = name_problem(name)
        if problem is not None:
            raise ExpressionError(problem, span_of(name))
        if name in self.definitions:
            message = f"{name} is defined twice. Give this one another name."
            raise ExpressionError(message, span_of(name))

    def expression(self, children: list[Any]) -> None:
        self._check_not_alone(children[0])
        self.output = self.computed = children[0].node

    def _check_not_alone(self, part: Part) -> None:
        if part.node == OPEN:
            message = "? stands for an operand that is still missing, as in a * ?."
            raise ExpressionError(message, span_of(self.holes[-1]))

    # Operations

    def binary(self, children: list[Any]) -> Part:
        left, operator, right = children
        return Part(self.add(_BINARY[operator.type], left.node, right.node))

    def implicit(self, children: list[Any]) -> Part:
        left, right = children
        return Part(self.add("mul", left.node, right.node))

    def unary(self, children: list[Any]) -> Part:
        operator, part = children
        if operator.type == "PLUS":
            return Part(part.node)
        if not part.bare:
            return Part(self.add("neg", part.node))
        node = self.nodes[part.node]
        self.nodes[part.node] = replace(node, value=-node.value)  # type: ignore[operator]
        return Part(part.node)

    def superscript(self, children: list[Any]) -> Part:
        base, exponent = children
        return Part(self.add("pow", base.node, self.add(INPUT, value=_value(exponent))))

    def transpose(self, children: list[Any]) -> Part:
        return Part(self.add("transpose", children[0].node))

    def root(self, children: list[Any]) -> Part:
        return Part(self.add("sqrt", children[1].node))

    def call(self, children: list[Any]) -> Part:
        function, given = children[0], children[2:-1]
        operands = [item for item in given if isinstance(item, Part)]
        attributes = [item for item in given if isinstance(item, Attribute)]
        arities = FUNCTIONS[function]
        span = span_of(function, children[-1])
        if len(operands) not in arities:
            raise ExpressionError(_wrong_arity(function, arities, len(operands)), span)
        op = OPS[arities[len(operands)]]
        for position, attribute in enumerate(attributes):
            if attribute.name not in op.attributes or position:
                message = f"{function} takes no {attribute.name}= here."
                raise ExpressionError(message, attribute.span)
        stated = tuple((str(attribute.name), attribute.value) for attribute in attributes)
        return Part(self.add(op.name, *(part.node for part in operands), attributes=stated))

    def attribute(self, children: list[Any]) -> Attribute:
        name, *_, number = children
        span = span_of(name, number)
        value = _value(number)
        if not value.is_integer() or abs(value) > 99:
            message = f"{name}= takes a whole number, such as {name}=0."
            raise ExpressionError(message, span)
        return Attribute(name, -int(value) if len(children) == 4 else int(value), span)

    # Leaves

    def name(self, children: list[Any]) -> Part:
        (name,) = children
        if _CALL.match(self.text, name.end_pos or 0):
            self.calls.append(name)
        if name not in self.by_name:
            problem = name_problem(name)
            if problem is not None:
                raise ExpressionError(problem, span_of(name))
            self.by_name[name] = self.add(INPUT, name=str(name))
        return Part(self.by_name[name])

    def hole(self, children: list[Any]) -> Part:
        self.holes.append(children[0])
        return Part(OPEN)

    def number(self, children: list[Any]) -> Part:
        return Part(self.add(INPUT, value=_value(children[0])), bare=True)

    def matrix(self, children: list[Any]) -> Part:
        return Part(self.add(INPUT, value=children[0].values))

    def brackets(self, children: list[Any]) -> Entries:
        span = span_of(children[0], children[-1])
        entries = [item for item in children[1:-1] if isinstance(item, Entries)]
        if not entries:
            raise ExpressionError("Write at least one number between [ and ].", span)
        for entry in entries:
            if entry.shape != entries[0].shape:
                message = "The rows of a matrix must be equally long."
                raise ExpressionError(message, entry.span)
        shape = (len(entries), *entries[0].shape)
        if len(shape) > 2:
            message = "A matrix has rows and columns; lists cannot be nested deeper."
            raise ExpressionError(message, span)
        return Entries(tuple(entry.values for entry in entries), shape, span)

    def entry(self, children: list[Any]) -> Entries:
        value = _value(children[-1])
        signed = -value if children[0].type == "MINUS" else value
        return Entries(signed, (), span_of(children[0], children[-1]))

    # The whole

    def group(self, children: list[Any]) -> Part:
        return Part(children[1].node)

    def start(self, children: list[Any]) -> None:
        if not children:
            message = "Write an expression, such as L = c(a + 2b)."
            raise ExpressionError(message, (0, len(self.text)))

    def finish(self) -> Graph:
        self._check_calls()
        kept = [node for node in self.nodes.values() if node.id not in self.moved]
        ids = {node.id: str(number) for number, node in enumerate(kept, 1)}
        ids.update({old: ids[new] for old, new in self.moved.items()}, **{OPEN: OPEN})
        nodes = {
            ids[node.id]: replace(
                node, id=ids[node.id], operands=tuple(ids[operand] for operand in node.operands)
            )
            for node in kept
        }
        output = self.computed or self.output
        graph = Graph(nodes, None if output is None else ids[output])
        self._check_cycle(graph)
        return graph

    def _check_calls(self) -> None:
        for name in self.calls:
            meant = None if name in self.definitions else resembling(name)
            if meant is not None:
                message = f"There is no function {name}. Did you mean {meant}?"
                raise ExpressionError(message, span_of(name))

    def _check_cycle(self, graph: Graph) -> None:
        try:
            _ = graph.order
        except GraphError as error:
            members = cycle_through(graph, error.node or "")
            name = next(name for name in self.definitions if graph.by_name[name] in members)
            message = f"{name} would depend on itself."
            raise ExpressionError(message, self.definitions[name]) from error


def _value(token: Token) -> float:
    if token.type == "PI":
        return math.pi
    value = superscript_number(token) if token.type == "SUPERSCRIPT" else float(token)
    if math.isinf(value):
        raise ExpressionError("This number is too large.", span_of(token))
    return value


def _wrong_arity(function: str, arities: Any, count: int) -> str:
    expected = " or ".join(str(arity) for arity in sorted(arities))
    noun = "operand" if expected == "1" else "operands"
    return f"{function} takes {expected} {noun}, not {count}."
