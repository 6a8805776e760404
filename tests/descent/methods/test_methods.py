"""What the methods do beyond their equations: where they end, and where nothing is defined."""

from __future__ import annotations

import math
from itertools import islice
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Stop, catalog, descend, objective
from gradviz.descent.methods import METHODS
from gradviz.descent.methods.annealing import mulberry32
from gradviz.descent.methods.newton import eliminated, solved
from gradviz.errors import SettingError
from gradviz.graph import parse

DATA = {"u": np.arange(1.0, 6.0), "v": np.array([2.2, 2.8, 4.5, 3.7, 5.5])}


def test_mulberry32_gives_its_known_numbers() -> None:
    """Those of its original in JavaScript, run by Node."""
    assert list(islice(mulberry32(42), 3)) == [
        0.6011037519201636,
        0.44829055899754167,
        0.8524657934904099,
    ]


@pytest.mark.parametrize("method", METHODS)
def test_methods_fit_a_line_to_data(method: str) -> None:
    path = descend("mean((m u + b - v)^2)", {"m": 0, "b": 0}, DATA, method, epochs=400)
    assert path.points.shape == (401, 2)
    if method != "annealing":
        np.testing.assert_allclose(path.points[-1], [0.75, 1.49], atol=1e-4)
        assert path.stop is Stop.CONVERGED
    else:
        assert path.losses[-1] < 0.5


@pytest.mark.parametrize("method", METHODS)
def test_methods_descend_on_matrices_and_on_data_that_are_no_quadratic(method: str) -> None:
    random = np.random.default_rng(0)
    table, signs = random.normal(size=(40, 3)), np.arange(40) % 2.0
    target = objective(
        parse("mean(softplus(X @ W) - t*(X @ W)) + 0.1 sum(W^2)"),
        {"X": table, "t": signs},
        start={"W": np.array([2.0, -3.0, 1.0])},
    )
    path = descend(target, optimizer=method, epochs=300)
    assert path.parameters == ("W[0]", "W[1]", "W[2]")
    assert path.losses[-1] < 0.8 * path.losses[0]
    if method != "annealing":
        assert np.abs(target.value_and_gradient(path.points[-1])[1]).max() < 1e-5


@pytest.mark.parametrize("method", ["armijo", "cg", "newton", "lbfgs"])
@pytest.mark.parametrize("function", ["himmelblau", "rosenbrock", "beale", "booth"])
def test_a_method_that_has_arrived_stays_there_and_costs_nothing_more(
    method: str, function: str
) -> None:
    path = descend(function, optimizer=method, epochs=20_000)
    assert path.points.shape == (20_001, 2)
    assert path.stop is Stop.CONVERGED
    assert path.stop_epoch == 20_000
    # Newton's method may go to and fro by a rounding, gradients creep along the banana valley.
    if method in ("cg", "lbfgs") or (method == "armijo" and function != "rosenbrock"):
        assert path.gradient_calls < 5000


def test_a_search_that_cannot_go_down_stays() -> None:
    path = descend("abs(x) + abs(y)", {"x": 0, "y": 0}, optimizer="armijo", epochs=50)
    assert path.stop is Stop.CONVERGED
    assert not path.points.any()


def test_a_search_never_takes_a_value_that_is_no_number() -> None:
    """The first trials lie below 0, where the logarithm is none."""
    path = descend("x - log(x)", {"x": 0.1}, optimizer="armijo", epochs=200)
    assert path.stop is Stop.CONVERGED
    assert path.points[-1, 0] == pytest.approx(1)


@given(x=st.floats(-5, 5), y=st.floats(-5, 5))
def test_a_search_never_goes_up(x: float, y: float) -> None:
    for method in ("armijo", "cg"):
        losses = descend("himmelblau", {"x": x, "y": y}, optimizer=method, epochs=50).losses
        assert (np.diff(losses) <= 0).all()


def test_newton_takes_one_step_on_a_quadratic() -> None:
    path = descend("booth", {"x": -8, "y": 7}, optimizer="newton", epochs=2)
    np.testing.assert_allclose(path.points[1], [1, 3], rtol=1e-12)


@pytest.mark.parametrize(
    ("function", "start", "end"),
    [
        ("himmelblau", (0, 0), (-0.270845, -0.923039)),  # a local maximum
        ("beale", (1, 1), (0, 1)),  # a saddle
    ],
)
def test_newton_finds_what_is_no_minimum(
    function: str, start: tuple[float, float], end: tuple[float, float]
) -> None:
    path = descend(function, dict(zip("xy", start, strict=True)), optimizer="newton", epochs=100)
    np.testing.assert_allclose(path.points[-1], end, atol=1e-6)


def test_newton_leaves_a_valley_alone_and_does_not_take_a_slope_for_a_minimum() -> None:
    for text in ("(x + y)^2", "(x + y)^4 + (x + y)^2"):
        path = descend(text, {"x": 3, "y": 1}, optimizer="newton", epochs=60)
        np.testing.assert_allclose(path.points[-1], [1, -1], atol=1e-6)
        assert path.stop is Stop.CONVERGED
    for text in ("x^2 - 3y", "x^4 + x^2 - 3y"):
        path = descend(text, {"x": 3, "y": 1}, optimizer="newton", epochs=60)
        assert (path.stop, path.stop_epoch) == (Stop.NOT_FINITE, 1)


@given(st.integers(1, 5), st.integers(0, 1000))
def test_elimination_is_a_solution_or_says_that_there_may_be_none(size: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(size, size))
    matrix += matrix.T
    right = random.normal(size=size)
    found = eliminated(matrix.tolist(), right.tolist())
    assert found is not None
    np.testing.assert_allclose(found, np.linalg.solve(matrix, right), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found, solved(matrix, right), rtol=1e-6, atol=1e-9)
    matrix[-1] = matrix[0]
    if size > 1:
        assert eliminated(matrix.tolist(), right.tolist()) is None


def test_conjugate_gradients_are_faster_than_gradients() -> None:
    ends = {m: descend("rosenbrock", optimizer=m, epochs=400).losses[-1] for m in ("armijo", "cg")}
    assert ends["cg"] < 1e-3 * ends["armijo"]


def test_annealing_leaves_a_valley_that_gradients_do_not_leave() -> None:
    text, start = "x^4 - 8x^2 + 4x", {"x": 2.0}
    stuck = descend(text, start, optimizer="sgd", lr=0.01, epochs=500)
    hot = descend(text, start, optimizer="annealing", settings={"T0": 50, "sigma": 1}, epochs=500)
    assert stuck.points[-1, 0] > 1
    assert hot.points[-1, 0] < -1
    assert hot.stop is not Stop.CONVERGED


@pytest.mark.parametrize("seed", [0, 1, 42, 2**32 - 1])
def test_a_seed_says_the_path(seed: int) -> None:
    how: dict[str, Any] = {"optimizer": "annealing", "settings": {"seed": seed}, "epochs": 50}
    first, again = (descend("himmelblau", **how).points for _ in range(2))
    assert np.array_equal(first, again)


@pytest.mark.parametrize(
    ("method", "calls", "values"),
    [("armijo", 30, 30), ("cg", 30, 30), ("newton", 30 * 9, 0), ("annealing", 0, 30)],
)
def test_calls_are_counted(method: str, calls: int, values: int) -> None:
    path = descend("himmelblau", {"x": 0.1, "y": 0.2}, optimizer=method, lr=1e-3, epochs=30)
    assert path.gradient_calls == calls
    assert path.value_calls == values
    assert path.calls[0] == 0
    assert path.calls.shape == (31,)
    assert set(np.diff(path.calls)) == {calls // 30}


def test_calls_of_one_gradient_an_update_and_of_batches() -> None:
    assert descend("rosenbrock", lr=1e-4, epochs=7).calls.tolist() == list(range(8))
    data = {"u": np.arange(6.0)}
    path = descend("sum(w u)", {"w": 0}, data, lr=1e-3, epochs=2, batch_size=2)
    assert path.calls.tolist() == [0, 3, 6]
    broken = descend("x^4", {"x": 10}, lr=1.0, epochs=400)
    assert broken.calls.tolist() == [0, 1, 2, 3]
    assert len(broken.rates) == broken.epochs


@pytest.mark.parametrize("method", METHODS)
def test_methods_take_no_mini_batches(method: str) -> None:
    with pytest.raises(SettingError, match="needs all data for each step; leave out batch_size"):
        descend("mean((m u - v)^2)", {"m": 0}, DATA, method, batch_size=2)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_not_finite_ends_the_path_before_it(method: str) -> None:
    path = descend("log(x)", {"x": -1}, optimizer=method, epochs=20)
    assert (path.stop, path.stop_epoch, len(path.losses)) == (Stop.NOT_FINITE, 0, 1)


def test_the_catalog_can_be_descended_by_every_method() -> None:
    for key in catalog():
        for method in METHODS:
            path = descend(key, optimizer=method, epochs=5)
            assert np.isfinite(path.points).all(), (key, method)
            assert not math.isnan(path.losses[0])


def test_a_cancelled_method_returns_what_there_is() -> None:
    answers = iter([False, True])
    path = descend(
        "rosenbrock", optimizer="annealing", epochs=100_000, cancel=lambda: next(answers)
    )
    assert 0 < path.epochs < 100_000
    assert path.stop is not Stop.NOT_FINITE
