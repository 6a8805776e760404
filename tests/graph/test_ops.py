"""Every row of the op table: its derivative, its conventions, its rule and its code."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from gradviz.graph import FUNCTIONS, OPS, evaluate, gradient_check, literal
from tests.graph.conventions import CONVENTIONS, NAN
from tests.graph.random_graphs import apply, cases, number_of, summed, torch_result

ROWS = pytest.mark.parametrize("name", OPS)


@ROWS
def test_gradient_agrees_with_central_differences(name: str) -> None:
    assert cases(name)
    for operands, dim in cases(name):
        graph = number_of(apply(name, *operands, dim=dim))
        for check in gradient_check(graph).values():
            assert check.relative < 1e-7


@ROWS
def test_value_and_gradient_agree_with_torch(name: str) -> None:
    pytest.importorskip("torch")
    for operands, dim in cases(name):
        graph = number_of(apply(name, *operands, dim=dim))
        found = evaluate(graph)
        value, gradients = torch_result(graph)
        np.testing.assert_allclose(found.value, value, rtol=1e-12)
        for key, gradient in gradients.items():
            np.testing.assert_allclose(found.gradients[key], gradient, rtol=1e-12, atol=1e-14)


@ROWS
def test_row_is_complete(name: str) -> None:
    row = OPS[name]
    assert row.name == name
    assert len(row.rule) == row.arity
    assert row.local or row.vjp or row.spread
    assert len(row.local) in (0, row.arity)
    assert row.formula_latex(("p", "q")[: row.arity])
    assert all(row.rule_latex(port, ("p", "q")[: row.arity], "r") for port in range(row.arity))
    assert all(port.isascii() for port in row.ports)


@ROWS
def test_sympy_template_means_the_same(name: str) -> None:
    row = OPS[name]
    if not row.elementwise:
        return  # matrices and reductions are written for SymPy's matrices
    sympy = pytest.importorskip("sympy")
    points = {"a": 0.4, "b": 0.7}
    symbols = {letter: sympy.Symbol(letter) for letter in "ab"[: row.arity]}
    written = eval(row.sympy, vars(sympy), symbols)  # noqa: S307
    value = written.subs(points).evalf()
    expected = evaluate(apply(name, *list(points.values())[: row.arity])).value
    assert float(value) == pytest.approx(float(expected), rel=1e-12)


def test_functions_are_found_by_name_and_number_of_operands() -> None:
    assert FUNCTIONS["min"] == {1: "min", 2: "minimum"}
    assert FUNCTIONS["matmul"] == {2: "matmul"}
    assert "add" not in FUNCTIONS


def test_rule_is_told_with_the_names_of_the_operands() -> None:
    assert OPS["mul"].rule_latex(0, ("c", "e"), "L") == "e"
    assert OPS["sin"].rule_latex(0, (r"\theta",), "L") == r"\cos \theta"
    assert OPS["sigmoid"].rule_latex(0, ("z",), "p") == r"p \cdot \left(1 - p\right)"


@pytest.mark.parametrize("as_vector", [False, True], ids=["floats", "arrays"])
@pytest.mark.parametrize(("name", "operands", "value", "gradient"), CONVENTIONS)
def test_edges_follow_pytorch_without_a_warning(
    name: str, operands: tuple[Any, ...], value: Any, gradient: Any, as_vector: bool
) -> None:
    graph = apply(name, *operands)
    if as_vector:  # the same through NumPy: one element each, then the sum
        if not OPS[name].elementwise:
            return  # an array already
        graph = summed(apply(name, *[literal([operand]) for operand in operands]), [1.0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = evaluate(graph)
    np.testing.assert_allclose(found.value, value, atol=1e-15)
    if gradient is not None:
        for name_, expected in zip("xy", gradient, strict=False):
            np.testing.assert_allclose(np.squeeze(found.gradients[name_]), expected, atol=1e-15)


@pytest.mark.parametrize(
    ("base", "exponent", "value", "gradient"),
    [(0.0, 0.0, 1.0, 0.0), (-2.0, 3.0, -8.0, 12.0), (-1.0, 0.5, NAN, NAN)],
)
def test_power_with_a_written_exponent(
    base: float, exponent: float, value: float, gradient: float
) -> None:
    from gradviz.graph import parse

    found = evaluate(parse(f"x^{exponent}"), {"x": base})
    np.testing.assert_equal((found.value, found.gradients["x"]), (value, gradient))


def test_a_convention_is_told_in_words() -> None:
    for name, operands in (("abs", (0.0,)), ("relu", (0.0,)), ("maximum", (1.0, 1.0))):
        step = evaluate(apply(name, *operands)).backward[-1]
        assert "PyTorch" in (step.note or "")
    assert evaluate(apply("abs", 0.5)).backward[-1].note is None
