"""Edits of the table as a table: a cell written, rows added, inserted and removed.

Rows are those of the whole table, whatever is held out, in its own units.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.document.model import Document
from gradviz.document.sourcing import (
    source_of,
    table_source,
    with_rows,
    with_table,
    without_rows,
)
from gradviz.errors import DataError


def table_of(document: Document) -> Dataset | None:
    """The whole table; None where there is none."""
    source = source_of(document)
    return None if source is None else source.table


def set_cell(document: Document, row: int, column: str, value: float) -> Document:
    """The document with another number in a cell.

    Raises DataError for a cell that is not there and a number that is not finite.
    """
    table = table_source(document).table
    if column not in table.columns:
        raise DataError(f"There is no column {column}.", column=column)
    if not 0 <= row < table.length:
        raise DataError(f"There is no row {row + 1:,}.", row=row + 1, column=column)
    if not np.isfinite(value):
        raise DataError(f"Row {row + 1:,}, column {column}: write a number.", row + 1, column)
    new = table.columns[column].copy()
    new[row] = value
    return with_table(document, Dataset(table.name, {**table.columns, column: new}))


def add_row(document: Document) -> Document:
    """The document with a further row, a copy of the last. DataError where there is no table."""
    return insert_row(document, table_source(document).table.length)


def insert_row(document: Document, at: int) -> Document:
    """The document with a row before the row ``at``: a copy of it, at the end of the last.

    Raises DataError where there is no table, and for a place beyond its end.
    """
    table = table_source(document).table
    if not 0 <= at <= table.length:
        raise DataError(f"There is no row {at + 1:,}.", row=at + 1)
    like = min(at, table.length - 1)
    copied = {name: column[like : like + 1] for name, column in table.columns.items()}
    return with_rows(document, at, copied)


def remove_rows(document: Document, rows: Collection[int]) -> Document:
    """The document without these rows. Raises DataError when fewer than two would be left."""
    return without_rows(document, rows)


def read_number(text: str) -> float:
    """A number as typed, with a point or a comma; NaN where it is none."""
    plain = text.strip().replace("\u2212", "-").replace(",", ".")
    try:
        return np.nan if "_" in plain else float(plain)
    except ValueError:
        return np.nan


def table_csv(document: Document) -> str:
    """The whole table at full precision, names first. DataError where there is no table."""
    table = table_source(document).table
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*(column.tolist() for column in table.columns.values()), strict=True))
    return out.getvalue()
