"""The state of an optimizer at an epoch is the same however it is come by."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.descent import OPTIMIZERS, Objective, complete_settings, descend, objective
from gradviz.descent.review.replay import Replay
from gradviz.graph import parse

EPOCHS = 2_000


def replay(id_: str, found: Objective, lr: float = 1e-3) -> Replay:
    row = OPTIMIZERS[id_]
    path = descend(found, optimizer=id_, lr=lr, epochs=EPOCHS)
    return Replay(found, path, row, complete_settings(row), np.full(EPOCHS + 1, lr))


def rosenbrock() -> Objective:
    return objective(parse("100(y - x^2)^2 + (1 - x)^2"), start={"x": -1.2, "y": 1.0})


@pytest.mark.parametrize("id_", ["momentum", "adam", "nadam", "rprop"])
def test_the_order_of_asking_does_not_matter(id_: str) -> None:
    forward, backward = replay(id_, rosenbrock()), replay(id_, rosenbrock())
    epochs = [0, 1, 63, 64, 65, 700, EPOCHS - 1]
    for epoch in reversed(epochs):
        backward.at(epoch)
    for epoch in epochs:
        one, other = forward.at(epoch), backward.at(epoch)
        assert one is not None
        assert other is not None
        assert one.known == other.known
        for name, values in one.state.items():
            np.testing.assert_array_equal(values, other.state[name])


def test_the_buffer_is_the_weighted_sum_of_the_gradients() -> None:
    found = rosenbrock()
    again = replay("momentum", found, lr=1e-4)
    moment = again.at(300)
    assert moment is not None
    gradients = [found.value_and_gradient(p)[1] for p in again.trajectory.points[:300]]
    weights = 0.9 ** np.arange(299, -1, -1.0)
    np.testing.assert_allclose(moment.state["b"], weights @ np.array(gradients), rtol=1e-9)


def test_what_was_seen_is_kept() -> None:
    again = replay("adam", rosenbrock())
    assert again.updates_to(EPOCHS - 1) == EPOCHS - 1
    again.at(EPOCHS - 1)
    assert max(map(again.updates_to, range(EPOCHS))) < 64


def test_without_a_memory_nothing_runs_again() -> None:
    assert replay("sgd", rosenbrock()).updates_to(EPOCHS - 1) == 0


def test_it_stops_when_nobody_waits() -> None:
    again = replay("adam", rosenbrock())
    assert again.at(EPOCHS - 1, cancel=lambda: True) is None
    assert again.at(EPOCHS - 1) is not None


@pytest.mark.parametrize("text", ["mean((A*B - Y)^2)", "mean((A@B - Y)^2)"])
def test_arrays_have_a_state_for_each_number(text: str) -> None:
    """A quadratic of arrays and one that is compiled; of 4 and of 8 numbers."""
    values = np.array([[1.0, 2.0], [3.0, 4.0]])
    start = {"A": values, "B": values} if "@" in text else {"A": values}
    found = objective(parse(text), {"Y": values + 1, "B": values}, start=start)
    again = replay("adam", found)
    moment = again.at(50)
    assert moment is not None
    assert moment.state["m"].shape == moment.point.shape == (len(found.coordinates),)
    np.testing.assert_allclose(
        moment.gradient, found.value_and_gradient(moment.point)[1], rtol=1e-9, atol=1e-12
    )


def test_where_floats_fail_arrays_go_on() -> None:
    found = objective(parse("exp(x) + 1/(y - y)^2 * 0"), start={"x": 1.0, "y": 0.0})
    again = replay("momentum", found)
    assert again.trajectory.epochs == 0  # not a number from the start
    moment = again.at(0)
    assert moment is not None
    assert np.isnan(moment.gradient[1])
