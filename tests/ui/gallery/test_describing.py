"""The words of the gallery about a function: numbers as on the cards, nothing left out."""

from __future__ import annotations

import pytest

from gradviz.descent import catalog
from gradviz.document import examples
from gradviz.ui.gallery.describing import domain, exact_minima, minima, sections
from gradviz.ui.gallery.shelf import Chosen, shelf

ITEMS = {item.key: item for item in shelf()}


def test_variables_with_the_same_interval_share_a_line() -> None:
    assert domain(catalog()["sphere"]) == "−5.12 ≤ x, y ≤ 5.12"
    assert domain(catalog()["mccormick"]) == "−1.5 ≤ x ≤ 4\n−3 ≤ y ≤ 4"
    many = catalog()["rastrigin"].with_size(7)
    assert domain(many) == "−5.12 ≤ x₁, x₂, …, x₇ ≤ 5.12"


def test_minima_have_their_value() -> None:
    assert minima(catalog()["himmelblau"]).splitlines()[:2] == [
        "f(3, 2) = 0",
        "f(−2.805, 3.131) = 0",
    ]
    assert "−2.805118086952745" in exact_minima(catalog()["himmelblau"])


@pytest.mark.parametrize("key", [*catalog()])
def test_every_note_of_the_catalog_is_told(key: str) -> None:
    function = catalog()[key]
    told = dict(sections(ITEMS[key], function))
    assert told["Differentiability"] == function.differentiability
    assert all(mistake in told["Common mistakes"] for mistake in function.mistakes)
    assert told.get("Pareto front", "") == function.pareto
    assert {"Domain", "Source"} <= set(told)


@pytest.mark.parametrize("key", [*examples()])
def test_an_example_tells_its_story(key: str) -> None:
    assert sections(ITEMS[key], None) == (("", examples()[key].story),)


def test_the_numbers_are_those_of_the_chosen_size() -> None:
    function = ITEMS["sphere"].function_of(Chosen("sphere", 4))
    assert function is not None
    assert dict(sections(ITEMS["sphere"], function))["Minima"] == "f(0, 0, 0, 0) = 0"
