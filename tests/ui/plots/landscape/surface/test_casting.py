"""What each pixel sees of a relief, against marching along its line of sight."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.ui.plots.landscape.surface.camera import HEIGHT, MIDDLE, Camera, Sight
from gradviz.ui.plots.landscape.surface.casting import Cast, cast, sampled

SIZE = (160.0, 120.0)
Heights = npt.NDArray[np.float32]

cameras = st.builds(
    Camera,
    azimuth=st.floats(0, 360),
    elevation=st.floats(8, 88),
    zoom=st.floats(0.6, 3),
    pan=st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2)),
)


def hills(seed: int) -> Heights:
    """A smooth relief from 0 to 1."""
    random = np.random.default_rng(seed)
    across, up = np.meshgrid(np.linspace(0, 1, 40), np.linspace(0, 1, 30))
    waves = random.uniform(-7, 7, (4, 3))
    heights = sum(np.sin(a * across + b * up + c) for a, b, c in waves)
    heights = np.asarray(heights)
    return np.asarray((heights - heights.min()) / np.ptp(heights), dtype=np.float32)


def first_crossing(heights: Heights, sight: Sight, x: float, y: float) -> float:
    """The distance at which the line of sight of a place on the screen meets the relief."""
    distance = np.linspace(-1.45, 1.45, 6000)
    right = (x - sight.center[0]) / sight.unit
    up = (sight.center[1] - y) / sight.unit
    ray = (up - distance * sight.tilt[0]) / sight.tilt[1] + MIDDLE
    ground = [right * sight.right[i] + distance * sight.away[i] for i in (0, 1)]
    inside = (np.abs(ground[0]) <= 1) & (np.abs(ground[1]) <= 1)
    above = ray - sampled(heights, (ground[0] + 1) / 2, (ground[1] + 1) / 2) * HEIGHT
    turns = np.nonzero((above[:-1] > 0) != (above[1:] > 0))[0]
    inside &= np.isfinite(above)
    good = turns[inside[turns] & inside[turns + 1]]
    return float(distance[good[0]]) if len(good) else np.nan


def middles(seen: Cast, count: int, seed: int) -> list[tuple[int, int, float, float]]:
    """Some pixels: row, column and the place of their middle on the screen."""
    rows, columns = seen.across.shape
    random = np.random.default_rng(seed)
    picked = zip(random.integers(0, rows, count), random.integers(0, columns, count), strict=True)
    return [
        (row, column, seen.left + column + 0.5, seen.top + rows - row - 0.5)
        for row, column in picked
    ]


@given(st.integers(0, 999), cameras)
def test_a_pixel_sees_what_its_line_of_sight_meets_first(seed: int, camera: Camera) -> None:
    heights, sight = hills(seed), camera.on(*SIZE)
    seen = cast(heights, sight, 500)
    agreeing = 0
    pixels = middles(seen, 25, seed)
    for row, column, x, y in pixels:
        wanted, found = first_crossing(heights, sight, x, y), seen.distance[row, column]
        agreeing += bool(np.isclose(wanted, found, atol=0.02, equal_nan=True))
    assert agreeing >= len(pixels) - 2  # one that grazes a hill may see past it


@given(st.integers(0, 999), cameras)
def test_what_a_pixel_sees_is_seen_in_that_pixel(seed: int, camera: Camera) -> None:
    heights, sight = hills(seed), camera.on(*SIZE)
    seen = cast(heights, sight, 300)
    rows, columns = np.nonzero(~np.isnan(seen.across))
    across, up = seen.across[rows, columns], seen.up[rows, columns]
    height = sampled(heights, across, up) * HEIGHT
    x, y = sight.pixels(np.column_stack((2 * across - 1, 2 * up - 1, height)))
    np.testing.assert_allclose(x, seen.left + columns + 0.5, atol=0.01)
    off = np.abs(y - (seen.top + seen.across.shape[0] - rows - 0.5))
    assert (off < 1.0).all()


@given(st.integers(0, 999), cameras)
def test_nothing_is_seen_in_a_hole(seed: int, camera: Camera) -> None:
    heights = hills(seed)
    heights[8:20, 10:30] = np.nan
    seen = cast(heights, camera.on(*SIZE), 300)
    hit = ~np.isnan(seen.across)
    x, y = seen.across[hit] * 39, seen.up[hit] * 29
    deep = (x > 10.5) & (x < 28.5) & (y > 8.5) & (y < 18.5)
    assert not deep.any()


def test_through_a_hole_one_sees_what_lies_behind() -> None:
    heights = np.zeros((40, 40), dtype=np.float32)
    heights[30:] = 1.0  # a step at the back
    camera = Camera(azimuth=0.0, elevation=20.0)
    whole = cast(heights, camera.on(*SIZE), 300)
    heights[5:25, 10:30] = np.nan
    holed = cast(heights, camera.on(*SIZE), 300)
    middle = whole.across.shape[1] // 2
    assert np.isnan(holed.up[:, middle]).sum() > np.isnan(whole.up[:, middle]).sum()
    assert np.nanmax(holed.up[:, middle]) == pytest.approx(np.nanmax(whole.up[:, middle]))


def test_a_bowl_seen_from_the_side_shows_its_underside() -> None:
    across, up = np.meshgrid(np.linspace(-1, 1, 60), np.linspace(-1, 1, 60))
    bowl = np.asarray((across**2 + up**2) / 2, dtype=np.float32)
    assert cast(bowl, Camera(elevation=12.0).on(*SIZE), 300).is_under.any()
    assert not cast(bowl, Camera(elevation=85.0).on(*SIZE), 300).is_under.any()


def test_a_relief_without_any_value_is_not_seen() -> None:
    nothing = np.full((10, 10), np.nan, dtype=np.float32)
    assert np.isnan(cast(nothing, Camera().on(*SIZE), 100).across).all()


def test_a_place_beside_the_picture_is_not_in_it() -> None:
    seen = cast(hills(1), Camera().on(*SIZE), 100)
    x, y = np.array([-1e9, np.nan, SIZE[0] / 2]), np.array([5.0, 5.0, SIZE[1] / 2])
    assert list(seen.at(x, y)[2]) == [False, False, True]
