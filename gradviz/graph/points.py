"""Functions of arrays evaluated at many points, a cache-sized piece at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, TypeAlias

import numpy as np

from gradviz.graph.model import Value
from gradviz.graph.op import Shape

Index: TypeAlias = tuple[slice, ...]

CACHED_NUMBERS = 16_384
"""Numbers in one temporary: several of them stay in a processor's own cache."""

LARGEST_MEMORY = 192 * 2**20
"""Bytes that all temporaries of one piece may take together."""


def over_points(
    function: Callable[..., Sequence[Any]],
    arguments: Sequence[Any],
    shapes: Sequence[Shape],
    results: Sequence[Shape],
    numbers: tuple[int, int],
) -> list[Value]:
    """The results at every point of the broadcast leading axes of the arguments.

    ``shapes`` are the static (trailing) shapes of the arguments and ``results`` those of the
    results; ``numbers`` says how many numbers the largest temporary and all temporaries have
    per point.
    """
    arrays = [np.asarray(argument, dtype=np.float64) for argument in arguments]
    leads = [a.shape[: a.ndim - len(shape)] for a, shape in zip(arrays, shapes, strict=True)]
    points = np.broadcast_shapes(*leads)
    rank = len(points)
    arrays = [
        a.reshape((1,) * (rank - len(lead)) + a.shape)
        for a, lead in zip(arrays, leads, strict=True)
    ]
    outputs = [np.empty(points + shape) for shape in results]
    if not rank:
        for output, whole in zip(outputs, function(*(a[()] for a in arrays)), strict=True):
            output[...] = whole
        return [output if output.ndim else float(output) for output in outputs]
    largest, all_together = numbers
    limit = min(CACHED_NUMBERS // max(largest, 1), LARGEST_MEMORY // (8 * max(all_together, 1)))
    for index in _pieces(points, max(limit, 1)):
        made = function(*(a[_own(index, a.shape)] for a in arrays))
        for output, piece, shape in zip(outputs, made, results, strict=True):
            output[index] = _placed(piece, rank, len(shape))
    return [output if output.ndim else float(output) for output in outputs]


def _placed(piece: Any, rank: int, static: int) -> Any:
    """A piece with all leading axes, so that it broadcasts over the points and nothing else."""
    missing = rank + static - np.ndim(piece)
    if missing <= 0 or np.ndim(piece) == 0:
        return piece
    lead = np.ndim(piece) - static
    shape = np.shape(piece)
    return np.reshape(piece, (1,) * missing + shape[:lead] + shape[lead:])


def _own(index: Index, shape: Shape) -> Index:
    """The part of an index that an argument has; along an axis of size 1 it is repeated."""
    return tuple(
        slice(None) if size == 1 else part for part, size in zip(index, shape, strict=False)
    )


def _pieces(points: Shape, limit: int) -> Iterator[Index]:
    """Indexes that cut an array of ``points`` into pieces of at most ``limit`` elements."""
    axis = len(points)
    while axis > 0 and math.prod(points[axis - 1 :]) <= limit:
        axis -= 1
    if axis == 0:
        yield (slice(None),) * len(points)
        return
    whole = (slice(None),) * (len(points) - axis)
    step = max(limit // max(math.prod(points[axis:]), 1), 1)
    cuts = [slice(start, start + step) for start in range(0, points[axis - 1], step)]
    for outer in product(*(range(size) for size in points[: axis - 1])):
        before = tuple(slice(i, i + 1) for i in outer)
        for cut in cuts:
            yield (*before, cut, *whole)
