"""Edits of the table as a table: a cell written, rows added and removed, a column added.

Rows are those of the whole table, whatever is held out, in its own units.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.document.model import Document
from gradviz.document.sampling import LEAST
from gradviz.document.sourcing import source_of, with_table
from gradviz.errors import DataError


def table_of(document: Document) -> Dataset | None:
    """The whole table; None where there is none."""
    source = source_of(document)
    return None if source is None else source.table


def set_cell(document: Document, row: int, column: str, value: float) -> Document:
    """The document with another number in a cell.

    Raises DataError for a cell that is not there and a number that is not finite.
    """
    table = _table(document)
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
    table = _table(document)
    columns = {name: np.append(column, column[-1]) for name, column in table.columns.items()}
    return with_table(document, Dataset(table.name, columns))


def remove_rows(document: Document, rows: Collection[int]) -> Document:
    """The document without these rows. Raises DataError when fewer than two would be left."""
    table = _table(document)
    places = sorted({row for row in rows if 0 <= row < table.length})
    if not places:
        return document
    if table.length - len(places) < LEAST:
        raise DataError("A table keeps at least two rows.")
    columns = {name: np.delete(column, places) for name, column in table.columns.items()}
    return with_table(document, Dataset(table.name, columns))


def table_csv(document: Document) -> str:
    """The whole table at full precision, names first. DataError where there is no table."""
    table = _table(document)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*(column.tolist() for column in table.columns.values()), strict=True))
    return out.getvalue()


def _table(document: Document) -> Dataset:
    table = table_of(document)
    if table is None:
        raise DataError("There is no table yet. Open one or choose a preset.")
    return table
