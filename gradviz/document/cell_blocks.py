"""Blocks of cells as tab-separated text, as spreadsheets copy them: copied, pasted, filled."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.document.cells import read_number
from gradviz.document.model import Document
from gradviz.document.sourcing import table_source, with_rows, with_table
from gradviz.errors import DataError
from gradviz.graph import Array

MOST_CELLS = 100_000
"""Larger blocks are for files: they would hold up the window."""

_LONGEST = 20  # characters of a cell that is no number


def copied(document: Document, rows: Sequence[int], columns: Sequence[str]) -> str:
    """These cells as text at full precision. Raises DataError for too many of them."""
    table = table_source(document).table
    if len(rows) * len(columns) > MOST_CELLS:
        raise DataError(
            f"More than {MOST_CELLS:,} cells can't be copied: export the table instead."
        )
    picked = [table.columns[name][np.asarray(rows, dtype=np.intp)].tolist() for name in columns]
    return "\n".join("\t".join(map(repr, row)) for row in zip(*picked, strict=True))


def block_of(text: str) -> list[list[str]]:
    """The cells of a text; DataError where there are none, too many, or rows of unequal length."""
    lines = io.StringIO(text.rstrip("\r\n"), newline="")
    try:
        rows = list(csv.reader(lines, delimiter="\t"))
    except csv.Error as error:
        raise DataError("What is on the clipboard is no table: copy cells first.") from error
    if not any(cell.strip() for row in rows for cell in row):
        raise DataError("There are no cells on the clipboard: copy some first.")
    for place, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise DataError(
                f"Row {place} on the clipboard has another number of cells than the first."
            )
    if len(rows) * len(rows[0]) > MOST_CELLS:
        raise DataError(f"More than {MOST_CELLS:,} cells can't be pasted: import them as a file.")
    return rows


def paste(document: Document, row: int, column: int, block: Sequence[Sequence[str]]) -> Document:
    """The document with a block of cells written from a cell on, to the right and below.

    Rows that are missing are added at the end; columns that are not pasted have there what the
    last row has. Raises DataError, and nothing is pasted, for cells that are no numbers and
    where columns are missing.
    """
    table = table_source(document).table
    names = list(table.columns)[column : column + len(block[0])]
    if len(names) < len(block[0]):
        raise DataError(
            f"The clipboard has {len(block[0])} columns, and there is room for {len(names)} here: "
            "add a column first."
        )
    numbers = _numbers(block, row, names)
    changed = _longer(document, row + len(block) - table.length)
    table = table_source(changed).table
    columns = dict(table.columns)
    for place, name in enumerate(names):
        new = columns[name].copy()
        new[row : row + len(block)] = numbers[:, place]
        columns[name] = new
    return with_table(changed, Dataset(table.name, columns))


def fill(document: Document, rows: Sequence[int], columns: Collection[str], text: str) -> Document:
    """The document with one number in all these cells. Raises DataError where it is none."""
    table = table_source(document).table
    number = _numbers([[text]], rows[0], list(columns)[:1])[0, 0]
    filled = dict(table.columns)
    for name in columns:
        new = filled[name].copy()
        new[np.asarray(rows, dtype=np.intp)] = number
        filled[name] = new
    return with_table(document, Dataset(table.name, filled))


def _longer(document: Document, count: int) -> Document:
    """The document with so many copies of the last row at its end."""
    if count <= 0:
        return document
    table = table_source(document).table
    copies = {name: np.repeat(column[-1:], count) for name, column in table.columns.items()}
    return with_rows(document, table.length, copies)


def _numbers(block: Sequence[Sequence[str]], first: int, names: Sequence[str]) -> Array:
    numbers = np.array([[read_number(cell) for cell in cells] for cells in block])
    for row, place in np.argwhere(~np.isfinite(numbers)).tolist():
        cell, where = block[row][place].strip(), first + row + 1
        shown = cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]}…"
        problem = f"“{shown}” is no number" if cell else "the cell is empty"
        raise DataError(
            f"Nothing was pasted: for row {where:,}, column {names[place]} {problem}.",
            where,
            names[place],
        )
    return numbers
