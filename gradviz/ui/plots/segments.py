"""Lines through points as the parts of them that are seen: plain computations, in pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from gradviz.graph import Array

if TYPE_CHECKING:
    from gradviz.ui.plots.frame import Frame

Numbers: TypeAlias = npt.NDArray[np.intp]

_LOST = 1e5  # pixels: a step between points that are both farther away is not drawn
_CELLS = 1 << 15  # half pixels across any view, and around it
MARGIN = 64.0  # pixels around the view in which lines are still drawn


def segments(x: Array, y: Array, frame: Frame) -> Array:
    """The visible parts of a line through the points, as rows ``x1 y1 x2 y2`` in pixels.

    Steps within half a pixel are joined; what is not finite breaks the line; far ends are
    clipped (Liang and Barsky), so that a diverging path keeps its direction. A step between points
    that are both a hundred screens away tells nothing, and in the end not even where it crosses.
    """
    return numbered_segments(x, y, frame)[0]


def numbered_segments(x: Array, y: Array, frame: Frame) -> tuple[Array, Numbers]:
    """The same, and for each row the number of the point it leads to."""
    px, py = frame.pixels(x, y)
    with np.errstate(invalid="ignore", over="ignore"):
        cell_x, cell_y = np.floor(px * 2), np.floor(py * 2)
        moved = np.ones(px.shape, dtype=bool)
        moved[1:] = (cell_x[1:] != cell_x[:-1]) | (cell_y[1:] != cell_y[:-1])
    numbers = np.flatnonzero(moved)
    if len(numbers) < 2:
        return np.empty((0, 4)), numbers[1:]
    px, py = px[numbers], py[numbers]
    if _is_within(px, frame.width) and _is_within(py, frame.height):
        rows = np.column_stack((px[:-1], py[:-1], px[1:], py[1:]))
        return rows, numbers[1:]  # as a rule there is nothing to clip
    far = (np.abs(px) > _LOST) | (np.abs(py) > _LOST)
    steps = np.flatnonzero(~(far[:-1] & far[1:]))
    rows = np.column_stack((px[steps], py[steps], px[steps + 1], py[steps + 1]))
    finite = np.isfinite(rows).all(axis=1)
    clipped, kept = clipped_rows(rows[finite], frame)
    return clipped, numbers[1:][steps[finite][kept]]


def _is_within(pixels: Array, size: float) -> bool:
    """Whether all are numbers, and none is farther out than lines are drawn."""
    return bool(pixels.min() >= -MARGIN and pixels.max() <= size + MARGIN)


def clipped_rows(rows: Array, frame: Frame) -> tuple[Array, Numbers]:
    """The visible parts of the rows, and the numbers of the rows they are parts of.

    Each is counted from its nearer end: a far one has no digits to tell where it enters the view.
    """
    low, high = -MARGIN, np.array([frame.width, frame.height]) + MARGIN
    reach = np.abs(rows)
    reach = np.maximum(reach[:, ::2], reach[:, 1::2])
    turned = reach[:, 0] > reach[:, 1]
    rows = np.where(turned[:, None], rows[:, [2, 3, 0, 1]], rows)
    start, step = rows[:, :2], rows[:, 2:] - rows[:, :2]
    with np.errstate(all="ignore"):
        one, other = (low - start) / step, (high - start) / step  # shares of the step, per axis
        enter, leave = np.fmin(one, other), np.fmax(one, other)
        first = np.maximum(np.fmax(enter[:, 0], enter[:, 1]), 0.0)
        last = np.minimum(np.fmin(leave[:, 0], leave[:, 1]), 1.0)
        seen = first <= last
        start, step, turned = start[seen], step[seen], turned[seen]
        clipped = np.hstack((start + first[seen, None] * step, start + last[seen, None] * step))
    clipped = np.where(turned[:, None], clipped[:, [2, 3, 0, 1]], clipped)
    finite = np.isfinite(clipped).all(axis=1)
    return clipped[finite], np.flatnonzero(seen)[finite]


def distinct(rows: Array) -> Array:
    """The rows without those that lie on an earlier one, to half a pixel.

    A path that swings for ever goes along the same lines again and again.
    """
    cells = np.rint(rows * 2).astype(np.int64)
    turned = (cells[:, 0] > cells[:, 2]) | (
        (cells[:, 0] == cells[:, 2]) & (cells[:, 1] > cells[:, 3])
    )
    cells[turned] = cells[turned][:, [2, 3, 0, 1]]
    keys = ((cells[:, 0] * _CELLS + cells[:, 1]) * _CELLS + cells[:, 2]) * _CELLS + cells[:, 3]
    first: Numbers = np.sort(np.unique(keys, return_index=True)[1])
    return rows[first]


def total_length(rows: Array) -> float:
    """How long the segments are together."""
    return float(np.hypot(rows[:, 2] - rows[:, 0], rows[:, 3] - rows[:, 1]).sum())
