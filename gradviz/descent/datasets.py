"""Datasets: named columns of numbers, from a CSV file or from the presets that come along."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from gradviz.errors import DataError, SettingError
from gradviz.graph import Array
from gradviz.resources import resource

_DELIMITERS = (";", "\t", ",")  # tried in this order: a comma may be a decimal point
_SAMPLE_LINES = 20
_LONGEST_CELL_SHOWN = 24


@dataclass(frozen=True, eq=False)
class Dataset:
    """Named columns of equal length, as read-only float64 arrays of rank 1.

    Raises DataError for columns of unequal length, of another rank, or for none at all.
    """

    name: str
    columns: Mapping[str, Array]

    def __post_init__(self) -> None:
        if not self.columns:
            raise DataError("A dataset needs at least one column.")
        frozen = {name: _frozen(name, column) for name, column in self.columns.items()}
        lengths = {name: len(column) for name, column in frozen.items()}
        first, length = next(iter(lengths.items()))
        for name, other in lengths.items():
            if other != length:
                raise DataError(
                    f"Column {name} has {other} values, but {first} has {length}.", column=name
                )
        object.__setattr__(self, "columns", frozen)

    @property
    def length(self) -> int:
        """The number of rows."""
        return len(next(iter(self.columns.values())))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Dataset):
            return NotImplemented
        return (
            self.name == other.name
            and list(self.columns) == list(other.columns)
            and all(np.array_equal(self.columns[k], other.columns[k]) for k in self.columns)
        )

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.columns), self.length))


def _frozen(name: str, column: object) -> Array:
    array = np.asarray(column, dtype=np.float64)
    if array.ndim != 1:
        raise DataError(f"Column {name} is not a list of numbers.", column=name)
    if array.flags.writeable:
        array = array.copy()
        array.setflags(write=False)
    return array


def read_csv(path: Path | str, only: Collection[str] | None = None) -> Dataset:
    """The dataset in a text file of comma-, semicolon- or tab-separated numbers.

    The first row may hold the names; without it two columns are called x and y, others
    x1, x2 …. A decimal comma is understood where commas do not separate. With ``only`` the
    columns of these names are read; others may hold anything. Raises DataError that names the
    row and the column.
    """
    path = Path(path)
    text = _decoded(path)
    lines = text.splitlines()
    delimiter = _delimiter(lines)
    head = next(_rows(lines, delimiter), None)
    if head is None:
        raise DataError(f"{path.name} is empty.")
    number, cells = head
    decimal_comma = delimiter != ","
    has_header = any(cell and _number(cell, decimal_comma) is None for cell in cells)
    names = tuple(cells) if has_header else _default_names(len(cells))
    _check_names(names, number, only)
    start = number if has_header else number - 1
    table = _fast_table(lines[start:], delimiter, len(names), decimal_comma)
    if table is None:
        table = _careful_table(_rows(lines, delimiter, start), names, decimal_comma, only)
    if len(table) < 2:
        found = "one row" if len(table) else "no rows"
        raise DataError(f"{path.name} has {found} of numbers; give it at least two.")
    read = {name: table[:, i] for i, name in enumerate(names) if only is None or name in only}
    return Dataset(path.stem, read)


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise DataError(f"{path.name} cannot be read: {reason}.") from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in raw:
        raise DataError(f"{path.name} is not a text file.")
    else:
        encodings = ("utf-8-sig", "latin-1")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(f"{path.name} is not a text file.")


def _delimiter(lines: Sequence[str]) -> str:
    sample = [line for line in lines[: 10 * _SAMPLE_LINES] if line.strip()][:_SAMPLE_LINES]
    for delimiter in _DELIMITERS:
        if sample and all(delimiter in line for line in sample):
            return delimiter
    return next((d for d in _DELIMITERS if any(d in line for line in sample)), ",")


def _rows(lines: Sequence[str], delimiter: str, start: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with its 1-based line number."""
    reader = csv.reader(lines[start:], delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row = start + reader.line_num
            raise DataError(f"Row {row} cannot be read: {error}.", row=row) from error
        cells = [cell.strip() for cell in cells]
        if any(cells):
            yield start + reader.line_num, cells


def _number(cell: str, decimal_comma: bool) -> float | None:
    text = cell.replace(",", ".") if decimal_comma else cell
    text = text.replace("\u2212", "-")
    if "_" in text:  # Python reads 1_000 as a number; nobody else does
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _check_names(names: Sequence[str], row: int, only: Collection[str] | None) -> None:
    """DataError where a column to be read is missing, has no name, or the name of another."""
    for missing in (name for name in only or () if name not in names):
        raise DataError(f"There is no column {missing}; there are {', '.join(names)}.", row=row)
    for position, name in enumerate(names, start=1):
        if only is not None and name not in only:
            continue
        if not name:
            raise DataError(f"Column {position} has no name in row {row}.", row=row)
        if name in names[: position - 1]:
            raise DataError(f"Two columns are called {name}.", row=row, column=name)


def _default_names(count: int) -> tuple[str, ...]:
    if count <= 2:
        return ("x", "y")[:count]
    return tuple(f"x{i}" for i in range(1, count + 1))


def _fast_table(
    lines: Sequence[str], delimiter: str, columns: int, decimal_comma: bool
) -> Array | None:
    """The numbers by NumPy's own reader, or None when a closer look is needed."""
    body = "\n".join(lines)
    if not body.strip():
        return None
    if decimal_comma:
        body = body.replace(",", ".")
    try:
        table = np.loadtxt(
            io.StringIO(body), delimiter=delimiter, comments=None, quotechar='"', ndmin=2
        )
    except ValueError:
        return None
    return table if table.shape[1] == columns and np.isfinite(table).all() else None


def _careful_table(
    rows: Iterator[tuple[int, list[str]]],
    names: Sequence[str],
    decimal_comma: bool,
    only: Collection[str] | None,
) -> Array:
    """The numbers cell by cell, so that a bad one can be named; 0 in columns not to be read."""
    values = chain.from_iterable(_row_values(*row, names, decimal_comma, only) for row in rows)
    return np.fromiter(values, dtype=np.float64).reshape(-1, len(names))


def _row_values(
    row: int,
    cells: Sequence[str],
    names: Sequence[str],
    decimal_comma: bool,
    only: Collection[str] | None,
) -> list[float]:
    if len(cells) != len(names):
        columns = "there is 1 column" if len(names) == 1 else f"there are {len(names)} columns"
        raise DataError(f"Row {row} has {_counted(len(cells))}, but {columns}.", row=row)
    result = []
    for name, cell in zip(names, cells, strict=True):
        is_read = only is None or name in only
        value = _number(cell, decimal_comma) if is_read else 0.0
        if value is None or not np.isfinite(value):
            shown = cell if len(cell) <= _LONGEST_CELL_SHOWN else cell[:_LONGEST_CELL_SHOWN] + "…"
            problem = f"“{shown}” is not a number" if cell else "the cell is empty"
            raise DataError(f"Row {row}, column {name}: {problem}.", row=row, column=name)
        result.append(value)
    return result


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"


def dataset_names() -> tuple[str, ...]:
    """The names of the presets that come along, sorted."""
    return tuple(sorted(path.stem for path in resource("datasets").glob("*.csv")))


def dataset(name: str) -> Dataset:
    """The preset called ``name``; SettingError when there is none."""
    if name not in dataset_names():
        known = ", ".join(dataset_names())
        raise SettingError(f"There is no dataset called {name}; choose one of {known}.", name)
    return read_csv(resource("datasets", f"{name}.csv"))
