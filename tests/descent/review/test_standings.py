"""The table of a race, against what is counted by hand from the paths."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import (
    Goal,
    Method,
    Stop,
    Trajectory,
    descend,
    goal_of,
    objective,
    racer_names,
    standing,
    verdict_words,
)
from gradviz.descent.library.functions import objective_of
from gradviz.graph import parse

numbers = st.floats(-1e6, 1e6)
walks = st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=30)
MINIMA = ({"x": 3.0, "y": 2.0}, {"x": -1.0, "y": 0.5})


def path_of(rows: list[tuple[float, float, float]], stop: Stop = Stop.FINISHED) -> Trajectory:
    points = np.array([row[:2] for row in rows])
    losses = np.array([row[2] for row in rows])
    return Trajectory(("x", "y"), points, losses, stop, len(rows) - 1, "sgd", 0.1)


@given(walks, st.integers(-3, 40), numbers, st.floats(0, 1e6))
def test_a_standing_says_what_one_finds_by_looking_through_the_path(
    rows: list[tuple[float, float, float]], epoch: int, value: float, tolerance: float
) -> None:
    found = standing(path_of(rows), epoch, Goal(MINIMA, value, is_known=True), tolerance)
    seen = rows[: min(max(epoch, 0), len(rows) - 1) + 1]
    x, y, loss = seen[-1]
    assert found.loss == loss
    assert found.best == min(row[2] for row in seen)
    nearest = min(math.hypot(x - m["x"], y - m["y"]) for m in MINIMA)
    assert found.distance == pytest.approx(nearest, rel=1e-12, abs=1e-12)
    there = [i for i, row in enumerate(seen) if row[2] - value <= tolerance]
    assert found.epochs == (there[0] if there else None)
    assert found.calls == found.epochs


@given(walks, st.integers(0, 40), st.integers(0, 40))
def test_what_was_reached_stays_reached(
    rows: list[tuple[float, float, float]], one: int, other: int
) -> None:
    path, goal = path_of(rows), Goal(value=0.0)
    early, late = (standing(path, epoch, goal, 1.0) for epoch in sorted((one, other)))
    assert late.best <= early.best
    if early.epochs is not None:
        assert late.epochs == early.epochs


def test_without_a_known_minimum_there_is_no_distance() -> None:
    found = standing(path_of([(0.0, 0.0, 2.0)]), 0, Goal(value=1.0), 0.5)
    assert found.distance is None
    assert found.epochs is None


def test_the_verdict_is_given_at_the_end_alone() -> None:
    path = path_of([(0.0, 0.0, 1.0), (1.0, 0.0, 0.5)], Stop.CONVERGED)
    goal = Goal()
    assert standing(path, 0, goal, 1.0).verdict == "Under way"
    assert standing(path, 1, goal, 1.0).verdict == "Converged"
    assert standing(path, 99, goal, 1.0).verdict == "Converged"  # it ended early and stays there


def test_the_goal_is_the_lowest_of_the_known_minima() -> None:
    target = objective(parse("f = (x^2 - 1)^2 + 0.1*x + y^2"))
    minima = ({"x": 1.0, "y": 0.0}, {"x": -1.0, "y": 0.0})
    goal = goal_of(target, minima, ())
    assert goal.is_known
    assert goal.value == pytest.approx(-0.1)
    assert goal.minima == minima


def test_the_goal_of_a_catalog_function_is_its_minimum() -> None:
    himmelblau = objective_of("himmelblau")
    goal = goal_of(himmelblau, ({"x": 3.0, "y": 2.0},), ())
    assert goal.value == 0.0


def test_a_bowl_has_its_bottom_without_being_told() -> None:
    goal = goal_of(objective(parse("f = (x - 2)^2 + 3*(y + 1)^2 + 5")), (), ())
    assert goal.is_known
    assert goal.value == pytest.approx(5.0)
    assert goal.minima[0] == pytest.approx({"x": 2.0, "y": -1.0})


def test_a_valley_has_a_value_and_no_point() -> None:
    goal = goal_of(objective(parse("f = (x - y)^2 + 1")), (), ())
    assert goal.value == pytest.approx(1.0)
    assert goal.minima == ()


def test_else_the_best_loss_of_the_race_is_the_goal_and_is_not_called_known() -> None:
    target = objective(parse("f = x^4 - x"))
    paths = [descend(target, {"x": 1.0}, lr=lr, epochs=20) for lr in (0.01, 0.1)]
    goal = goal_of(target, (), paths)
    assert goal.value == min(path.losses.min() for path in paths)
    assert not goal.is_known
    assert goal_of(target, (), ()).value is None


def test_gradient_calls_are_taken_from_the_path_where_it_counts_them() -> None:
    path = path_of([(0.0, 0.0, 3.0), (0.0, 0.0, 2.0), (0.0, 0.0, 0.0)])
    object.__setattr__(path, "calls", np.array([0, 4, 9]))
    assert standing(path, 2, Goal(value=0.0), 1.0).calls == 9


@pytest.mark.parametrize(
    ("stop", "losses", "words"),
    [
        (Stop.FINISHED, [3, 2, 1], "Finished"),
        (Stop.DIVERGED, [2, 1, 3, 4, 5], "Diverged at epoch 2"),
        (Stop.NOT_FINITE, [1, 2], "Not finite at epoch 7"),
    ],
)
def test_verdicts_in_words(stop: Stop, losses: list[float], words: str) -> None:
    assert verdict_words(stop, 7, np.array(losses, dtype=float)) == words


@given(st.lists(st.builds(Method, st.sampled_from(["sgd", "adam"]), st.sampled_from([0.1, 0.2]))))
def test_names_of_racers_differ(methods: list[Method]) -> None:
    names = racer_names(methods)
    assert len(set(names)) == len(methods)


def test_a_name_says_no_more_than_it_must() -> None:
    methods = [Method("sgd", 0.1), Method("adam", 0.1), Method("sgd", 0.2), Method("sgd", 0.2)]
    assert racer_names(methods) == ("SGD 0.1", "Adam", "SGD 0.2 (1)", "SGD 0.2 (2)")


def test_a_minimum_that_a_racer_gets_below_is_none() -> None:
    target = objective(parse("f = x^4 - x"))
    path = descend(target, {"x": 1.0}, lr=0.1, epochs=50)
    assert not goal_of(target, ({"x": 2.0},), [path]).is_known
    assert goal_of(target, ({"x": 0.25 ** (1 / 3)},), [path]).is_known
