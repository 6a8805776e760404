"""What a step of a pass did: its formula by the chain rule, and a short exact sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from gradviz.graph import (
    OPS,
    BackwardStep,
    Evaluation,
    ForwardStep,
    Graph,
    Node,
    Value,
    format_number,
)
from gradviz.teaching.backward import contribution_links
from gradviz.teaching.markup import GRADIENT, VALUE
from gradviz.teaching.phrases import BACKWARD, FORWARD
from gradviz.teaching.plain import plain
from gradviz.teaching.terms import (
    Term,
    applied,
    called,
    derivative,
    is_finite,
    is_small,
    number,
    shape_latex,
    shape_text,
    value_term,
)

_MOST_GRADIENTS = 4  # in a summary


@dataclass(frozen=True)
class Narration:
    """``words``: one or two sentences; ``latex``: the formula with color marks, or "".

    ``note`` is the convention that applied, or what else must be known.
    """

    words: str
    latex: str = ""
    note: str | None = None

    @property
    def plain(self) -> str:
        """The formula in characters."""
        return plain(self.latex)

    @property
    def sentence(self) -> str:
        """Words and note together."""
        return f"{self.words} {self.note}" if self.note else self.words


def describe(graph: Graph, evaluation: Evaluation, step: ForwardStep | BackwardStep) -> Narration:
    """The narration of one step of ``evaluation``."""
    if isinstance(step, ForwardStep):
        return _forward(graph, evaluation.node_values, step)
    if step.user is None:
        return _seed(graph, evaluation)
    return _backward(graph, evaluation, step, graph.nodes[step.user])


def describe_end(graph: Graph, evaluation: Evaluation, *, backward: bool) -> Narration:
    """What is known after the forward pass, or after both."""
    target = called(graph, evaluation.target)
    missing = _missing(evaluation.missing)
    if not backward or evaluation.note is not None:
        result = value_term(evaluation.value).colored(VALUE)
        words = "Every value is known." if evaluation.forward else "There is nothing to compute."
        note = _joined(missing, evaluation.note)
        return Narration(words, _chain([target.latex, result.latex]), note)
    parts = []
    known = evaluation.node_gradients
    inputs = [node for node in graph.parameters if node.id in known]
    for node in inputs[:_MOST_GRADIENTS]:
        by = derivative(target, called(graph, node.id))
        parts.append(f"{by.latex} = {value_term(known[node.id]).colored(GRADIENT).latex}")
    if len(inputs) > _MOST_GRADIENTS:
        parts.append(r"\ldots")
    words = f"Every gradient is known: how fast {target.plain} changes with each parameter."
    return Narration(words, r",\quad ".join(parts), missing)


def _forward(graph: Graph, values: Mapping[str, Value], step: ForwardStep) -> Narration:
    node = graph.nodes[step.node]
    op = OPS[node.op]
    name = called(graph, node.id)
    names = [called(graph, operand) for operand in node.operands]
    inputs = [values[operand] for operand in node.operands]
    phrase = FORWARD.get(op.name, f"{op.symbol} of {{0}}")
    infix = phrase.startswith("{0} ")
    phrase = phrase.format(*(plain(term.within(2)) if infix else term.plain for term in names))
    symbolic = applied(op, names)
    links = [name.latex, symbolic.latex]
    if all(map(is_small, inputs)) and (op.elementwise or op.name == "matmul"):
        terms = [value_term(value).colored(VALUE) for value in inputs]
        links.append(applied(op, terms).latex)
    if is_small(step.value):
        links.append(value_term(step.value).colored(VALUE).latex)
    latex = _chain(links)
    if _any_array((step.value,)) and not is_small(step.value):
        latex += rf",\quad {_shapes(op.name, inputs)}{shape_latex(step.value)}"
    words = f"{name.plain} is {phrase}." if name.plain != symbolic.plain else _sentence(phrase)
    if _any_array((step.value,)):
        words += f" It {'is' if np.ndim(step.value) > 1 else 'holds'} {shape_text(step.value)}."
    return Narration(words, latex, step.note)


def _seed(graph: Graph, evaluation: Evaluation) -> Narration:
    target = called(graph, evaluation.target)
    return Narration(
        f"The backward pass starts at the output: {target.plain} changes as fast as itself.",
        _chain([derivative(target, target).latex, number(1.0).colored(GRADIENT).latex]),
    )


def _backward(graph: Graph, evaluation: Evaluation, step: BackwardStep, user: Node) -> Narration:
    node, target = called(graph, step.node), called(graph, evaluation.target)
    left = derivative(target, node).latex
    links = contribution_links(graph, evaluation, step, user)
    why = BACKWARD.get(user.op, ("",) * len(user.operands))[step.port]
    if step.parts == 1:
        words = f"{why} {_rate(target, node, step.total)}"
        return Narration(words.strip(), _chain([left, *links]), step.note)
    if step.part > 1:
        before = _before(evaluation, step)
        known = value_term(before).colored(GRADIENT).within(1)
        added = [f"{known} + {_added(link)}" for link in links] if is_small(before) else links
        if is_small(step.total):
            added.append(value_term(step.total).colored(GRADIENT).latex)
        links = added
    times = _places(graph, step)
    if step.part < step.parts:
        words = f"{times}: this is contribution {step.part} of {step.parts}. {why}"
        return Narration(words.strip(), _chain(links), step.note)
    words = f"{times}: the contributions add. {_rate(target, node, step.total)}"
    return Narration(words.strip(), _chain([left, *links]), step.note)


def _added(link: str) -> str:
    return rf"\left({link}\right)" if plain(link).startswith("−") else link


def _places(graph: Graph, step: BackwardStep) -> str:
    users = {user for user, _ in graph.users[step.node]}
    name = called(graph, step.node).plain
    if len(users) == 1:
        return f"{name} is used {step.parts} times"
    return f"{name} feeds {len(users)} nodes"


def _before(evaluation: Evaluation, step: BackwardStep) -> Value:
    """The sum of the contributions before this one."""
    return next(
        other.total
        for other in evaluation.backward
        if other.node == step.node and other.part == step.part - 1
    )


def _rate(target: Term, node: Term, gradient: Value) -> str:
    """How the target follows the node: exact for an infinitely small change."""
    of, by = target.plain, node.plain
    if not isinstance(gradient, float):
        return f"Every element of {by} has its own gradient: {shape_text(gradient)}."
    if not is_finite(gradient):
        return "The gradient is not a finite number."
    if gradient == 0:
        return f"{of} does not change with {by} here: the slope is 0."
    size = format_number(abs(gradient))
    speed = "as fast as" if size == "1" else f"{size} times as fast as"
    if gradient > 0:
        return f"{of} changes {speed} {by}."
    return f"{of} falls {speed} {by} rises."


def _missing(names: tuple[str, ...]) -> str | None:
    if not names:
        return None
    if len(names) == 1:
        return f"{names[0]} was given no value: 1 is used."
    return f"{', '.join(names[:-1])} and {names[-1]} were given no value: 1 is used."


def _joined(*sentences: str | None) -> str | None:
    return " ".join(sentence for sentence in sentences if sentence) or None


def _shapes(op: str, operands: Iterable[Value]) -> str:
    """The shapes of a matrix product's factors, as they fit together."""
    if op != "matmul":
        return ""
    return r"\,".join(rf"({shape_latex(value)})" for value in operands) + r" \to "


def _chain(links: Iterable[str]) -> str:
    """The links joined by equality signs, each said once."""
    result: list[str] = []
    for link in links:
        if not result or plain(link) != plain(result[-1]):
            result.append(link)
    return " = ".join(result)


def _any_array(values: Iterable[Value]) -> bool:
    return any(np.ndim(value) for value in values)


def _sentence(phrase: str) -> str:
    """A phrase as a sentence; a name at its start stays as it is."""
    start = "The" + phrase[3:] if phrase.startswith("the ") else phrase
    return f"{start}."
