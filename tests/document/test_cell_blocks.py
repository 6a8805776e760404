"""Blocks of cells as spreadsheets copy them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Dataset
from gradviz.document import Document, cell_blocks, cells, edits, open_example, sourcing
from gradviz.errors import DataError

numbers = st.floats(allow_nan=False, allow_infinity=False)


def line() -> Document:
    x = np.arange(5.0)
    return edits.set_dataset(open_example("line_fit"), Dataset("made", {"x": x, "y": x / 3}))


def column(document: Document, name: str) -> list[float]:
    table = cells.table_of(document)
    assert table is not None
    return [float(number) for number in table.columns[name]]


def pasted(text: str, row: int = 0, column: int = 0) -> Document:
    return cell_blocks.paste(line(), row, column, cell_blocks.block_of(text))


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=8))
def test_what_is_copied_is_pasted_to_the_last_digit(rows: list[tuple[float, float]]) -> None:
    x, y = np.array(rows).T
    there = edits.set_dataset(open_example("line_fit"), Dataset("other", {"x": x, "y": y}))
    text = cell_blocks.copied(there, range(len(rows)), ("x", "y"))
    here = pasted(text)
    assert column(here, "x")[: len(rows)] == x.tolist()
    assert column(here, "y")[: len(rows)] == y.tolist()


def test_a_block_is_written_from_a_cell_on() -> None:
    document = pasted("7,5\r\n−8\r\n", row=1, column=1)
    assert column(document, "y")[:3] == [0, 7.5, -8]
    assert column(document, "x") == [0, 1, 2, 3, 4]


def test_rows_that_are_missing_are_added() -> None:
    document = pasted("9\n8\n7", row=4, column=1)
    assert column(document, "y")[4:] == [9, 8, 7]
    assert column(document, "x")[4:] == [4, 4, 4]


def test_rows_that_stay_are_held_out_as_before() -> None:
    split = sourcing.with_split(line(), 0.4, seed=1)
    block = [[str(100 + i), "0"] for i in range(5)]
    before, after = (
        set(found.columns["x"].tolist())
        for d in (split, cell_blocks.paste(split, 5, 0, block))
        if (found := sourcing.held_out_rows(d)) is not None
    )
    assert {x for x in after if x < 100} == before
    assert len(after) == 4


def test_all_chosen_cells_get_one_number() -> None:
    document = cell_blocks.fill(line(), [0, 3], ["x", "y"], "2,5")
    assert column(document, "x") == [2.5, 1, 2, 2.5, 4]
    assert column(document, "y")[3] == 2.5


@pytest.mark.parametrize(
    ("text", "row", "at", "says"),
    [
        ("1\t2\t3", 0, 0, "3 columns, and there is room for 2"),
        ("1\t2", 0, 1, "2 columns, and there is room for 1"),
        ("1\tmuch", 2, 0, "row 3, column y “much” is no number"),
        ("1\t2\n\t3", 0, 0, "row 2, column x the cell is empty"),
        ("inf", 0, 0, "“inf” is no number"),
        ("1_000", 0, 0, "is no number"),
        ("1\t2\n3", 0, 0, "Row 2 on the clipboard"),
        ("\n\n", 0, 0, "no cells on the clipboard"),
        ('"' + "1" * 200_000, 0, 0, "is no table"),
        ("", 0, 0, "no cells on the clipboard"),
        ("1\n" * 100_001, 0, 0, "import them as a file"),
    ],
)
def test_what_can_t_be_pasted_is_said(text: str, row: int, at: int, says: str) -> None:
    with pytest.raises(DataError, match=says):
        pasted(text, row, at)


def test_too_many_cells_are_exported() -> None:
    with pytest.raises(DataError, match="export the table"):
        cell_blocks.copied(line(), range(50_001), ("x", "y"))
