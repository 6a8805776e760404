"""Graphs whose programs are run: what they say, at which values, and what is known of them.

``python -m tests.graph.code.write_numbers`` writes ``numbers.json`` anew: the value and the
gradients of every case, by differences of 50 digits, and by PyTorch where it is installed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gradviz.graph import Graph, Role, parse

NUMBERS = Path(__file__).with_name("numbers.json")


class Case(NamedTuple):
    """One graph: its expression, the values of its inputs, and which of them are data."""

    text: str
    values: Mapping[str, Any]
    data: tuple[str, ...] = ()

    @property
    def graph(self) -> Graph:
        """The graph, with its data marked as such."""
        graph = parse(self.text)
        nodes = (graph.nodes[graph.by_name[name]] for name in self.data)
        return graph.with_nodes(*(_as_data(node) for node in nodes))

    @property
    def is_scalar(self) -> bool:
        """Whether every value is a single number."""
        return not any(isinstance(value, list) for value in self.values.values())


def _as_data(node: Any) -> Any:
    from dataclasses import replace

    return replace(node, role=Role.DATA)


CASES: Mapping[str, Case] = {
    "lecture": Case("L = c(a + 2b)", {"a": 1, "b": 2, "c": 3}),
    "sine": Case("L = sin((x + y)z)", {"x": 0.4, "y": -1.3, "z": 2.1}),
    "homework": Case("L = (2a + b)(c - d)", {"a": 1.5, "b": -2, "c": 0.3, "d": 4}),
    "line_fit": Case(
        "ŷ = m x + b; MSE = mean((y - ŷ)^2)",
        {"m": 0.3, "b": -0.2, "x": [1, 2, 3.5, 4], "y": [2.1, 2.9, 4.4, 6]},
        ("x", "y"),
    ),
    "sigmoid": Case("p = sigmoid(w x + b); L = (p - t)^2", {"w": 1.7, "x": -0.6, "b": 0.2, "t": 1}),
    "neuron": Case(
        "n = x₁ w₁ + x₂ w₂ + b; o = tanh(n); L = -log((1 + o)/2) + 0.01(w₁^2 + w₂^2)",
        {"x₁": 2, "w₁": -3, "x₂": 0.5, "w₂": 1, "b": 6.88},
    ),
    "matrix": Case(
        "L = mean((X @ w - y)^2)",
        {"X": [[1, 2], [3, 4], [5, 6.5]], "w": [0.5, -0.25], "y": [1, 0, -2]},
    ),
    "cross_entropy": Case(
        "p = softmax(W @ x + b); L = -sum(t * log(p))",
        {
            "W": [[0.2, -0.5], [1.1, 0.3], [-0.7, 0.8]],
            "x": [1.5, -2],
            "b": [0.1, 0, -0.1],
            "t": [0, 1, 0],
        },
        ("x", "t"),
    ),
    "norm_dot": Case(
        "L = norm(u - v) + dot(u, v)^2 / 10", {"u": [1, -2, 0.5], "v": [0.3, 0.7, -1.1]}
    ),
    "det_inv": Case(
        "L = det(A) + sum(inv(A) @ b) + trace(A.T)^2",
        {"A": [[2, 0.5], [-1, 1.5]], "b": [1, -3]},
    ),
    "choices": Case(
        "L = max(x, y) * abs(z) + min(x z, y) + relu(u) * leaky_relu(z) + sign(u) x",
        {"x": 0.7, "y": -0.2, "z": -1.4, "u": 0.9},
    ),
    "network": Case(
        "h = tanh(W @ x + b); L = (v @ h + c - t)^2",
        {
            "W": [[0.5, -0.3], [0.8, 0.1], [-0.6, 0.9]],
            "x": [0.4, -1.2],
            "b": [0.1, -0.2, 0],
            "v": [1, -1.5, 0.7],
            "c": 0.3,
            "t": 1,
        },
        ("x", "t"),
    ),
    "functions": Case(
        "L = atan2(y, x) + log10(x) x^y + sqrt(x y) / 2^x + asin(z) acos(z) + softplus(z - y)",
        {"x": 1.7, "y": 2.3, "z": 0.4},
    ),
    "reductions": Case(
        "L = sum(max(X, dim=1)) + mean(X, dim=0) @ w + sum(sinh(X) * cosh(X)) / 100 + min(w)",
        {"X": [[1, 2.5], [0.5, -1]], "w": [2, 0.25]},
    ),
    "the_same_twice": Case(
        "y = x; z = y; L = 2y + x z - (x - z) tan(x) + exp(-x) atan(z) cos(y)", {"x": 0.8}
    ),
}
"""By a name; the numbers of each are checked in three languages."""

TIES: Mapping[str, Case] = {
    "numbers": Case(
        "L = max(x, y) + min(x, y) z + abs(z) + relu(z) + leaky_relu(z) + z^w",
        {"x": 1, "y": 1, "z": 0, "w": 2},
    ),
    "arrays": Case(
        "L = max(v) + sum(min(M, dim=0)) + norm(u)",
        {"v": [3, 1, 3], "M": [[1, 2], [1, 0]], "u": [0, 0]},
    ),
}
"""Places without a derivative, where there is nothing but PyTorch's convention."""


def stored() -> dict[str, dict[str, Any]]:
    """The known numbers: by method and case the value and, by name, the gradients."""
    found: dict[str, dict[str, Any]] = json.loads(NUMBERS.read_text(encoding="utf-8"))
    return found
