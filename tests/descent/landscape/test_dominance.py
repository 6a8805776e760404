"""Pareto's order against its definition, and the hull against all weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gradviz.descent.landscape.dominance import non_dominated, on_hull
from gradviz.graph import Array

COARSE = st.integers(-4, 4).map(float)  # so that there are ties
FINE = st.floats(-100, 100, allow_nan=False)


def rows(objectives: int) -> st.SearchStrategy[Array]:
    numbers = st.one_of(COARSE, FINE, st.just(np.nan), st.just(np.inf))
    shapes = st.tuples(st.integers(0, 24), st.just(objectives))
    return shapes.flatmap(lambda shape: arrays(np.float64, shape, elements=numbers))


def dominates(one: Array, other: Array) -> bool:
    return bool((one <= other).all() and (one < other).any())


@given(st.one_of(rows(2), rows(3), rows(4)))
def test_those_are_left_that_no_other_dominates(values: Array) -> None:
    sound = [row for row in values if not np.isnan(row).any()]
    wanted = [
        not np.isnan(row).any() and not any(dominates(other, row) for other in sound)
        for row in values
    ]
    assert non_dominated(values).tolist() == wanted


@given(st.one_of(rows(2), rows(3)), st.randoms(use_true_random=False))
def test_the_order_of_the_points_does_not_matter(values: Array, random: object) -> None:
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert non_dominated(values[order]).tolist() == non_dominated(values)[order].tolist()


@given(
    arrays(np.float64, st.tuples(st.integers(1, 20), st.just(2)), elements=FINE),
    st.floats(0, 1),
)
def test_what_minimizes_a_weighted_sum_is_on_the_hull(values: Array, weight: float) -> None:
    sums = values @ np.array([weight, 1 - weight])
    lowest = values[np.lexsort((values.sum(axis=1), sums))[0]]
    front = values[non_dominated(values)]
    nearest = np.argmin(np.abs(front - lowest).sum(axis=1))
    if (front[nearest] == lowest).all():
        assert on_hull(front)[nearest]


def quarter(bend: float) -> Array:
    """A front from (0, 1) to (1, 0): below 1 it bends outward, toward the origin."""
    x = np.linspace(0, 1, 101)
    return np.column_stack((x, (1 - x**bend) ** (1 / bend)))


def test_all_of_a_front_that_bends_outward_is_on_the_hull() -> None:
    assert on_hull(quarter(0.5)).all()


def test_of_a_front_that_bends_inward_only_the_ends_are_on_the_hull() -> None:
    found = on_hull(quarter(2.0))
    assert found[[0, -1]].all()
    assert found.mean() < 0.05


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_points_are_all_on_the_hull(count: int) -> None:
    assert on_hull(quarter(1.0)[:count]).all()
