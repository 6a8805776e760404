"""Where constraints hold, what they forbid on a grid, and for what colors are chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradviz.descent import Field, Surface, field, objective, surface_of
from gradviz.descent.landscape.feasibility import SLACK, Status, holds, status
from gradviz.descent.landscape.fields import forbidden, scale_of
from gradviz.graph import Array, parse

AXES = ("x", "y")


def surface(text: str) -> Surface:
    return surface_of(objective(parse(text), parameters=AXES))


def over_square(text: str, size: int = 201, side: float = 2.0) -> Field:
    ranges = ((-side, side), (-side, side))
    return field(surface(text), AXES, AXES, ranges, {"x": 0.0, "y": 0.0}, size)


def area(ring: Array) -> float:
    """By the shoelace formula; negative for a hole."""
    x, y = ring.T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def test_a_point_is_feasible_where_all_constraints_hold() -> None:
    one, other = surface("x - 1 + 0y"), surface("y - 2 + 0x")
    x, y = np.array([0.0, 1.0, 1.0 + 1e-6, 0.0]), np.array([0.0, 2.0, 0.0, 3.0])
    assert holds((one, other), x, y).tolist() == [True, True, False, False]
    assert holds((), x, y).all()


def test_rounding_forbids_nothing_but_a_missing_number_does() -> None:
    x = np.array([SLACK / 2, np.nan])
    assert holds((surface("x + 0y"),), x, np.zeros(2)).tolist() == [True, False]


def test_the_rings_enclose_what_is_forbidden_and_leave_out_what_is_not() -> None:
    rings = forbidden(over_square("1 - x^2 - y^2"))
    assert sum(map(area, rings)) == pytest.approx(np.pi, rel=1e-3)
    outside = forbidden(over_square("x^2 + y^2 - 1"))
    assert len(outside) == 2
    assert sum(map(area, outside)) == pytest.approx(16 - np.pi, rel=1e-3)


def test_nothing_forbidden_has_no_ring_and_everything_has_one() -> None:
    assert forbidden(over_square("x^2 + y^2 + 0 - 100")) == ()
    (whole,) = forbidden(over_square("x^2 + y^2 + 1"))
    assert area(whole) == pytest.approx(16)


def test_the_scale_is_chosen_for_what_is_feasible() -> None:
    inside = over_square("x^2 + y^2", side=1.0)
    wall = over_square("x^2 + y^2 + 10000max(0, x)^2", side=1.0)
    left = replace(wall, among=wall.x[None, :] + 0 * wall.y[:, None] <= 0)
    assert left.scale.high == pytest.approx(scale_of(inside.values).high)
    assert wall.scale.high > 5000


def test_where_nothing_is_feasible_all_values_count() -> None:
    shown = over_square("x^2 + y^2")
    none = replace(shown, among=np.zeros(shown.values.shape, dtype=bool))
    assert none.scale == shown.scale


@given(st.floats(-1e3, -1e-3), st.floats(0.01, 1e3), st.floats(1e-3, 1e3))
def test_whether_a_constraint_is_active_does_not_depend_on_its_scale(
    value: float, slope: float, scale: float
) -> None:
    assume(abs(-value - 2e-3 * slope) > 1e-9)
    assert status(value, [slope], [2.0]) is status(scale * value, [scale * slope], [2.0])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-1.0, Status.INACTIVE),
        (-1e-4, Status.ACTIVE),
        (0.0, Status.ACTIVE),
        (1e-10, Status.ACTIVE),
        (1e-4, Status.VIOLATED),
        (float("nan"), Status.VIOLATED),
    ],
)
def test_a_constraint_is_inactive_active_or_violated(value: float, expected: Status) -> None:
    assert status(value, [1.0, 0.0], [1.0, 1.0]) is expected


def test_without_a_slope_only_the_value_counts() -> None:
    assert status(-1e-6, [0.0], [1.0]) is Status.INACTIVE
    assert status(-1e-6, [float("nan")], [1.0]) is Status.INACTIVE
    assert status(-1e-12, [0.0], [1.0]) is Status.ACTIVE
