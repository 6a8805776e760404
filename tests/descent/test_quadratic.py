"""Exact quadratics: their numbers, limits of the learning rate, and agreement with the graph."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gradviz.descent import Objective, Quadratic, Stop, dataset, descend, objective
from gradviz.descent.quadratic import quadratic
from gradviz.graph import Array, Value, parse

LINE = "mean((m x + b - y)^2)"
LIMIT = 0.08452405257734978
NUMBERS = st.floats(-10, 10).map(lambda x: round(x, 3))


def _line() -> Objective:
    columns = dataset("five_points").columns
    return objective(parse(LINE), {"x": columns["x"], "y": columns["y"]})


def _quadratic(found: Objective) -> Quadratic:
    assert found.quadratic is not None
    return found.quadratic


def test_the_numbers_of_the_lecture_line() -> None:
    found = _quadratic(_line())
    np.testing.assert_allclose(found.hessian, [[22, 6], [6, 2]], rtol=1e-12)
    np.testing.assert_allclose(found.center, [0.75, 1.49], rtol=1e-12)
    assert found.minimum == pytest.approx(0.2614, rel=1e-12)
    assert found.kappa == pytest.approx(69.98571136907177, rel=1e-12)
    assert found.lr_limit("sgd", {}) == pytest.approx(LIMIT, rel=1e-9)
    assert found.best_lr == pytest.approx(1 / 12, rel=1e-12)
    assert found.rate(1 / 12) == pytest.approx(0.97182531580755, rel=1e-12)


@pytest.mark.parametrize(
    ("optimizer", "settings", "limit"),
    [
        ("sgd", {}, LIMIT),
        ("sgd", {"weight_decay": 0.5}, 2 / (2 / LIMIT + 0.5)),
        ("sgd", {"momentum": 0.5, "dampening": 0.5}, 6 * LIMIT / 2),
        ("momentum", {}, 1.9 * LIMIT),
        ("nesterov", {}, 1.9 / 2.8 * LIMIT),
    ],
)
def test_below_the_limit_it_converges_and_above_it_diverges(
    optimizer: str, settings: dict[str, float], limit: float
) -> None:
    target = _line()
    for factor, stops in (
        (0.99, {Stop.CONVERGED}),
        (1.01, {Stop.DIVERGED, Stop.NOT_FINITE}),
    ):
        path = descend(
            target,
            {"m": 0, "b": 0},
            optimizer=optimizer,
            lr=factor * limit,
            epochs=4000,
            settings=settings,
        )
        assert path.lr_limit == pytest.approx(limit, rel=1e-9)
        assert path.stop in stops


@pytest.mark.parametrize(("factor", "stop"), [(0.999, Stop.CONVERGED), (1.001, Stop.DIVERGED)])
def test_a_thousandth_beside_the_limit_is_told_apart(factor: float, stop: Stop) -> None:
    path = descend(_line(), {"m": 0, "b": 0}, lr=factor * LIMIT, epochs=5000)
    assert path.stop is stop


def test_the_optimizers_that_adapt_have_no_limit() -> None:
    assert _quadratic(_line()).lr_limit("adam", {}) is None


@given(h=arrays(np.float64, (3, 3), elements=NUMBERS), c=arrays(np.float64, 3, elements=NUMBERS))
def test_found_again_from_its_gradient(h: Array, c: Array) -> None:
    h = h @ h.T + np.eye(3)

    def gradient(x: Array) -> tuple[float, Array]:
        d = x - c
        return float(0.5 * d @ h @ d + 7.0), h @ d

    found = quadratic(gradient, 3)
    assert found is not None
    np.testing.assert_allclose(found.hessian, h, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found.center, c, rtol=1e-9, atol=1e-9)
    assert found.minimum == pytest.approx(7.0)
    assert not found.slope.any()


@given(
    x=arrays(np.float64, 6, elements=NUMBERS, unique=True),
    y=arrays(np.float64, 6, elements=NUMBERS),
    offset=st.sampled_from([0.0, 100.0, 2000.0]),
)
def test_the_center_is_the_least_squares_line(x: Array, y: Array, offset: float) -> None:
    spread = np.ptp(x)
    if spread < 1.0:
        x = x + np.arange(6.0)
    found = _quadratic(objective(parse(LINE), {"x": x + offset, "y": y}))
    slope, height = np.polyfit(x, y, 1)
    fitted = found.center[0] * (x + offset) + found.center[1]
    np.testing.assert_allclose(fitted, slope * x + height, rtol=1e-6, atol=1e-6)


def test_a_million_points_are_looked_at_once() -> None:
    x = np.random.default_rng(0).normal(size=100_000)
    target = objective(parse(LINE), {"x": x, "y": 3 * x + 1})
    assert target.quadratic is target.quadratic
    np.testing.assert_allclose(_quadratic(target).center, [3, 1], rtol=1e-12)


@pytest.mark.parametrize(
    "expression", ["(x + 2y - 7)^2 + (2x + y - 5)^2", "(x + y - 1)^2", "x^2 - y", "x y", "3x - 2"]
)
def test_values_and_gradients_are_those_of_the_graph(expression: str) -> None:
    target = objective(parse(expression))
    points = np.random.default_rng(1).normal(size=(len(target.parameters), 20))
    for mine, theirs in zip(
        _flat(_quadratic(target).batch, points), _flat(target.function.batch, points), strict=True
    ):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-9)


def _flat(batch: Callable[..., tuple[Value, tuple[Value, ...]]], points: Array) -> list[Array]:
    values, gradients = batch(*points)
    return [
        np.asarray(values),
        *(np.broadcast_to(np.asarray(g), points[0].shape) for g in gradients),
    ]


@pytest.mark.parametrize("expression", ["x^3", "sin(x)", "x^2 / y", "abs(x)"])
def test_what_is_no_quadratic_has_none(expression: str) -> None:
    assert objective(parse(expression)).quadratic is None


def test_without_a_minimum_there_is_no_limit() -> None:
    assert _quadratic(objective(parse("x y"))).lr_limit("sgd", {}) is None
    assert _quadratic(objective(parse("3x"))).lr_limit("sgd", {}) is None


def test_kappa_of_a_flat_direction_is_infinite() -> None:
    found = _quadratic(objective(parse("(x + y - 1)^2")))
    assert json.dumps(found.kappa) == "Infinity"
    np.testing.assert_allclose(found.center, [0.5, 0.5])
