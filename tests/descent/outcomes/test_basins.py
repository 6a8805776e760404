"""Basins are those of descents made one by one, from coarse to fine."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.descent import Interval, Method, Objective, descend, objective
from gradviz.descent.library.functions import objective_of
from gradviz.descent.outcomes.arrivals import arrivals
from gradviz.descent.outcomes.basins import (
    NOT_ARRIVED,
    NOT_FINITE,
    SIZES,
    Basins,
    basins,
    start_shares,
)
from gradviz.graph import parse

SQUARE: tuple[Interval, Interval] = ((-5.0, 5.0), (-5.0, 5.0))
SGD = Method("sgd", 0.01)
MINIMA = [(-3.77931, -3.283186), (-2.805118, 3.131313), (3.0, 2.0), (3.584428, -1.848127)]


def _basins(
    target: Objective,
    method: Method = SGD,
    size: int = 25,
    coarser: Basins | None = None,
    ranges: tuple[Interval, Interval] = SQUARE,
    bounds: dict[str, Interval] | None = None,
) -> Basins:
    names = target.coordinates
    at = dict.fromkeys(names, 0.5)
    axes = (names[0], names[1])
    return basins(target, axes, ranges, at, method, 200, size, coarser=coarser, bounds=bounds)


def test_each_start_is_labeled_by_the_minimum_its_own_descent_reaches() -> None:
    found = _basins(objective_of("himmelblau"))
    np.testing.assert_allclose(found.minima, MINIMA, atol=1e-6)
    np.testing.assert_allclose(found.values, 0, atol=1e-20)
    for row, column in np.random.default_rng(0).integers(0, 25, (30, 2)):
        start = {"x": float(found.x[column]), "y": float(found.y[row])}
        end = descend("himmelblau", start, lr=0.01, epochs=200).points[-1]
        nearest = np.linalg.norm(found.minima - end, axis=1).argmin()
        assert found.labels[row, column] == nearest


def test_finer_pictures_have_the_coarser_ones_in_them() -> None:
    target = objective_of("himmelblau")
    coarse = _basins(target, size=25)
    refined = _basins(target, size=50, coarser=coarse)
    direct = _basins(target, size=50)
    np.testing.assert_array_equal(refined.labels, direct.labels)
    np.testing.assert_array_equal(refined.labels[::2, ::2], coarse.labels)
    np.testing.assert_array_equal(refined.x[::2], coarse.x)


@pytest.mark.parametrize("size", SIZES)
def test_the_starts_of_each_size_are_in_the_next(size: int) -> None:
    shares = start_shares(size)
    assert 0 < shares[0] < shares[-1] < 1
    if size < SIZES[-1]:
        np.testing.assert_allclose(start_shares(2 * size)[::2], shares)


def test_too_large_a_rate_does_not_arrive_or_breaks() -> None:
    shares, astray, broken = _basins(objective_of("himmelblau"), Method("sgd", 0.03)).shares
    assert astray + broken > 0.9
    assert broken > 0.1
    assert shares.sum() + astray + broken == pytest.approx(1.0)


def test_minima_out_of_view_are_found() -> None:
    found = _basins(objective_of("himmelblau"), ranges=((-1.0, 1.0), (-1.0, 1.0)))
    np.testing.assert_allclose(found.minima[2], (3, 2), atol=1e-6)


def test_a_minimum_at_a_kink_is_found() -> None:
    found = _basins(objective(parse("abs(x) + 2abs(y - 1)")))
    np.testing.assert_allclose(found.minima, [(0, 1)], atol=1e-6)
    assert (found.labels == 0).mean() > 0.2
    assert set(np.unique(found.labels)) == {0, NOT_ARRIVED}


def test_a_valley_floor_is_no_minimum() -> None:
    found = _basins(objective(parse("(x + y - 1)^2")), Method("sgd", 0.1))
    assert len(found.minima) == 0
    assert (found.labels == NOT_ARRIVED).all()


def test_what_breaks_is_told_from_what_does_not_arrive() -> None:
    found = _basins(objective(parse("x^4 + y^4 + x^2 + y^2")), Method("sgd", 0.1))
    assert {NOT_FINITE, 0} <= set(np.unique(found.labels))
    assert (found.labels[:, 0] == NOT_FINITE).all()


def test_the_other_parameters_descend_too() -> None:
    target = objective(parse("(x^2 - 1)^2 + (y - z)^2 + (z - 0.25)^2"))
    found = _basins(target, Method("sgd", 0.1), ranges=((-1.5, 1.5), (-1.5, 1.5)))
    np.testing.assert_allclose(found.minima, [(-1, 0.25, 0.25), (1, 0.25, 0.25)], atol=1e-6)
    np.testing.assert_array_equal(found.labels == 1, np.broadcast_to(found.x > 0, (25, 25)))


def test_momentum_is_an_optimizer_like_any_other() -> None:
    found = _basins(objective_of("himmelblau"), Method("adam", 0.1))
    assert len(found.minima) == 4
    assert (found.labels >= 0).mean() > 0.99


def test_arrivals_keep_the_order_of_what_is_known() -> None:
    target = objective_of("himmelblau")
    ends = np.array([(3.0, 2.0), (3.01, 1.99), (-2.8, 3.1)])
    first = arrivals(target, ends[:2], np.array([10.0, 10.0]), 0.02)
    both = arrivals(target, ends, np.array([10.0, 10.0]), 0.02, first.minima)
    np.testing.assert_array_equal(first.labels, (0, 0))
    np.testing.assert_array_equal(both.labels, (0, 0, 1))


def test_ends_at_the_bounds_are_minima_of_the_box() -> None:
    target = objective(parse("(x - 3)^2 + y^2"))
    ends = np.array([(1.0, 0.0), (1.0, 0.001)])
    lengths, box = np.array([2.0, 2.0]), {"x": (-1.0, 1.0), "y": (-1.0, 1.0)}
    np.testing.assert_allclose(arrivals(target, ends, lengths, 0.02, None, box).minima, [(1, 0)])
    assert (arrivals(target, ends, lengths, 0.02).labels == NOT_ARRIVED).all()


def test_a_cancelled_picture_is_left_early() -> None:
    target = objective_of("himmelblau")
    asked: list[int] = []

    def cancel() -> bool:
        asked.append(1)
        return len(asked) > 3

    told: list[float] = []
    at = {"x": 0.0, "y": 0.0}
    basins(target, ("x", "y"), SQUARE, at, SGD, 10_000, 25, cancel=cancel, progress=told.append)
    assert len(asked) < 10
    assert told
    assert max(told) < 0.9
