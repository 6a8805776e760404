"""Graphs for tests: single operations, and random expressions of numbers, vectors, matrices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from gradviz.errors import ShapeError
from gradviz.graph import INPUT, OPS, Graph, Node, as_value, evaluate, infer, literal

SMOOTH_UNARY = ("neg", "sin", "cos", "atan", "tanh", "sigmoid", "softplus")
BINARY = ("add", "sub", "mul", "div", "atan2")
KINKED = ("relu", "abs", "leaky_relu", "sign")


def apply(op: str, *values: Any, dim: int | None = None) -> Graph:
    """The graph ``L = op(x, y)`` of inputs with the given values."""
    names = "xy"[: len(values)]
    nodes = {n: Node(n, INPUT, (), n, literal(v)) for n, v in zip(names, values, strict=True)}
    attributes = () if dim is None else (("dim", dim),)
    nodes["L"] = Node("L", op, tuple(names), "L", attributes=attributes)
    return Graph(nodes, "L")


def summed(graph: Graph, weights: Any) -> Graph:
    """The graph ``S = sum(w L)``, one number whose gradient shows each element of L's."""
    w = Node("w", INPUT, (), None, literal(weights))
    product = Node("p", "mul", ("w", "L"))
    nodes = {**graph.nodes, "w": w, "p": product, "S": Node("S", "sum", ("p",), "S")}
    return Graph(nodes, "S")


_MATRIX = ("matmul", "transpose", "trace", "inv", "det")
_RNG = np.random.default_rng(20240611)


def _operands(name: str, rank: int) -> list[Any] | None:
    """Operands inside the domain and away from kinks; None where the row takes no such rank."""
    shapes = {0: (), 1: (3,), 2: (3, 3), 3: (2, 3, 3)}
    if name == "dot":
        return [_RNG.uniform(0.2, 0.8, 3), _RNG.uniform(0.2, 0.8, 3)] if rank == 1 else None
    if (name in _MATRIX and rank < 2 and (name != "matmul" or rank == 0)) or (
        name == "trace" and rank == 3
    ):
        return None
    made = [_RNG.uniform(0.2, 0.8, shapes[rank]) for _ in OPS[name].ports]
    if name in ("inv", "det"):
        made[0] = made[0] + 2.0 * np.eye(3)
    return [float(value) if rank == 0 else value for value in made]


def cases(name: str) -> list[tuple[list[Any], int | None]]:
    """Operands and ``dim`` of every kind that an operation takes."""
    found: list[tuple[list[Any], int | None]] = []
    for rank in range(4):
        operands = _operands(name, rank)
        if operands is not None:
            dims = (None, 0, -1) if "dim" in OPS[name].attributes and rank else (None,)
            found += [(operands, dim) for dim in dims]
    return found


def number_of(graph: Graph) -> Graph:
    """The graph, or a weighted sum of its output where that is no number."""
    shape = np.shape(evaluate(graph).value)
    return summed(graph, _RNG.uniform(0.5, 1.5, shape)) if shape else graph


@st.composite
def scalar_graphs(draw: st.DrawFn, *, kinks: bool = True, largest: int = 14) -> Graph:
    """Random graphs of up to three inputs, where nodes are used any number of times."""
    count = draw(st.integers(1, 3))
    numbers = st.floats(-3, 3).map(lambda v: round(v, 3))
    nodes = {n: Node(n, INPUT, (), n, draw(numbers)) for n in "xyz"[:count]}
    unary = (*SMOOTH_UNARY, *KINKED, "exp") if kinks else (*SMOOTH_UNARY, "exp")
    for index in range(draw(st.integers(1, largest))):
        known = list(nodes)
        pick = st.sampled_from(known)
        kind = draw(st.sampled_from(("unary", "binary", "power", "scale")))
        name = f"o{index}"
        if kind == "unary":
            nodes[name] = Node(name, draw(st.sampled_from(unary)), (draw(pick),))
        elif kind == "binary":
            ops = (*BINARY, "minimum", "maximum") if kinks else BINARY
            operands = (draw(pick), draw(pick))
            nodes[name] = Node(name, draw(st.sampled_from(ops)), operands)
        else:
            # No factor 0: floats and NumPy may choose different zeros in min(0, -0).
            number = draw(st.integers(-3, 4)) if kind == "power" else draw(numbers.filter(bool))
            nodes[f"k{index}"] = Node(f"k{index}", INPUT, (), None, float(number))
            op = "pow" if kind == "power" else "mul"
            nodes[name] = Node(name, op, (draw(pick), f"k{index}"))
    graph = Graph(nodes, list(nodes)[-1])
    assume(is_stable(graph))
    return graph


@st.composite
def array_graphs(draw: st.DrawFn) -> Graph:
    """Random graphs over a number, vectors and matrices whose output is one number."""
    shapes = draw(
        st.lists(st.sampled_from(((), (3,), (2, 3), (2, 1), (4, 2, 3))), min_size=1, max_size=3)
    )
    seed = np.random.default_rng(draw(st.integers(0, 2**16)))
    nodes: dict[str, Node] = {}
    for name, shape in zip("xyz", shapes, strict=False):
        nodes[name] = Node(name, INPUT, (), name, literal(seed.uniform(-2, 2, shape)))
    for index in range(draw(st.integers(1, 8))):
        pick = st.sampled_from(list(nodes))
        if draw(st.booleans()):
            op = draw(st.sampled_from(("add", "sub", "mul", "maximum")))
            operands: tuple[str, ...] = (draw(pick), draw(pick))
            attributes: tuple[tuple[str, int], ...] = ()
        else:
            op = draw(st.sampled_from((*SMOOTH_UNARY, "sum", "mean", "max", "softmax", "norm")))
            operands = (draw(pick),)
            stated = op in ("sum", "mean", "max") and draw(st.booleans())
            attributes = (("dim", -1),) if stated or op == "softmax" else ()
        node = Node(f"o{index}", op, operands, attributes=attributes)
        try:
            infer(Graph({**nodes, node.id: node}, node.id))
        except ShapeError:
            node = replace(node, op="tanh", operands=operands[:1], attributes=())
        nodes[node.id] = node
    nodes["total"] = Node("total", "sum", (list(nodes)[-1],))
    graph = Graph(nodes, "total")
    assume(is_stable(graph))
    return graph


def values_of(graph: Graph) -> dict[str, Any]:
    """The inputs' values by name."""
    return {n.name or "": as_value(1.0 if n.value is None else n.value) for n in graph.inputs}


def is_stable(graph: Graph) -> bool:
    """Whether rounding cannot change the results much: no sign(x^3 - x*x*x), no min(0, -0)^-1.

    What happens exactly at kinks and poles is in conventions.py.
    """
    inputs = values_of(graph)
    with np.errstate(all="ignore"):
        found = [
            (evaluation.value, *(evaluation.gradients[name] for name in inputs))
            for shift in (0.0, 1e-13, -1e-13, 3e-13)
            for evaluation in [evaluate(graph, {n: v + shift for n, v in inputs.items()})]
        ]
    return all(
        np.allclose(value, moved, rtol=1e-8, atol=1e-8, equal_nan=True)
        for others in found[1:]
        for value, moved in zip(found[0], others, strict=True)
    )


def torch_result(graph: Graph) -> tuple[Any, Mapping[str, Any]]:
    """Value and gradients as PyTorch computes them, from the table's own torch templates."""
    import torch

    results: dict[str, Any] = {}
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node.is_input:
            made = torch.tensor(node.value, dtype=torch.float64)
            results[node_id] = made if node.is_literal else made.requires_grad_()
            continue
        row = OPS[node.op]
        dim = row.dim(node.attributes)
        text = row.torch if dim is not None else row.torch.replace(", dim=dim", "")
        operands = dict(zip("ab", (results[o] for o in node.operands), strict=False))
        if node.op == "pow" and graph.nodes[node.operands[1]].is_literal:
            operands["b"] = operands["b"].item()
        results[node_id] = eval(text, {"torch": torch}, {**operands, "dim": dim})  # noqa: S307
    target = results[graph.output or ""]
    if target.requires_grad:
        target.backward()
    gradients = {
        n.name or "": 0.0 if results[n.id].grad is None else results[n.id].grad.numpy()
        for n in graph.inputs
    }
    return target.detach().numpy(), gradients
