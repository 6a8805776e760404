"""The sweep's losses are those of single descents, and its cliff is at the limit."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.descent import Method, Objective, dataset, descend, objective
from gradviz.descent.library.functions import objective_of
from gradviz.descent.outcomes.sweep import default_rates, limit_of, sweep
from gradviz.graph import parse

LIMIT = 0.08452405257734978


def _line() -> Objective:
    columns = dataset("five_points").columns
    text = parse("mean((m x + b - y)^2)")
    return objective(text, {"x": columns["x"], "y": columns["y"]}, start={"m": 0.0, "b": 0.0})


@pytest.mark.parametrize("method", [Method("sgd", 0.01), Method("momentum", 0.01), Method("adam")])
def test_the_losses_are_those_of_descents_one_by_one(method: Method) -> None:
    target = objective_of("himmelblau")
    start = {"x": -1.0, "y": 1.5}
    rates = np.array([0.001, 0.01, 0.05])
    found = sweep(target, start, method, 60, rates)
    for index, rate in enumerate(rates):
        path = descend(target, start, optimizer=method.optimizer, lr=float(rate), epochs=60)
        assert found.finite[index] == (path.epochs == 60)
        if found.finite[index]:
            assert found.losses[index] == pytest.approx(path.losses[-1], rel=1e-6)
        assert found.best[index] == pytest.approx(path.losses.min(), rel=1e-6)


def test_the_cliff_of_a_quadratic_is_at_its_limit() -> None:
    target = _line()
    found = sweep(target, target.start, Method("sgd"), 4000)
    assert found.limit == pytest.approx(LIMIT, rel=1e-9)
    assert found.cliff == pytest.approx(LIMIT, rel=1e-4)
    assert found.rates[0] < LIMIT < found.rates[-1]
    assert found.finite[found.rates < LIMIT].all()
    assert not found.finite[found.rates > 1.5 * LIMIT].any()
    assert np.isnan(found.losses[~found.finite]).all()


def test_with_momentum_the_cliff_is_later() -> None:
    target = _line()
    found = sweep(target, target.start, Method("momentum"), 4000)
    assert found.limit == pytest.approx(1.9 * LIMIT, rel=1e-9)
    assert found.cliff == pytest.approx(1.9 * LIMIT, rel=1e-3)


def test_the_best_rate_has_the_lowest_final_loss() -> None:
    target = _line()
    found = sweep(target, target.start, Method("sgd"), 100)
    best = found.best_rate
    assert best is not None
    theirs = [
        descend(target, target.start, lr=rate, epochs=100).losses[-1] for rate in (best, 0.9 * best)
    ]
    assert theirs[0] < theirs[1]


def test_the_cliff_of_another_function_is_where_single_descents_stop_falling() -> None:
    target = objective_of("rosenbrock")
    start = {"x": -1.2, "y": 1.0}
    cliff = sweep(target, start, Method("sgd", 0.001), 300).cliff
    assert cliff is not None
    first = descend(target, start, lr=0.0, epochs=0).losses[0]
    below = descend(target, start, lr=0.999 * cliff, epochs=300)
    assert below.epochs == 300
    assert below.losses[-1] < first
    for factor in (1.001, 1.5, 3.0):
        path = descend(target, start, lr=factor * cliff, epochs=300)
        assert path.epochs < 300 or path.losses[-1] >= first


def test_without_an_end_that_is_lower_there_is_no_cliff() -> None:
    target = objective(parse("x^2"), start={"x": 0.0})
    found = sweep(target, target.start, Method("sgd"), 10)
    assert found.cliff is None
    adam = sweep(target, {"x": 1.0}, Method("adam"), 10, np.array([0.01, 0.02]))
    assert adam.cliff is None


def test_default_rates_reach_beyond_the_limit_or_around_the_rate() -> None:
    assert default_rates(0.5, 0.1)[-1] == pytest.approx(2.0)
    around = default_rates(None, 0.1)
    assert around[0] < 0.1 < around[-1]
    assert limit_of(objective_of("himmelblau"), Method("sgd")) is None
    assert limit_of(_line(), Method("adam")) is None
