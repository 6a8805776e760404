"""A racer's path in pixels: computed once for a view, then drawn up to any epoch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QPainter

from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame, draw_segments
from gradviz.ui.plots.race.looks import Look, look_of
from gradviz.ui.plots.segments import Numbers, numbered_segments, total_length

LINE, HALO = 1.8, 3.6  # pixels
PALE = 0.4
THIN = 1.0
MOST_DASHES = 1500
"""A path with more of them would be a gray of its own: it is drawn solid and thin."""


@dataclass(frozen=True, eq=False)
class Trace:
    """The visible dashes of a path as rows ``x1 y1 x2 y2``, and the epoch each belongs to."""

    look: Look
    rows: Array
    epochs: Numbers
    is_crowded: bool

    def until(self, epoch: int) -> Array:
        """The dashes up to an epoch."""
        return self.rows[: np.searchsorted(self.epochs, epoch, side="right")]


def trace(x: Array, y: Array, look: Look, frame: Frame) -> Trace:
    """The path through the points as it is seen in a frame."""
    rows, epochs = numbered_segments(x, y, frame)
    length = total_length(rows)
    crowded = length > marks.CROWDED * (frame.width + frame.height)
    period = sum(look.dash)
    if period and not crowded and length / period <= MOST_DASHES:
        rows, epochs = dashed(rows, epochs, look.dash)
    return Trace(look, rows, epochs, crowded)


class Traces:
    """The traces of all racers; one whose points and frame are as before is not made anew."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Array, Array, Frame, Trace]] = {}

    def of(self, place: int, x: Array, y: Array, frame: Frame) -> Trace:
        """The trace of the racer in a place through these points."""
        kept = self._kept.get(place)
        if (
            kept is not None
            and kept[2] == frame
            and np.array_equal(kept[0], x)
            and np.array_equal(kept[1], y)
        ):
            return kept[3]
        made = trace(x, y, look_of(place), frame)
        self._kept[place] = (x, y, frame, made)
        return made


def dashed(rows: Array, epochs: Numbers, dash: tuple[float, ...]) -> tuple[Array, Numbers]:
    """The parts of the rows that a dash pattern leaves, along all of them as one line.

    Qt begins the pattern anew with every segment, so that short ones would be solid.
    """
    lengths = np.hypot(rows[:, 2] - rows[:, 0], rows[:, 3] - rows[:, 1])
    rows, epochs, lengths = rows[lengths > 0], epochs[lengths > 0], lengths[lengths > 0]
    if not len(rows):
        return rows, epochs
    ends = np.cumsum(lengths)
    starts = ends - lengths
    edges = np.concatenate(([0.0], np.cumsum(dash)))
    count = int(np.ceil(ends[-1] / edges[-1]))
    changes = (np.arange(count)[:, None] * edges[-1] + edges[None, :-1]).ravel()
    cuts = np.unique(np.concatenate((starts, ends[-1:], changes[changes < ends[-1]])))
    low, high = cuts[:-1], cuts[1:]
    middle = (low + high) / 2
    phase = np.searchsorted(edges, middle % edges[-1], side="right") - 1
    owner = np.minimum(np.searchsorted(ends, middle, side="right"), len(rows) - 1)
    on = (phase % 2 == 0) & (high - low > 1e-9)
    low, high, owner = low[on], high[on], owner[on]
    step = rows[owner, 2:] - rows[owner, :2]
    first, last = ((at - starts[owner]) / lengths[owner] for at in (low, high))
    parts = (rows[owner, :2] + first[:, None] * step, rows[owner, :2] + last[:, None] * step)
    return np.hstack(parts), epochs[owner]


def draw_trace(
    painter: QPainter, path: Trace, rows: Array, *, alpha: float = 1.0, halo: bool = False
) -> None:
    """Draw some of the dashes of a path; with a halo, unless it is crowded, to be seen on a map."""
    color = path.look.color
    pens = [(color, THIN, 0.6) if path.is_crowded else (color, LINE, 1.0)]
    if halo and not path.is_crowded:
        pens.insert(0, (marks.HALO, HALO, 0.9))
    for tone, width, strength in pens:
        painter.setPen(marks.line_pen(tone, width, alpha * strength))
        draw_segments(painter, rows)
