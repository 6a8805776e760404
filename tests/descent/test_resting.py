"""The stop rule, against a plain loop, and in a descent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import descend
from gradviz.descent.resting import Rest, rest_of
from gradviz.errors import SettingError

losses_of = st.lists(st.floats(-10, 10), min_size=1, max_size=40)


def plain(losses: list[float], tolerance: float, patience: int) -> int | None:
    for epoch in range(patience, len(losses)):
        before, after = min(losses[: epoch - patience + 1]), min(losses[: epoch + 1])
        if before - after <= tolerance * abs(before):
            return epoch
    return None


@given(losses_of, st.floats(1e-6, 0.5), st.integers(1, 12))
def test_it_stops_where_a_plain_loop_stops(
    losses: list[float], tolerance: float, patience: int
) -> None:
    found = Rest(tolerance, patience).epoch(np.array(losses))
    assert found == plain(losses, tolerance, patience)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "newton", "lbfgs"])
def test_a_descent_ends_early_with_the_same_path_up_to_there(optimizer: str) -> None:
    start = {"x": 4.0, "y": -3.0}
    whole = descend("(x - 1)^2 + 3(y + 2)^2 + 1", start, optimizer=optimizer, lr=0.1, epochs=400)
    path = descend(
        "(x - 1)^2 + 3(y + 2)^2 + 1",
        start,
        optimizer=optimizer,
        lr=0.1,
        epochs=400,
        tolerance=1e-3,
        patience=5,
    )
    assert path.epochs == plain(whole.losses.tolist(), 1e-3, 5)
    assert path.epochs < 400
    np.testing.assert_array_equal(path.points, whole.points[: path.epochs + 1])
    overshot = path.losses[-1] > 1.001 * path.losses.min()  # Adam does
    assert (path.stop, path.stop_epoch) == ("finished" if overshot else "converged", path.epochs)


def test_a_run_that_climbs_is_not_said_to_have_arrived() -> None:
    path = descend("x^2", {"x": 1.0}, lr=1.2, epochs=100, tolerance=1e-3, patience=10)
    assert path.epochs == 10
    assert path.stop == "diverged"


@pytest.mark.parametrize(
    ("tolerance", "patience", "word"),
    [(-1.0, 5, "tolerance"), (float("nan"), 5, "tolerance"), (0.1, 0, "patience")],
)
def test_numbers_out_of_range_are_refused(tolerance: float, patience: int, word: str) -> None:
    with pytest.raises(SettingError, match=word):
        rest_of(tolerance, patience)


def test_without_a_tolerance_there_is_no_rule() -> None:
    assert rest_of(0.0, 5) is None
