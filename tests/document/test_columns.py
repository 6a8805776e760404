"""Columns added, renamed together with what reads them, and removed."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.descent import Dataset
from gradviz.document import (
    Document,
    cells,
    columns,
    edits,
    open_example,
    recipes,
    sampling,
    sourcing,
)
from gradviz.document.values import is_bound
from gradviz.errors import DataError


def line(**more: list[float]) -> Document:
    x = np.arange(4.0)
    table = Dataset("made", {"x": x, "y": x / 3, **{k: np.array(v) for k, v in more.items()}})
    return edits.set_dataset(open_example("line_fit"), table)


def names(document: Document) -> list[str]:
    table = cells.table_of(document)
    assert table is not None
    return list(table.columns)


def test_a_new_column_is_zero_and_has_a_name_of_its_own() -> None:
    twice = columns.add_column(columns.add_column(line()))
    assert names(twice) == ["x", "y", "x_2", "x_3"]
    table = cells.table_of(twice)
    assert table is not None
    np.testing.assert_array_equal(table.columns["x_3"], np.zeros(4))
    assert twice.graph == line().graph


def test_a_new_column_is_called_like_no_node() -> None:
    document = edits.set_text(line(), "x_2 = m*x + b; L = mean((y - x_2)^2)")
    assert names(columns.add_column(document)) == ["x", "y", "x_3"]


def test_the_input_that_reads_a_column_is_renamed_with_it() -> None:
    document = sourcing.with_standardized(sourcing.with_split(line(), 0.5), {"x"})
    renamed = columns.rename_column(document, "x", " hours ")
    assert names(renamed) == ["hours", "y"]
    assert "m hours" in renamed.text
    assert is_bound(renamed, renamed.graph.nodes[renamed.graph.by_name["hours"]])
    assert renamed.source is not None
    assert renamed.source.standardized == ("hours",)
    assert renamed.dataset == sampling.descended_rows(renamed.source)


def test_a_column_that_nothing_reads_is_renamed_alone() -> None:
    document = line(z=[1.0, 2, 3, 4])
    renamed = columns.rename_column(document, "z", "ŵ")
    assert names(renamed) == ["x", "y", "ŵ"]
    assert renamed.graph == document.graph


def test_an_input_takes_the_column_that_it_waited_for() -> None:
    table = Dataset("made", {"hours": np.arange(4.0), "y": np.ones(4)})
    waiting = edits.set_dataset(line(), table)
    assert not is_bound(waiting, waiting.graph.nodes[waiting.graph.by_name["x"]])
    found = columns.rename_column(waiting, "hours", "x")
    assert is_bound(found, found.graph.nodes[found.graph.by_name["x"]])


def test_a_preset_made_anew_keeps_the_names() -> None:
    document = columns.rename_column(recipes.open_preset(line(), "line"), "x", "hours")
    again = recipes.with_recipe(document, points=20)
    assert names(again) == ["hours", "y"]
    assert again.dataset is not None
    assert again.dataset.length == 20
    assert is_bound(again, again.graph.nodes[again.graph.by_name["hours"]])


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("y", "already a column y"),
        ("m", "something else called m"),
        ("ŷ", "something else called ŷ"),
        ("sin", "is a function"),
        ("2b", "starts with a letter"),
        ("a b", "starts with a letter"),
        ("m = 2", "starts with a letter"),
        ("  ", "needs a name"),
    ],
)
@pytest.mark.parametrize("old", ["x", "z"])
def test_a_name_that_can_t_be_given_is_refused(old: str, new: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        columns.rename_column(line(z=[1.0, 2, 3, 4]), old, new)


def test_an_input_is_not_given_the_name_of_another_column() -> None:
    document = line(z=[1.0, 2, 3, 4])
    with pytest.raises(DataError, match="already a column z"):
        edits.rename(document, document.graph.by_name["x"], "z")


def test_a_column_goes_unless_the_graph_reads_it() -> None:
    document = sourcing.with_standardized(line(z=[1.0, 2, 3, 4]), {"x", "z"})
    assert names(columns.remove_column(document, "z")) == ["x", "y"]
    with pytest.raises(DataError, match="The graph reads y"):
        columns.remove_column(document, "y")
    with pytest.raises(DataError, match="no column w"):
        columns.remove_column(document, "w")


def test_the_last_column_stays() -> None:
    alone = edits.set_dataset(Document(), Dataset("made", {"z": np.arange(3.0)}))
    with pytest.raises(DataError, match="at least one column"):
        columns.remove_column(alone, "z")
