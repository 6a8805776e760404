"""Programs to take home: they run unchanged and print what the engine computes."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings

from gradviz.errors import GraphError, ShapeError
from gradviz.graph import (
    Graph,
    Node,
    Role,
    Script,
    chain_rule_script,
    evaluate,
    micrograd_script,
    parse,
    to_micrograd,
    to_python,
    to_torch,
    torch_script,
)
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


def code_or_reason(write: Any, graph: Graph) -> str | None:
    """The program, or None where it is refused because Python's ``math`` would stop."""
    with contextlib.suppress(GraphError):
        code: str = write(graph)
        return code
    with pytest.raises(GraphError, match="infinite or undefined: use PyTorch"):
        write(graph)
    found = evaluate(graph)
    values: list[Any] = [*found.node_values.values(), *found.node_gradients.values()]
    assert not np.isfinite(values).all() or max(map(abs, values)) > 500
    return None


@given(scalar_graphs())
def test_plain_python_prints_the_same(graph: Graph) -> None:
    found = evaluate(graph)
    code = code_or_reason(to_python, graph)
    if code is None:
        return
    printed = _run(code)
    for node in graph.inputs:
        key = next(k for k in printed if k.endswith(f"_d{node.name}"))
        np.testing.assert_allclose(
            printed[key],
            found.gradients[node.name or ""],
            rtol=1e-9,
            atol=1e-9,
        )


@given(scalar_graphs())
def test_the_micrograd_version_prints_the_same(graph: Graph) -> None:
    found = evaluate(graph)
    code = code_or_reason(to_micrograd, graph)
    if code is None:
        return
    for key, number in _run(code).items():
        name = key.rpartition("/d")[2]
        expected = found.gradients[name] if "/d" in key else found.value
        np.testing.assert_allclose(number, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("write", [to_micrograd, to_python])
@pytest.mark.parametrize("text", ["sigmoid(-1000x)", "1 / (x - 1)", "sqrt(x - 1)", "log(-x)"])
def test_where_math_would_stop_the_program_is_refused_in_words(write: Any, text: str) -> None:
    with pytest.raises(GraphError, match=r"stops in \w+, where .* undefined: use PyTorch\.$"):
        write(parse(f"L = 2 * {text}"))


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


# Which node a line is about

WRITERS = pytest.mark.parametrize("write", [torch_script, micrograd_script, chain_rule_script])


def lines(script: Script, node_id: str) -> list[str]:
    texts = script.text.splitlines()
    return [texts[line] for line in script.lines_of(node_id)]


@WRITERS
@given(scalar_graphs())
def test_every_line_knows_its_node_and_every_node_its_lines(write: Any, graph: Graph) -> None:
    try:
        script = write(graph)
    except GraphError:
        assume(False)  # noqa: FBT003  # nothing to look at
    texts = script.text.splitlines()
    assert len(script.nodes) == len(texts)
    needed = evaluate(graph).node_gradients
    for node_id, node in graph.nodes.items():
        found = script.lines_of(node_id)
        assert all(script.node_of(i) == script.holders.get(node_id, node_id) for i in found)
        if node.is_literal:
            assert not found or node_id == graph.output
        elif node_id in needed:
            assert re.match(r"\w+ = ", texts[found[0]])


def test_a_node_has_a_line_forward_and_one_for_its_gradient() -> None:
    graph = parse("d = 2b; e = a + d; L = c*e")
    e = graph.by_name["e"]
    values = {"a": 1, "b": 2, "c": 3}
    assert lines(torch_script(graph, values), e) == [
        "e = a + d",
        "e.retain_grad()",
        'print("dL/de =", e.grad.tolist())  # -> 3.0',
    ]
    assert lines(micrograd_script(graph, values), e) == [
        "e = a + d",
        'print("dL/de =", e.grad)  # -> 3.0',
    ]
    assert lines(chain_rule_script(graph, values), e) == ["e = a + d", "dL_de = dL_dL * c"]


def test_an_inner_node_belongs_to_the_line_that_contains_it() -> None:
    graph = parse("L = sin((x + y)z)")
    inner = graph.nodes[graph.nodes[graph.by_name["L"]].operands[0]]
    script = torch_script(graph)
    assert lines(script, inner.id) == lines(script, inner.operands[0])
    assert lines(script, inner.id)[0] == "L = torch.sin((x + y) * z)"
    assert script.node_of(script.lines_of(inner.id)[0]) == graph.by_name["L"]
    assert Script("").node_of(3) is None


def test_what_is_printed_stands_behind_as_a_comment() -> None:
    code = to_torch(parse("L = c(a + 2b)"), {"a": 1, "b": 2, "c": 3})
    assert 'print("L =", L.tolist())  # -> 15.0\n' in code
    assert 'print("dL/db =", b.grad.tolist())  # -> 6.0\n' in code
    assert "  # -> 0.3\n" in to_torch(parse("0.1 + x"), {"x": 0.2})
    assert "  # -> a vector of 40\n" in to_torch(parse("sum(v)"), {"v": np.ones(40)})


def test_micrograd_has_the_operations_of_the_graph_and_no_others() -> None:
    code = to_micrograd(parse("L = (a + 2b)^2 / c"))
    methods = set(re.findall(r"def (\w+)\(self", code))
    assert methods == {"__init__", "__add__", "__rmul__", "__pow__", "__truediv__", "backward"}


def test_micrograd_raises_a_negative_number_to_a_power() -> None:
    code = to_micrograd(parse("x^2 + (x + 3)^x"), {"x": -1.5})
    assert _run(code)["dn4/dx"] == pytest.approx(
        evaluate(parse("x^2 + (x + 3)^x"), {"x": -1.5}).gradients["x"]
    )


@pytest.mark.parametrize("write", [to_torch, to_micrograd, to_python])
def test_a_name_for_the_same_node_has_a_gradient_of_its_own(write: Any) -> None:
    graph = parse("y = x; L = 2y + x^2")
    code = write(graph, {"x": 3})
    assert "y = x\n" not in code or write is to_python
    assert "# -> 8.0" in code


def test_micrograd_is_for_numbers() -> None:
    with pytest.raises(ShapeError, match=r"v is a vector of 2: use PyTorch, or unroll the data"):
        to_micrograd(parse("v * 2"), {"v": [1, 2]})


@pytest.mark.parametrize("write", [to_torch, to_micrograd, to_python])
def test_a_long_chain_is_written_without_recursion(write: Any) -> None:
    text = "; ".join(["x0 = sin(a)", *(f"x{k + 1} = sin(x{k})" for k in range(3_000))])
    code = write(parse(text), {"a": 0.5})
    ast.parse(code)
    if write is to_micrograd:
        assert _run(code)["x3000"] == pytest.approx(evaluate(parse(text), {"a": 0.5}).value)


@pytest.mark.parametrize("write", [to_torch, to_micrograd, to_python])
def test_an_open_port_is_named(write: Any) -> None:
    with pytest.raises(GraphError, match="needs its second operand"):
        write(parse("L = a * ?"))
