"""Many descents at once end where each alone ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradviz.descent import (
    OPTIMIZERS,
    SCHEDULES,
    Ends,
    Method,
    Objective,
    Trajectory,
    descend,
    descend_many,
    objective,
)
from gradviz.errors import GradVizError
from gradviz.graph import Array, parse

HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
RATES = {"momentum": 0.005, "nesterov": 0.005, "sgd": 0.005, "adagrad": 0.5, "adadelta": 1.0}
EPOCHS = 60


def _problems() -> dict[str, Objective]:
    random = np.random.default_rng(3)
    column = np.arange(5.0)
    data = {"x": column, "y": np.array([2.2, 2.8, 4.5, 3.7, 5.5])}
    table = {"X": random.normal(size=(20, 8)), "Y": random.normal(size=20)}
    return {
        "numbers": objective(parse(HIMMELBLAU)),
        "quadratic": objective(parse("(x + 2y - 7)^2 + (2x + y - 5)^2")),
        "one": objective(parse("x^4 - 2x^2 + x")),
        "array": objective(parse("sum(w^4 - w^2)"), start={"w": np.zeros(3)}),
        "long array": objective(parse("sum(w^4 - w^2)"), start={"w": np.zeros(8)}),
        "line": objective(parse("mean((m x + b - y)^2)"), data, ("m", "b")),
        "matrix": objective(parse("mean((X @ W - Y)^2)"), table, ("W",), start={"W": np.zeros(8)}),
        "logistic": objective(
            parse("mean(softplus(m x + b) - z*(m x + b)) + 0.1(m^2 + b^2)"),
            {"x": column - 2, "z": np.array([0, 0, 1, 0, 1.0])},
            ("m", "b"),
        ),
    }


PROBLEMS = _problems()


def _rate(optimizer: str) -> float:
    row = OPTIMIZERS[optimizer]
    return RATES.get(optimizer, 0.05 if row.has_lines else row.lr)


def _alone(
    target: Objective, start: Array, method: Method, bounds: Any = None, epochs: int = EPOCHS
) -> Trajectory:
    return descend(
        target,
        dict(zip(target.parameters, target.arguments(start), strict=True)),
        optimizer=method.optimizer,
        lr=method.lr,
        settings=method.settings,
        schedule=method.schedule,
        schedule_settings=method.schedule_settings,
        bounds=bounds,
        epochs=epochs,
    )


def _check(ends: Ends, target: Objective, starts: Array, methods: list[Method], **how: Any) -> None:
    for i, (start, method) in enumerate(zip(starts, methods, strict=True)):
        path = _alone(target, start, method, **how)
        assert ends.finite[i] == (path.stop != "not_finite")
        if ends.finite[i]:
            np.testing.assert_allclose(ends.points[i], path.points[-1], rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(ends.losses[i], path.losses[-1], rtol=1e-9, atol=1e-9)
        else:
            assert np.isnan(ends.points[i]).all()
            assert np.isnan(ends.losses[i])
        np.testing.assert_allclose(ends.best[i], path.losses.min(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_optimizer_ends_where_it_ends_alone(problem: str, optimizer: str) -> None:
    target, method = PROBLEMS[problem], Method(optimizer, _rate(optimizer))
    starts = np.random.default_rng(1).uniform(-2, 2, (5, len(target.coordinates)))
    ends = descend_many(target, starts, method, EPOCHS)
    _check(ends, target, starts, [method] * 5)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_in_a_box_with_a_schedule_and_rates_of_their_own(optimizer: str, schedule: str) -> None:
    rates = _rate(optimizer) * np.array([0.2, 0.6, 1.0, 1.4])
    methods = [Method(optimizer, float(rate), {}, schedule) for rate in rates]
    for problem in ("numbers", "matrix"):
        target = PROBLEMS[problem]
        starts = np.random.default_rng(2).uniform(-1, 1, (4, len(target.coordinates)))
        bounds: Mapping[str, Any] = dict.fromkeys(target.coordinates, (-1.5, 0.75))
        ends = descend_many(target, starts, methods[0], EPOCHS, rates=rates, bounds=bounds)
        _check(ends, target, starts, methods, bounds=bounds)
        assert ((ends.points >= -1.5) & (ends.points <= 0.75)).all()


@pytest.mark.parametrize(
    ("optimizer", "changed"),
    [
        ("sgd", {"momentum": 0.9, "nesterov": True, "weight_decay": 0.1}),
        ("rmsprop", {"centered": True, "momentum": 0.5}),
        ("cg", {"fletcher_reeves": True}),
        ("armijo", {"t0": 0.1, "rho": 0.9}),
        ("lbfgs", {"history_size": 2}),
        ("annealing", {"sigma": 0.3, "seed": 5}),
    ],
)
def test_settings_count(optimizer: str, changed: dict[str, Any]) -> None:
    rate = 0.3 if optimizer == "annealing" else 0.1 if optimizer == "armijo" else 0.004
    method = Method(optimizer, rate, changed)
    starts = np.random.default_rng(4).uniform(-2, 2, (6, 2))
    ends = descend_many(PROBLEMS["numbers"], starts, method, 40)
    _check(ends, PROBLEMS["numbers"], starts, [method] * 6, epochs=40)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_in_pieces_it_is_the_same(optimizer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = np.random.default_rng(5).uniform(-4, 4, (23, 2))
    method = Method(optimizer, _rate(optimizer))
    whole = descend_many(PROBLEMS["numbers"], starts, method, 30)
    monkeypatch.setattr("gradviz.descent.many.CACHED_NUMBERS", 10)
    parts = descend_many(PROBLEMS["numbers"], starts, method, 30)
    assert np.array_equal(whole.points, parts.points)
    assert np.array_equal(whole.losses, parts.losses)


@settings(max_examples=30)
@given(
    expression=st.sampled_from(["log(x) + y^2", "x^4 + y", "exp(x y)", "sqrt(x) - y^2", "1/x + y"]),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    seed=st.integers(0, 99),
)
def test_what_is_not_finite_alone_is_not_finite_among_many(
    expression: str, optimizer: str, seed: int
) -> None:
    target, method = objective(parse(expression)), Method(optimizer, 2.0)
    starts = np.random.default_rng(seed).uniform(-3, 3, (4, 2))
    ends = descend_many(target, starts, method, 20)
    for i, start in enumerate(starts):
        path = _alone(target, start, method, epochs=20)
        assert ends.finite[i] == (path.stop != "not_finite")


def test_the_seed_moves_the_chances_of_annealing() -> None:
    starts = np.array([[0.0, 0.0], [2.0, -1.0]])
    target, method = PROBLEMS["numbers"], Method("annealing", 0.5, {"seed": 40})
    shifted = descend_many(target, starts, method, 50, seed=2)
    same = descend_many(target, starts, Method("annealing", 0.5, {"seed": 42}), 50)
    other = descend_many(target, starts, method, 50)
    assert np.array_equal(shifted.points, same.points)
    assert not np.array_equal(shifted.points, other.points)


def test_no_epochs_are_the_starts() -> None:
    starts = np.array([[0.0, 0.0], [2.0, -1.0]])
    ends = descend_many(PROBLEMS["numbers"], starts, Method(), 0)
    assert np.array_equal(ends.points, starts)
    assert ends.losses.tolist() == [170, 80]


def test_nobody_ends_nowhere() -> None:
    ends = descend_many(PROBLEMS["numbers"], np.zeros((0, 2)), Method(), 10)
    assert ends.points.shape == (0, 2)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_cancelling_ends_it_and_what_was_not_begun_is_nan(
    optimizer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradviz.descent.many.CACHED_NUMBERS", 100)
    asked: list[int] = []

    def cancel() -> bool:
        asked.append(1)
        return len(asked) > 3

    starts = np.random.default_rng(5).uniform(-4, 4, (200, 2))
    method = Method(optimizer, _rate(optimizer))
    ends = descend_many(PROBLEMS["numbers"], starts, method, 10**6, cancel=cancel)
    assert len(asked) <= 5
    assert np.isnan(ends.losses[-50:]).all()
    assert not ends.finite[-50:].any()


def test_progress_rises_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradviz.descent.many.CACHED_NUMBERS", 100)
    seen: list[float] = []
    starts = np.zeros((170, 2))
    descend_many(PROBLEMS["numbers"], starts, Method(lr=0.01), 50, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[0] < 0.2
    assert seen[-1] == 1.0


@pytest.mark.parametrize(
    ("starts", "how", "words"),
    [
        (np.zeros((3, 1)), {}, "The starts must be rows of 2 numbers."),
        (np.zeros(2), {}, "The starts must be rows of 2 numbers."),
        (np.zeros((3, 2)), {"rates": np.ones(2)}, "There must be 3 rates"),
        (np.zeros((1, 2)), {"rates": np.array([-1.0])}, "must be at least 0"),
        (np.zeros((1, 2)), {"bounds": {"q": (0, 1)}}, "q is not descended"),
    ],
)
def test_a_mistake_is_one_sentence(starts: Array, how: dict[str, Any], words: str) -> None:
    with pytest.raises(GradVizError) as caught:
        descend_many(PROBLEMS["numbers"], starts, Method(), 5, **how)
    assert words in str(caught.value)
