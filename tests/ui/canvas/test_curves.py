"""How far a point is from an edge: the same as the drawn curve says."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from gradviz.ui.canvas.edges.curves import curve, distance, is_within

coordinates = st.floats(-500, 500).map(lambda x: round(x, 2))
points = st.tuples(coordinates, coordinates)
routes = st.lists(points, min_size=2, max_size=4, unique=True)


@given(routes, st.floats(0, 1))
def test_a_point_of_the_curve_is_on_it(route: list[tuple[float, float]], share: float) -> None:
    at = curve(route).pointAtPercent(share)
    longest = max(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a in route for b in route) + 120
    assert distance(route, at.x(), at.y()) <= longest / 60
    assert is_within(route, at.x(), at.y(), 1.0)


@given(routes, points)
def test_the_distance_is_that_of_the_drawn_curve(
    route: list[tuple[float, float]], point: tuple[float, float]
) -> None:
    path, here = curve(route), QPointF(*point)
    ways = (path.pointAtPercent(k / 400) - here for k in range(401))
    drawn = min(hypot(way.x(), way.y()) for way in ways)
    assert distance(route, *point) == pytest.approx(drawn, abs=0.02 * path.length() + 1)
