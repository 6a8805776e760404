"""The engine: descents against micrograd and torch.optim, grids against NumPy, passes."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle

import numpy as np

import gradviz as gv
from gradviz.graph import INPUT, Array, Graph, Node
from tests.benchmarks.row import Goal, Row, median_ms

EPOCHS = 1000
START = {"x": -1.2, "y": 1.0}
RATES = {"sgd": 1e-3, "momentum": 1e-4, "nesterov": 1e-4, "rmsprop": 1e-3, "adam": 1e-2}
"""Learning rates with which each optimizer stays finite on Rosenbrock's function."""

Descent = Callable[[], tuple[float, float]]


def rows() -> Iterator[Row]:
    """The engine's rows, as they are measured."""
    yield from _descents()
    yield from _grids()
    yield _passes()


def _descents() -> Iterator[Row]:
    for optimizer, rate in RATES.items():
        ours = partial(_ours, optimizer, rate)
        our_ms = median_ms(ours, warm_up=2)
        for name, peer, times in _peers(optimizer, rate):
            np.testing.assert_allclose(peer(), ours(), rtol=1e-6)
            peer_ms = median_ms(peer, runs=5)
            work = f"{EPOCHS} epochs of {optimizer} on Rosenbrock"
            yield Row(work, our_ms, Goal("faster", times), peer_ms, name)


def _ours(optimizer: str, rate: float) -> tuple[float, float]:
    path = gv.descend("rosenbrock", start=START, optimizer=optimizer, lr=rate, epochs=EPOCHS)
    assert len(path.points) == EPOCHS + 1
    x, y = path.points[-1]
    return float(x), float(y)


def _peers(optimizer: str, rate: float) -> Iterator[tuple[str, Descent, float]]:
    if optimizer == "sgd":
        yield "micrograd", lambda: _micrograd(rate), 15
    if importlib.util.find_spec("torch"):
        yield "torch.optim", lambda: _torch(optimizer, rate), 100


def _micrograd(rate: float) -> tuple[float, float]:
    from micrograd.engine import Value

    x, y = Value(START["x"]), Value(START["y"])
    path = []
    for _ in range(EPOCHS):
        loss = (1 - x) ** 2 + 100 * (y - x**2) ** 2
        path.append((x.data, y.data, loss.data))
        x.grad = y.grad = 0
        loss.backward()
        x.data -= rate * x.grad
        y.data -= rate * y.grad
    return x.data, y.data


def _torch(optimizer: str, rate: float) -> tuple[float, float]:
    import torch

    x, y = (torch.tensor(START[name], dtype=torch.float64, requires_grad=True) for name in "xy")
    made = {
        "sgd": lambda: torch.optim.SGD([x, y], lr=rate),
        "momentum": lambda: torch.optim.SGD([x, y], lr=rate, momentum=0.9),
        "nesterov": lambda: torch.optim.SGD([x, y], lr=rate, momentum=0.9, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop([x, y], lr=rate),
        "adam": lambda: torch.optim.Adam([x, y], lr=rate),
    }[optimizer]()
    path = []
    for _ in range(EPOCHS):
        made.zero_grad()
        loss = (1 - x) ** 2 + 100 * (y - x**2) ** 2
        path.append((x.item(), y.item(), loss.item()))
        loss.backward()
        made.step()
    return x.item(), y.item()


def _rosenbrock(x: Array, y: Array) -> Array:
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def _ackley(x: Array, y: Array) -> Array:
    near = -20 * np.exp(-0.2 * np.sqrt(0.5 * (x**2 + y**2)))
    waves = np.exp(0.5 * (np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)))
    return np.asarray(near - waves + np.exp(1) + 20)


def _grids() -> Iterator[Row]:
    side = np.linspace(-2, 2, 400)
    x, y = np.meshgrid(side, side)
    by_hand: dict[str, Callable[[Array, Array], Array]] = {
        "rosenbrock": _rosenbrock,
        "ackley": _ackley,
    }
    for name, function in by_hand.items():
        graph = gv.parse(gv.catalog()[name].expression)
        compiled = gv.compile(graph, wrt=("x", "y"))
        np.testing.assert_allclose(compiled.value(x, y), function(x, y), rtol=1e-9, atol=1e-9)
        our_ms = median_ms(partial(compiled.value, x, y), runs=15)
        peer_ms = median_ms(partial(function, x, y), runs=15)
        yield Row(f"{name} on a 400×400 grid", our_ms, Goal("within", 1.5), peer_ms, "NumPy")


def _chain(count: int) -> Graph:
    """A graph of ``count`` operations that reuses values and stays near 1."""
    nodes = {"x": Node("x", INPUT, name="x", value=0.5), "y": Node("y", INPUT, name="y", value=0.9)}
    last, before = "x", "y"
    for number, op in zip(range(count), cycle(("mul", "add", "sin", "sub", "tanh")), strict=False):
        node_id = f"a{number}"
        operands = (last,) if op in ("sin", "tanh") else (last, before)
        nodes[node_id] = Node(node_id, op, operands)
        last, before = node_id, last
    return Graph(nodes, last)


def _passes() -> Row:
    graph = _chain(10_000)

    def evaluate() -> None:
        # A graph of its own each time: the order of its nodes is part of the work.
        result = gv.evaluate(Graph(graph.nodes, graph.output), {"x": 0.5, "y": 0.9})
        assert len(result.forward) == 10_000

    work = "forward and backward with steps, 10,000 nodes"
    return Row(work, median_ms(evaluate), Goal("at most", 50))
