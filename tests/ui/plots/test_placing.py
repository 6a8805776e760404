"""Legends take the fullest form that covers nothing, and never lie on one another."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gradviz.graph import Array
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.placing import LARGEST, free_form, outline, weighed

FRAME = Frame((0.0, 1.0), (0.0, 1.0), 400.0, 200.0)
SIZES = [QSizeF(120, 90), QSizeF(160, 40), QSizeF(60, 20)]
NO_ROWS, NO_POINTS = np.empty((0, 4)), np.empty((0, 2))
across, down = st.floats(0, 400), st.floats(0, 200)
rows = st.lists(st.tuples(across, down, across, down), max_size=8).map(
    lambda found: np.array(found).reshape(-1, 4)
)
plates = st.lists(st.builds(lambda x, y: QRectF(x, y, 80.0, 50.0), across, down), max_size=3)


def test_where_there_is_room_it_is_the_fullest_form_in_the_first_corner() -> None:
    placed = free_form(SIZES, FRAME, NO_ROWS, NO_POINTS)
    assert placed is not None
    assert placed.form == 0
    assert placed.rect.topRight() == QPointF(392, 8)


@given(rows, plates)
def test_a_form_that_is_not_the_last_covers_nothing(lines: Array, taken: list[QRectF]) -> None:
    placed = free_form(SIZES, FRAME, lines, NO_POINTS, plates=taken)
    if placed is None or placed.form == len(SIZES) - 1:
        return
    inside = [placed.rect.contains(QPointF(*point)) for point in weighed(lines, NO_POINTS)]
    assert not any(inside)


@given(rows, plates)
def test_none_lies_on_another_or_beyond_the_plot(lines: Array, taken: list[QRectF]) -> None:
    placed = free_form(SIZES, FRAME, lines, NO_POINTS, plates=taken)
    if placed is not None:
        assert not any(placed.rect.intersects(plate) for plate in taken)
        assert QRectF(0, 0, FRAME.width, FRAME.height).contains(placed.rect)


def test_it_is_smaller_where_lines_leave_little_room() -> None:
    heights = (5.0, 75.0, 140.0, 195.0)  # 70 pixels apart: too little for the list
    lines = np.array([[0.0, y, 400.0, y] for y in heights])
    placed = free_form(SIZES, FRAME, lines, NO_POINTS)
    assert placed is not None
    assert placed.form == 1


def test_it_is_smaller_where_it_would_take_much_of_the_plot() -> None:
    small = Frame((0.0, 1.0), (0.0, 1.0), 200.0, 110.0)
    placed = free_form(SIZES, small, NO_ROWS, NO_POINTS)
    assert placed is not None
    size = placed.rect.size()
    assert size.width() * size.height() <= LARGEST * small.width * small.height


def test_where_the_smallest_is_too_wide_the_next_that_fits_covers_what_it_must() -> None:
    lines = np.array([[0.0, y, 400.0, y] for y in np.arange(0.0, 200.0, 8.0)])
    sizes = [QSizeF(120, 90), QSizeF(160, 40), QSizeF(600, 20)]
    placed = free_form(sizes, FRAME, lines, NO_POINTS)
    assert placed is not None
    assert placed.form == 1


def test_without_any_room_there_is_none() -> None:
    whole = QRectF(0, 0, FRAME.width, FRAME.height)
    assert free_form(SIZES, FRAME, NO_ROWS, NO_POINTS, plates=[whole]) is None


def test_it_comes_back_to_the_fullest_form_when_the_lines_have_gone() -> None:
    lines = np.array([[0.0, y, 400.0, y] for y in (5.0, 75.0, 140.0, 195.0)])
    crowded = free_form(SIZES, FRAME, lines, NO_POINTS)
    free = free_form(SIZES, FRAME, NO_ROWS, NO_POINTS, before=crowded)
    assert free is not None
    assert free.form == 0
    assert free_form(SIZES, FRAME, NO_ROWS, NO_POINTS, before=free) == free


def test_a_text_is_kept_clear_of_everywhere() -> None:
    text = QRectF(100, 60, 120, 30)
    placed = free_form([QSizeF(20, 9)], FRAME, outline(text), NO_POINTS)
    assert placed is not None
    assert not placed.rect.intersects(text)
