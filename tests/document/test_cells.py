"""The table edited as a table, and written out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gradviz.descent import Dataset, read_csv
from gradviz.document import Document, cells, edits, open_example, sourcing
from gradviz.errors import DataError


def line() -> Document:
    x = np.arange(6.0)
    return edits.set_dataset(open_example("line_fit"), Dataset("made", {"x": x, "y": x / 3}))


def test_a_cell_is_written_whatever_is_held_out_and_standardized() -> None:
    document = sourcing.with_standardized(sourcing.with_split(line(), 0.5), {"x"})
    changed = cells.set_cell(document, 4, "x", 40.0)
    table = cells.table_of(changed)
    assert table is not None
    np.testing.assert_array_equal(table.columns["x"], [0, 1, 2, 3, 40, 5])
    assert changed.source is not None
    assert changed.source.held_out == 0.5


def test_rows_come_and_go() -> None:
    longer = cells.table_of(cells.add_row(line()))
    assert longer is not None
    np.testing.assert_array_equal(longer.columns["x"], [0, 1, 2, 3, 4, 5, 5])
    shorter = cells.table_of(cells.remove_rows(line(), {0, 5}))
    assert shorter is not None
    np.testing.assert_array_equal(shorter.columns["x"], [1, 2, 3, 4])


def test_what_is_written_out_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text(cells.table_csv(line()))
    assert read_csv(path) == cells.table_of(line())


@pytest.mark.parametrize(
    ("row", "column", "value", "word"),
    [
        (6, "x", 1.0, "no row 7"),
        (0, "z", 1.0, "no column z"),
        (2, "y", float("inf"), "Row 3, column y"),
    ],
)
def test_a_cell_that_can_t_be_written_is_named(
    row: int, column: str, value: float, word: str
) -> None:
    with pytest.raises(DataError, match=word):
        cells.set_cell(line(), row, column, value)
    with pytest.raises(DataError, match="at least two"):
        cells.remove_rows(line(), range(5))
