"""Tables that are made up: a preset opened, and its points, its noise and its seed changed."""

from __future__ import annotations

from dataclasses import replace

from gradviz.descent.data.datasets import Dataset
from gradviz.descent.data.presets import PRESETS, Preset, made
from gradviz.document.descent_edits import set_descent
from gradviz.document.examples import Example, build_example
from gradviz.document.model import DataSource, Document, Recipe
from gradviz.document.sourcing import source_of, with_source
from gradviz.document.values import is_bound
from gradviz.errors import SettingError


def recipe_of(document: Document) -> Recipe | None:
    """How the document's table was made up; None where it was not."""
    return None if document.source is None else document.source.recipe


def open_preset(document: Document, name: str) -> Document:
    """The document about a preset's table: with its own expression if it reads every column.

    Else the preset's expression takes its place, with its start. What suits the preset is set: the
    ranges, and for plain gradient descent the rate and the epochs. Raises SettingError for an
    unknown preset.
    """
    if name not in PRESETS:
        raise SettingError(f"There is no preset called {name}; choose {', '.join(PRESETS)}.", name)
    preset = PRESETS[name]
    recipe = Recipe(name, preset.points, preset.noise)
    source = DataSource(made(name, preset.points, preset.noise), recipe)
    changed = with_source(document, source)
    read = {node.name for node in changed.graph.inputs if is_bound(changed, node)}
    if read == set(source.table.columns):
        return _prepared(changed, preset)
    return with_source(_own_document(name, preset), source)


def _prepared(document: Document, preset: Preset) -> Document:
    """The document with the preset's ranges, and where it descends plainly with its rate."""
    names = {node.name for node in document.graph.parameters}
    ranges = {name: span for name, span in preset.ranges.items() if name in names}
    landscape = replace(document.landscape, ranges={**document.landscape.ranges, **ranges})
    changed = replace(document, landscape=landscape)
    if document.descent.optimizer != "sgd":
        return changed
    return set_descent(changed, lr=preset.lr, epochs=preset.epochs)


def _own_document(name: str, preset: Preset) -> Document:
    example = Example(
        name,
        preset.title,
        preset.story,
        preset.expression,
        values=preset.start,
        ranges=preset.ranges,
        lr=preset.lr,
        epochs=preset.epochs,
    )
    return build_example(example)


def with_recipe(
    document: Document,
    *,
    points: int | None = None,
    noise: float | None = None,
    seed: int | None = None,
) -> Document:
    """The document with its table made anew, by other numbers; what is done to it stays.

    So do the names that were given to its columns.

    Raises SettingError where the table was not made up, and for numbers out of range.
    """
    source, old = source_of(document), recipe_of(document)
    if source is None or old is None:
        raise SettingError("This table was not made up: choose a preset first.", "recipe")
    recipe = replace(
        old,
        points=old.points if points is None else points,
        noise=old.noise if noise is None else noise,
        seed=old.seed if seed is None else seed,
    )
    fresh = made(recipe.preset, recipe.points, recipe.noise, recipe.seed)
    same = len(source.table.columns) == len(fresh.columns)
    names = source.table.columns if same else fresh.columns
    table = Dataset(fresh.name, dict(zip(names, fresh.columns.values(), strict=True)))
    return with_source(document, replace(source, table=table, recipe=recipe, order=None))
