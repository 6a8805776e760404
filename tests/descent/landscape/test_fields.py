"""Fields, curves, scales, contour lines and arrows agree with the functions they are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.landscape.fields import (
    Field,
    Scale,
    arrows,
    contours,
    curve,
    field,
    levels,
    resolution,
    scale_of,
)
from gradviz.graph import Array

Function = Callable[..., Array]


@dataclass(frozen=True)
class Plain:
    """A surface from a plain function and its partial derivatives."""

    function: Function
    slopes: tuple[Function, ...] = ()

    def value(self, *arguments: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(self.function(*arguments))

    def batch(self, *arguments: Array) -> tuple[Array, Sequence[Array]]:
        with np.errstate(all="ignore"):
            return self.value(*arguments), tuple(np.asarray(s(*arguments)) for s in self.slopes)


BOWL = Plain(
    lambda x, y, z: x**2 + 10 * y**2 + z,
    (lambda x, _y, _z: 2 * x, lambda _x, y, _z: 20 * y, lambda x, _y, _z: np.ones_like(x)),
)
ROSENBROCK = Plain(lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2)
LOGARITHM = Plain(lambda x, y: np.log(x) + y, (lambda x, _: 1 / x, lambda _, y: np.ones_like(y)))
UNIT = ((-1.0, 1.0), (-2.0, 2.0))

positions = st.floats(0.0, 1.0)
scales = st.builds(
    lambda low, span, soft: Scale(low, low + span, soft),
    st.floats(-1e6, 1e6),
    st.floats(1e-3, 1e6),
    st.none() | st.floats(1e-3, 1e3),
)


def test_field_holds_the_values_at_its_points() -> None:
    found = field(BOWL, ("x", "y", "z"), ("y", "x"), UNIT, {"z": 5.0}, size=9)
    across, up = np.meshgrid(found.x, found.y)
    np.testing.assert_allclose(found.values, up**2 + 10 * across**2 + 5.0)


def test_field_has_nan_where_the_function_is_not_finite() -> None:
    found = field(LOGARITHM, ("x", "y"), ("x", "y"), UNIT, {}, size=11)
    np.testing.assert_array_equal(np.isnan(found.values), np.broadcast_to(found.x <= 0, (11, 11)))


@dataclass(frozen=True)
class Wanted:
    cancelled: bool


def test_field_in_bands_is_the_same() -> None:
    whole = field(ROSENBROCK, ("x", "y"), ("x", "y"), UNIT, {}, size=33)
    bands = field(ROSENBROCK, ("x", "y"), ("x", "y"), UNIT, {}, 33, Wanted(cancelled=False))
    np.testing.assert_array_equal(whole.values, bands.values)


def test_cancelled_field_computes_nothing() -> None:
    found = field(ROSENBROCK, ("x", "y"), ("x", "y"), UNIT, {}, 33, Wanted(cancelled=True))
    assert np.isnan(found.values).all()


def test_curve_has_values_and_slopes() -> None:
    found = curve(BOWL, ("x", "y", "z"), "y", (-1.0, 3.0), {"x": 2.0, "z": 1.0}, 41)
    np.testing.assert_allclose(found.values, 5.0 + 10 * found.x**2)
    np.testing.assert_allclose(found.slopes, 20 * found.x)


def test_arrows_point_down_and_are_longest_where_it_is_steepest() -> None:
    found = arrows(BOWL, ("x", "y", "z"), ("x", "y"), UNIT, {"z": 0.0}, (8, 6))
    np.testing.assert_allclose(found.u, -2 * found.x)
    np.testing.assert_allclose(found.v, -20 * found.y)
    steepness = np.hypot(found.u, found.v)
    assert found.strength[np.argmax(steepness)] == 1.0
    assert found.strength[np.argmin(steepness)] == 0.0


def test_arrows_leave_out_what_is_undefined_and_what_is_flat() -> None:
    found = arrows(LOGARITHM, ("x", "y"), ("x", "y"), UNIT, {}, (4, 4))
    assert (found.x > 0).all()
    flat = Plain(lambda x, _: 0 * x, (lambda x, _: 0 * x, lambda _, y: 0 * y))
    assert arrows(flat, ("x", "y"), ("x", "y"), UNIT, {}).x.size == 0


@given(scales, st.lists(positions, min_size=2, max_size=8))
def test_scale_position_inverts_value_and_grows(scale: Scale, at: list[float]) -> None:
    ordered = np.sort(np.array(at))
    values = scale.value(ordered)
    np.testing.assert_allclose(scale.position(values), ordered, atol=1e-6)
    assert (np.diff(values) >= 0).all()


def test_scale_is_logarithmic_only_for_a_big_spread() -> None:
    bowl = field(BOWL, ("x", "y", "z"), ("x", "y"), UNIT, {"z": 0.0})
    valley = field(ROSENBROCK, ("x", "y"), ("x", "y"), ((-2, 2), (-1, 3)), {})
    assert bowl.scale.softness is None
    assert valley.scale.softness is not None


@pytest.mark.parametrize("values", [[], [np.nan, np.nan], [np.nan, np.inf, -np.inf]])
def test_scale_without_finite_values_is_empty(values: list[float]) -> None:
    scale = scale_of(np.array(values))
    assert scale.low == scale.high
    assert levels(scale).size == 0


def test_scale_cuts_off_a_pole() -> None:
    values = np.append(np.linspace(1.0, 2.0, 1000), [1e12, -1e12])
    scale = scale_of(values)
    assert scale.low > 0.9
    assert scale.high < 2.1


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=30))
def test_the_kind_of_scale_can_be_chosen(numbers: list[float]) -> None:
    values = np.array(numbers)
    assert scale_of(values, "linear").softness is None
    for kind in ("linear", "logarithmic"):
        scale = scale_of(values, kind)
        at = scale.position(np.sort(values))
        assert ((at >= 0) & (at <= 1)).all()
        assert (np.diff(at) >= 0).all()
    if scale.high > scale.low:
        assert scale.softness is not None


def test_constant_values_lie_in_the_middle() -> None:
    scale = scale_of(np.full((3, 3), 7.0))
    np.testing.assert_array_equal(scale.position(np.full(2, 7.0)), [0.5, 0.5])


@given(scales)
def test_levels_are_twenty_and_rise_inside_the_scale(scale: Scale) -> None:
    found = levels(scale)
    assert len(found) == 20
    assert (np.diff(found) >= 0).all()
    assert scale.low <= found[0]
    assert found[-1] <= scale.high


def test_contour_points_have_the_value_of_their_level() -> None:
    bowl = field(BOWL, ("x", "y", "z"), ("x", "y"), UNIT, {"z": 0.0}, size=201)
    at = np.array([0.5, 3.0])
    for level, lines in zip(at, contours(bowl, at), strict=True):
        assert lines
        for line in lines:
            np.testing.assert_allclose(line[:, 0] ** 2 + 10 * line[:, 1] ** 2, level, atol=0.01)


def test_contours_go_around_holes_and_empty_fields() -> None:
    holed = field(LOGARITHM, ("x", "y"), ("x", "y"), UNIT, {}, size=41)
    (lines,) = contours(holed, np.array([0.0]))
    assert lines
    assert all((line[:, 0] > 0).all() for line in lines)
    x = np.linspace(0, 1, 3)
    assert contours(Field(("x", "y"), x, x, np.full((3, 3), np.nan)), np.array([0.0])) == ((),)


@given(st.integers(1, 10**7), st.integers(2, 500), st.integers(1, 10**9))
def test_resolution_keeps_to_the_budget(weight: int, wanted: int, budget: int) -> None:
    size = resolution(weight, wanted, budget)
    assert 2 <= size <= wanted
    assert size == 2 or size**2 * weight <= budget
