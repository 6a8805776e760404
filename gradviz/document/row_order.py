"""The order in which the rows of a table are held out, kept while rows come and go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LEAST = 2
"""Rows that always stay in the descent."""


@dataclass(frozen=True, eq=False)
class RowOrder:
    """Every row of a table once: the first so many are held out, whatever the share is."""

    rows: npt.NDArray[np.intp]

    def __post_init__(self) -> None:
        self.rows.setflags(write=False)

    @classmethod
    def of(cls, rows: Sequence[int]) -> RowOrder:
        """The order in which the rows, counted from 0, are named."""
        return cls(np.array(rows, dtype=np.intp))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RowOrder):
            return NotImplemented
        return self is other or np.array_equal(self.rows, other.rows)

    def __hash__(self) -> int:
        return hash(self.rows.tobytes())

    @property
    def is_whole(self) -> bool:
        """Whether every row is there once."""
        return np.array_equal(np.sort(self.rows), np.arange(len(self.rows)))

    def without(self, places: Collection[int]) -> RowOrder:
        """The order once these rows are gone; the others keep their turns."""
        gone = np.zeros(len(self.rows), dtype=bool)
        gone[list(places)] = True
        fewer = np.cumsum(gone)
        left = self.rows[~gone[self.rows]]
        return RowOrder(left - fewer[left])

    def with_rows(self, at: int, count: int, share: float, seed: int) -> RowOrder:
        """The order once ``count`` rows stand before the row ``at``.

        No row that was descended on is held out, or the other way round, unless the share asks
        for one more than it gets of the new rows: a single new row is always descended on, so
        that a point is seen where it was put, and of several as many are held out as are missing.
        """
        length = len(self.rows)
        before, after = held_count(share, length), held_count(share, length + count)
        missing = after - before
        new = np.random.default_rng([seed, length]).permutation(count) + at
        taken = new[:missing] if count > 1 else new[:0]
        left = new[len(taken) :]
        old = np.where(self.rows >= at, self.rows + count, self.rows)
        held, kept = old[:before], old[before:]
        first = missing - len(taken)  # of those that were kept, held out from now on
        turns = np.random.default_rng([seed, length, 1]).integers(first, len(kept) + 1, len(left))
        return RowOrder(np.concatenate((held, taken, np.insert(kept, turns, left))))


def shuffled(rows: int, seed: int) -> RowOrder:
    """The order of a table that was not edited since its rows were shared out."""
    return RowOrder(np.random.default_rng(seed).permutation(rows))


def held_count(share: float, rows: int) -> int:
    """How many rows are held out; at least two stay."""
    return min(round(share * rows), max(0, rows - LEAST))
