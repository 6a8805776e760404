"""Learning-rate schedules: torch's numbers, their formulas, and what a mistake says."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gradviz.descent import (
    OPTIMIZERS,
    SCHEDULES,
    Trajectory,
    complete_schedule,
    descend,
    find_schedule,
)
from gradviz.errors import SettingError

EPOCHS = 40
LR = 0.3

# name, settings, the same for torch, and the rate at epoch t
CASES: list[tuple[str, dict[str, float], dict[str, Any], Callable[[int], float]]] = [
    ("step", {}, {"step_size": 30}, lambda t: LR * 0.1 ** (t // 30)),
    (
        "step",
        {"step_size": 7, "gamma": 0.5},
        {"step_size": 7, "gamma": 0.5},
        lambda t: LR * 0.5 ** (t // 7),
    ),
    ("exponential", {"gamma": 0.9}, {"gamma": 0.9}, lambda t: LR * 0.9**t),
    ("cosine", {}, {"T_max": EPOCHS}, lambda t: LR * (1 + math.cos(math.pi * t / EPOCHS)) / 2),
    (
        "cosine",
        {"T_max": 10, "eta_min": 0.05},
        {"T_max": 10, "eta_min": 0.05},
        lambda t: 0.05 + (LR - 0.05) * (1 + math.cos(math.pi * t / 10)) / 2,
    ),
    ("warmup", {}, {}, lambda t: LR * (1 / 3 + (1 - 1 / 3) * min(t, 5) / 5)),
    (
        "warmup",
        {"start_factor": 0.1, "end_factor": 0.8, "total_iters": 12},
        {"start_factor": 0.1, "end_factor": 0.8, "total_iters": 12},
        lambda t: LR * (0.1 + 0.7 * min(t, 12) / 12),
    ),
]

# Those of torch 2.14 at epochs 0, 8, 16 … 40, for the same cases.
STORED = [
    [0.3, 0.3, 0.3, 0.3, 0.03, 0.03],
    [0.3, 0.15, 0.075, 0.0375, 0.01875, 0.009375],
    [
        0.3,
        0.12914016300000003,
        0.055590605665555244,
        0.02392993292306176,
        0.010301051460877543,
        0.004434264882430382,
    ],
    [0.3, 0.27135254915624213, 0.19635254915624212, 0.10364745084375786, 0.028647450843757888, 0.0],
    [
        0.3,
        0.0738728757031316,
        0.21362712429686914,
        0.21362712429686925,
        0.0738728757031316,
        0.3000000000000007,
    ],
    [
        0.09999999999999999,
        0.30000000000000004,
        0.30000000000000004,
        0.30000000000000004,
        0.30000000000000004,
        0.30000000000000004,
    ],
    [
        0.03,
        0.16999999999999996,
        0.23999999999999996,
        0.23999999999999996,
        0.23999999999999996,
        0.23999999999999996,
    ],
]


@pytest.mark.parametrize(("id_", "settings", "_torch", "formula"), CASES)
def test_rates_are_those_of_the_formula(
    id_: str, settings: dict[str, float], _torch: Any, formula: Callable[[int], float]
) -> None:
    rates = SCHEDULES[id_].rates(LR, EPOCHS, settings)
    np.testing.assert_allclose(rates, [formula(t) for t in range(EPOCHS + 1)], rtol=1e-13)


@pytest.mark.parametrize(("case", "expected"), list(zip(CASES, STORED, strict=True)))
def test_rates_are_the_stored_ones_of_torch(case: Any, expected: list[float]) -> None:
    rates = SCHEDULES[case[0]].rates(LR, EPOCHS, case[1])
    np.testing.assert_allclose(rates[::8], expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("id_", "_settings", "theirs", "formula"), CASES)
def test_rates_are_those_of_torch(id_: str, _settings: Any, theirs: Any, formula: Any) -> None:
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=LR)
    schedule = getattr(torch.optim.lr_scheduler, SCHEDULES[id_].torch_class)(optimizer, **theirs)
    for t in range(EPOCHS + 1):
        assert schedule.get_last_lr()[0] == pytest.approx(formula(t), rel=1e-12, abs=1e-15)
        optimizer.step()
        schedule.step()


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_many_rates_at_once_are_each_alone(schedule: str) -> None:
    row, several = SCHEDULES[schedule], np.array([0.1, 0.7, 3.0])
    together = row.rates(several, 9)
    assert together.shape == (10, 3)
    for column, lr in zip(together.T, several, strict=True):
        assert np.array_equal(column, row.rates(float(lr), 9))


def _descended(**how: Any) -> Trajectory:
    return descend("himmelblau", {"x": 0.5, "y": -1}, lr=0.01, epochs=30, **how)


def test_the_constant_schedule_is_none() -> None:
    path = _descended(schedule="constant")
    assert np.array_equal(path.points, _descended().points)
    assert path.rates.tolist() == [0.01] * 30


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_update_has_the_rate_of_its_epoch(optimizer: str) -> None:
    """With a rate of 0 from some epoch on nothing moves any more, before that it does."""
    path = _descended(
        optimizer=optimizer, schedule="step", schedule_settings={"step_size": 4, "gamma": 0.0}
    )
    assert path.rates.tolist() == [0.01] * 4 + [0.0] * 26
    if optimizer == "rprop":  # the rate is only its first step
        return
    assert np.array_equal(path.points[4:], np.repeat(path.points[4:5], 27, axis=0))
    assert np.array_equal(path.points[:5], _descended(optimizer=optimizer).points[:5])


def test_gradient_descent_with_a_schedule_is_what_it_says() -> None:
    path = descend("x^2", {"x": 1}, lr=0.2, epochs=12, schedule="exponential")
    x = 1.0
    for t, found in enumerate(path.points[:, 0]):
        assert found == pytest.approx(x, rel=1e-12)
        x -= 0.2 * 0.99**t * 2 * x


def test_all_batches_of_an_epoch_have_one_rate() -> None:
    data = {"u": np.arange(6.0)}
    how: dict[str, Any] = {"lr": 1.0, "epochs": 3, "batch_size": 2}
    path = descend(
        "sum(w u)",
        {"w": 0},
        data,
        schedule="step",
        schedule_settings={"step_size": 1, "gamma": 0.5},
        **how,
    )
    np.testing.assert_allclose(np.diff(path.points[:, 0]), [-15, -7.5, -3.75])


def test_rprop_starts_with_the_first_rate() -> None:
    path = _descended(optimizer="rprop", schedule="warmup", schedule_settings={"start_factor": 0.5})
    assert abs(path.points[1, 0] - path.points[0, 0]) == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("id_", "settings", "words"),
    [
        ("step", {"gama": 1}, "The schedule step has no setting called gama"),
        ("step", {"step_size": 0}, "step_size must be a whole number above 0, not 0."),
        ("step", {"step_size": 2.5}, "step_size must be a whole number above 0, not 2.5."),
        ("exponential", {"gamma": -1}, "gamma must be at least 0, not -1."),
        ("cosine", {"T_max": -1}, "T_max must be a whole number, or 0 for all epochs, not -1."),
        ("warmup", {"start_factor": 0}, "start_factor must be above 0 and at most 1, not 0."),
        ("warmup", {"end_factor": 2}, "end_factor must be between 0 and 1, not 2."),
        ("constant", {"gamma": 1}, "has no settings, so gamma cannot be set."),
    ],
)
def test_a_mistake_is_named(id_: str, settings: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingError) as caught:
        complete_schedule(find_schedule(id_), settings)
    assert words in str(caught.value)
    with pytest.raises(SettingError):
        _descended(schedule=id_, schedule_settings=settings)


def test_an_unknown_schedule_lists_the_known() -> None:
    with pytest.raises(SettingError, match="choose one of constant, step, exponential"):
        find_schedule("linear")
