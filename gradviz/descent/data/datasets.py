"""Datasets: named columns of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gradviz.errors import DataError
from gradviz.graph import Array


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
