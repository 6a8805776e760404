"""Numbers on cards, in the clipboard and in formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.graph import (
    format_count,
    format_full,
    format_number,
    format_shape,
    format_value,
    number_latex,
)

finite = st.floats(-1e308, 1e308)


@pytest.mark.parametrize(
    ("x", "card", "latex"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (1.0, "1", "1"),
        (-2.5, "−2.5", "-2.5"),
        (0.1 + 0.2, "0.3", "0.3"),
        (math.pi, "3.142", "3.142"),
        (1234.56, "1235", "1235"),
        (12345.678, "12346", "12346"),
        (999_999.7, "1e6", "10^{6}"),
        (1e-4, "0.0001", "0.0001"),
        (9.99996e-5, "0.0001", "0.0001"),
        (1.2345678e-5, "1.235e−5", r"1.235 \cdot 10^{-5}"),
        (-1.5e300, "−1.5e300", r"-1.5 \cdot 10^{300}"),
        (-1e6, "−1e6", "-10^{6}"),
        (math.inf, "∞", r"\infty"),
        (-math.inf, "−∞", r"-\infty"),
        (math.nan, "NaN", r"\text{NaN}"),
    ],
)
def test_numbers_are_written_as_on_the_slides(x: float, card: str, latex: str) -> None:
    assert (format_number(x), number_latex(x)) == (card, latex)


@given(finite)
def test_a_card_is_right_to_four_digits_and_short(x: float) -> None:
    text = format_number(x).replace("−", "-")
    assert float(text) == pytest.approx(x, rel=5.1e-4)
    assert len(text) <= len("-1.234e-308")
    assert "." not in text or text.partition("e")[0][-1] != "0"


@given(finite)
def test_the_clipboard_has_every_digit(x: float) -> None:
    text = format_full(x)
    assert repr(float(text)) == repr(x)
    assert text.isascii()


def test_arrays_are_shown_by_their_shape() -> None:
    shapes = ((5, 2), (3,), (1,), (2, 3, 4))
    shown = [format_value(np.zeros(shape)) for shape in shapes]
    assert shown == ["5×2", "3 values", "1 value", "2×3×4"]
    assert format_value(2.0) == "2"
    assert format_value(np.zeros(12_345)) == "12,345 values"


def counted(text: str) -> float:
    """How many a short text tells."""
    number, _, unit = text.partition("\N{NO-BREAK SPACE}")
    return float(number) * {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9}[unit]


@given(st.integers(0, 10**11), st.integers(1, 4))
def test_a_count_in_few_letters_tells_as_many_digits_as_asked(count: int, digits: int) -> None:
    text = format_count(count, digits)
    expected = count if count < 1_000 and "k" not in text else float(f"{count:.{digits - 1}e}")
    assert counted(text) == pytest.approx(expected, rel=1e-12)
    assert counted(text.partition("\N{NO-BREAK SPACE}")[0]) < 1_000


def test_large_arrays_are_shown_by_a_short_shape() -> None:
    assert format_shape((1_000_000,), format_count) == "1\N{NO-BREAK SPACE}M values"
    assert format_shape((50_000, 2), format_count) == "50\N{NO-BREAK SPACE}k×2"
    assert format_count(999_999) == "1\N{NO-BREAK SPACE}M"
