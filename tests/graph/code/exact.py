"""The cases written by hand for numbers of 50 digits: an independent way to their gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mpmath import mp, mpf

from tests.graph.code.cases import CASES, Case

DIGITS = 50
_STEP = mpf(10) ** -16
"""Errors are the square of it times the third derivative, and 10^-50 divided by it."""

Values = Mapping[str, Any]


def _vector(matrix: Any, vector: Any) -> list[Any]:
    return [_dot(row, vector) for row in matrix]


def _dot(left: Any, right: Any) -> Any:
    return sum(a * b for a, b in zip(left, right, strict=True))


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


def _line_fit(v: Values) -> Any:
    errors = [y - (v["m"] * x + v["b"]) for x, y in zip(v["x"], v["y"], strict=True)]
    return _dot(errors, errors) / len(errors)


def _neuron(v: Values) -> Any:
    out = mp.tanh(v["x₁"] * v["w₁"] + v["x₂"] * v["w₂"] + v["b"])
    return -mp.log((1 + out) / 2) + mpf(0.01) * (v["w₁"] ** 2 + v["w₂"] ** 2)


def _matrix(v: Values) -> Any:
    errors = [a - b for a, b in zip(_vector(v["X"], v["w"]), v["y"], strict=True)]
    return _dot(errors, errors) / len(errors)


def _cross_entropy(v: Values) -> Any:
    logits = [a + b for a, b in zip(_vector(v["W"], v["x"]), v["b"], strict=True)]
    total = sum(mp.exp(z) for z in logits)
    return -_dot(v["t"], [mp.log(mp.exp(z) / total) for z in logits])


def _norm_dot(v: Values) -> Any:
    gap = [a - b for a, b in zip(v["u"], v["v"], strict=True)]
    return mp.sqrt(_dot(gap, gap)) + _dot(v["u"], v["v"]) ** 2 / 10


def _det_inv(v: Values) -> Any:
    (a, b), (c, d) = v["A"]
    det = a * d - b * c
    x, y = v["b"]
    return det + (d * x - b * y - c * x + a * y) / det + (a + d) ** 2


def _choices(v: Values) -> Any:
    x, y, z, u = (v[name] for name in "xyzu")
    leaky = z if z > 0 else mpf(0.01) * z
    return max(x, y) * abs(z) + min(x * z, y) + max(u, 0) * leaky + mp.sign(u) * x


def _network(v: Values) -> Any:
    hidden = [mp.tanh(a + b) for a, b in zip(_vector(v["W"], v["x"]), v["b"], strict=True)]
    return (_dot(v["v"], hidden) + v["c"] - v["t"]) ** 2


def _functions(v: Values) -> Any:
    x, y, z = (v[name] for name in "xyz")
    first = mp.atan2(y, x) + mp.log(x) / mp.log(10) * x**y + mp.sqrt(x * y) / 2**x
    return first + mp.asin(z) * mp.acos(z) + mp.log(1 + mp.exp(z - y))


def _reductions(v: Values) -> Any:
    rows, columns = v["X"], list(zip(*v["X"], strict=True))
    means = [sum(column) / len(column) for column in columns]
    waves = sum(mp.sinh(x) * mp.cosh(x) for row in rows for x in row)
    return sum(max(row) for row in rows) + _dot(means, v["w"]) + waves / 100 + min(v["w"])


def _the_same_twice(v: Values) -> Any:
    x = v["x"]
    return 2 * x + x * x + mp.exp(-x) * mp.atan(x) * mp.cos(x)


FUNCTIONS: Mapping[str, Callable[[Values], Any]] = {
    "lecture": lambda v: v["c"] * (v["a"] + 2 * v["b"]),
    "sine": lambda v: mp.sin((v["x"] + v["y"]) * v["z"]),
    "homework": lambda v: (2 * v["a"] + v["b"]) * (v["c"] - v["d"]),
    "line_fit": _line_fit,
    "sigmoid": lambda v: (_sigmoid(v["w"] * v["x"] + v["b"]) - v["t"]) ** 2,
    "neuron": _neuron,
    "matrix": _matrix,
    "cross_entropy": _cross_entropy,
    "norm_dot": _norm_dot,
    "det_inv": _det_inv,
    "choices": _choices,
    "network": _network,
    "functions": _functions,
    "reductions": _reductions,
    "the_same_twice": _the_same_twice,
}


def numbers(key: str) -> dict[str, Any]:
    """The value of a case and its gradients by central differences."""
    case, function = CASES[key], FUNCTIONS[key]
    with mp.workdps(DIGITS):
        values = {name: _exactly(value) for name, value in case.values.items()}
        wanted = [name for name in values if name not in case.data]
        gradients = {name: _gradient(function, values, name, values[name]) for name in wanted}
        return {"value": float(function(values)), "gradients": gradients}


def _exactly(value: Any) -> Any:
    return [_exactly(item) for item in value] if isinstance(value, list) else mpf(value)


def _gradient(
    function: Callable[[Values], Any],
    values: Values,
    name: str,
    part: Any,
    at: tuple[int, ...] = (),
) -> Any:
    """The gradient by one input, of the shape of that input."""
    if isinstance(part, list):
        return [_gradient(function, values, name, x, (*at, i)) for i, x in enumerate(part)]
    above, below = (
        function({**values, name: _moved(values[name], at, step)}) for step in (_STEP, -_STEP)
    )
    return float((above - below) / (2 * _STEP))


def _moved(value: Any, at: tuple[int, ...], step: Any) -> Any:
    if not at:
        return value + step
    return [_moved(x, at[1:], step) if i == at[0] else x for i, x in enumerate(value)]


def check_complete(cases: Mapping[str, Case] = CASES) -> bool:
    """Whether every case is written by hand here."""
    return cases.keys() == FUNCTIONS.keys()
