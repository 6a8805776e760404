"""The whole derivation as a LaTeX document: expression, forward steps, backward steps, result."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gradviz.graph import Evaluation, to_latex
from gradviz.teaching.markup import GRADIENT, VALUE
from gradviz.teaching.narration import Narration, describe, describe_end
from gradviz.teaching.plain import plain
from gradviz.teaching.terms import called, derivative, value_term
from gradviz.teaching.typewritten import text_latex

_PREAMBLE = rf"""\documentclass{{article}}
\usepackage{{iftex}}
\ifPDFTeX\usepackage[utf8]{{inputenc}}\fi
\usepackage{{amsmath, amssymb}}
\usepackage{{xcolor}}
% Values are blue and gradients vermillion, as on the screen.
\definecolor{{{VALUE}}}{{HTML}}{{0072B2}}
\definecolor{{{GRADIENT}}}{{HTML}}{{D55E00}}
\allowdisplaybreaks
"""

_LONGEST_LINE = 64
"""Characters of a formula that fit on a line of the page."""

_OPENING = ("{", r"\left")
_STRUCTURE = re.compile(r"\\left(?![a-z])|\\right(?![a-z])| = |(?<!\\)[{}]")
_ALIGNED = (r"\begin{aligned} ", r" \end{aligned}")


def derivation(evaluation: Evaluation, title: str) -> str:
    """A complete LaTeX document that derives every value and every gradient of an evaluation."""
    graph = evaluation.graph
    forward = (describe(graph, evaluation, step) for step in evaluation.forward)
    turn = len(evaluation.forward)
    backward = (describe(graph, evaluation, step) for step in evaluation.steps[turn:])
    end = describe_end(graph, evaluation, backward=True)
    parts = [
        _PREAMBLE,
        rf"\title{{{text_latex(title)}}}",
        "\\date{}\n\\begin{document}\n\\maketitle\n",
        _section("Expression", _display(_expression(evaluation))),
        _section("Inputs", _display(_inputs(evaluation))),
        _section("Forward pass", _steps(forward)),
    ]
    if evaluation.backward:
        parts.append(_section("Backward pass", _steps(backward)))
        parts.append(_section("Gradients", _display(_gradients(evaluation))))
    parts += [text_latex(end.sentence), "", r"\end{document}", ""]
    return "\n".join(parts)


def _section(title: str, body: str) -> str:
    return rf"\section*{{{title}}}" + f"\n{body}\n" if body else ""


def _display(rows: Iterable[str]) -> str:
    """Formulas below one another, aligned at their first equality sign."""
    written = " \\\\\n".join(_aligned(row) for row in rows)
    return f"\\begin{{align*}}\n{written}\n\\end{{align*}}" if written else ""


def _aligned(row: str) -> str:
    """A formula with its place of alignment; a long one gets a line for each equality sign."""
    if " &= " in row or row.startswith("& "):
        return row
    first, *links = _links(row)
    if not links:
        return f"& {first}"
    between = " \\\\\n&= " if len(plain(row)) > _LONGEST_LINE else " = "
    return f"{first} &= {between.join(links)}"


def _links(row: str) -> list[str]:
    """What stands between the equality signs that are not inside braces or brackets."""
    depth, start, found = 0, 0, []
    for match in _STRUCTURE.finditer(row):
        if match[0] == " = ":
            if depth == 0:
                found.append(row[start : match.start()])
                start = match.end()
        else:
            depth += 1 if match[0] in _OPENING else -1
    return [*found, row[start:]]


def _steps(steps: Iterable[Narration]) -> str:
    """A numbered list: what is done, in words, and the formula with its numbers."""
    items = []
    for step in steps:
        formula = f"\n{_display([step.latex])}" if step.latex else ""
        items.append(f"\\item{{}} {text_latex(step.sentence)}{formula}")
    if not items:
        return ""
    return "\n".join((r"\begin{enumerate}", *items, r"\end{enumerate}"))


def _expression(evaluation: Evaluation) -> list[str]:
    """The statements; all of them are aligned already where there are several."""
    latex = to_latex(evaluation.graph)
    opening, closing = _ALIGNED
    if latex.startswith(opening):
        return [latex.removeprefix(opening).removesuffix(closing)]
    return [latex] if latex else []


def _inputs(evaluation: Evaluation) -> Iterable[str]:
    for node in evaluation.graph.inputs:
        value = value_term(evaluation.node_values[node.id]).colored(VALUE)
        yield f"{called(evaluation.graph, node.id).latex} = {value.latex}"


def _gradients(evaluation: Evaluation) -> Iterable[str]:
    graph = evaluation.graph
    target = called(graph, evaluation.target)
    for node in graph.inputs:
        gradient = value_term(evaluation.node_gradients[node.id]).colored(GRADIENT)
        by = derivative(target, called(graph, node.id))
        yield f"{by.latex} = {gradient.latex}"
