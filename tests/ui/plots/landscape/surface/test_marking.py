"""What lies on a surface: where it is, and what of it is hidden."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Field
from gradviz.ui.plots.landscape.map_layers import prepared
from gradviz.ui.plots.landscape.surface.camera import HEIGHT, Camera
from gradviz.ui.plots.landscape.surface.casting import cast
from gradviz.ui.plots.landscape.surface.marking import (
    MOST_POINTS,
    Marker,
    SurfaceMarks,
    SurfacePath,
    draped,
)
from gradviz.ui.plots.landscape.surface.outlook import clearest
from gradviz.ui.plots.landscape.surface.relief import SIDE, Relief
from gradviz.ui.theme import LIGHT

numbers = st.floats(-30, 30)
NOTHING = np.empty(0)


def relief(values: np.ndarray | None = None) -> Relief:
    """A hill in the middle, or other values, over x from -2 to 2 and y from 10 to 20."""
    x, y = np.linspace(-2, 2, 61), np.linspace(10, 20, 61)
    if values is None:
        values = np.exp(-2 * (x[None, :] ** 2 + ((y[:, None] - 15) / 2.5) ** 2))
    return Relief(prepared(Field(("x", "y"), x, y, values, "linear")), LIGHT)


def marker(shown: Relief, camera: Camera) -> Marker:
    sight = camera.on(400, 300)
    return Marker(shown, sight, cast(shown.heights, sight, 300), LIGHT)


def test_what_is_behind_a_hill_is_hidden() -> None:
    found = marker(relief(), Camera(azimuth=0.0, elevation=15.0))
    _, _, seen = found.located(np.array([0.0, 0.0, 1.9]), np.array([11.0, 17.0, 17.0]))
    assert list(seen) == [True, False, True]


def test_from_above_nothing_is_hidden() -> None:
    found = marker(relief(), Camera(elevation=90.0))
    x, y = np.meshgrid(np.linspace(-1.9, 1.9, 9), np.linspace(10.1, 19.9, 9))
    assert found.located(x.ravel(), y.ravel())[2].all()


def test_the_heights_are_those_of_the_scale() -> None:
    shown = relief()
    field = shown.drawn.field
    wanted = field.scale.position(field.values[7])
    heights = shown.points(field.x, np.full(61, field.y[7]))[:, 2]
    np.testing.assert_allclose(heights, wanted * HEIGHT, atol=1e-5)


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=9))
def test_a_draped_path_visits_all_its_points_in_short_steps(
    points: list[tuple[float, float]],
) -> None:
    shown = relief()
    x, y = (np.array(side) for side in zip(*points, strict=True))
    more_x, more_y = draped(x, y, shown)
    assert len(more_x) <= MOST_POINTS
    places = iter(zip(more_x, more_y, strict=True))
    for wanted in points:  # in this order
        assert any(np.allclose(place, wanted) for place in places)
    inside = (np.abs(np.diff(x)) < 4) & (np.abs(np.diff(y)) < 10)
    if inside.all():
        assert np.hypot(np.diff(more_x) / 4, np.diff(more_y) / 10).max() < 0.03


def test_a_path_that_leaves_the_surface_breaks_off_there() -> None:
    found = marker(relief(), Camera())
    x, y, _ = found.located(np.array([0.0, 5.0, np.nan, np.inf]), np.array([15.0, 15, 15, 15]))
    assert list(np.isfinite(x) & np.isfinite(y)) == [True, False, False, False]


def test_holes_have_no_skin() -> None:
    values = np.ones((61, 61))
    values[:30] = np.nan
    above, _ = relief(values + np.linspace(0, 1, 61)).skin
    assert (above[: SIDE // 2 - 20] == 0).all()
    assert (above[SIDE // 2 + 20 :] != 0).all()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_first_outlook_sees_a_minimum_beside_a_wall(turn: int) -> None:
    x, y = np.linspace(-2, 2, 61), np.linspace(10, 20, 61)
    wall = np.zeros((61, 61))
    wall[:8] = 1.0
    walled = relief(np.rot90(wall, turn // 90))
    beside = np.rot90(np.arange(61 * 61).reshape(61, 61), turn // 90)
    row, column = np.argwhere(beside == 14 * 61 + 30)[0]
    marks = SurfaceMarks(minima=[(float(x[column]), float(y[row]))], start=(0.0, 15.0))
    camera = clearest(walled, marks)
    _, _, seen = marker(walled, camera).located(
        np.array([marks.minima[0][0]]), np.array([marks.minima[0][1]])
    )
    assert seen.all()


def test_without_anything_to_be_seen_the_usual_outlook_stays() -> None:
    assert clearest(relief(), SurfaceMarks(paths=[SurfacePath(NOTHING, NOTHING)])) == Camera()
