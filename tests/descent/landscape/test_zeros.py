"""Newton's method and the search by values, many points at once."""

from __future__ import annotations

import numpy as np

from gradviz.descent import objective, surface_of
from gradviz.descent.landscape.compass import dips, lowest, star
from gradviz.descent.landscape.patch import Patch
from gradviz.descent.landscape.zeros import zeros
from gradviz.descent.library.functions import objective_of
from gradviz.graph import parse


def _patch(text: str, *ranges: tuple[float, float]) -> Patch:
    target = objective(parse(text))
    return Patch(surface_of(target), target.coordinates, target.coordinates, ranges, {})


def test_shares_and_places_are_inverse_and_slopes_are_by_shares() -> None:
    patch = _patch("x^2 + 3y", (2.0, 6.0), (0.0, 10.0))
    points = np.array([[0.25, 0.5], [1.0, 0.0]])
    np.testing.assert_allclose(patch.places(points), [[3, 5], [6, 0]])
    np.testing.assert_allclose(patch.shares(patch.places(points)), points)
    np.testing.assert_allclose(patch.values(points), [24, 36])
    np.testing.assert_allclose(patch.slopes(points), [[6 * 4, 3 * 10], [12 * 4, 3 * 10]])


def test_what_has_no_value_has_no_slope() -> None:
    patch = _patch("log(x) + y", (-1.0, 1.0), (0.0, 1.0))
    assert np.isnan(patch.slopes(np.array([[0.25, 0.5]]))).all()


def test_from_everywhere_newton_arrives_at_zeros_only() -> None:
    target = objective_of("himmelblau")
    patch = Patch(surface_of(target), ("x", "y"), ("x", "y"), [(-5.0, 5.0)] * 2, {})
    found = zeros(patch, patch.grid(20, 0.01))
    assert len(found) > 300
    assert np.abs(patch.slopes(found)).max() < 1e-6


def test_what_goes_astray_is_given_up() -> None:
    patch = _patch("exp(-x) + y^2", (0.0, 10.0), (-1.0, 1.0))
    assert len(zeros(patch, patch.grid(10))) == 0


def test_the_search_by_values_finds_kinks_and_keeps_within_limits() -> None:
    patch = _patch("abs(x - 0.3) + abs(y - 0.6)", (0.0, 1.0), (0.0, 1.0))
    starts = patch.grid(5)
    np.testing.assert_allclose(lowest(patch, starts, 0.2), np.tile((0.3, 0.6), (25, 1)), atol=1e-8)
    limits = np.array([0.0, 0.0]), np.array([1.0, 0.5])
    np.testing.assert_allclose(
        lowest(patch, starts, 0.2, limits=limits), np.tile((0.3, 0.5), (25, 1)), atol=1e-8
    )
    highest = lowest(patch, starts, 0.1, -1.0, (np.zeros(2), np.ones(2)))
    np.testing.assert_allclose(np.abs(highest - 0.5), 0.5)


def test_a_search_that_leaves_the_view_by_more_than_the_margin_is_given_up_there() -> None:
    patch = _patch("x + 2y", (0.0, 1.0), (0.0, 1.0))
    found = lowest(patch, patch.grid(4), 0.05, margin=0.25)
    away = np.abs(found - 0.5).max(axis=1) - 0.5
    assert ((away > 0.25) & (away <= 0.3 + 1e-12)).all()


def test_dips_are_lower_than_all_around() -> None:
    patch = _patch("cos(6.283185307 x) + cos(6.283185307 y)", (0.0, 3.0), (0.0, 2.0))
    found = patch.places(dips(patch, 41))
    assert len(found) == 6
    np.testing.assert_allclose(np.sort(found[:, 0]).round(1), [0.5, 0.5, 1.5, 1.5, 2.5, 2.5])
    assert len(dips(patch, 41, -1.0)) == 12  # the edges count


def test_stars_are_unit_vectors() -> None:
    for size in (1, 2, 5):
        np.testing.assert_allclose(np.linalg.norm(star(size, 0.7), axis=1), 1.0)


def test_slopes_too_large_to_be_squared_are_no_zeros() -> None:
    patch = _patch("1e300*x^2 + y^2", (1.0, 2.0), (1.0, 2.0))
    assert len(zeros(patch, patch.grid(5))) == 0  # and without a warning
