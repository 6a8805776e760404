"""Presets opened in a document, and their points, noise and seed changed."""

from __future__ import annotations

import pytest

from gradviz.descent.data.presets import PRESETS
from gradviz.document import (
    Document,
    descent_of,
    dumps,
    edits,
    loads,
    open_example,
    recipes,
    sourcing,
)
from gradviz.errors import SettingError


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_opens_with_everything_alive_and_is_saved(name: str) -> None:
    document = recipes.open_preset(Document(), name)
    assert document.dataset is not None
    assert document.text == PRESETS[name].expression
    assert descent_of(document).losses[-1] < descent_of(document).losses[0]
    again = loads(dumps(document))
    assert again == document
    recipe = recipes.recipe_of(again)
    assert recipe is not None
    assert recipe.preset == name


def test_an_expression_that_reads_the_columns_stays() -> None:
    document = edits.set_descent(open_example("line_fit"), lr=0.01, epochs=7)
    changed = recipes.open_preset(document, "outliers")
    assert changed.text == document.text
    assert changed.descent.lr == PRESETS["outliers"].lr
    assert changed.landscape.ranges["b"] == PRESETS["outliers"].ranges["b"]
    adam = edits.set_descent(document, optimizer="adam", lr=0.02)
    assert recipes.open_preset(adam, "outliers").descent == adam.descent
    assert recipes.open_preset(document, "two_features").text == PRESETS["two_features"].expression


def test_a_recipe_is_followed_again() -> None:
    document = sourcing.with_standardized(recipes.open_preset(Document(), "line"), {"x"})
    more = recipes.with_recipe(document, points=100)
    assert more.dataset is not None
    assert more.dataset.length == 100
    assert more.source is not None
    assert more.source.standardized == ("x",)
    other = recipes.with_recipe(document, seed=5)
    assert other.dataset != document.dataset
    assert recipes.with_recipe(other, seed=0).dataset == document.dataset
    with pytest.raises(SettingError, match="not made up"):
        recipes.with_recipe(open_example("line_fit"), points=5)
