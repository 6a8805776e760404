"""The explanation of stability agrees with the stored facts and with what runs do."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from gradviz.descent import (
    OPTIMIZERS,
    Method,
    Objective,
    Stop,
    Trajectory,
    dataset,
    descend,
    objective,
)
from gradviz.descent.library.functions import objective_of
from gradviz.graph import parse
from gradviz.teaching.stability import Stability, stability

LIMIT = 0.08452405257734978
LOW, HIGH = 12 - math.sqrt(136), 12 + math.sqrt(136)
ZERO = {"m": 0.0, "b": 0.0}


def _line() -> Objective:
    columns = dataset("five_points").columns
    text = parse("L = mean((m x + b - y)^2)")
    return objective(text, {"x": columns["x"], "y": columns["y"]}, start=ZERO)


def _run(target: Objective, method: Method, epochs: int = 200, **start: float) -> Trajectory:
    begun = start or target.start
    return descend(
        target,
        begun,
        optimizer=method.optimizer,
        lr=method.lr,
        settings=method.settings,
        epochs=epochs,
    )


def _explained(
    target: Objective, method: Method, epochs: int = 200, **start: float
) -> tuple[Stability, str]:
    found = stability(target, _run(target, method, epochs, **start), method)
    return found, " ".join(found.sentences())


def test_the_numbers_of_the_stored_facts() -> None:
    found = stability(_line(), None, Method("sgd", 0.1))
    assert found.is_exact
    assert found.limit == pytest.approx(0.0845240526, abs=1e-9)
    assert found.limit == pytest.approx(LIMIT, rel=1e-9)
    assert found.best == pytest.approx(1 / 12, rel=1e-12)
    assert (found.lambda_min, found.lambda_max) == pytest.approx((LOW, HIGH), rel=1e-12)
    assert found.zigzag == pytest.approx((LIMIT / 2, LIMIT), rel=1e-9)
    assert found.best_momentum == pytest.approx((0.134876, 0.618513), abs=1e-6)
    assert found.momentum_limit is None


@pytest.mark.parametrize(
    ("method", "limit"),
    [
        (Method("momentum", 0.1), 2 * 1.9 / HIGH),
        (Method("sgd", 0.1, {"momentum": 0.5}), 2 * 1.5 / HIGH),
        (Method("nesterov", 0.1), 2 * 1.9 / (2.8 * HIGH)),
        (Method("sgd", 0.1, {"weight_decay": 0.5}), 2 / (HIGH + 0.5)),
    ],
)
def test_limits_with_momentum_and_decay_are_where_runs_turn(method: Method, limit: float) -> None:
    found = stability(_line(), None, method)
    assert found.limit == pytest.approx(limit, rel=1e-9)
    assert (found.momentum_limit is not None) == bool(found.momentum)
    for factor, diverges in ((0.99, False), (1.01, True)):
        near = Method(method.optimizer, factor * limit, method.settings)
        explained, _ = _explained(_line(), near, 4000)
        assert explained.growth is not None
        assert (explained.growth > 1) == diverges
        assert (explained.ending.stop in (Stop.DIVERGED, Stop.NOT_FINITE)) == diverges


@pytest.mark.parametrize(
    ("lr", "words"),
    [
        (0.1, "by 1 − 0.1·23.66 = −1.366, so it grows in every epoch, on the other side"),
        (0.08, "by 1 − 0.08·23.66 = −0.893, so it shrinks, but changes sides in every epoch"),
        (0.03, "by 1 − 0.03·23.66 = 0.2901, so it shrinks in every epoch."),
        (LIMIT, "= −1, so it neither shrinks nor grows"),
    ],
)
def test_the_step_is_said_with_its_numbers(lr: float, words: str) -> None:
    _, said = _explained(_line(), Method("sgd", lr))
    assert words in said
    assert "from every start for learning rates below 2/λ = 2/23.66 = 0.08452." in said
    assert "2/(λmin + λmax) = 2/(0.3381 + 23.66) = 0.08333" in said


def test_the_multiplier_is_that_of_the_run() -> None:
    found, said = _explained(_line(), Method("sgd", 0.1), 300)
    path = _run(_line(), Method("sgd", 0.1), 300)
    assert found.multiplier is not None
    measured = path.losses[-1] / path.losses[-2]
    assert measured == pytest.approx(found.multiplier.real**2, rel=1e-6)
    assert "From epoch 0 on L grew in every epoch, in the last by the factor 1.866." in said


def test_which_epoch_and_which_value_broke_a_run() -> None:
    path = _run(_line(), Method("sgd", 0.1), 5000)
    _, said = _explained(_line(), Method("sgd", 0.1), 5000)
    assert f"At epoch {path.stop_epoch:,} L is infinite" in said
    assert f"at epoch {path.epochs:,}." in said


def test_a_start_without_a_value_is_said() -> None:
    target = objective(parse("f = log(x)"), start={"x": -1.0})
    _, said = _explained(target, Method("sgd", 0.1), x=-1.0)
    assert said.startswith("f is not a number at the start already")


def test_weight_decay_is_in_the_formula() -> None:
    _, said = _explained(_line(), Method("sgd", 0.03, {"weight_decay": 0.5}))
    assert "1 − 0.03·(23.66 + 0.5) = 0.2751" in said
    assert "2/(23.66 + 0.5) = 0.08277" in said


def test_momentum_and_nesterov_have_their_own_formulas() -> None:
    _, heavy = _explained(_line(), Method("momentum", 0.1))
    _, nesterov = _explained(_line(), Method("nesterov", 0.03))
    assert "2(1 + μ)/λ = 2(1 + 0.9)/23.66 = 0.1606" in heavy
    assert "Without momentum the limit would be 2/23.66 = 0.08452." in heavy
    assert "2(1 + μ)/((1 + 2μ)λ) = 2(1 + 0.9)/((1 + 2·0.9)·23.66) = 0.05736" in nesterov


def test_elsewhere_the_curvature_is_that_where_the_run_ended() -> None:
    found, said = _explained(objective_of("himmelblau"), Method("sgd", 0.01), x=1.0, y=1.0)
    assert not found.is_exact
    assert found.epoch == 200
    assert found.lambda_max == pytest.approx(82.2842712474619, rel=1e-6)
    assert found.limit == pytest.approx(2 / 82.2842712474619, rel=1e-6)
    assert "Where the run ended, at epoch 200, the largest curvature" in said
    assert "near this point" in said


def test_a_broken_run_is_explained_where_it_went_wrong() -> None:
    target = objective_of("rosenbrock")
    found, said = _explained(target, Method("sgd", 0.01), x=-1.2, y=1.0)
    assert found.ending.stop is Stop.NOT_FINITE
    assert found.epoch is not None
    assert found.growth is not None
    assert found.growth > 1
    assert f"At epoch {found.epoch:,}, where it went wrong," in said


def test_a_point_of_ones_own_can_be_asked_about() -> None:
    found = stability(objective_of("himmelblau"), None, Method("sgd", 0.01), {"x": 3.0, "y": 2.0})
    assert found.epoch is None
    assert found.lambda_min == pytest.approx(25.715728752538098, rel=1e-9)
    assert "At this point the largest curvature" in " ".join(found.sentences())


def test_what_curves_downward_or_not_at_all_has_no_limit() -> None:
    saddle, said = _explained(objective(parse("f = x^2 - y^2")), Method("sgd", 0.1), x=1.0, y=0.0)
    assert saddle.limit is None
    assert "falls for ever whatever the learning rate" in said
    slope, said = _explained(objective(parse("f = 3x")), Method("sgd", 0.1), x=1.0)
    assert slope.limit is None
    assert "has no curvature" in said


def test_a_flat_direction_does_not_count() -> None:
    found = stability(objective(parse("(x + y)^2")), None, Method("sgd", 0.1))
    assert found.best == pytest.approx(2 / 8)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_of_every_optimizer_something_is_known(optimizer: str) -> None:
    row = OPTIMIZERS[optimizer]
    found, said = _explained(objective_of("rosenbrock"), Method(optimizer, row.lr), x=-1.2, y=1.0)
    assert said
    assert "no limit of the learning rate is known" not in said
    assert "-" not in re.sub(r"zig-zags?|L-BFGS", "", said)  # the minus is the true one
    assert all(sentence.endswith(".") for sentence in found.sentences())


@pytest.mark.parametrize(
    ("optimizer", "farthest"), [("adagrad", 1.0), ("adamax", 1.0), ("rmsprop", 10.0), ("lion", 1.0)]
)
def test_steps_are_no_longer_than_is_said(optimizer: str, farthest: float) -> None:
    if optimizer not in OPTIMIZERS:
        pytest.skip("not an optimizer here")
    path = descend("rosenbrock", {"x": -1.2, "y": 1.0}, optimizer=optimizer, lr=0.01, epochs=500)
    assert np.abs(np.diff(path.points, axis=0)).max() <= 0.01 * farthest * (1 + 1e-6)


def test_a_schedule_is_mentioned() -> None:
    method = Method("sgd", 0.03, {}, "cosine")
    said = " ".join(stability(_line(), None, method).sentences())
    assert "The schedule changes the learning rate; this is about 0.03." in said
