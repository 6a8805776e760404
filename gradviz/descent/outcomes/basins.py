"""Basins of attraction: which minimum every start reaches with a method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gradviz.descent.landscape.fields import Interval
from gradviz.descent.many import descend_many
from gradviz.descent.objectives import Objective
from gradviz.descent.outcomes.arrivals import arrivals
from gradviz.descent.rules.method import Method
from gradviz.graph import Array

SIZES = (25, 50, 100, 200)
"""Starts along each axis, from coarse to fine; each is every second one of the next."""

NOT_ARRIVED, NOT_FINITE = -1, -2
ARRIVED = 0.01
"""An end within this part of the view of a minimum has reached it: few are there by chance."""

Labels = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Basins:
    """``labels[i, j]`` says where the start at ``(x[j], y[i])`` ended.

    It is the index of a minimum, NOT_ARRIVED for an end that is at none, NOT_FINITE for a descent
    that ran into infinity or NaN. ``minima`` are coordinates (M, P) of all that is descended,
    ``values`` their values; they are in no order but the same in finer pictures.
    ``ends`` (size, size, P) is where each came to, ``names`` their coordinates. A start stands
    for a cell: of the size-th part of the range, counted from the low end.
    """

    names: tuple[str, ...]

    axes: tuple[str, str]
    ranges: tuple[Interval, Interval]
    x: Array
    y: Array
    labels: Labels
    minima: Array
    values: Array
    ends: Array

    @property
    def size(self) -> int:
        """Starts along each axis."""
        return len(self.x)

    def label_at(self, x: float, y: float) -> int | None:
        """The label of the cell around a point; None outside the ranges."""
        cells = []
        for value, (low, high) in zip((x, y), self.ranges, strict=True):
            share = (value - low) / (high - low)
            if not 0.0 <= share < 1.0:
                return None
            cells.append(int(share * self.size))
        return int(self.labels[cells[1], cells[0]])

    def along(self, label: int) -> tuple[float, float]:
        """The coordinates of a minimum along the axes."""
        x, y = (float(self.minima[label, self.names.index(axis)]) for axis in self.axes)
        return x, y

    @cached_property
    def shares(self) -> tuple[Array, float, float]:
        """The part of all starts that reach each minimum, that arrive nowhere, that break."""
        counts = np.bincount(self.labels.ravel() - NOT_FINITE, minlength=len(self.minima) + 2)
        broken, astray, *arrived = counts / self.labels.size
        return np.array(arrived), float(astray), float(broken)


def start_shares(size: int) -> Array:
    """Where along an axis of length 1 the starts are, such that each size has those before it."""
    finest = max(size, SIZES[-1])
    return np.asarray((np.arange(size) * (finest // size) + 0.5) / finest)


def _lines(ranges: tuple[Interval, Interval], size: int) -> tuple[Array, Array]:
    """The coordinates of the starts along both axes."""
    x, y = (low + start_shares(size) * (high - low) for low, high in ranges)
    return x, y


def basins(
    objective: Objective,
    axes: tuple[str, str],
    ranges: tuple[Interval, Interval],
    at: Mapping[str, float],
    method: Method,
    epochs: int,
    size: int = SIZES[-1],
    *,
    coarser: Basins | None = None,
    bounds: Mapping[str, Interval] | None = None,
    seed: int = 0,
    cancel: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Basins:
    """Descend from ``size`` × ``size`` starts over the ranges, the other coordinates as in ``at``.

    Of the ``coarser`` picture of the same descents, with half as many starts each way, ends and
    minima are taken over. See ``arrivals``. The labels of what was cancelled say nothing.
    """
    names, (x, y) = objective.coordinates, _lines(ranges, size)
    ends, finite = _known(size, len(names), coarser)
    new = np.isnan(ends[..., 0]) & finite  # the broken ones are known, too
    found = descend_many(
        objective,
        _starts(objective, axes, at, np.meshgrid(x, y), new),
        method,
        epochs,
        bounds=bounds,
        seed=seed,
        cancel=cancel,
        progress=progress,
    )
    ends[new], finite[new] = found.points, found.finite
    lengths = _lengths(objective, axes, ranges, at)
    known = coarser.minima if coarser is not None else None
    reached = arrivals(objective, ends[finite], lengths, ARRIVED, known, bounds)
    labels = np.full((size, size), NOT_FINITE, dtype=np.int32)
    labels[finite] = reached.labels
    return Basins(names, axes, ranges, x, y, labels, reached.minima, reached.values, ends)


def _known(size: int, count: int, coarser: Basins | None) -> tuple[Array, Bools]:
    """The ends known already, NaN elsewhere; and False for what is known to break."""
    ends = np.full((size, size, count), np.nan)
    finite = np.ones((size, size), dtype=np.bool_)
    if coarser is not None:
        ends[::2, ::2] = coarser.ends
        finite[::2, ::2] = coarser.labels != NOT_FINITE
    return ends, finite


def _starts(
    objective: Objective,
    axes: tuple[str, str],
    at: Mapping[str, float],
    grid: Sequence[Array],
    new: Bools,
) -> Array:
    """The starts that are not known yet, a row of all coordinates each."""
    names = objective.coordinates
    starts = np.tile(np.array([at[name] for name in names], dtype=np.float64), (int(new.sum()), 1))
    for axis, values in zip(axes, grid, strict=True):
        starts[:, names.index(axis)] = values[new]
    return starts


def _lengths(
    objective: Objective,
    axes: tuple[str, str],
    ranges: tuple[Interval, Interval],
    at: Mapping[str, float],
) -> Array:
    """What a distance is measured by along each coordinate: the view's width, else its size."""
    shown = {axis: high - low for axis, (low, high) in zip(axes, ranges, strict=True)}
    return np.array([shown.get(n, max(1.0, 2.0 * abs(at[n]))) for n in objective.coordinates])
