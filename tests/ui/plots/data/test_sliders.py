"""The ranges of the sliders: wide enough, the same to both sides, no hint at the best."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from gradviz.document import Document, edits
from gradviz.ui.plots.data.sliders import USUAL, neat_above, spans_of

numbers = st.floats(-1e9, 1e9)
DOCUMENT = edits.set_text(Document(), "L = m + b")


@given(numbers, numbers)
def test_a_range_holds_the_value_and_the_best(value: float, best: float) -> None:
    low, high = spans_of(DOCUMENT, {"m": value}, {"m": best})["m"]
    assert low <= value <= high
    assert low <= best <= high
    assert high - low >= 2 * USUAL


@given(numbers)
def test_where_the_start_is_inside_it_is_the_same_to_both_sides(best: float) -> None:
    low, high = spans_of(DOCUMENT, {"m": 0.0}, {"m": best})["m"]
    assert low == -high


@given(st.floats(1e-200, 1e200))
def test_a_neat_number_is_a_little_above(value: float) -> None:
    neat = neat_above(value)
    assert value * (1 - 1e-12) <= neat <= 2.5 * value * (1 + 1e-12)
    digit = neat / 10.0 ** math.floor(math.log10(neat * (1 + 1e-12)))
    assert min(abs(digit - wanted) for wanted in (1, 2, 5)) < 1e-9


def test_nothing_is_not_a_reach() -> None:
    assert neat_above(0.0) == 0.0
    assert neat_above(math.inf) == 0.0
