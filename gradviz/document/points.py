"""Edits of the table, point by point: add, move and remove rows, write a cell.

Rows are counted in the dataset that the graph reads, and values are as the graph reads them: what
is standardized is put back into the units of the table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.document.model import DataSource, Document
from gradviz.document.sampling import scales, split
from gradviz.document.sourcing import table_source, with_rows, with_table, without_rows
from gradviz.errors import DataError
from gradviz.graph import Array


def add_point(document: Document, values: Mapping[str, float]) -> Document:
    """The document with a further row; a column that is not named gets the mean of its values.

    Raises DataError where there is no table, for unknown columns and for values that are not
    finite.
    """
    source = table_source(document)
    raw = _in_units(source, values)
    row = {
        name: np.array([raw.get(name, float(np.mean(column)))])
        for name, column in source.table.columns.items()
    }
    return with_rows(document, source.table.length, row)


def move_point(document: Document, row: int, values: Mapping[str, float]) -> Document:
    """The document with other values in a row; columns that are not named stay.

    Raises DataError as ``add_point``, and for a row that is not there.
    """
    source = table_source(document)
    raw, place = _in_units(source, values), _place(source, row)

    def changed(name: str, column: Array) -> Array:
        if name not in raw:
            return column
        new = column.copy()
        new[place] = raw[name]
        return new

    return with_table(document, _each(source.table, changed))


def remove_points(document: Document, rows: Collection[int]) -> Document:
    """The document without these rows. Raises DataError when fewer than two would be left."""
    source = table_source(document)
    return without_rows(document, {_place(source, row) for row in rows})


def _each(table: Dataset, change: Callable[[str, Array], Array]) -> Dataset:
    return Dataset(table.name, {name: change(name, c) for name, c in table.columns.items()})


def _place(source: DataSource, row: int) -> int:
    """The row of the table that a row of the dataset is."""
    kept, _ = split(source)
    if not 0 <= row < len(kept):
        raise DataError(f"There is no row {row + 1:,}.", row=row + 1)
    return int(kept[row])


def _in_units(source: DataSource, values: Mapping[str, float]) -> dict[str, float]:
    """The values in the units of the table."""
    known = scales(source)
    result = {}
    for name, value in values.items():
        if name not in source.table.columns:
            raise DataError(f"There is no column {name}.", column=name)
        if not np.isfinite(value):
            raise DataError(f"{name} must be a finite number.", column=name)
        scale = known.get(name)
        result[name] = value if scale is None else value * scale.deviation + scale.mean
    return result
