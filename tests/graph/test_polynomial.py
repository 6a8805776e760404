"""Degrees of polynomials, from the text and against differences of high order."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.errors import GraphError
from gradviz.graph import compile, degree, parse  # noqa: A004  our compile


@pytest.mark.parametrize(
    ("text", "wrt", "expected"),
    [
        ("mean((m*x + b - y)^2)", ("m", "b"), 2),
        ("mean((m*x + b - y)^2)", ("m", "b", "x"), 4),
        ("sum((X @ W - Y)^2)", ("W",), 2),
        ("sum((X @ W - Y)^2)", ("W", "X"), 4),
        ("dot(w, w) + trace(A) / 3 - sum(A.T)", ("w", "A"), 2),
        ("x^3 * y", ("x", "y"), 4),
        ("x^0", ("x",), 0),
        ("sin(y) * x", ("x",), 1),
        ("sin(x)", ("x",), None),
        ("1 / x", ("x",), None),
        ("x^0.5", ("x",), None),
        ("x^-1", ("x",), None),
        ("x^n", ("x",), None),
        ("2^x", ("x",), None),
        ("y^n", ("x",), 0),
        ("abs(x)", ("x",), None),
        ("det(A)", ("A",), None),
        ("softmax(y)", ("x",), 0),
        ("7", (), 0),
    ],
)
def test_degree_of_known_expressions(text: str, wrt: tuple[str, ...], expected: int | None) -> None:
    graph = parse(f"unused = 0*x; {text}")
    assert degree(graph, wrt) == expected


def test_degree_of_another_target() -> None:
    assert degree(parse("p = x^2; L = sin(p)"), ("x",), target="p") == 2


def test_a_computed_name_is_no_variable() -> None:
    with pytest.raises(GraphError, match="p is computed"):
        degree(parse("p = x^2; L = p"), ("p",))


_POLYNOMIALS = st.recursive(
    st.sampled_from(("x", "y", "2", "0.5")),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        st.tuples(inner, st.integers(0, 2)).map(lambda t: f"({t[0]})^{t[1]}"),
        inner.map(lambda t: f"({t}/4)"),
        inner.map(lambda t: f"(-{t})"),
    ),
    max_leaves=6,
)


@given(_POLYNOMIALS)
def test_differences_above_the_degree_vanish(text: str) -> None:
    graph = parse(f"{text} + 0*x + 0*y")
    found = degree(graph, ("x", "y"))
    assert found is not None
    order = min(found, 12) + 1
    t = np.linspace(-1.0, 1.0, order + 1)
    values = np.broadcast_to(compile(graph, ("x", "y")).value(t, 0.3 - 0.7 * t), t.shape)
    scale = float(np.max(np.abs(values))) * math.comb(order, order // 2) + 1.0
    if found < 12:
        assert abs(float(np.diff(values, n=order)[0])) <= 1e-11 * scale
