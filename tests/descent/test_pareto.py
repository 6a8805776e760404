"""Pareto-optimal rows: what no other row dominates, as comparing all pairs says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gradviz.descent import non_dominated
from gradviz.graph import Array

few = st.sampled_from([-1.0, 0.0, 1.0, 2.5, float("inf"), float("nan")])


def by_pairs(values: Array) -> list[bool]:
    """The definition, pair by pair."""
    whole = [not np.isnan(row).any() for row in values]
    return [
        whole[i]
        and not any(
            whole[j] and (values[j] <= values[i]).all() and (values[j] < values[i]).any()
            for j in range(len(values))
        )
        for i in range(len(values))
    ]


@given(arrays(float, st.tuples(st.integers(0, 12), st.integers(1, 4)), elements=few))
def test_the_same_rows_as_by_comparing_all_pairs(values: Array) -> None:
    assert non_dominated(values).tolist() == by_pairs(values)


@pytest.mark.parametrize("columns", [2, 3])
def test_what_is_kept_does_not_depend_on_the_order(columns: int) -> None:
    rng = np.random.default_rng(columns)
    values = rng.normal(size=(500, columns))
    order = rng.permutation(500)
    assert (non_dominated(values)[order] == non_dominated(values[order])).all()


def test_the_front_of_two_parabolas_lies_between_their_minima() -> None:
    x = np.linspace(-2, 4, 601)
    kept = x[non_dominated(np.column_stack((x**2, (x - 2) ** 2)))]
    assert kept.min() == pytest.approx(0)
    assert kept.max() == pytest.approx(2)
    assert len(kept) == 201
