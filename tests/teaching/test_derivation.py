"""The derivation as a LaTeX document: complete, balanced, and read by LaTeX where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings

from gradviz.graph import INPUT, Evaluation, Graph, Node, evaluate, literal, parse
from gradviz.teaching.derivation import derivation
from tests.graph.random_graphs import array_graphs, scalar_graphs

LECTURE = evaluate(parse("d = 2b; e = a + d; L = c*e"), {"a": 1, "b": 2, "c": 3})
MATRIX = evaluate(
    parse("ŷ = X @ w; L = mean((y - ŷ)^2)"),
    {"X": [[1, 2], [3, 4]], "w": [1, -1], "y": [0.5, 1]},
)
NAMES = evaluate(parse("θ_1 = 2; α = sigmoid(θ_1 x₂) + log_rate; L = α^2 + |α| / 3"
                       .replace("|α|", "abs(α)")))  # fmt: skip
KINKS = evaluate(parse("L = relu(x) + max(x, y) + softmax(x) + min(v)"), {"x": 0, "v": [1, 1]})
PLAIN = evaluate(parse("L = 3"))
SEVERAL = pytest.mark.parametrize("evaluation", [LECTURE, MATRIX, NAMES, KINKS, PLAIN])


def is_balanced(document: str) -> bool:
    """Whether braces and environments close in the order in which they open."""
    open_: list[str] = []
    for match in re.finditer(
        r"\\begin\{(\w+\*?)\}|\\end\{(\w+\*?)\}|\\.|[{}]", document, re.DOTALL
    ):
        if match[1] or match[0] == "{":
            open_.append(match[1] or "{")
        elif (match[2] or match[0] == "}") and (not open_ or open_.pop() != (match[2] or "{")):
            return False
    return not open_


def displays(document: str) -> list[str]:
    return re.findall(r"\\begin\{align\*\}\n(.*?)\n\\end\{align\*\}", document, re.DOTALL)


def test_the_balance_is_found_out() -> None:
    assert is_balanced(r"\begin{align*} \left\{ {x} \end{align*}")
    assert not is_balanced(r"\begin{align*} {x \end{align*} }")
    assert not is_balanced("{")


@SEVERAL
def test_the_document_is_complete(evaluation: Evaluation) -> None:
    document = derivation(evaluation, "Title")
    assert document.startswith(r"\documentclass{article}")
    assert document.rstrip().endswith(r"\end{document}")
    assert is_balanced(document)
    assert document.isascii()
    assert document.count(r"\item{}") == len(evaluation.steps)


@SEVERAL
def test_every_line_has_one_place_of_alignment(evaluation: Evaluation) -> None:
    for display in displays(derivation(evaluation, "Title")):
        outside = re.sub(r"\\begin\{(bmatrix|cases)\}.*?\\end\{\1\}", "", display, flags=re.DOTALL)
        for row in outside.split(r"\\"):
            assert row.count("&") == 1, row


def test_values_and_gradients_stand_in_it_with_their_colors() -> None:
    document = derivation(LECTURE, "Lecture")
    assert (
        r"e &= a + d = \textcolor{value}{1} + \textcolor{value}{4} = \textcolor{value}{5}"
        in document
    )
    assert r"\frac{\partial L}{\partial b} &= \textcolor{gradient}{6}" in document
    assert r"\definecolor{gradient}{HTML}{D55E00}" in document
    assert r"\title{Lecture}" in document


def test_contributions_add_up_in_a_step_of_their_own() -> None:
    document = derivation(evaluate(parse("y = x*x + x"), {"x": 3}), "Twice")
    assert "the contributions add" in document
    assert r"\textcolor{gradient}{7}" in document


def test_an_array_has_no_backward_pass_and_says_why() -> None:
    document = derivation(evaluate(parse("L = 2v"), {"v": [1, 2]}), "Vector")
    assert "Backward pass" not in document
    assert "use sum or mean" in document
    assert is_balanced(document)


def test_a_title_may_hold_anything() -> None:
    document = derivation(LECTURE, r"50% of $x_1 & {y} \ #~^ ŷ·σ²")
    assert is_balanced(document)
    assert r"\title{50\% of \$x\_1 \& \{y\} \textbackslash{} \#" in document


@settings(max_examples=40)
@given(scalar_graphs())
def test_any_graph_of_numbers_gives_a_balanced_document(graph: Graph) -> None:
    assert is_balanced(derivation(evaluate(graph), "Random"))


@settings(max_examples=40)
@given(array_graphs())
def test_any_graph_of_arrays_gives_a_balanced_document(graph: Graph) -> None:
    assert is_balanced(derivation(evaluate(graph), "Random"))


def chain(length: int) -> Evaluation:
    nodes = {"n0": Node("n0", INPUT, (), "x", 0.5)}
    for index in range(1, length + 1):
        nodes[f"n{index}"] = Node(f"n{index}", "mul", (f"n{index - 1}", "n0"))
    return evaluate(Graph(nodes, f"n{length}"))


def test_a_thousand_nodes_are_written() -> None:
    document = derivation(chain(1_000), "Long")
    assert document.count(r"\item{}") == 3_002  # one input is used a thousand times: a sum
    assert is_balanced(document)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
@pytest.mark.parametrize("evaluation", [LECTURE, MATRIX, NAMES, KINKS, chain(30)])
def test_latex_reads_the_document(evaluation: Evaluation, tmp_path: Path) -> None:
    (tmp_path / "derivation.tex").write_text(derivation(evaluation, "ŷ & σ"), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "derivation.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=100)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2_000:]
    assert (tmp_path / "derivation.pdf").stat().st_size > 1_000


def test_large_arrays_are_told_by_their_shape() -> None:
    values = {"X": literal([[1.0] * 20] * 30), "w": [1.0] * 20}
    document = derivation(evaluate(parse("L = sum(X @ w)"), values), "Large")
    assert r"X &= \textcolor{value}{30 \times 20}" in document
