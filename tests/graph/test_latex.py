"""Graph → LaTeX: lecture notation that ziamath can typeset."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from gradviz.graph import OPS, Graph, name_latex, node_latex, parse, to_latex
from tests.graph.random_texts import NAMES, written_graphs

# ziafont finds its fonts by a function that Python 3.11 calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")


def typeset(tex: str) -> str:
    import ziamath

    ziamath.config.svg2 = False
    svg = ziamath.Latex(tex).svg()
    assert isinstance(svg, str)
    return svg


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("L = c(a + 2b)", r"L = c \left(a + 2 b\right)"),
        ("ŷ = m x + b", r"\hat{y} = m \, x + b"),
        ("(2a + b)(c - d)", r"\left(2 a + b\right) \left(c - d\right)"),
        ("a/b * c", r"\frac{a}{b} \, c"),
        ("(a/b)^2", r"\left(\frac{a}{b}\right)^{2}"),
        ("x^y^z", "x^{y^{z}}"),
        ("(x^y)^z", r"\left(x^{y}\right)^{z}"),
        ("-x^2", "-x^{2}"),
        ("(-2)^2", r"\left(-2\right)^{2}"),
        ("a - (-b)", r"a - \left(-b\right)"),
        ("a + (-2x)", r"a + \left(-2 x\right)"),
        ("-2x", "-2 x"),
        ("2*3", r"2 \cdot 3"),
        ("2e-5x", r"2 \cdot 10^{-5} \, x"),
        ("σ(x)", r"\sigma\left(x\right)"),
        ("sqrt(x + 1)", r"\sqrt{x + 1}"),
        ("mean((y - ŷ)^2)", r"\frac{1}{n} \sum \left(y - \hat{y}\right)^{2}"),
        ("sum(x) y", r"\left(\sum x\right) \, y"),
        ("sum(x, dim=0)", r"\sum_{\mathrm{dim} = 0} x"),
        ("(A + B).T", r"\left(A + B\right)^{\top}"),
        ("A.T^2", r"\left(A^{\top}\right)^{2}"),
        ("inv(A)", "A^{-1}"),
        ("2π x", r"2 \pi \, x"),
        ("[[1, -2], [3, 4]] @ x", r"\begin{bmatrix} 1 & -2 \\ 3 & 4 \end{bmatrix} \, x"),
        ("[1, 2].T", r"{\begin{bmatrix} 1 \\ 2 \end{bmatrix}}^{\top}"),
        ("y = 1; x y", r"\begin{aligned} y &= 1 \\ & x \, y \end{aligned}"),
    ],
)
def test_formulas_look_like_the_lecture(text: str, tex: str) -> None:
    assert to_latex(parse(text)) == tex


@pytest.mark.parametrize(
    ("name", "tex"),
    [
        ("x", "x"),
        ("ŷ", r"\hat{y}"),
        ("y\u0302", r"\hat{y}"),
        ("y_hat", r"\hat{y}"),
        ("yhat", r"\hat{y}"),
        ("x1", "x_{1}"),
        ("x₁₂", "x_{12}"),
        ("x_i", "x_{i}"),
        ("w_out_1", r"w_{\mathrm{out}, 1}"),
        ("theta_1", r"\theta_{1}"),
        ("σ", r"\sigma"),
        ("∂L", r"\partial L"),
        ("Δx", r"\Delta x"),
        ("MSE", r"\mathrm{MSE}"),
        ("hat", r"\mathrm{hat}"),
        ("_k", r"\mathrm{\_k}"),
    ],
)
def test_names_are_set_in_mathematics(name: str, tex: str) -> None:
    assert name_latex(name) == tex


@pytest.mark.parametrize("name", [*NAMES, "größe", "αx", "x̄", "x⃗", "x\u0323", "_", "a__b", "W_"])
def test_every_name_can_be_typeset(name: str) -> None:
    assert "<svg" in typeset(name_latex(name))


@pytest.mark.parametrize("op", OPS)
def test_every_operation_can_be_typeset(op: str) -> None:
    row = OPS[op]
    operands = ", ".join(("a + b", "c - d")[: row.arity])
    infix = {"sub": "a - (c - d)", "div": "(a + b)/(c - d)", "neg": "-(a + b)"}
    infix |= {"add": "a + b", "mul": "(a + b)(c - d)", "pow": "(a + b)^(c - d)"}
    text = infix.get(op) or f"{row.function}({operands})"
    for whole in (text, f"({text})^2 ({text})", f"-({text}) + ({text})/2"):
        assert "<svg" in typeset(to_latex(parse(whole)))


@settings(max_examples=15)
@given(written_graphs(shared=True))
def test_every_graph_can_be_typeset(graph: Graph) -> None:
    assert "<svg" in typeset(to_latex(graph))


def test_one_statement_or_one_node() -> None:
    graph = parse("d = 2b; e = a + d; L = c*e")
    assert to_latex(graph, graph.by_name["e"]) == "e = a + d"
    assert node_latex(graph, graph.by_name["e"]) == "a + d"
    assert node_latex(graph, graph.by_name["a"]) == to_latex(graph, graph.by_name["a"]) == "a"


def test_unnamed_operands_are_written_out_to_a_depth() -> None:
    graph = parse("sin((x + y) z)")
    shown = [node_latex(graph, graph.output or "", depth) for depth in (0, 1, None)]
    assert shown[0] == r"\sin\left(n_{2}\right)"
    assert shown[1] == r"\sin\left(n_{1} \, z\right)"
    assert shown[2] == r"\sin\left(\left(x + y\right) \, z\right)"


def test_large_matrices_are_shown_by_their_shape() -> None:
    graph = parse(f"A = [{', '.join(['[1, 2]'] * 9)}]")
    assert to_latex(graph) == r"A = \left[9 \times 2\right]"


def test_depth_has_no_limit() -> None:
    assert to_latex(parse("-" * 10_000 + "x")).count("-") == 10_000
