"""The camera of the surface."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.ui.plots.landscape.surface.camera import FLOOR, HEIGHT, HIGHEST, LOWEST, Camera

shares = st.floats(-0.5, 0.5)
CORNERS = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (FLOOR, HEIGHT)])


def test_from_above_it_looks_like_the_map() -> None:
    sight = Camera(azimuth=0.0, elevation=90.0).on(400, 400)
    x, y = sight.pixels(np.array([(0.0, 0.0, 0.0), (1.0, 0.0, 1.0), (0.0, 1.0, 0.5)]))
    assert x[1] > x[0] == pytest.approx(x[2])
    assert y[2] < y[0] == pytest.approx(y[1])


@given(st.floats(0, 360), st.floats(LOWEST, HIGHEST))
def test_the_whole_box_is_seen_at_first_from_everywhere(azimuth: float, elevation: float) -> None:
    x, y = Camera(azimuth, elevation).on(640, 400).pixels(CORNERS)
    assert (x > 0).all()
    assert (x < 640).all()
    assert (y > -12).all()
    assert (y < 400).all()


@given(shares, shares, st.floats(0.5, 2))
def test_zooming_leaves_the_place_under_the_mouse(x: float, y: float, factor: float) -> None:
    before, after = Camera().on(600, 400), Camera().zoomed(factor, (x, y)).on(600, 400)
    place = np.array([[0.3, -0.2, 0.4]])
    for side, share in ((0, x), (1, y)):
        middle = before.center[side]
        ends = [sight.pixels(place)[side][0] for sight in (before, after)]
        grown = after.unit / before.unit
        fixed = middle + share * before.size[side]
        assert ends[1] - fixed == pytest.approx((ends[0] - fixed) * grown, abs=1e-6)


def test_orbiting_stops_above_and_near_the_floor() -> None:
    assert Camera().orbited(0, 500).elevation == HIGHEST
    assert Camera().orbited(0, -500).elevation == LOWEST
    assert Camera().orbited(720, 0).azimuth == pytest.approx(Camera().azimuth)


@given(st.floats(0, 360))
def test_what_is_in_front_follows_the_hand(azimuth: float) -> None:
    before = Camera(azimuth, 40.0)
    front = -np.array([*before.on(600, 400).away, 0.0])
    for camera, side in ((before.orbited(5, 0), 0), (before.orbited(0, 5), 1)):
        reach = []
        for sight in (before.on(600, 400), camera.on(600, 400)):
            ends = sight.pixels(np.array([front, -front]))[side]
            reach.append((ends[0] - ends[1]) / sight.unit)
        assert reach[1] > reach[0]
