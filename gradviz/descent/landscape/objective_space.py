"""The image of a box under several objectives, sampled, with its Pareto front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gradviz.descent.landscape.dominance import non_dominated
from gradviz.descent.landscape.feasibility import Mask, Rows, holds
from gradviz.descent.landscape.fields import Cancel, Interval
from gradviz.descent.surface import Surface
from gradviz.graph import Array

ROUNDS = {2: 7}  # of refining a front, by the number of objectives; where it is a face, fewer
FEW_ROUNDS = 2
CELLS = {2: 400}  # along each side of a front: one point of it is kept in each
FEW_CELLS = 48
CHILDREN = 10  # tried around each point of it
PARENTS = 240  # of the front, evenly spaced
WIDEST = 0.12  # of the box, how far the first round reaches; each next one half as far


@dataclass(frozen=True, eq=False)
class Samples:
    """Points of a box (rows, coordinates), their objectives (rows, objectives), where they hold."""

    points: Array
    values: Array
    feasible: Mask

    def only(self, rows: Rows | Mask) -> Samples:
        """Some of the rows."""
        return Samples(self.points[rows], self.values[rows], self.feasible[rows])


@dataclass(frozen=True, eq=False)
class Problem:
    """Several objectives over the same coordinates, with constraints, in a box."""

    objectives: tuple[Surface, ...]
    constraints: tuple[Surface, ...]
    box: tuple[Interval, ...]

    def at(self, points: Array) -> Samples:
        """What the points are worth."""
        columns = tuple(points.T)
        shape = (len(points),)
        with np.errstate(all="ignore"):
            values = [np.broadcast_to(o.value(*columns), shape) for o in self.objectives]
        return Samples(
            points, np.stack(values, axis=1).astype(np.float64), holds(self.constraints, *columns)
        )


def spread_evenly(box: Sequence[Interval], count: int) -> Array:
    """Points that fill a box evenly (rows, coordinates), the same ones every time.

    They are multiples of powers of one irrational number, by their fractions (M. Roberts,
    "The unreasonable effectiveness of quasirandom sequences", 2018); some lie on the box's sides,
    where minima often are.
    """
    size = len(box)
    base = 2.0
    for _ in range(64):  # the positive root of x^(size+1) = x + 1
        base = (1.0 + base) ** (1.0 / (size + 1))
    steps = base ** -np.arange(1.0, size + 1.0)
    shares = (0.5 + np.arange(count)[:, None] * steps) % 1.0
    side = np.arange(count) % 10  # one of ten lies on one of the sides
    rows = np.flatnonzero(side == 0)
    shares[rows, (rows // 10) % size] = (rows // 10 // size) % 2
    low, high = np.array(box).T
    return np.asarray(low + shares * (high - low))


def image_of(problem: Problem, count: int) -> Samples:
    """What points spread over the box are worth."""
    return problem.at(spread_evenly(problem.box, count))


def front_of(problem: Problem, image: Samples, cancel: Cancel | None = None) -> Samples:
    """The front of an image, refined: what is near its points is tried, ever nearer.

    The first objective grows from row to row. It is found, not proven: a better point may exist.
    """
    rng = np.random.default_rng(0)
    low, high = np.array(problem.box).T
    first = _front(image, thin=False)
    front = first.only(_one_in_each_cell(first.values))
    for number in range(ROUNDS.get(len(problem.objectives), FEW_ROUNDS)):
        if not len(front.points) or (cancel is not None and cancel.cancelled):
            break
        chosen = np.linspace(0, len(front.points) - 1, min(PARENTS, len(front.points)))
        parents = np.repeat(front.points[np.rint(chosen).astype(int)], CHILDREN, axis=0)
        steps = rng.standard_normal(parents.shape) * (high - low) * (WIDEST / 2**number)
        alone = rng.integers(0, parents.shape[1] * 2, len(parents))  # half change one coordinate
        for side in range(parents.shape[1]):
            others = np.arange(parents.shape[1]) != side
            steps[np.ix_(alone == side, others)] = 0.0
        tried = problem.at(np.clip(parents + steps, low, high))
        front = _front(_together(front, tried))
    return _front(_together(front, first))  # what was left out between may dominate a newcomer


def _front(samples: Samples, *, thin: bool = True) -> Samples:
    """What is feasible and dominated by none; thinned, from low to high in the first objective."""
    held = samples.only(samples.feasible & np.isfinite(samples.values).all(axis=1))
    best = held.only(non_dominated(held.values))
    return best.only(_one_in_each_cell(best.values)) if thin else best


def _one_in_each_cell(values: Array) -> Rows:
    """The rows of points that are spread over the front, from low to high in the first column."""
    if not len(values):
        return np.empty(0, dtype=np.intp)
    low = values.min(axis=0)
    extent = np.maximum(values.max(axis=0) - low, np.finfo(float).tiny)
    count = CELLS.get(values.shape[1], FEW_CELLS)
    cells = np.minimum((values - low) / extent * count, count - 1).astype(np.intp)
    _, rows = np.unique(cells, axis=0, return_index=True)
    ends = np.concatenate((values.argmin(axis=0), values.argmax(axis=0)))
    kept = np.union1d(rows, ends)
    return np.asarray(kept[np.lexsort(values[kept].T[::-1])])


def _together(one: Samples, other: Samples) -> Samples:
    return Samples(
        np.vstack((one.points, other.points)),
        np.vstack((one.values, other.values)),
        np.concatenate((one.feasible, other.feasible)),
    )
