"""Programs to take home: they run unchanged and print what the engine computes."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from gradviz.errors import GraphError, ShapeError
from gradviz.graph import Graph, Node, Role, evaluate, parse, to_python, to_torch
from tests.graph.random_graphs import array_graphs, scalar_graphs


def _run(code: str) -> dict[str, Any]:
    """What a program prints, by the text before the equals sign."""
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        exec(compile(code, "<program>", "exec"), {})  # noqa: S102
    if "torch" in code:
        import torch

        torch.set_default_dtype(torch.float32)  # the program changed it for its own process
    pairs = (line.split(" = ", 1) for line in written.getvalue().splitlines())
    return {
        key: eval(text, {"nan": float("nan"), "inf": float("inf")})  # noqa: S307
        for key, text in pairs
    }


def _check_torch(graph: Graph, values: dict[str, Any] | None = None) -> None:
    found = evaluate(graph, values)
    printed = _run(to_torch(graph, values))
    output = found.graph.labels.get(found.target, "")
    for node in graph.inputs:
        expected = found.gradients[node.name or ""]
        given_ = printed[next(k for k in printed if k.endswith(f"/d{node.name}"))]
        np.testing.assert_allclose(given_, expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(printed[output], found.value, rtol=1e-9)


def test_the_lectures_example_as_a_torch_script() -> None:
    pytest.importorskip("torch")
    code = to_torch(parse("d = 2b; e = a + d; L = c*e"), {"a": 1, "b": 2, "c": 3})
    assert "d = 2 * b\n" in code
    assert "L = c * e\n" in code
    printed = _run(code)
    assert printed == {
        "L": 15.0,
        "dL/da": 3.0,
        "dL/db": 6.0,
        "dL/dc": 5.0,
        "dL/dd": 3.0,
        "dL/de": 3.0,
    }


@settings(max_examples=30)
@given(scalar_graphs())
def test_torch_scripts_of_numbers_print_the_same(graph: Graph) -> None:
    pytest.importorskip("torch")
    _check_torch(graph)


@settings(max_examples=30)
@given(array_graphs())
def test_torch_scripts_of_arrays_print_the_same(graph: Graph) -> None:
    pytest.importorskip("torch")
    _check_torch(graph)


@pytest.mark.parametrize(
    "text",
    [
        "-x^2 + (-x)^2 - (x - y) - (x + y) / (x * y)",
        "x^y^2 + (x^y)^2 + 2^-x + (-2)^2 * x",
        "exp(1) * max(x, 0) + atan2(1, y) + 1/3 + x/(y/2)",
        "sum((X @ w).T * y) + sum(X.T @ X - x) + mean(X, dim=0) @ w + max(X) + sum(max(X, dim=1))",
        "lambda + print + torch^2 + ŷ·x₁ + float",
        "z = [[1, 2], [3, 4]]; sum(z @ X) + det(X + [[1, 0], [0, 1]]) * norm(w) + pi * x",
    ],
)
def test_torch_scripts_keep_names_precedence_and_literals(text: str) -> None:
    pytest.importorskip("torch")
    values = {"x": 0.7, "y": 1.9, "X": [[1.0, 2.0], [0.5, -1.0]], "w": [2.0, 0.25]}
    graph = parse(text)
    _check_torch(graph, {k: v for k, v in values.items() if k in graph.by_name})


def test_an_array_output_is_only_shown() -> None:
    pytest.importorskip("torch")
    code = to_torch(parse("ŷ = m*x"), {"m": 2, "x": [1, 2]})
    assert _run(code) == {"ŷ": [2.0, 4.0]}
    assert code.endswith("# ŷ is not one number, so it has no gradient.\n")


def test_data_gets_no_gradient() -> None:
    pytest.importorskip("torch")
    graph = parse("mean(m*x)")
    data = Node(graph.by_name["x"], "input", (), "x", role=Role.DATA)
    code = to_torch(graph.with_nodes(data), {"m": 2, "x": [1, 2]})
    assert list(_run(code)) == ["n2", "dn2/dm"]
    assert "x = torch.tensor([1.0, 2.0])\n" in code


def test_large_data_is_refused_with_advice() -> None:
    with pytest.raises(GraphError, match=r"x has 10,001 numbers .* Export the data as CSV"):
        to_torch(parse("sum(x)"), {"x": np.zeros(10_001)})


@given(scalar_graphs())
def test_plain_python_prints_the_same_or_raises_as_math_does(graph: Graph) -> None:
    found = evaluate(graph)
    code = to_python(graph)
    try:
        printed = _run(code)
    except (ValueError, OverflowError, ZeroDivisionError):
        values: list[Any] = [*found.node_values.values(), *found.node_gradients.values()]
        assert not np.isfinite(values).all() or max(map(abs, values)) > 1e3
        return
    for node in graph.inputs:
        key = next(k for k in printed if k.endswith(f"_d{node.name}"))
        np.testing.assert_allclose(
            printed[key],
            found.gradients[node.name or ""],
            rtol=1e-9,
            atol=1e-9,
        )


def test_plain_python_shows_the_chain_rule() -> None:
    code = to_python(parse("d = 2b; e = a + d; L = c*e"), {"a": 1, "b": 2, "c": 3})
    for line in ("L = c * e", "dL_dL = 1.0", "dL_de = dL_dL * c", "dL_da = dL_de"):
        assert f"{line}\n" in code
    assert "dL_db = dL_dd * 2.0\n" in code
    assert not re.search(r"^import", code, re.MULTILINE)


def test_plain_python_is_for_numbers() -> None:
    with pytest.raises(ShapeError, match="v is a vector of 2: use PyTorch"):
        to_python(parse("v * 2"), {"v": [1, 2]})
    with pytest.raises(GraphError, match="has no Σ"):
        to_python(parse("sum(x)"))


def test_long_expressions_are_cut_into_lines() -> None:
    text = " + ".join(f"sin({k}x)" for k in range(500))
    code = to_torch(parse(text))
    ast.parse(code)
    assert max(map(len, code.splitlines())) < 200
