"""What is taken of a table: the rows that are not held out, columns standardized or not."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from gradviz.descent.data.datasets import Dataset
from gradviz.document.model import DataSource
from gradviz.document.row_order import RowOrder, held_count, shuffled
from gradviz.errors import SettingError
from gradviz.graph import Array

Rows: TypeAlias = npt.NDArray[np.intp]


class Scale(NamedTuple):
    """A standardized column is (column - mean) / deviation."""

    mean: float
    deviation: float


def split(source: DataSource) -> tuple[Rows, Rows]:
    """The numbers of the rows that are descended on and of those held out, both ascending.

    At least two rows stay. Raises SettingError for a share below 0 or not below 1.
    """
    if not 0 <= source.held_out < 1:
        raise SettingError("The share held out must be at least 0 and below 1.", "held_out")
    rows = source.table.length
    count = held_count(source.held_out, rows)
    order = order_of(source).rows if count else np.arange(rows)
    return np.sort(order[count:]), np.sort(order[:count])


def order_of(source: DataSource) -> RowOrder:
    """Whose turn it is to be held out."""
    return source.order or shuffled(source.table.length, source.split_seed)


def descended_rows(source: DataSource) -> Dataset:
    """The dataset that the graph reads."""
    kept, _ = split(source)
    return taken_rows(source, kept)


def scales(source: DataSource) -> dict[str, Scale]:
    """Mean and standard deviation of the standardized columns, of the rows descended on.

    A constant column keeps its size: its deviation counts as 1.
    """
    kept, _ = split(source)
    result = {}
    for name in source.standardized:
        column = source.table.columns[name][kept]
        with np.errstate(all="ignore"):  # huge columns overflow, and then are no numbers
            result[name] = Scale(float(column.mean()), float(column.std()) or 1.0)
    return result


def taken_rows(source: DataSource, rows: Rows) -> Dataset:
    """These rows of the table, their columns standardized as the rest."""
    known = scales(source)
    whole = len(rows) == source.table.length

    def taken(name: str, column: Array) -> Array:
        part = column if whole else column[rows]
        if name not in known:
            return part
        with np.errstate(all="ignore"):
            return (part - known[name].mean) / known[name].deviation

    columns = {name: taken(name, column) for name, column in source.table.columns.items()}
    return Dataset(source.table.name, columns)
