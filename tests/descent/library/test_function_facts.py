"""The catalog against numbers made elsewhere: data/function_facts.json says how."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradviz.descent import TestFunction, catalog
from gradviz.descent.library.inequalities import not_above_zero
from gradviz.graph import Array, compile, parse  # noqa: A004  # the engine's word for it

FACTS = json.loads(Path(__file__).with_name("data").joinpath("function_facts.json").read_text())
RELATIVE = 1e-9


def _cases() -> Iterator[tuple[TestFunction, dict[str, Any]]]:
    """Every function with its facts: as it is opened, at other sizes, with other choices."""
    for key, known in FACTS["functions"].items():
        function = catalog()[key]
        if known["points"]:
            yield function, known
        for size, facts in known.get("sizes", {}).items():
            low, high = function.sizes or (0, 0)
            if low <= int(size) <= high:
                yield function.with_size(int(size)), facts
        for choice, facts in known.get("choices", {}).items():
            yield function.with_choice(int(choice)), facts


CASES = list(_cases())
EACH = pytest.mark.parametrize(
    ("function", "facts"), CASES, ids=[f"{f.id}-{f.size}-{f.choice or ''}" for f, _ in CASES]
)


def at(text: str, function: TestFunction, point: Sequence[object]) -> tuple[float, Array]:
    """Value and gradient of an expression at a point; what it does not mention has slope 0."""
    graph = parse(text)
    used = [i for i, name in enumerate(function.parameters) if name in graph.by_name]
    compiled = compile(graph, [function.parameters[i] for i in used])
    value, gradient = compiled(*(float(str(point[i])) for i in used))
    whole = np.zeros(function.size)
    whole[used] = gradient
    return float(value), whole


def test_the_catalog_is_the_one_the_facts_are_about() -> None:
    assert set(catalog()) == set(FACTS["functions"])
    for key, known in FACTS["functions"].items():
        assert catalog()[key].category == known["category"]


def test_the_sizes_are_looked_at() -> None:
    looked_at = {(function.id, function.size) for function, _ in CASES}
    for function in catalog().values():
        if function.sizes:
            assert sum(id_ == function.id for id_, _ in looked_at) >= 3


@EACH
def test_values_and_gradients_agree(function: TestFunction, facts: dict[str, Any]) -> None:
    for known in facts["points"]:
        for index, text in enumerate(function.objectives):
            value, gradient = at(text, function, known["at"])
            assert value == pytest.approx(float(known["values"][index]), rel=RELATIVE)
            expected = np.array(known["gradients"][index], dtype=float)
            scale = np.abs(expected).max()
            np.testing.assert_allclose(gradient, expected, rtol=RELATIVE, atol=RELATIVE * scale)


@EACH
def test_constraints_agree_in_sign_and_value(function: TestFunction, facts: dict[str, Any]) -> None:
    for known in facts["points"]:
        assert len(function.constraints) == len(known["constraints"])
        for text, expected in zip(function.constraints, known["constraints"], strict=True):
            value, _ = at(not_above_zero(text), function, known["at"])
            assert value == pytest.approx(float(expected), rel=RELATIVE, abs=1e-12)
            assert (value > 0) == (float(expected) > 0)


def _minima() -> list[tuple[TestFunction, dict[str, Any]]]:
    return [(function, facts) for function, facts in CASES if facts.get("minima")]


@pytest.mark.parametrize(("function", "facts"), _minima(), ids=[f.id for f, _ in _minima()])
def test_minima_are_known_to_the_last_digit_of_a_float(
    function: TestFunction, facts: dict[str, Any]
) -> None:
    known = [tuple(map(float, minimum["at"])) for minimum in facts["minima"]]
    assert [tuple(point.values()) for point in function.minima] == known
    assert function.minimum == pytest.approx(float(facts["minima"][0]["value"]), rel=1e-15)
    for point in known:
        value, _ = at(function.expression, function, point)
        assert value == pytest.approx(function.minimum, rel=RELATIVE, abs=RELATIVE)
        for text in function.constraints:  # feasible, on the boundary up to rounding
            assert at(not_above_zero(text), function, point)[0] <= 1e-12


def test_every_function_with_one_objective_has_its_minima_in_the_facts() -> None:
    for function in catalog().values():
        facts = FACTS["functions"][function.id]
        listed = facts["minima"] or facts.get("choices")
        assert bool(listed) == (function.category != "multi-objective")


def test_the_minimum_of_townsend_needs_the_angle_with_x_first() -> None:
    """With atan2(y, x) the known minimum would break the constraint by 1.97."""
    function = catalog()["townsend"]
    (point,) = (tuple(point.values()) for point in function.minima)
    (constraint,) = function.constraints
    swapped = not_above_zero(constraint).replace("atan2(x, y)", "atan2(y, x)")
    assert at(swapped, function, point)[0] == pytest.approx(1.97, abs=0.01)


KINKS = [
    ("ackley", [0.0, 0.0], [np.nan, np.nan]),  # sqrt has an infinite slope at 0, times 0
    ("bukin6", [-10.0, 2.0], [10.0, 50.0]),  # |x + 10| counts as flat
    ("bukin6", [-12.0, 1.44], None),  # on the ridge
    ("schaffer_mo2", [1.0], [0.0]),
    ("schaffer_mo2", [3.0], [0.0]),
    ("schaffer_mo2", [4.0], [0.0]),
    ("kursawe_2d", [0.0, 0.0], [np.nan, np.nan]),
    ("simionescu", [0.0, 0.0], [0.0, 0.0]),
    ("schaffer4", [1.0, 1.0], None),
]


@pytest.mark.parametrize(("key", "point", "slopes"), KINKS)
def test_at_kinks_slopes_are_those_of_the_conventions(
    key: str, point: list[float], slopes: list[float] | None
) -> None:
    function = catalog()[key]
    value, gradient = at(function.objectives[0], function, point)
    assert np.isfinite(value)
    if slopes is not None:
        np.testing.assert_allclose(gradient, slopes, rtol=1e-12)


def test_schaffer4_has_no_kink_where_its_absolute_value_has_one() -> None:
    """On y = x the slope is that of the smooth function: toward the lower denominator."""
    function = catalog()["schaffer4"]
    _, gradient = at(function.expression, function, [1.0, 1.0])
    expected = -0.5 * 2 * 0.002 / 1.002**3
    np.testing.assert_allclose(gradient, [expected, expected], rtol=1e-12)
