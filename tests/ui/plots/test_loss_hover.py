"""The nearest curve under the mouse, against a search over many points of all curves."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.loss_hover import Told, epoch_at, nearest

FRAME = Frame((0.0, 20.0), (0.0, 10.0), 400.0, 200.0)
heights = st.lists(st.floats(0.0, 10.0), min_size=1, max_size=21).map(np.array)


def distance(curve: Told, x: float, y: float) -> float:
    """Pixels to the nearest of many points on the curve."""
    epochs = np.linspace(0, len(curve.heights) - 1, 2001)
    px, py = FRAME.pixels(epochs, np.interp(epochs, range(len(curve.heights)), curve.heights))
    at = FRAME.pixel(x, y)
    return float(np.hypot(px - at.x(), py - at.y()).min())


@given(st.lists(heights, min_size=1, max_size=5), st.floats(0, 20), st.floats(0, 10))
def test_the_nearest_is_as_near_as_any_within_reach(
    drawn: list[np.ndarray], x: float, y: float
) -> None:
    curves = [Told("", values, values) for values in drawn]
    away = [distance(curve, x, y) for curve in curves]
    if min(away) < 8.0:  # pixels: farther ones are told by what is above and below the mouse
        assert away[nearest(curves, x, y, FRAME)] <= min(away) + 0.3


def test_what_is_not_finite_is_never_the_nearest_and_the_first_wins_a_tie() -> None:
    flat = np.full(21, 5.0)
    curves = [Told("", lost, lost) for lost in (np.full(21, np.nan), np.empty(0))]
    curves += [Told("", flat, flat)] * 2
    assert nearest(curves, 10.0, 5.0, FRAME) == 2


def test_beyond_the_end_of_a_curve_its_last_epoch_is_told() -> None:
    assert [epoch_at(x, np.zeros(11)) for x in (-3.0, 4.4, 10.6, 90.0)] == [0, 4, 10, 10]
