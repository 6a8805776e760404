"""How many points lie in each cell of the data plot, counted piece by piece."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.ui.plots.data import layers
from gradviz.ui.plots.data.layers import CELL, cell_counts
from gradviz.ui.plots.frame import Frame

FRAME = Frame((-2.0, 3.0), (10.0, 14.0), 50.0, 33.0)
SIZE = (17, 25)  # cells: the last row is cut by the edge

NUMBERS = st.floats(-20, 20) | st.sampled_from([np.nan, np.inf, -np.inf, 1e308, -1e308, -2.0, 14.0])


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=60), st.integers(1, 7))
def test_every_point_that_is_seen_is_counted_in_its_cell(
    points: list[tuple[float, float]], piece: int
) -> None:
    x, y = np.array(points, dtype=np.float64).reshape(-1, 2).T
    expected = np.zeros(SIZE, dtype=np.intp)
    for px, py in zip(*FRAME.pixels(x, y), strict=True):
        if 0 <= px < FRAME.width and 0 <= py < FRAME.height:
            expected[int(py / CELL), int(px / CELL)] += 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "PIECE", piece)
        counts = cell_counts(x, y, FRAME)
    assert counts.shape == SIZE
    assert np.array_equal(counts, expected)
