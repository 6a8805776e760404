"""The conditions of a race, written out."""

from __future__ import annotations

import numpy as np

from gradviz.descent import Method, Stop, Trajectory
from gradviz.teaching.fairness import fairness, place

START = {"x": -4.0, "y": -2.0}


def counted(calls: list[int]) -> Trajectory:
    rows = len(calls)
    path = Trajectory(
        ("x",), np.zeros((rows, 1)), np.zeros(rows), Stop.FINISHED, rows - 1, "sgd", 0.1
    )
    object.__setattr__(path, "calls", np.array(calls))
    return path


def test_start_epochs_and_each_ones_rate_are_said() -> None:
    methods = [Method("sgd", 0.01), Method("adam", 0.1)]
    assert fairness(START, methods, 200) == (
        "All start at x = −4, y = −2 and make 200 epochs. "
        "SGD uses rate 0.01 and Adam 0.1; nothing is scaled."
    )


def test_the_same_optimizer_at_two_rates_is_told_apart_by_them() -> None:
    words = fairness(START, [Method("sgd", 0.01), Method("sgd", 0.03)], 1)
    assert "SGD uses rate 0.01 and SGD 0.03;" in words
    assert "make 1 epoch." in words


def test_what_was_changed_is_said_and_what_is_usual_is_not() -> None:
    method = Method("momentum", 0.1, {"momentum": 0.5, "dampening": 0.0}, "cosine")
    words = fairness(START, [method, Method("adam", 0.1)], 10, in_box=True)
    assert "Momentum uses rate 0.1 on the cosine schedule (momentum 0.5)" in words
    assert "put back into the box" in words


def test_unequal_numbers_of_gradients_are_said() -> None:
    methods = [Method("sgd", 0.1), Method("adam", 0.1)]
    same = fairness(START, methods, 2, [counted([0, 1, 2]), counted([0, 1, 2])])
    assert "Gradients" not in same
    words = fairness(START, methods, 2, [counted([0, 1, 2]), counted([0, 3, 7])])
    assert words.endswith("Gradients computed in all: SGD 2, Adam 7.")


def test_a_racer_that_ended_early_is_no_news_about_gradients() -> None:
    methods = [Method("sgd", 0.1), Method("adam", 0.1)]
    assert "Gradients" not in fairness(START, methods, 2, [counted([0, 1]), counted([0, 1, 2])])


def test_of_many_coordinates_the_first_are_named() -> None:
    assert place({f"w_{i}": 1.0 for i in range(9)}).endswith("w₅ = 1, and 3 more")
