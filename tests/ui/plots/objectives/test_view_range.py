"""Which part of the objective space is shown."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gradviz.graph import Array
from gradviz.ui.plots.objectives.view_range import view_range

NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.just(np.nan), st.just(np.inf))
PARTS = arrays(np.float64, st.integers(0, 12), elements=NUMBERS)


@given(PARTS, PARTS, PARTS)
def test_the_front_is_seen_whole(front: Array, image: Array, ends: Array) -> None:
    low, high = view_range(front, image, ends)
    finite = front[np.isfinite(front)]
    assert np.isfinite((low, high)).all()
    assert low < high
    assert ((low <= finite) & (finite <= high)).all()


def test_a_far_image_does_not_make_the_front_small() -> None:
    low, high = view_range(np.array([0.0, 4.0]), np.array([0.0, 1e6]), np.array([900.0]))
    assert high - low < 10


def test_ends_that_are_near_are_seen() -> None:
    _, high = view_range(np.array([0.0, 4.0]), np.array([0.0, 5.0]), np.array([9.0, 1e9]))
    assert 9 < high < 20
