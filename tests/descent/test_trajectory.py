"""The verdicts on how a descent ended, and where a path is cut."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.descent import Stop
from gradviz.descent.trajectory import finite_rows, verdict
from gradviz.graph import Array

EPOCHS = np.arange(101.0)


def _verdict(losses: Array, *, above_limit: bool = False) -> Stop:
    return verdict(np.asarray(losses)[:, None], np.asarray(losses), above_limit=above_limit)


@pytest.mark.parametrize(
    ("losses", "stop"),
    [
        (0.5**EPOCHS, Stop.CONVERGED),
        (np.full(101, 3.0), Stop.CONVERGED),
        (0.99**EPOCHS, Stop.FINISHED),
        (1.0 / (1.0 + EPOCHS), Stop.FINISHED),
        (1.01**EPOCHS, Stop.DIVERGED),
        (100.0 * 0.9**EPOCHS + 1.1**EPOCHS, Stop.DIVERGED),
        (2.0 + np.sin(EPOCHS), Stop.FINISHED),
        (-EPOCHS, Stop.FINISHED),
        (np.array([5.0]), Stop.FINISHED),
        (np.array([5.0, 4.0]), Stop.FINISHED),
        (np.array([5.0, 4.0, 6.0]), Stop.FINISHED),
        (np.array([5.0, 6.0]), Stop.DIVERGED),
    ],
)
def test_the_verdict_looks_at_the_whole_path(losses: Array, stop: Stop) -> None:
    assert _verdict(losses) is stop


def test_above_a_known_limit_growth_is_enough() -> None:
    losses = 100.0 * 0.9**EPOCHS + 1.01**EPOCHS
    assert _verdict(losses) is Stop.FINISHED
    assert _verdict(losses, above_limit=True) is Stop.DIVERGED


def test_below_a_known_limit_a_rise_is_no_divergence() -> None:
    assert verdict(EPOCHS[:3, None], np.array([5.0, 6.0, 7.0]), below_limit=True) is Stop.FINISHED
    assert verdict(EPOCHS[:3, None], np.array([5.0, 6.0, 7.0])) is Stop.DIVERGED


def test_a_point_that_still_moves_has_not_converged() -> None:
    assert verdict(EPOCHS[:, None], np.zeros(101)) is Stop.FINISHED


def test_rows_end_before_the_first_that_is_not_finite() -> None:
    points = np.zeros((5, 2))
    losses = np.array([1.0, 2.0, 3.0, np.inf, np.nan])
    assert finite_rows(points, losses) == 3
    points[1, 1] = np.nan
    assert finite_rows(points, losses) == 1
    assert finite_rows(points[2:3], losses[2:3]) == 1
