"""What is said of a trial, against losses that were made up."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.descent import descend
from gradviz.descent.review.trials import Outcome, outcome_of
from gradviz.descent.trajectory import Stop


def outcome(losses: list[float], stop: Stop = Stop.FINISHED) -> Outcome:
    return Outcome(np.array(losses), stop, len(losses) - 1, ("x",), np.zeros(1))


def test_a_run_has_arrived_when_it_stays_near_the_floor() -> None:
    run = outcome([1001.0, 1.5, 500.0, 2.0, 1.9])
    assert run.arrived_at(1.0) == 3
    assert run.arrived_at(0.0) is None
    assert run.arrived_at(2000.0) is None
    assert outcome([5.0, 1.0]).arrived_at(1.0) == 1


def test_a_lost_run_says_from_when_on() -> None:
    run = outcome([10.0, 4.0, 11.0, 9.0, 12.0, 50.0], Stop.DIVERGED)
    assert run.diverged_at() == 4
    assert run.arrived_at(0.0) is None
    assert outcome([1.0, 0.5]).diverged_at() is None


@pytest.mark.parametrize(("lr", "stop"), [(0.1, "converged"), (1.1, "diverged")])
def test_real_runs(lr: float, stop: str) -> None:
    """On x², whose error each step multiplies by 1 - 2 lr."""
    run = outcome_of(descend("x^2", {"x": 1.0}, lr=lr, epochs=100))
    assert run.stop == stop
    if stop == "diverged":
        assert run.diverged_at() == 1
    else:
        assert run.arrived_at(0.0) == int(np.ceil(np.log(1e-3) / np.log(0.8**2)))
        assert run.final == run.lowest == pytest.approx(0.8**200)


def test_what_is_not_finite_has_no_final_loss() -> None:
    run = outcome_of(descend("exp(x^2)", {"x": 3.0}, lr=1.0, epochs=50))
    assert run.stop == "not_finite"
    assert np.isnan(run.final)
    assert np.isfinite(run.lowest)
