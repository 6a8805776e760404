"""Datasets and the reading of CSV files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gradviz.descent import Dataset, dataset, dataset_names, read_csv
from gradviz.errors import DataError, SettingError
from gradviz.graph import Array

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64)
TABLES = arrays(np.float64, st.tuples(st.integers(2, 8), st.integers(2, 4)), elements=NUMBERS)


def _written(folder: Path, content: str | bytes) -> Path:
    path = folder / "data.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _lists(found: Dataset) -> dict[str, list[float]]:
    return {name: column.tolist() for name, column in found.columns.items()}


def test_columns_are_read_only_copies() -> None:
    mine = np.arange(3.0)
    made = Dataset("d", {"x": mine})
    mine[0] = 9.0
    assert made.columns["x"].tolist() == [0.0, 1.0, 2.0]
    assert not made.columns["x"].flags.writeable
    assert made.columns["x"].dtype == np.float64


def test_equal_by_content() -> None:
    one, other = (Dataset("d", {"x": np.arange(3.0)}) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != Dataset("d", {"x": np.arange(4.0)})
    assert one != Dataset("e", {"x": np.arange(3.0)})
    assert one != "d"


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(DataError, match="Column y has 2 values, but x has 3") as caught:
        Dataset("d", {"x": np.zeros(3), "y": np.zeros(2)})
    assert caught.value.column == "y"


@pytest.mark.parametrize("columns", [{}, {"x": np.zeros((2, 2))}])
def test_what_is_no_table_is_refused(columns: dict[str, Array]) -> None:
    with pytest.raises(DataError):
        Dataset("d", columns)


@given(table=TABLES, delimiter=st.sampled_from(",;\t"), header=st.booleans(), quoted=st.booleans())
def test_every_number_survives(
    tmp_path: Path, table: Array, delimiter: str, header: bool, quoted: bool
) -> None:
    names = [f"c{i}" for i in range(table.shape[1])]
    rows = [[repr(float(cell)) for cell in row] for row in table]
    if delimiter == ";":
        rows = [[cell.replace(".", ",") for cell in row] for row in rows]
    if quoted:
        rows = [[f'"{cell}"' for cell in row] for row in rows]
    lines = [delimiter.join(row) for row in ([names] if header else []) + rows]
    found = read_csv(_written(tmp_path, "\r\n".join(lines)))
    assert np.array_equal(np.column_stack(list(found.columns.values())), table)
    assert not header or list(found.columns) == names


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        (b"1,2\n3,4\n", {"x": [1.0, 3.0], "y": [2.0, 4.0]}),
        (b"a\n1\n2\n", {"a": [1.0, 2.0]}),
        (b"\xef\xbb\xbfx;y\n1,5;2\n3;4,5", {"x": [1.5, 3.0], "y": [2.0, 4.5]}),
        ("größe,y\n1,2\n2,3".encode("latin-1"), {"größe": [1.0, 2.0], "y": [2.0, 3.0]}),
        ("x,y\n1,2\n2,3".encode("utf-16"), {"x": [1.0, 2.0], "y": [2.0, 3.0]}),
        (b"\nx,y\n\n1,2\n , \n3,4\n\n", {"x": [1.0, 3.0], "y": [2.0, 4.0]}),
        (b'"x, 1", y\n1,2\n3,4', {"x, 1": [1.0, 3.0], "y": [2.0, 4.0]}),
        ("x,y\n−1,2\n3,4".encode(), {"x": [-1.0, 3.0], "y": [2.0, 4.0]}),
        (b"1,2,3\n4,5,6", {"x1": [1.0, 4.0], "x2": [2.0, 5.0], "x3": [3.0, 6.0]}),
    ],
)
def test_reads_what_programs_write(
    tmp_path: Path, content: bytes, columns: dict[str, list[float]]
) -> None:
    assert _lists(read_csv(_written(tmp_path, content))) == columns


@pytest.mark.parametrize(
    ("content", "sentence", "row", "column"),
    [
        ("x,y\n1,2\n3,abc\n", "Row 3, column y: “abc” is not a number.", 3, "y"),
        ("x,y\n1,2\n\n3,\n", "Row 4, column y: the cell is empty.", 4, "y"),
        ("x,y\n1,2\n3,nan\n", "Row 3, column y: “nan” is not a number.", 3, "y"),
        ("x,y\n1,2\n3,1_0\n", "Row 3, column y: “1_0” is not a number.", 3, "y"),
        ("x,y\n1,2\n3\n", "Row 3 has 1 cell, but there are 2 columns.", 3, None),
        ("x,y\n1,2,3\n4,5\n", "Row 2 has 3 cells, but there are 2 columns.", 2, None),
        ("x\n1\n3,4\n", "Row 3 has 2 cells, but there is 1 column.", 3, None),
        ("x,x\n1,2\n3,4\n", "Two columns are called x.", 1, "x"),
        ("x,\n1,2\n3,4\n", "Column 2 has no name in row 1.", 1, None),
        ("", "data.csv is empty.", None, None),
        (" \n\n", "data.csv is empty.", None, None),
        ("x,y\n", "data.csv has no rows of numbers; give it at least two.", None, None),
        ("1,2\n", "data.csv has one row of numbers; give it at least two.", None, None),
        (bytes(range(256)), "data.csv is not a text file.", None, None),
    ],
)
def test_says_what_is_wrong_and_where(
    tmp_path: Path, content: str | bytes, sentence: str, row: int | None, column: str | None
) -> None:
    with pytest.raises(DataError) as caught:
        read_csv(_written(tmp_path, content))
    assert str(caught.value) == sentence
    assert (caught.value.row, caught.value.column) == (row, column)


def test_columns_that_are_not_wanted_may_hold_anything(tmp_path: Path) -> None:
    path = _written(tmp_path, ",name,x,x2,x2,y\n0,Anna,1,a,b,2\n1,,3,,,4\n")
    assert _lists(read_csv(path, {"x", "y"})) == {"x": [1.0, 3.0], "y": [2.0, 4.0]}
    with pytest.raises(DataError, match="Row 2, column name: “Anna” is not a number"):
        read_csv(path, {"x", "name"})
    with pytest.raises(DataError, match="no column z"):
        read_csv(path, {"x", "z"})
    with pytest.raises(DataError, match="Two columns are called x2"):
        read_csv(path, {"x", "x2"})


@given(content=st.binary(max_size=200))
def test_anything_is_a_dataset_or_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = _written(tmp_path, content)
    sentence = ""
    try:
        columns = read_csv(path).columns
    except DataError as error:
        sentence, columns = str(error), {}
    assert "\n" not in sentence
    assert all(np.isfinite(column).all() for column in columns.values())


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing\.csv cannot be read"):
        read_csv(tmp_path / "nothing.csv")


def test_every_preset_can_be_read() -> None:
    assert {"line", "five_points"} <= set(dataset_names())
    assert all(dataset(name).length >= 5 for name in dataset_names())


def test_an_unknown_preset_lists_the_known() -> None:
    with pytest.raises(SettingError, match="five_points"):
        dataset("nothing")
