"""Descents that are kept in a box."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import OPTIMIZERS, Stop, descend, objective
from gradviz.errors import SettingError
from gradviz.graph import parse

BOX = {"x": (-1.5, 0.5), "y": (0.25, 2.0)}
START = {"x": -1.2, "y": 1.0}


@given(
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    function=st.sampled_from(["rosenbrock", "booth", "(x + y)^4 - x", "mean((x u + y)^2)"]),
    lr=st.sampled_from([1e-3, 0.1, 5.0]),
)
def test_no_update_leaves_the_box(optimizer: str, function: str, lr: float) -> None:
    data = {"u": np.arange(4.0)} if "u" in function else None
    path = descend(function, START, data, optimizer, lr, 40, bounds=BOX)
    order = [path.parameters.index(name) for name in BOX]
    for column, (low, high) in zip(path.points.T[order], BOX.values(), strict=True):
        assert ((column >= low) & (column <= high)).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("function", ["rosenbrock", "booth", "himmelblau"])
def test_a_box_that_is_never_left_changes_nothing(optimizer: str, function: str) -> None:
    row = OPTIMIZERS[optimizer]
    how: dict[str, Any] = {"optimizer": optimizer, "lr": 1e-3 if row.has_lines else row.lr}
    free = descend(function, START, epochs=12, **how)
    boxed = descend(function, START, epochs=12, bounds={"x": (-1e9, 1e9), "y": (-1e9, 1e9)}, **how)
    # the search then measures the way it goes, which differs from t·d by rounding
    np.testing.assert_allclose(boxed.points, free.points, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("optimizer", ["sgd", "armijo", "cg"])
def test_projected_descent_ends_at_the_best_point_of_the_box(optimizer: str) -> None:
    """Of (x − 2)² + (y − 3)² over −1 ≤ x ≤ 1, 0 ≤ y ≤ 5 that is (1, 3)."""
    path = descend(
        "(x - 2)^2 + (y - 3)^2",
        {"x": -1, "y": 0},
        optimizer=optimizer,
        lr=0.2,
        epochs=100,
        bounds={"x": (-1, 1), "y": (0, 5)},
    )
    np.testing.assert_allclose(path.points[-1], [1, 3], atol=1e-6)
    assert path.stop is Stop.CONVERGED


def test_each_update_is_projected_and_the_next_one_starts_there() -> None:
    path = descend("x^2", {"x": 3}, lr=1.0, epochs=3, bounds={"x": (-1, 2)})
    assert path.points[:, 0].tolist() == [3, -1, 1, -1]  # the start stays where it was put


def test_a_box_is_for_the_elements_of_an_array_too() -> None:
    how: dict[str, Any] = {"start": {"w": [0.3, -2.0]}, "lr": 0.5, "epochs": 30}
    one = descend("sum(w^4 - w^2)", bounds={"w[1]": (-1, 0)}, **how)
    assert (one.points[1:, 1] >= -1).all()
    every = descend("sum(w^4 - w^2)", bounds={"w": (-0.5, 0.4)}, **how)
    assert np.abs(every.points[1:]).max() <= 0.5
    wide = objective(parse("sum(w^2)"), start={"w": np.full(9, 5.0)})
    path = descend(wide, lr=0.4, epochs=1, bounds={"w": (2, 3)})
    assert path.points[1].tolist() == [2] * 9


def test_mini_batches_stay_in_the_box() -> None:
    data = {"u": np.arange(6.0)}
    path = descend(
        "sum(w u)", {"w": 0}, data, lr=1.0, epochs=3, batch_size=2, bounds={"w": (-4, 1)}
    )
    assert path.points[:, 0].tolist() == [0, -4, -4, -4]


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({"q": (0, 1)}, "q is not descended; bounds can be set for x, y."),
        ({"x": (1, 0)}, "The bounds of x must be two numbers, the lower one first."),
        ({"x": (float("nan"), 1)}, "The bounds of x must be two numbers"),
        ({"x": 3}, "The bounds of x must be two numbers"),
        ({"x": (0, 1, 2)}, "The bounds of x must be two numbers"),
        ({"x": "ab"}, "The bounds of x must be two numbers"),
    ],
)
def test_a_mistake_is_one_sentence(bounds: Any, words: str) -> None:
    with pytest.raises(SettingError) as caught:
        descend("rosenbrock", bounds=bounds)
    assert words in str(caught.value)
