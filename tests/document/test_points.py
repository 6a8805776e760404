"""Rows added, moved and removed, in a plain table and in one that is split and standardized."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Dataset
from gradviz.document import (
    DataSource,
    Document,
    edits,
    open_example,
    points,
    recipes,
    sampling,
    sourcing,
)
from gradviz.errors import DataError

values = st.floats(-100, 100)


def line(*, held_out: float = 0.0, standardized: bool = False) -> Document:
    x = np.arange(8.0)
    document = edits.set_dataset(open_example("line_fit"), Dataset("made", {"x": x, "y": x**2}))
    document = sourcing.with_split(document, held_out, seed=3)
    return sourcing.with_standardized(document, {"x", "y"} if standardized else ())


def table(document: Document) -> Dataset:
    source = sourcing.source_of(document)
    assert source is not None
    return source.table


@given(values, values, st.booleans(), st.sampled_from([0.0, 0.4]))
def test_an_added_point_is_where_it_was_put(x: float, y: float, std: bool, share: float) -> None:
    document = line(standardized=std, held_out=share)
    before = table(document)
    after = table(points.add_point(document, {"x": x, "y": y}))
    assert after.length == before.length + 1
    kept, _ = sampling.split(sourcing.source_of(document) or DataSource(before))
    for name, value in (("x", x), ("y", y)):
        column = before.columns[name]
        seen = value * column[kept].std() + column[kept].mean() if std else value
        assert after.columns[name][-1] == pytest.approx(seen)
        np.testing.assert_array_equal(after.columns[name][:-1], column)


@given(st.integers(0, 4), values, st.booleans())
def test_a_moved_point_moves_alone(row: int, y: float, std: bool) -> None:
    document = line(held_out=0.4, standardized=std)
    assert document.dataset is not None
    changed = points.move_point(document, row, {"y": y})
    before, after = table(document), table(changed)
    differing = np.flatnonzero(before.columns["y"] != after.columns["y"])
    assert len(differing) <= 1
    np.testing.assert_array_equal(before.columns["x"], after.columns["x"])
    if not std:
        assert changed.dataset is not None
        assert changed.dataset.columns["y"][row] == y


def test_removed_points_are_gone_and_two_stay() -> None:
    document = points.remove_points(line(), {0, 7, 3})
    assert document.dataset is not None
    np.testing.assert_array_equal(document.dataset.columns["x"], [1, 2, 4, 5, 6])
    with pytest.raises(DataError, match="at least two"):
        points.remove_points(line(), range(7))
    assert points.remove_points(line(), ()) == line()


def test_a_column_that_is_not_named_gets_its_mean() -> None:
    assert table(points.add_point(line(), {"x": 4.0})).columns["y"][-1] == np.mean(
        np.arange(8) ** 2
    )


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda d: points.move_point(d, 8, {"x": 1.0}), "no row 9"),
        (lambda d: points.add_point(d, {"z": 1.0}), "no column z"),
        (lambda d: points.add_point(d, {"x": float("nan")}), "finite"),
        (lambda _: points.add_point(Document(), {"x": 1.0}), "no table"),
    ],
)
def test_what_can_t_be_done_is_said(change: object, word: str) -> None:
    assert callable(change)
    with pytest.raises(DataError, match=word):
        change(line())


def test_an_edited_preset_is_no_preset_any_more() -> None:
    document = recipes.open_preset(open_example("line_fit"), "line")
    assert recipes.recipe_of(document) is not None
    assert recipes.recipe_of(points.move_point(document, 0, {"y": 9.0})) is None
