"""A graph as LaTeX in the lecture's notation."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from gradviz.graph.model import OPEN, Graph, Literal, Node, NodeId
from gradviz.graph.names import name_latex
from gradviz.graph.numbers import format_full
from gradviz.graph.ops import OPS
from gradviz.graph.printing import JUXTAPOSED, Form, Slot, spell, statements

SUM, NEGATIVE, BIG, PRODUCT, POWER, ATOM = range(1, 7)
"""How tightly typeset formulas bind; ``BIG`` is a sum sign with what follows it."""

_BINDS = {
    "add": SUM,
    "sub": SUM,
    "neg": NEGATIVE,
    "sum": BIG,
    "mean": BIG,
    "min": BIG,
    "max": BIG,
    "mul": PRODUCT,
    "matmul": PRODUCT,
    "dot": PRODUCT,
    "div": POWER,
    "pow": POWER,
    "transpose": POWER,
    "inv": POWER,
}
_LEAST = {
    "add": (SUM, BIG),
    "sub": (SUM, BIG),
    "neg": (PRODUCT,),
    "sum": (PRODUCT,),
    "mean": (PRODUCT,),
    "min": (ATOM,),
    "max": (ATOM,),
    "mul": (PRODUCT, POWER),
    "matmul": (PRODUCT, POWER),
    "dot": (POWER, POWER),
    "pow": (ATOM, SUM),
    "transpose": (ATOM,),
    "inv": (ATOM,),
    "identity": (ATOM,),
}
"""What operands must bind at least; elsewhere braces or parentheses stand around them."""

_PARENTHESES = ("\\left(", "\\right)")
_WORD = re.compile(r"(?<![\\\w])[A-Za-z]+(?!\w)")
_INDEXED = re.compile(r"\\(?:sum|min|max|operatorname\{softmax\})")
_LARGEST_MATRIX = 8

MATRIX_END = r"\end{bmatrix}"


def to_latex(graph: Graph, node: NodeId | None = None) -> str:
    """The statement that defines ``node``, or all statements, aligned at their equals signs."""
    plan = statements(graph)
    forms = _Forms(graph, plan.names)
    if node is not None:
        unstated = graph.nodes[node].is_input and not graph.nodes[node].stated
        return _statement(forms, "" if unstated else plan.names.get(node, ""), node, " = ")
    chosen = [(statement.name, statement.node) for statement in plan.order]
    if len(chosen) == 1:
        return _statement(forms, *chosen[0], " = ")
    lines = " \\\\ ".join(_statement(forms, name, node_id, " &= ") for name, node_id in chosen)
    return f"\\begin{{aligned}} {lines} \\end{{aligned}}" if chosen else ""


def node_latex(graph: Graph, node: NodeId, depth: int | None = None) -> str:
    """What ``node`` computes, from the names of its operands; a named input is its name.

    Unnamed operands are written out, to ``depth`` levels if given; below that stand labels.
    """
    names = dict(statements(graph).names)
    if depth is not None:
        names.update(_cut(graph, node, depth))
    forms = _Forms(graph, names)
    form = forms.use(node) if graph.nodes[node].is_input else forms.definition(node)
    return _typeset(spell(form, forms.use, _PARENTHESES))


def definition_latex(graph: Graph, node: NodeId, names: Mapping[NodeId, str]) -> str:
    """What ``node`` computes; of its operands those in ``names`` are named, others written out."""
    forms = _Forms(graph, names)
    return _typeset(spell(forms.definition(node), forms.use, _PARENTHESES))


def _statement(forms: _Forms, name: str, node: NodeId, equals: str) -> str:
    if not name:
        text = _typeset(spell(forms.use(node), forms.use, _PARENTHESES))
        return f"& {text}" if "&" in equals else text
    text = _typeset(spell(forms.definition(node), forms.use, _PARENTHESES))
    return f"{name_latex(name)}{equals}{text}"


def _cut(graph: Graph, node: NodeId, depth: int) -> Mapping[NodeId, str]:
    """Labels of the operations more than ``depth`` levels below ``node``."""
    within = {node}
    level = {node}
    for _ in range(depth):
        level = {o for user in level for o in graph.nodes[user].operands if o != OPEN} - within
        within |= level
    return {i: label for i, label in graph.labels.items() if i not in within}


class _Forms:
    """How each node of one graph is typeset, where it is defined and where it is used."""

    def __init__(self, graph: Graph, names: Mapping[NodeId, str]) -> None:
        self._graph = graph
        self._names = names
        self._signed = self._starting_with_minus()

    def _starting_with_minus(self) -> set[NodeId]:
        found: set[NodeId] = set()
        for node_id in self._graph.order:
            node = self._graph.nodes[node_id]
            if node_id in self._names:
                continue
            if node.is_input:
                negative = isinstance(node.value, float) and math.copysign(1, node.value) < 0
            else:
                leads = node.op in {"mul", "matmul"} and node.operands[0] in found
                negative = node.op == "neg" or leads
            if negative:
                found.add(node_id)
        return found

    def use(self, node_id: NodeId) -> Form:
        """A node as an operand."""
        if node_id == OPEN:
            return Form(ATOM, (r"\square",))
        name = self._names.get(node_id)
        return Form(ATOM, (name_latex(name),)) if name else self.definition(node_id)

    def definition(self, node_id: NodeId) -> Form:
        """What a node computes, or the value of an input."""
        node = self._graph.nodes[node_id]
        if node.is_input:
            return _literal_form(1.0 if node.value is None else node.value)
        binds = NEGATIVE if node_id in self._signed else _BINDS.get(node.op, ATOM)
        if node.op == "mul":
            return Form(binds, (self._slot(node, 0), JUXTAPOSED, self._slot(node, 1)))
        template = OPS[node.op].latex
        for attribute, value in node.attributes:
            index = rf"_{{\\mathrm{{{attribute}}} = {value}}}"
            template = _INDEXED.sub(rf"\g<0>{index}", template)
        ports = OPS[node.op].ports
        pieces: list[str | Slot] = []
        end = 0
        for match in _WORD.finditer(template):
            if match[0] in ports:
                slot = self._slot(node, ports.index(match[0]))
                pieces += [template[end : match.start()], slot]
                end = match.end()
        return Form(binds, (*(piece for piece in (*pieces, template[end:]) if piece),))

    def _slot(self, node: Node, port: int) -> Slot:
        operand = node.operands[port]
        least = _LEAST.get(node.op, (SUM, SUM))[port]
        if operand in self._signed:
            leads = port == 0 and node.op in {"add", "sub", "mul", "matmul"}
            least = SUM if leads else least
        return Slot(operand, least)


def _literal_form(value: Literal) -> Form:
    if isinstance(value, tuple):
        return Form(ATOM, (_matrix(value),))
    text = _number(value)
    binds = PRODUCT if r"\cdot" in text else ATOM
    return Form(NEGATIVE if text.startswith("-") else binds, (text,))


def _number(value: Literal) -> str:
    if isinstance(value, tuple):
        return _matrix(value)
    if not math.isfinite(value):
        return r"\text{NaN}" if math.isnan(value) else r"\infty" if value > 0 else r"-\infty"
    if abs(value) == math.pi:
        return r"-\pi" if value < 0 else r"\pi"
    mantissa, _, exponent = format_full(value).partition("e")
    return rf"{mantissa} \cdot 10^{{{exponent}}}" if exponent else mantissa


def _matrix(value: tuple[Literal, ...]) -> str:
    rows = [row if isinstance(row, tuple) else (row,) for row in value]
    sizes = (len(rows), len(rows[0]))
    if max(sizes) > _LARGEST_MATRIX:
        return rf"\left[{sizes[0]} \times {sizes[1]}\right]"
    lines = [
        " & ".join(_number(entry) for entry in row if isinstance(entry, float)) for row in rows
    ]
    body = r" \\ ".join(lines)
    return rf"\begin{{bmatrix}} {body} {MATRIX_END}"


def _typeset(pieces: list[str]) -> str:
    """The LaTeX of the pieces, with a sign or a space for each product."""
    written = list(pieces)
    for index, piece in enumerate(pieces[1:], start=1):
        if piece.startswith("^") and written[index - 1].endswith(MATRIX_END):
            written[index - 1] = f"{{{written[index - 1]}}}"  # a matrix alone can't be raised
    for index, piece in enumerate(pieces):
        if piece == JUXTAPOSED:
            written[index] = _product_sign(pieces[index - 1], pieces[index + 1])
    return "".join(written)


def _product_sign(before: str, after: str) -> str:
    if after[0] in "0123456789.-" or before.startswith(r"\begin") or after.startswith(r"\begin"):
        return r" \cdot "
    is_number = before.lstrip("-").replace(".", "").isdigit()
    return " " if is_number or after == _PARENTHESES[0] else r" \, "
