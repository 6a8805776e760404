"""Descents with a penalty, against loops with derivatives that were taken by hand."""

from __future__ import annotations

from itertools import islice
from math import atan2, cos, exp, sin
from typing import NamedTuple

import numpy as np
import pytest

from gradviz.descent import OPTIMIZERS, catalog, descend
from gradviz.document import constraining, descent_of, edits, open_function, start_at
from tests.descent.rules.plain_problems import Plain, Point
from tests.descent.rules.plain_steps import METHOD_PATHS, RULES, rule_path

EPOCHS = 80
SEARCHED = 30  # epochs of a line search: at its end rounding decides which trial is taken


class Slope(NamedTuple):
    """A value with its derivatives by x and y."""

    value: float
    dx: float
    dy: float


class Case(NamedTuple):
    """A start where the constraint is violated, a rate for plain steps, and a weight."""

    start: Point
    rate: float
    weight: float


CASES = {
    "townsend": Case((2.2, -1.4), 0.0005, 20.0),
    "mishra_bird": Case((-0.5, -0.7), 0.0005, 10.0),
    "simionescu": Case((1.2, 0.4), 0.02, 2.0),
}


def _angle(x: float, y: float) -> Slope:
    """The angle from the y axis, as these functions measure it."""
    square = x * x + y * y
    return Slope(atan2(x, y), y / square, -x / square)


def _townsend(x: float, y: float) -> tuple[Slope, Slope]:
    u, v, t = (x - 0.1) * y, 3 * x + y, _angle(x, y)
    a = 2 * cos(t.value) - cos(2 * t.value) / 2 - cos(3 * t.value) / 4 - cos(4 * t.value) / 8
    bent = -2 * sin(t.value) + sin(2 * t.value) + 3 * sin(3 * t.value) / 4 + sin(4 * t.value) / 2
    turned = -2 * a * bent - 8 * sin(t.value) * cos(t.value)
    f = Slope(
        -(cos(u) ** 2) - x * sin(v),
        2 * cos(u) * sin(u) * y - sin(v) - 3 * x * cos(v),
        2 * cos(u) * sin(u) * (x - 0.1) - x * cos(v),
    )
    g = x * x + y * y - a * a - (2 * sin(t.value)) ** 2
    return f, Slope(g, 2 * x + turned * t.dx, 2 * y + turned * t.dy)


def _mishra_bird(x: float, y: float) -> tuple[Slope, Slope]:
    p, q = exp((1 - cos(x)) ** 2), exp((1 - sin(y)) ** 2)
    f = Slope(
        sin(y) * p + cos(x) * q + (x - y) ** 2,
        2 * sin(y) * p * (1 - cos(x)) * sin(x) - sin(x) * q + 2 * (x - y),
        cos(y) * p - 2 * cos(x) * q * (1 - sin(y)) * cos(y) - 2 * (x - y),
    )
    return f, Slope((x + 5) ** 2 + (y + 5) ** 2 - 25, 2 * (x + 5), 2 * (y + 5))


def _simionescu(x: float, y: float) -> tuple[Slope, Slope]:
    t = _angle(x, y)
    radius = 1 + 0.2 * cos(8 * t.value)
    turned = 3.2 * radius * sin(8 * t.value)
    g = Slope(x * x + y * y - radius**2, 2 * x + turned * t.dx, 2 * y + turned * t.dy)
    return Slope(0.1 * x * y, 0.1 * y, 0.1 * x), g


PARTS = {"townsend": _townsend, "mishra_bird": _mishra_bird, "simionescu": _simionescu}


def penalized(key: str, weight: float) -> Plain:
    """F + weight·max(0, g)², by hand; nothing here needs a Hessian."""

    def value(x: float, y: float) -> float:
        f, g = PARTS[key](x, y)
        return f.value + weight * max(0.0, g.value) ** 2

    def gradient(x: float, y: float) -> Point:
        f, g = PARTS[key](x, y)
        pull = 2 * weight * max(0.0, g.value)
        return f.dx + pull * g.dx, f.dy + pull * g.dy

    def hessian(x: float, y: float) -> tuple[Point, Point]:
        raise NotImplementedError

    return Plain(value, gradient, hessian)


@pytest.mark.parametrize("key", CASES)
@pytest.mark.parametrize("optimizer", [*RULES, "armijo"])
def test_a_descent_with_a_penalty_follows_a_plain_loop(key: str, optimizer: str) -> None:
    start, rate, weight = CASES[key]
    plain = penalized(key, weight)
    lr = rate if optimizer in ("sgd", "momentum", "nesterov") else OPTIMIZERS[optimizer].lr
    if optimizer in RULES:
        loop = rule_path(optimizer, plain, start, lr, {})
    else:
        loop = METHOD_PATHS[optimizer](plain, start, lr, {})
    epochs = EPOCHS if optimizer in RULES else SEARCHED
    expected = list(islice(loop, epochs + 1))
    begun = dict(zip("xy", start, strict=True))
    found = descend(key, begun, optimizer=optimizer, lr=lr, epochs=epochs, penalty=weight)
    np.testing.assert_allclose(found.points, expected, rtol=1e-8, atol=1e-9)
    losses = [plain.value(*point) for point in expected]
    np.testing.assert_allclose(found.losses, losses, rtol=1e-8, atol=1e-9)
    assert PARTS[key](*start)[1].value > 0.1  # the penalty took part


@pytest.mark.parametrize("key", CASES)
def test_the_document_descends_as_the_interface_does(key: str) -> None:
    start, rate, weight = CASES[key]
    begun = dict(zip("xy", start, strict=True))
    document = constraining.with_penalty(start_at(open_function(key), begun), weight)
    document = edits.set_descent(
        document, optimizer="momentum", lr=rate, epochs=EPOCHS, in_box=False
    )
    found = descend(key, begun, optimizer="momentum", lr=rate, epochs=EPOCHS, penalty=weight)
    np.testing.assert_allclose(descent_of(document).points, found.points, rtol=1e-12)


@pytest.mark.parametrize("key", CASES)
def test_a_heavier_penalty_ends_nearer_to_where_the_constraint_holds(key: str) -> None:
    entry = catalog()[key]
    begun = dict(zip("xy", CASES[key].start, strict=True))
    ends = [
        descend(key, begun, optimizer="adam", lr=0.01, epochs=3000, penalty=weight).points[-1]
        for weight in (CASES[key].weight, 100 * CASES[key].weight)
    ]
    light, heavy = (max(0.0, PARTS[key](*end)[1].value) for end in ends)
    assert entry.constraints
    assert heavy < max(light, 1e-9)
