"""Stationary points are those of the stored facts, and told for what they are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Interval, catalog, objective, surface_of
from gradviz.descent.landscape.stationary import (
    Kind,
    StationaryPoint,
    count_words,
    stationary_points,
)
from gradviz.descent.library.functions import objective_of
from gradviz.graph import parse

FACTS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("data").joinpath("stationary.json").read_text(encoding="utf-8")
)


class Cancelled:
    cancelled = True


def _of(
    text: str, *ranges: Interval, at: Mapping[str, float] | None = None
) -> list[StationaryPoint]:
    target = objective(parse(text))
    names = target.coordinates
    axes = [name for name in names if name not in (at or {})]
    return list(stationary_points(surface_of(target), names, axes, ranges, at or {}))


def _of_catalog(function: str, ranges: Sequence[Interval] = ()) -> list[StationaryPoint]:
    target = objective_of(function)
    shown = ranges or list(catalog()[function].domain.values())
    names = target.coordinates
    return list(stationary_points(surface_of(target), names, names, shown, {}))


@pytest.mark.parametrize("function", FACTS)
def test_those_of_the_stored_facts_are_found_and_no_others(function: str) -> None:
    found = _of_catalog(function)
    assert len(found) == len(FACTS[function])
    for fact in FACTS[function]:
        near = min(found, key=lambda p: np.abs(np.subtract(p.place, fact["place"])).max())
        np.testing.assert_allclose(near.place, fact["place"], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(near.eigenvalues, fact["eigenvalues"], rtol=1e-9)
        assert near.value == pytest.approx(fact["value"], rel=1e-12, abs=1e-12)
        assert near.kind == fact["kind"]
        assert near.is_smooth


def test_all_of_many_are_found() -> None:
    kinds = Counter(point.kind for point in _of_catalog("rastrigin"))
    assert kinds == {Kind.MINIMUM: 121, Kind.SADDLE: 220, Kind.MAXIMUM: 100}


def test_the_lowest_minimum_comes_first() -> None:
    found = _of_catalog("six_hump_camel")
    values = [point.value for point in found if point.kind is Kind.MINIMUM]
    assert values == sorted(values)
    assert found[0].value == pytest.approx(-1.0316284534898773)


def test_a_minimum_at_a_kink_is_found_and_said_not_to_be_smooth() -> None:
    lowest = _of_catalog("ackley", [(-1.3, 0.9), (-0.8, 1.1)])[0]
    np.testing.assert_allclose(lowest.place, (0, 0), atol=1e-8)
    assert not lowest.is_smooth
    assert lowest.eigenvalues == ()


def test_a_valley_of_kinks_has_no_false_minima() -> None:
    assert _of_catalog("bukin6") == []


@given(
    x=st.floats(-0.9, 0.9),
    y=st.floats(-0.9, 0.9),
    bend=st.floats(0.1, 10),
    twist=st.floats(-0.5, 0.5),
)
def test_the_center_of_any_bowl_or_saddle(x: float, y: float, bend: float, twist: float) -> None:
    for sign, kind in ((1, Kind.MINIMUM), (-1, Kind.SADDLE)):
        target = objective(
            parse("(x - a)^2 + p (y - b)^2 + q (x - a)^3"),
            {"a": x, "b": y, "p": sign * bend, "q": twist / 10},
            parameters=("x", "y"),
        )
        found = stationary_points(
            surface_of(target), ("x", "y"), ("x", "y"), ((-1, 1), (-1, 1)), {}
        )
        assert [point.kind for point in found] == [kind]
        np.testing.assert_allclose(found[0].place, (x, y), atol=1e-9)


def test_a_valley_floor_is_flat_and_thinned() -> None:
    found = _of("(x + y - 1)^2", (-2.0, 2.0), (-2.0, 2.0))
    assert {point.kind for point in found} == {Kind.FLAT}
    assert 5 <= len(found) <= 25
    for point in found:
        assert sum(point.place) == pytest.approx(1.0)


def test_where_the_hessian_vanishes_it_decides_nothing() -> None:
    found = _of("x^4 + y^4 + 1", (-1.0, 1.3), (-0.9, 1.0))
    assert [point.kind for point in found] == [Kind.FLAT]
    np.testing.assert_allclose(found[0].place, (0, 0), atol=1e-4)


@pytest.mark.parametrize("text", ["0 x + 0 y + 3", "x + 2y", "exp(x) + exp(y)"])
def test_a_plateau_and_a_slope_have_none(text: str) -> None:
    assert _of(text, (-1.0, 1.0), (-1.0, 1.0)) == []


def test_nothing_is_found_where_there_is_no_value() -> None:
    found = _of("log(x) (x - 2)^2 + y^2", (-3.0, 3.0), (-1.0, 1.0))
    assert found
    assert all(point.place[0] > 0 for point in found)


def test_a_curve_has_them_too_with_the_other_parameters_fixed() -> None:
    found = _of("x^3 - 3x + c", (-2.0, 2.0), at={"c": 5.0})
    assert [(round(p.place[0], 9), round(p.value, 9), p.kind) for p in found] == [
        (1.0, 3.0, Kind.MINIMUM),
        (-1.0, 7.0, Kind.MAXIMUM),
    ]


def test_a_cancelled_search_finds_nothing() -> None:
    target = objective_of("himmelblau")
    names = target.coordinates
    found = stationary_points(surface_of(target), names, names, ((-5, 5), (-5, 5)), {}, Cancelled())
    assert found == ()


def test_they_are_counted_in_words() -> None:
    assert count_words(_of_catalog("himmelblau")) == "4 minima, 4 saddle points, 1 maximum"
    assert count_words([]) == "none"
