"""What a step of a pass did: its formula by the chain rule, and a short exact sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gradviz.graph import (
    OPS,
    BackwardStep,
    Evaluation,
    ForwardStep,
    Graph,
    Node,
    NodeId,
    Step,
    SumStep,
    Value,
    format_number,
    format_value,
)
from gradviz.teaching.backward import contribution_links, product_shapes
from gradviz.teaching.markup import GRADIENT, VALUE
from gradviz.teaching.phrases import BACKWARD, FORWARD
from gradviz.teaching.plain import plain
from gradviz.teaching.reasons import reason
from gradviz.teaching.sums import sum_links, sum_plain, uses
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


def describe(graph: Graph, evaluation: Evaluation, step: Step) -> Narration:
    """The narration of one step of ``evaluation``."""
    if isinstance(step, ForwardStep):
        return _forward(graph, evaluation.node_values, step)
    if isinstance(step, SumStep):
        return _sum(graph, evaluation, step)
    if step.user is None:
        return _seed(graph, evaluation)
    return _backward(graph, evaluation, step, graph.nodes[step.user])


def describe_end(graph: Graph, evaluation: Evaluation, *, backward: bool) -> Narration:
    """What is known after the forward pass, or after both."""
    missing = _missing(evaluation.missing)
    if evaluation.obstacle is not None:
        return describe_obstacle(evaluation)
    target = called(graph, evaluation.target)
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
    return Narration(words, r",\quad ".join(parts), _joined(_independent(evaluation), missing))


def describe_obstacle(evaluation: Evaluation) -> Narration:
    """What keeps the target from being computed."""
    said = str(evaluation.obstacle)
    if not evaluation.forward:
        return Narration(said)
    return Narration(f"What can be computed is known. {said}")


def does_not_depend(evaluation: Evaluation, node_id: NodeId) -> bool:
    """Whether the target is computed without a node, so that its gradient is 0."""
    reached = node_id == evaluation.target or node_id in evaluation.contributors
    return bool(evaluation.backward) and not reached


def _independent(evaluation: Evaluation) -> str | None:
    """Names the parameters without an effect on the target."""
    graph = evaluation.graph
    apart = [n.id for n in graph.parameters if does_not_depend(evaluation, n.id)]
    names = [called(graph, node_id).plain for node_id in apart]
    if not names:
        return None
    return f"{called(graph, evaluation.target).plain} does not depend on {_listed(names, 'or')}."


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
    place = "output" if evaluation.target == graph.output else "target"
    return Narration(
        f"The backward pass starts at the {place}: {target.plain} changes as fast as itself.",
        _chain([derivative(target, target).latex, number(1.0).colored(GRADIENT).latex]),
    )


def _backward(graph: Graph, evaluation: Evaluation, step: BackwardStep, user: Node) -> Narration:
    node, target = called(graph, step.node), called(graph, evaluation.target)
    links = contribution_links(graph, evaluation, step, user)
    rule = BACKWARD.get(user.op, ("",) * len(user.operands))[step.port]
    why = reason(evaluation, step, user) or _with_shapes(rule, evaluation, step, user)
    if step.parts > 1:
        place = f"{uses(evaluation, step.node)}: this is contribution {step.part} of {step.parts}."
        return Narration(f"{place} {why}".strip(), _chain(links), step.note)
    words = f"{why} {_rate(evaluation, node, step.total)}"
    left = derivative(target, node).latex
    return Narration(words.strip(), _chain([left, *links]), step.note)


def _sum(graph: Graph, evaluation: Evaluation, step: SumStep) -> Narration:
    node, target = called(graph, step.node), called(graph, evaluation.target)
    words = f"{uses(evaluation, step.node)}: the contributions add{sum_plain(step)}."
    left = derivative(target, node).latex
    latex = _chain([left, *sum_links(evaluation, step)])
    return Narration(f"{words} {_rate(evaluation, node, step.total)}", latex)


def _with_shapes(rule: str, evaluation: Evaluation, step: BackwardStep, user: Node) -> str:
    """A rule in words, for a matrix product with the shapes that come together."""
    shapes = product_shapes(evaluation, step, user)
    if shapes is None:
        return rule
    whole, left, right = ("×".join(map(str, shape)) for shape in shapes)
    name = called(evaluation.graph, step.node).plain
    vector = np.ndim(evaluation.node_values[step.node]) == 1
    like = f"{name} as a {'row' if step.port == 0 else 'column'}" if vector else f"as {name} is"
    return f"{rule[:-1]}: ({left})({right}) gives {whole}, {like}."


def _rate(evaluation: Evaluation, node: Term, gradient: Value) -> str:
    """How the target follows the node: exact for an infinitely small change."""
    of, by = called(evaluation.graph, evaluation.target).plain, node.plain
    if not isinstance(gradient, float):
        return f"Every element of {by} has its own gradient: {shape_text(gradient)}."
    if not is_finite(gradient):
        return "The gradient is not a finite number."
    value = evaluation.node_values[evaluation.target]
    if not is_finite(value):
        shown = format_value(value)
        return f"{of} is {shown} here; the rule is followed all the same, as PyTorch does."
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
    was = "was" if len(names) == 1 else "were"
    return f"{_listed(names, 'and')} {was} given no value: 1 is used."


def _listed(names: Sequence[str], joint: str) -> str:
    """Names in a row: a; a and b; a, b and c."""
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


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
