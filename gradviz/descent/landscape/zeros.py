"""Newton's method from many points at once, for where the gradient vanishes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gradviz.descent.landscape.fields import Cancel
from gradviz.descent.landscape.patch import Patch
from gradviz.graph import Array

LONGEST = 0.08  # of the view: a step goes no farther
MARGIN = 0.25  # of the view: what leaves it by more has gone astray
BOLD = 10  # iterations whose steps are taken whether or not the gradient becomes smaller
ITERATIONS = 40
SETTLED = 1e-11  # of the view: a shorter step has arrived
NEARLY = 1e-6  # arrives too, if it came slowly, as it does where the Hessian vanishes
SLOPED = 1e-8  # of the usual slope: with more of it along a flat direction there is no zero
DIFFERENCE = 1e-5  # of the view: the step of the differences


class _Local(NamedTuple):
    """Newton's steps at some points, and the sizes of the gradients there."""

    steps: Array
    sizes: Array


def zeros(
    patch: Patch, starts: Array, cancel: Cancel | None = None, margin: float = MARGIN
) -> Array:
    """Points (M, axes) to which Newton's method for ∇f = 0 converges from the ``starts``.

    A step is cut to a length. After some bold steps, which get along curved valleys, it is taken
    only where the gradient becomes smaller, and else the length shrinks: a point goes to a zero
    or nowhere. What leaves the view by more than ``margin`` is given up. Duplicates are not merged.
    """
    points = starts.copy()
    radius = np.full(len(points), LONGEST)
    sizes = _lengths(patch.slopes(starts))
    sizes = sizes[np.isfinite(sizes)]
    sloped = SLOPED * float(np.percentile(sizes, 50)) if sizes.size else 0.0
    here = _local(patch, points, sloped)
    arrived: list[Array] = []
    for iteration in range(ITERATIONS):
        if cancel is not None and cancel.cancelled:
            break
        length = _lengths(here.steps)
        done = length < SETTLED
        arrived.append(points[done] + here.steps[done])
        lost = ~(np.abs(points - 0.5) < 0.5 + margin).all(axis=1) | ~np.isfinite(length)
        going = ~(done | lost | (radius < SETTLED))
        if not going.any():
            return np.concatenate(arrived)
        points, radius, here = points[going], radius[going], _chosen(here, going)
        cut = np.minimum(1.0, radius / _lengths(here.steps))
        moved = points + here.steps * cut[:, None]
        there = _local(patch, moved, sloped)
        better = there.sizes < (here.sizes if iteration >= BOLD else np.inf)
        points = np.where(better[:, None], moved, points)
        here = _Local(
            np.where(better[:, None], there.steps, here.steps),
            np.where(better, there.sizes, here.sizes),
        )
        radius = np.where(better, np.minimum(2.0 * radius, LONGEST), 0.25 * cut * radius)
    slow = _lengths(here.steps) < NEARLY
    return np.concatenate([*arrived, points[slow]])


def _local(patch: Patch, points: Array, sloped: float) -> _Local:
    """Newton's steps from differences of the gradient; a flat direction is left alone.

    NaN where the gradient along a flat direction is larger than ``sloped``.
    """
    count, size = points.shape
    offsets = DIFFERENCE * np.concatenate([np.zeros((1, size)), np.eye(size), -np.eye(size)])
    around = (points[None] + offsets[:, None]).reshape(-1, size)
    slopes = patch.slopes(around).reshape(1 + 2 * size, count, size)
    gradient = slopes[0]
    bent = (slopes[1 : 1 + size] - slopes[1 + size :]) / (2 * DIFFERENCE)
    hessian = np.moveaxis(bent, 0, 1)
    hessian = 0.5 * (hessian + np.swapaxes(hessian, 1, 2))
    usable = np.isfinite(hessian).all(axis=(1, 2)) & np.isfinite(gradient).all(axis=1)
    steps = np.full(points.shape, np.nan)
    values, vectors = np.linalg.eigh(hessian[usable])
    largest = np.max(np.abs(values), axis=1, initial=0.0, keepdims=True)
    curved = np.abs(values) > np.maximum(1e-9 * largest, 1e-290)
    inverse = np.where(curved, 1.0 / np.where(curved, values, 1.0), 0.0)
    along = np.einsum("nij,ni->nj", vectors, gradient[usable])
    found = -np.einsum("nij,nj->ni", vectors, inverse * along)
    found[(np.abs(along) > np.where(curved, np.inf, sloped)).any(axis=1)] = np.nan
    steps[usable] = found
    return _Local(steps, _lengths(gradient))


def _chosen(here: _Local, which: npt.NDArray[np.bool_]) -> _Local:
    return _Local(here.steps[which], here.sizes[which])


def _lengths(rows: Array) -> Array:
    with np.errstate(over="ignore"):  # what is too long to be squared is infinitely long
        return np.asarray(np.sqrt(np.sum(rows * rows, axis=1)))
