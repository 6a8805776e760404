"""Reading tables of numbers: what separates the cells is found out, and bad cells are named."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.descent.data.text_lines import lines_of, pieces_of
from gradviz.errors import DataError
from gradviz.graph import Array

DELIMITERS = (";", "\t", ",")
"""Tried in this order: a comma may be a decimal point."""

ENCODINGS = ("utf-8-sig", "utf-16", "latin-1")

_SAMPLE_LINES = 20
_LONGEST_CELL_SHOWN = 24
_PIECE = 1 << 14  # characters read at a time: the reader lets no other thread in between
_TOLD = 1 << 19  # characters between two reports of the progress


@dataclass(frozen=True)
class TableOptions:
    """How a text is a table: the delimiter, whether names come first, the decimal sign."""

    delimiter: str = ","
    has_header: bool = True
    decimal_comma: bool = False
    encoding: str = "utf-8-sig"


@dataclass(frozen=True)
class Preview:
    """The first rows as text, and which of their cells (row, column) are no numbers.

    A row that has more or fewer cells than there are names is bad as a whole. ``lines`` are the
    numbers of the rows in the file, as messages have them.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bad: frozenset[tuple[int, int]]
    lines: tuple[int, ...]


def read_csv(
    path: Path | str,
    only: Collection[str] | None = None,
    options: TableOptions | None = None,
    *,
    cancel: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Dataset:
    """The dataset in a text file of comma-, semicolon- or tab-separated numbers.

    The first row may hold the names; without it two columns are called x and y, others
    x1, x2 …. A decimal comma is understood where commas do not separate. With ``only`` the
    columns of these names are read; others may hold anything. Without ``options`` they are found
    out. Raises DataError that names the row and the column.
    """
    path = Path(path)
    raw = read_raw(path)
    options = sniff(raw, path.name) if options is None else options
    text = decoded(raw, options.encoding, path.name)
    return read_table(path.name, text, options, only, cancel=cancel, progress=progress)


def read_raw(path: Path) -> bytes:
    """The bytes of a file; DataError where it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise DataError(f"{path.name} cannot be read: {reason}.") from error


def sniff(raw: bytes, name: str = "The table") -> TableOptions:
    """What the bytes of a table look like. Raises DataError for what is no text, or empty."""
    encoding = _encoding(raw, name)
    text = decoded(raw, encoding, name)
    delimiter = _delimiter(list(islice(lines_of(text), 10 * _SAMPLE_LINES)))
    head = next(_rows(lines_of(text), delimiter), None)
    if head is None:
        raise DataError(f"{name} is empty.")
    decimal_comma = delimiter != ","
    has_header = any(cell and _number(cell, decimal_comma) is None for cell in head[1])
    return TableOptions(delimiter, has_header, decimal_comma, encoding)


def decoded(raw: bytes, encoding: str, name: str = "The table") -> str:
    """The text of a table; DataError where it is not written in this encoding."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(f"{name} is not written in {encoding}.") from error


def _encoding(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in raw:
        raise DataError(f"{name} is not a text file.")
    else:
        encodings = ("utf-8-sig", "latin-1")
    for encoding in encodings:
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise DataError(f"{name} is not a text file.")


def preview(text: str, options: TableOptions, most: int = 100) -> Preview:
    """How the first rows of a text read with these options."""
    lines = islice(lines_of(text), 2 * most)
    numbered = list(_rows(lines, options.delimiter))
    rows = [tuple(cells) for _, cells in numbered]
    names = (
        rows[0] if options.has_header and rows else _default_names(max(map(len, rows), default=0))
    )
    seen = slice(int(options.has_header), int(options.has_header) + most)
    shown = tuple(rows[seen])
    bad = {
        (row, column)
        for row, cells in enumerate(shown)
        for column, cell in enumerate(cells)
        if len(cells) != len(names) or not _is_finite(_number(cell, options.decimal_comma))
    }
    return Preview(tuple(names), shown, frozenset(bad), tuple(line for line, _ in numbered[seen]))


def _is_finite(number: float | None) -> bool:
    return number is not None and bool(np.isfinite(number))


def read_table(
    name: str,
    text: str,
    options: TableOptions,
    only: Collection[str] | None = None,
    *,
    cancel: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Dataset:
    """The dataset in the text of a file called ``name``; all of it or nothing.

    ``progress`` hears the share that is read; when ``cancel`` says True a DataError is raised.
    Raises DataError that names the row and the column of a bad cell.
    """
    head = next(_rows(lines_of(text), options.delimiter), None)
    if head is None:
        raise DataError(f"{name} is empty.")
    number, cells = head
    names = tuple(cells) if options.has_header else _default_names(len(cells))
    _check_names(names, number, only)
    start = number if options.has_header else number - 1
    table = _fast_table(text, start, options, len(names), cancel, progress)
    if table is None:
        rows = _rows(lines_of(text), options.delimiter, start)
        table = _careful_table(rows, names, options.decimal_comma, only)
    if len(table) < 2:
        found = "one row" if len(table) else "no rows"
        raise DataError(f"{name} has {found} of numbers; give it at least two.")
    wanted = {n: table[:, i] for i, n in enumerate(names) if only is None or n in only}
    return Dataset(Path(name).stem, wanted)


def _fast_table(
    text: str,
    start: int,
    options: TableOptions,
    columns: int,
    cancel: Callable[[], bool] | None,
    progress: Callable[[float], None] | None,
) -> Array | None:
    """The numbers after ``start`` lines by NumPy's reader, or None if a closer look is needed."""
    parts: list[Array] = []
    told = 0
    for end, lines in pieces_of(text, _PIECE):
        if cancel is not None and cancel():
            raise DataError("Reading was cancelled; nothing was changed.")
        body, start = lines[start:], max(0, start - len(lines))
        if not any(map(str.strip, body)):
            continue
        if options.decimal_comma:
            body = [line.replace(",", ".") for line in body]
        try:
            part = np.loadtxt(
                body, delimiter=options.delimiter, comments=None, quotechar='"', ndmin=2
            )
        except ValueError:
            return None
        if part.shape[1] != columns or not np.isfinite(part).all():
            return None
        parts.append(part)
        if progress is not None and (end // _TOLD > told or end == len(text)):
            told = end // _TOLD
            progress(end / len(text))
    return np.vstack(parts) if parts else None


def _delimiter(lines: Sequence[str]) -> str:
    sample = [line for line in lines[: 10 * _SAMPLE_LINES] if line.strip()][:_SAMPLE_LINES]
    for delimiter in DELIMITERS:
        if sample and all(delimiter in line for line in sample):
            return delimiter
    return next((d for d in DELIMITERS if any(d in line for line in sample)), ",")


def _rows(lines: Iterable[str], delimiter: str, start: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank after ``start`` lines, each with its 1-based line number."""
    reader = csv.reader(islice(lines, start, None), delimiter=delimiter)
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
