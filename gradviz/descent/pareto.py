"""Which of many points are Pareto-optimal: no other is better in one value and worse in none."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gradviz.graph import Array

Mask = npt.NDArray[np.bool_]


def non_dominated(values: Array) -> Mask:
    """For each row of ``values`` (n, k), all to be small, whether no other row dominates it.

    A row dominates another that it is not above in any column and below in one; equal rows do
    not dominate each other. Rows with NaN are out.
    """
    kept = np.zeros(len(values), dtype=bool)
    rows = np.flatnonzero(~np.isnan(values).any(axis=1))
    if rows.size == 0:
        return kept
    # In this order no row is dominated by a later one, unless it is equal in every column.
    order = rows[np.lexsort(values[rows].T[::-1])]
    front = _front_of_two if values.shape[1] == 2 else _front_of_many
    kept[order] = front(values[order])
    return kept


def _front_of_two(ordered: Array) -> Mask:
    """Rows in lexicographic order: only the second column still has to fall."""
    second = ordered[:, 1]
    least = np.concatenate(([np.inf], np.minimum.accumulate(second)[:-1]))
    falls = second < least
    falls[0] = True
    repeats = np.zeros(len(ordered), dtype=bool)
    repeats[1:] = (ordered[1:] == ordered[:-1]).all(axis=1)
    # A repeated row shares the fate of the first of its kind.
    first = np.maximum.accumulate(np.where(repeats, 0, np.arange(len(ordered))))
    return np.asarray(falls[first])


def _front_of_many(ordered: Array) -> Mask:
    """Rows in lexicographic order, thinned by each that remains in turn."""
    left = np.arange(len(ordered))
    at = 0
    while at < len(left):
        here = ordered[left[at]]
        others = ordered[left]
        dominated = (others >= here).all(axis=1) & (others > here).any(axis=1)
        at = int(np.count_nonzero(~dominated[: at + 1]))
        left = left[~dominated]
    mask = np.zeros(len(ordered), dtype=bool)
    mask[left] = True
    return mask
