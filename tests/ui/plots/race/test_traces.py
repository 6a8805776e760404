"""Paths in pixels: dashes along the whole of a line, and legends that cover nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSizeF

from gradviz.graph import Array
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.placing import EDGE, Placed, free_form, is_covered
from gradviz.ui.plots.race.looks import LOOKS
from gradviz.ui.plots.race.traces import dashed, trace
from gradviz.ui.plots.segments import numbered_segments, segments, total_length

FRAME = Frame((-1.0, 1.0), (-1.0, 1.0), 400.0, 300.0)
NOTHING, NO_ROWS = np.empty((0, 2)), np.empty((0, 4))
inside = st.floats(-0.9, 0.9)
walks = st.lists(st.tuples(inside, inside), min_size=2, max_size=25)
dashes = st.sampled_from([look.dash for look in LOOKS if look.dash])


def columns(walk: list[tuple[float, float]]) -> tuple[Array, Array]:
    points = np.array(walk)
    return points[:, 0], points[:, 1]


@given(walks)
def test_every_segment_knows_the_point_it_leads_to(walk: list[tuple[float, float]]) -> None:
    x, y = columns(walk)
    rows, numbers = numbered_segments(x, y, FRAME)
    np.testing.assert_array_equal(rows, segments(x, y, FRAME))
    px, py = FRAME.pixels(x, y)
    np.testing.assert_allclose(rows[:, 2], px[numbers], atol=1e-6)
    np.testing.assert_allclose(rows[:, 3], py[numbers], atol=1e-6)
    assert (np.diff(numbers) > 0).all()


@given(walks, dashes)
def test_dashes_cover_their_share_of_the_line_and_lie_on_it(
    walk: list[tuple[float, float]], dash: tuple[float, ...]
) -> None:
    rows, numbers = numbered_segments(*columns(walk), FRAME)
    parts, owners = dashed(rows, numbers, dash)
    length, period = total_length(rows), sum(dash)
    on = sum(dash[::2])
    assert abs(total_length(parts) - length * on / period) <= on
    assert (np.diff(owners) >= 0).all()
    whole = {int(number): row for number, row in zip(numbers, rows, strict=True)}
    for part, owner in zip(parts, owners, strict=True):
        row = whole[int(owner)]
        step = row[2:] - row[:2]
        for corner in (part[:2], part[2:]):
            away = corner - row[:2]
            cross = abs(step[0] * away[1] - step[1] * away[0]) / np.hypot(*step)
            assert cross < 1e-6
            assert -1e-6 <= away @ step / (step @ step) <= 1 + 1e-6


@given(walks, st.integers(0, 30))
def test_up_to_an_epoch_only_what_came_before_is_drawn(
    walk: list[tuple[float, float]], epoch: int
) -> None:
    path = trace(*columns(walk), LOOKS[1], FRAME)
    count = len(path.until(epoch))
    assert (path.epochs[:count] <= epoch).all()
    assert (path.epochs[count:] > epoch).all()


def test_a_path_that_crosses_the_view_again_and_again_is_thin_and_solid() -> None:
    x = np.tile([-0.9, 0.9], 400)
    path = trace(x, np.linspace(-0.9, 0.9, 800), LOOKS[1], FRAME)
    assert path.is_crowded
    assert len(path.rows) == 799


def test_looks_differ_in_color_dash_and_head() -> None:
    assert len({look.color for look in LOOKS}) == len(LOOKS) == 6
    assert len({look.dash for look in LOOKS}) == 6
    assert len({(look.corners, look.turn) for look in LOOKS}) == 6


def placed(rows: Array, points: Array, before: QRectF | None = None) -> QRectF:
    """Where a legend of one form goes."""
    kept = None if before is None else Placed(0, before)
    found = free_form([QSizeF(100, 80)], FRAME, rows, points, before=kept)
    assert found is not None
    return found.rect


@given(walks)
def test_a_legend_covers_nothing_where_a_corner_is_free(walk: list[tuple[float, float]]) -> None:
    x, y = columns(walk)
    rows = segments(x * 0.4 - 0.5, y, FRAME)  # the right third is free
    assume(len(rows))
    place = placed(rows, NOTHING)
    assert not is_covered(place, FRAME, rows)
    assert place.left() >= EDGE
    assert place.right() <= FRAME.width - EDGE


def test_a_legend_gives_way_to_a_mark_in_its_corner() -> None:
    first = placed(NO_ROWS, NOTHING)
    assert first.right() == pytest.approx(FRAME.width - EDGE)
    center = np.array([[first.center().x(), first.center().y()]])
    assert not placed(NO_ROWS, center).intersects(first)


def test_a_legend_stays_where_it_was_while_it_covers_nothing_there() -> None:
    left = placed(NO_ROWS, np.array([[350.0, 40.0]]))
    assert placed(NO_ROWS, NOTHING, left) == left
