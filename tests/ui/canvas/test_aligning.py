"""Lining up and spreading, as geometry."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.graph.layout import Point, Size
from gradviz.ui.canvas.arranging.aligning import aligned, distributed
from gradviz.ui.canvas.arranging.snapping import on_grid, step_on_grid
from gradviz.ui.canvas.drawing.ground import DOT_STEP

coordinates = st.integers(-500, 500).map(float)
sizes = st.sampled_from([(108.0, 72.0), (44.0, 36.0), (144.0, 72.0)])
boxes = st.dictionaries(
    st.sampled_from("abcdefg"), st.tuples(st.tuples(coordinates, coordinates), sizes), min_size=2
)


@given(boxes, st.sampled_from([0, 1]), st.sampled_from([-1, 0, 1]))
def test_aligned_cards_share_a_line_and_keep_the_other_coordinate(
    found: dict[str, tuple[Point, Size]], axis: int, part: int
) -> None:
    moved = aligned(found, axis, part)
    lines = {moved[i][axis] + part * found[i][1][axis] / 2 for i in found}
    assert max(lines) - min(lines) < 1e-9
    assert all(moved[i][1 - axis] == found[i][0][1 - axis] for i in found)
    again = aligned({i: (moved[i], found[i][1]) for i in found}, axis, part)
    assert all(again[i][axis] == pytest.approx(moved[i][axis]) for i in found)


@given(boxes, st.sampled_from([0, 1]))
def test_distributed_cards_have_equal_gaps(found: dict[str, tuple[Point, Size]], axis: int) -> None:
    moved = distributed(found, axis)
    ranked = sorted(found, key=lambda i: (found[i][0][axis], i))
    gaps = [
        moved[b][axis] - moved[a][axis] - (found[a][1][axis] + found[b][1][axis]) / 2
        for a, b in pairwise(ranked)
    ]
    assert max(gaps) - min(gaps) < 1e-6
    assert moved[ranked[0]] == found[ranked[0]][0]
    assert moved[ranked[-1]] == found[ranked[-1]][0]


@given(st.tuples(coordinates, coordinates), st.tuples(coordinates, coordinates))
def test_a_card_that_snaps_comes_to_the_nearest_dot(start: Point, by: Point) -> None:
    dx, dy = on_grid(start, by)
    assert (start[0] + dx) % DOT_STEP == 0
    assert (start[1] + dy) % DOT_STEP == 0
    assert max(abs(dx - by[0]), abs(dy - by[1])) <= DOT_STEP / 2


@given(st.tuples(coordinates, coordinates))
def test_a_step_on_the_grid_goes_on_and_keeps_the_other_coordinate(start: Point) -> None:
    dx, dy = step_on_grid(start, (1, 0))
    assert 0 < dx <= 1.5 * DOT_STEP
    assert (start[0] + dx) % DOT_STEP == 0
    assert dy == 0
    assert step_on_grid(start, (-1, 0))[0] < 0
