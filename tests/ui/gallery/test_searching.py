"""The search of the gallery: names first, then traits, then what is said."""

from __future__ import annotations

import pytest

from gradviz.descent import catalog
from gradviz.document import examples
from gradviz.ui.gallery.searching import found
from gradviz.ui.gallery.shelf import shelf


def keys(typed: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [item.key for item in found(shelf(), typed, recent)]


def test_without_a_search_everything_is_there() -> None:
    assert keys("  ") == [*catalog(), *examples()]


def test_what_was_opened_last_comes_first() -> None:
    assert keys("", ("booth", "sigmoid"))[:3] == ["booth", "sigmoid", "sphere"]


@pytest.mark.parametrize("key", [*catalog(), *examples()])
def test_everything_is_found_by_its_name(key: str) -> None:
    title = next(item.title for item in shelf() if item.key == key)
    assert key in keys(title)
    assert key in keys(title.upper()[: len(title) // 2 + 1])


@pytest.mark.parametrize(("typed", "there", "not_there"), [
    ("multimodal", {"rastrigin", "himmelblau"}, {"sphere", "rosenbrock", "booth"}),
    ("constrained", {"townsend", "binh_korn"}, {"sphere", "zdt1_2d"}),
    ("saddle", {"himmelblau", "beale"}, {"sphere", "rastrigin"}),
    ("valley", {"rosenbrock"}, {"sphere", "rastrigin"}),
    ("not differentiable", {"bukin6", "ackley"}, {"sphere", "rosenbrock"}),
    ("non-smooth", {"bukin6", "ackley"}, {"sphere", "rosenbrock"}),
    ("not diff", {"bukin6", "ackley"}, {"sphere", "rosenbrock"}),
    ("pareto", {"binh_korn", "viennet"}, {"sphere", "townsend"}),
    ("n variables", {"rastrigin", "ackley"}, {"beale", "townsend"}),
])  # fmt: skip
def test_a_property_is_found(typed: str, there: set[str], not_there: set[str]) -> None:
    shown = set(keys(typed))
    assert there <= shown
    assert not not_there & shown


def test_all_words_must_fit() -> None:
    both = set(keys("multimodal not differentiable"))
    assert both == set(keys("multimodal")) & set(keys("not differentiable"))
    assert keys("multimodal xyzzy") == []


def test_a_name_comes_before_what_is_said() -> None:
    assert keys("rosenbrock")[0] == "rosenbrock"
    assert set(keys("rosenbrock")[:3]) == {"rosenbrock", "rosenbrock_cubic_line", "rosenbrock_disk"}
