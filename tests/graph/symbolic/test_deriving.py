"""Derivations: every line equals the one before, and the last is the gradient."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import pytest
import sympy
from hypothesis import given, settings

from gradviz.errors import GraphError
from gradviz.graph import OPS, Evaluation, Graph, central, compile, evaluate, parse  # noqa: A004
from gradviz.graph.symbolic import Symbolic, differentiate
from gradviz.graph.symbolic.building import (
    Built,
    Head,
    as_written,
    build,
    head,
    slope,
    written_out,
)
from gradviz.graph.symbolic.deriving import Line, lines
from gradviz.teaching import plain
from gradviz.ui.typesetter import typeset
from tests.graph.random_graphs import apply, scalar_graphs

EXPRESSIONS = [
    ("L = c(a + 2b)", "b"),
    ("d = 2b; e = a + d; L = c*e", "b"),
    ("d = 2b; e = a + d; L = c*e", "e"),
    ("L = (2a+b)(c-d)", "a"),
    ("L = sin((x+y)*z)", "x"),
    ("p = sigmoid(x)", "x"),
    ("p = sigmoid(w*x + b)", "w"),
    ("p = sigmoid(-x)", "x"),
    ("p = sigmoid(2x)", "x"),
    ("L = (y - (m*x + b))^2", "m"),
    ("L = (y - sigmoid(w*x + b))^2", "w"),
    ("L = (1-x)^2 + 100(y-x^2)^2", "x"),
    ("L = x^2 sin(x) / (1 + x)", "x"),
    ("L = x^y + 2^x + x^x", "x"),
    ("L = log(x) + log10(x) + sqrt(x) + exp(-x^2/2)", "x"),
    ("L = tan(x) + asin(x) + acos(x) + atan(x) + atan2(x, y)", "x"),
    ("L = sinh(x) cosh(x) + tanh(x) + softplus(x)", "x"),
    ("L = relu(x) + leaky_relu(x) + abs(x) + sign(x)", "x"),
    ("L = max(x, y) * min(x^2, y) + relu(x)^2", "x"),
    ("L = mean((y - m*x)^2) + pi*m", "m"),
    ("L = 0.1234567890123 x - 2.5e-7 x^3", "x"),
    ("L = a + b; M = 2c", "c"),
    ("L = x", "x"),
]
EVERY = pytest.mark.parametrize(("text", "by"), EXPRESSIONS)
VALUES = dict(zip("abcdmwxyz", (0.4, 0.7, 0.3, 0.9, 0.8, 0.6, 0.35, 0.55, 0.65), strict=True))


def evaluated(text: str) -> Evaluation:
    graph = parse(text)
    names = [node.name or "" for node in graph.inputs]
    return evaluate(graph, {name: VALUES[name] for name in names})


def derived(text: str, by: str) -> Symbolic:
    evaluation = evaluated(text)
    return differentiate(evaluation, evaluation.graph.named(by).id)


def lines_of(evaluation: Evaluation, by: str) -> tuple[Built, list[Line]]:
    with as_written():
        built = build(evaluation, by, evaluation.target)
        return built, list(lines(built, "x"))


def number(line: Line, built: Built) -> float:
    """A line at the graph's numbers, whatever still waits to be differentiated done by SymPy."""
    return float(written_out(line.expression).doit().subs(dict(built.values)).evalf())


@EVERY
def test_every_line_is_equal_to_the_gradient_in_numbers(text: str, by: str) -> None:
    evaluation = evaluated(text)
    node_id = evaluation.graph.named(by).id
    gradient = evaluation.node_gradients.get(node_id, 0.0)
    built, found = lines_of(evaluation, node_id)
    for line in found:
        assert number(line, built) == pytest.approx(gradient, rel=1e-9, abs=1e-12), line


@EVERY
def test_every_line_is_equal_to_the_one_before_in_symbols(text: str, by: str) -> None:
    evaluation = evaluated(text)
    _, found = lines_of(evaluation, evaluation.graph.named(by).id)
    first = written_out(found[0].expression).doit()
    for line in found[1:]:
        difference = written_out(line.expression).doit() - first
        if not difference.has(sympy.Heaviside, sympy.Max, sympy.Min, sympy.DiracDelta):
            assert sympy.simplify(difference) == 0, line


@EVERY
def test_the_result_at_the_graphs_numbers_is_the_gradient(text: str, by: str) -> None:
    evaluation = evaluated(text)
    node_id = evaluation.graph.named(by).id
    expected = evaluation.node_gradients.get(node_id, 0.0)
    assert differentiate(evaluation, node_id).value == pytest.approx(expected, rel=1e-10)


@EVERY
def test_every_step_can_be_typeset_and_read(text: str, by: str) -> None:
    found = derived(text, by)
    for latex in (found.expression, found.result, *(step.latex for step in found.steps)):
        assert typeset(latex, 18.0, "#000000") is not None, latex
        assert "\\" not in plain(latex), latex
        assert latex.count("{") == latex.count("}")
        assert "v0" not in latex
    assert all(step.words.endswith(".") for step in found.steps)
    assert found.steps[-1].latex.endswith(found.result)


def told(text: str, by: str) -> list[str]:
    return [plain(step.latex) for step in derived(text, by).steps]


def test_the_sigmoid_ends_in_its_own_value() -> None:
    assert told("p = sigmoid(x)", "x") == [
        "p = σ(x)",
        "∂p/∂x = ∂/∂x σ(x)",
        "= (∂/∂x) (1/(1 + e^(− x)))",
        "= − ((∂/∂x) (1 + e^(− x)))/(1 + e^(− x))²",
        "= − (e^(− x) (∂/∂x) (− x))/(1 + e^(− x))²",
        "= e^(− x)/(1 + e^(− x))²",
        "= 1/(1 + e^(− x)) · e^(− x)/(1 + e^(− x))",
        "= 1/(1 + e^(− x)) · ((1 + e^(− x)) − 1)/(1 + e^(− x))",
        "= 1/(1 + e^(− x)) · (1 − 1/(1 + e^(− x)))",
        "= σ(x) (1 − σ(x))",
    ]


def test_the_split_of_the_sigmoid_is_true_as_it_stands() -> None:
    """These lines are put together as LaTeX, so they are checked as written."""
    x = sympy.Symbol("x", real=True)
    e = sympy.exp(-x)
    written = [
        1 / (1 + e) * (e / (1 + e)),
        1 / (1 + e) * ((1 + e - 1) / (1 + e)),
        1 / (1 + e) * (1 - 1 / (1 + e)),
    ]
    for form in written:
        assert sympy.simplify(form - sympy.diff(1 / (1 + e), x)) == 0


def test_a_nested_sigmoid_ends_in_its_value_times_the_slope_inside() -> None:
    assert derived("p = sigmoid(w*x + b)", "w").result == (
        r"x \sigma\left(w x + b\right) \left(1 - \sigma\left(w x + b\right)\right)"
    )


def test_steps_name_their_rules() -> None:
    words = [step.words for step in derived("L = (y - (m*x + b))^2", "m").steps]
    rules = [sentence.partition(":")[0] for sentence in words[2:]]
    assert rules == ["Power rule", "Sum rule", "Constant factor", "Sum rule", "Constant factor",
                     "Simplified."]  # fmt: skip
    assert "Chain rule" in words[2]


def test_the_quotient_and_the_product_rule_are_used() -> None:
    words = " ".join(step.words for step in derived("L = x*sin(x)/(1 + x)", "x").steps)
    assert "Quotient rule: (u/v)′" in words
    assert "Product rule" in words


def test_products_stand_as_the_student_wrote_them() -> None:
    assert told("L = (2a+b)(c-d)", "a")[1] == "∂L/∂a = (∂/∂a) ((2 a + b) (c − d))"
    assert told("L = (2a+b)(c-d)", "a")[-1] == "= 2 (c − d)"


def test_any_node_can_be_the_variable_and_any_the_target() -> None:
    evaluation = evaluated("d = 2b; e = a + d; L = c*e")
    graph = evaluation.graph
    e, b = graph.named("e").id, graph.named("b").id
    assert differentiate(evaluation, e).result == "c"
    assert differentiate(evaluation, b, e).result == "2"
    assert differentiate(evaluation, e, b).result == "0"


def test_names_are_only_ever_drawn() -> None:
    """A name never reaches SymPy, not even one that looks like its own."""
    found = derived_names("L = Symbol * lambda + zoo + E1 + ŷ", "zoo")
    assert found.result == "1"
    assert r"\hat{y}" in found.steps[1].latex


def derived_names(text: str, by: str) -> Symbolic:
    evaluation = evaluate(parse(text))
    return differentiate(evaluation, evaluation.graph.named(by).id)


def test_conventions_at_kinks_are_those_of_the_backward_pass() -> None:
    for text in ("relu(x)", "leaky_relu(x)", "abs(x)", "sign(x)", "max(x, 0*y)", "min(x, 0*y)"):
        evaluation = evaluate(parse(f"L = {text} + 0*y"), {"x": 0, "y": 1})
        x = evaluation.graph.named("x").id
        assert differentiate(evaluation, x).value == evaluation.gradients["x"], text


@pytest.mark.parametrize("name", [n for n in OPS if OPS[n].elementwise])
def test_the_slope_of_every_row_is_its_local_derivative(name: str) -> None:
    row = OPS[name]
    points = (0.4, 0.7)[: row.arity]
    gradients = evaluate(apply(name, *points)).gradients
    for port in range(row.arity):
        made = written_out(sympy.S(slope(row, port)(*points)))
        assert float(made) == pytest.approx(gradients["xy"[port]], rel=1e-9)


def test_only_the_sigmoid_and_rows_with_kinks_keep_their_sign() -> None:
    kept = {n for n in OPS if OPS[n].elementwise and head(OPS[n]) is not None}
    assert kept == {"sigmoid", "abs", "relu", "leaky_relu", "sign", "minimum", "maximum"}
    assert issubclass(head(OPS["relu"]), Head)


@pytest.mark.parametrize(
    ("text", "inputs", "sentence"),
    [
        ("L = sum(v^2)", {"v": [1, 2]}, "are for numbers, and v is a vector of 2"),
        ("L = det(A)", {"A": [[1, 2], [3, 4]]}, "are for numbers, and A is 2×2"),
        ("L = norm(x)", {}, "has no derivative in symbols"),
        ("L = x + 1/0", {}, "is not a real number"),
        ("L = 10^10^10*x", {}, "is not finite"),
        ("L = " + "+".join(f"sin({i}x)" for i in range(60)), {}, "and 120 can be shown"),
        ("L = " + "*".join(f"(x+{i})" for i in range(30)), {}, "more than 300 operations"),
        ("L = " + "sin(" * 60 + "x" + ")" * 60, {}, "more than 300 operations"),
    ],
)
def test_what_cannot_be_written_out_is_said(
    text: str, inputs: dict[str, Any], sentence: str
) -> None:
    evaluation = evaluate(parse(text), inputs)
    first = evaluation.graph.inputs[0].id
    with pytest.raises(GraphError, match=sentence) as caught:
        differentiate(evaluation, first)
    assert str(caught.value).endswith(".")


def test_a_large_power_of_numbers_is_not_written_out() -> None:
    assert derived_names("L = x^1000000000 + 2^60*x", "x").value == pytest.approx(1e9 + 2**60)


def test_a_doubling_chain_is_refused_at_once() -> None:
    text = "; ".join(["n0 = x + 0", *(f"m{i} = n{i}*n{i}; n{i + 1} = m{i} + x" for i in range(50))])
    with pytest.raises(GraphError, match="more than a billion"):
        derived_names(text, "x")


@settings(max_examples=60)
@given(scalar_graphs(kinks=False, largest=6))
def test_random_graphs_agree_with_the_backward_pass(graph: Graph) -> None:
    evaluation = evaluate(graph)
    for node in graph.inputs:
        gradient = float(evaluation.node_gradients[node.id])
        try:
            found = differentiate(evaluation, node.id)
        except GraphError as error:
            assert any(w in str(error) for w in ("too large", "real number", "not finite"))  # noqa: PT017
            continue
        if found.value is not None and math.isfinite(gradient) and abs(gradient) < 1e6:
            assert found.value == pytest.approx(gradient, rel=1e-6, abs=1e-6)


def test_differences_agree_too() -> None:
    graph = parse("L = (y - sigmoid(w*x + b))^2")
    function = compile(graph, ("w",), {"x": 0.35, "y": 0.55, "b": 0.7})
    numeric = central(lambda w: float(function.value(w)), 0.6)
    assert derived("L = (y - sigmoid(w*x + b))^2", "w").value == pytest.approx(numeric, rel=1e-8)


def test_sympy_is_loaded_at_the_first_derivative_only() -> None:
    code = """
import sys
from gradviz.graph import evaluate, parse
from gradviz.graph.symbolic import differentiate, expression_latex
graph = parse("L = x^2")
expression_latex(graph, graph.output)
assert "sympy" not in sys.modules
print(differentiate(evaluate(graph), graph.named("x").id).result)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2 x"


def test_an_absolute_value_of_a_long_difference_has_a_derivative() -> None:
    evaluation = evaluate(parse("L = abs(y - m*x - b)"), {"y": 1, "m": 2, "x": 3, "b": 1})
    found = differentiate(evaluation, evaluation.graph.by_name["m"])
    assert found.value == evaluation.gradients["m"] == 3
