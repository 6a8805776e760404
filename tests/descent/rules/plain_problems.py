"""The four problems of the optimizer tests by hand: value, gradient and Hessian on plain floats."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.descent.rules.torch_paths import X, Y

Point = tuple[float, float]
Matrix = tuple[tuple[float, float], tuple[float, float]]


class Plain(NamedTuple):
    """A function of two numbers and its derivatives."""

    value: Callable[[float, float], float]
    gradient: Callable[[float, float], Point]
    hessian: Callable[[float, float], Matrix]


def _rosenbrock_gradient(x: float, y: float) -> Point:
    return -400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)


def _rosenbrock_hessian(x: float, y: float) -> Matrix:
    return (1200 * x * x - 400 * y + 2, -400 * x), (-400 * x, 200.0)


def _himmelblau_gradient(x: float, y: float) -> Point:
    a, b = x * x + y - 11, x + y * y - 7
    return 4 * a * x + 2 * b, 2 * a + 4 * b * y


def _himmelblau_hessian(x: float, y: float) -> Matrix:
    mixed = 4 * x + 4 * y
    return (12 * x * x + 4 * y - 42, mixed), (mixed, 12 * y * y + 4 * x - 26)


def _beale_parts(x: float, y: float) -> list[tuple[float, float, float, float]]:
    """Of r_k = c_k − x + x yᵏ: the value, both derivatives, and the second one by y."""
    return [
        (c - x + x * y**k, y**k - 1, k * x * y ** (k - 1), k * (k - 1) * x * y ** max(k - 2, 0))
        for k, c in ((1, 1.5), (2, 2.25), (3, 2.625))
    ]


def _beale_gradient(x: float, y: float) -> Point:
    parts = _beale_parts(x, y)
    return sum(2 * r * rx for r, rx, _, _ in parts), sum(2 * r * ry for r, _, ry, _ in parts)


def _beale_hessian(x: float, y: float) -> Matrix:
    parts = _beale_parts(x, y)
    mixed = sum(2 * (rx * ry + r * k * y ** (k - 1)) for k, (r, rx, ry, _) in enumerate(parts, 1))
    first = sum(2 * rx * rx for _, rx, _, _ in parts)
    second = sum(2 * (ry * ry + r * ryy) for r, _, ry, ryy in parts)
    return (first, mixed), (mixed, second)


def _line_gradient(x: float, y: float) -> Point:
    errors = [x * u + y - v for u, v in zip(X, Y, strict=True)]
    return (
        2 / len(X) * sum(e * u for e, u in zip(errors, X, strict=True)),
        2 / len(X) * sum(errors),
    )


def _line_hessian(_x: float, _y: float) -> Matrix:
    mixed = 2 * sum(X) / len(X)
    return (2 * sum(u * u for u in X) / len(X), mixed), (mixed, 2.0)


PLAIN = {
    "rosenbrock": Plain(
        lambda x, y: 100 * (y - x * x) ** 2 + (1 - x) ** 2,
        _rosenbrock_gradient,
        _rosenbrock_hessian,
    ),
    "himmelblau": Plain(
        lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
        _himmelblau_gradient,
        _himmelblau_hessian,
    ),
    "beale": Plain(
        lambda x, y: sum(r * r for r, *_ in _beale_parts(x, y)), _beale_gradient, _beale_hessian
    ),
    "line": Plain(
        lambda x, y: sum((x * u + y - v) ** 2 for u, v in zip(X, Y, strict=True)) / len(X),
        _line_gradient,
        _line_hessian,
    ),
}
"""By the names of ``torch_paths.PROBLEMS``."""
