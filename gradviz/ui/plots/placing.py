"""Where a legend goes on a plot: the place that covers least, and the form it takes there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gradviz.graph import Array
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.segments import Numbers

EDGE = 8.0  # pixels from the edges of the plot
NEAR = 10.0  # pixels: what is so near a legend counts as covered
MOST_POINTS = 2_000  # looked at; of more every second, third … one
MARK = 80  # points that a mark is worth
LARGEST = 0.25  # the share of the plot that a legend may take while it can be smaller
MOST_COVERED = 0.45  # the same where it covers something: more would leave nothing to be named
_CORNERS = ((1.0, 0.0), (0.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_STEPS = tuple(i / 12 for i in range(13))
CORNERS_FIRST = tuple(dict.fromkeys([*_CORNERS, *product(_STEPS, _STEPS)]))
"""Places to try, as shares of the room across and down."""


class Placed(NamedTuple):
    """A legend in one of its forms, by number, and where it lies."""

    form: int
    rect: QRectF


def free_form(
    sizes: Sequence[QSizeF],
    frame: Frame,
    rows: Array,
    points: Array,
    *,
    plates: Iterable[QRectF] = (),
    before: Placed | None = None,
) -> Placed | None:
    """The first of the forms, from the fullest to the smallest, that finds room.

    It has room where it covers neither lines nor points nor the ``plates`` of other legends,
    and takes no more than a quarter of the plot. Where no form has, the smallest that is neither on
    a plate nor beyond the plot lies where it covers least, if that leaves half of the plot to be
    seen; else there is none.
    """
    seen, plates = weighed(rows, points), list(plates)
    if before is not None and before.form < len(sizes):
        same = before.rect.size() == sizes[before.form] and not _on_plate(before.rect, plates)
        if same and _is_inside(before.rect, frame) and _near(seen, before.rect) == 0:
            fuller = sizes[: before.form]
            if not any(_room(size, frame, seen, plates) for size in fuller):
                return before
    for form, size in enumerate(sizes):
        place = _room(size, frame, seen, plates)
        if place is not None:
            return Placed(form, place)
    for form in reversed(range(len(sizes))):
        free = _free_places(sizes[form], frame, plates)
        if free and is_small(sizes[form], frame.width, frame.height, MOST_COVERED):
            covered = _near_each(seen, free, margin=0.0), _near_each(seen, free)
            return Placed(form, free[int(np.lexsort(covered[::-1])[0])])
    return None


def is_small(size: QSizeF, width: float, height: float, share: float = LARGEST) -> bool:
    """Whether a legend leaves enough of a plot of that width and height."""
    return size.width() * size.height() <= share * width * height


def is_covered(rect: QRectF, frame: Frame, rows: Array) -> bool:
    """Whether a legend would lie on the lines, or beyond the plot."""
    return not _is_inside(rect, frame) or _count_in(_spread(rows), rect) > 0


def weighed(rows: Array, points: Array) -> Array:
    """What is to be kept clear of, as points; one mark weighs as much as a long piece of line."""
    seen = _spread(rows)
    seen = seen[:: 1 + len(seen) // MOST_POINTS]
    return np.vstack((seen, np.repeat(points, MARK, axis=0))) if len(points) else seen


def outline(rect: QRectF) -> Array:
    """A text as rows to keep clear of: lines across it, too near for anything between them."""
    count = max(2, int(np.ceil(rect.height() / NEAR)) + 1)
    heights = np.linspace(rect.top(), rect.bottom(), count)
    sides = np.full(count, rect.left()), np.full(count, rect.right())
    return np.column_stack((sides[0], heights, sides[1], heights))


# Inside


def _room(size: QSizeF, frame: Frame, seen: Array, plates: Sequence[QRectF]) -> QRectF | None:
    """The first place where a form covers nothing, if it is not too large for the plot."""
    if not is_small(size, frame.width, frame.height):
        return None
    free = _free_places(size, frame, plates)
    clear = np.flatnonzero(_near_each(seen, free) == 0)
    return free[int(clear[0])] if len(clear) else None


def _places(size: QSizeF, frame: Frame) -> list[QRectF]:
    across = max(0.0, frame.width - size.width() - 2 * EDGE)
    down = max(0.0, frame.height - size.height() - 2 * EDGE)
    return [QRectF(QPointF(EDGE + x * across, EDGE + y * down), size) for x, y in CORNERS_FIRST]


def _free_places(size: QSizeF, frame: Frame, plates: Sequence[QRectF]) -> list[QRectF]:
    """The places in the plot that are on no other legend."""
    places = (place for place in _places(size, frame) if _is_inside(place, frame))
    return [place for place in places if not _on_plate(place, plates)]


def _is_inside(rect: QRectF, frame: Frame) -> bool:
    return QRectF(0, 0, frame.width, frame.height).contains(rect)


def _on_plate(rect: QRectF, plates: Iterable[QRectF]) -> bool:
    room = rect.adjusted(-EDGE / 2, -EDGE / 2, EDGE / 2, EDGE / 2)
    return any(room.intersects(plate) for plate in plates)


def _spread(rows: Array) -> Array:
    """Points along the rows, close enough that none slips through a legend."""
    if not len(rows):
        return np.empty((0, 2))
    lengths = np.hypot(rows[:, 2] - rows[:, 0], rows[:, 3] - rows[:, 1])
    counts = np.maximum(1, np.ceil(lengths / NEAR)).astype(int)
    owner = np.repeat(np.arange(len(rows)), counts)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = (step / counts[owner])[:, None]
    spread: Array = rows[owner, :2] + share * (rows[owner, 2:] - rows[owner, :2])
    return spread


def _near(points: Array, rect: QRectF) -> int:
    return int(_near_each(points, [rect])[0])


def _near_each(points: Array, rects: Sequence[QRectF], *, margin: float = NEAR) -> Numbers:
    """How many points each rectangle covers, or comes near to."""
    sides = np.array([rect.getCoords() for rect in rects]).reshape(-1, 4)
    left, top, right, bottom = (sides + np.array([-margin, -margin, margin, margin])).T[:, :, None]
    x, y = points[:, 0], points[:, 1]
    inside = (x > left) & (x < right) & (y > top) & (y < bottom)
    return np.asarray(np.count_nonzero(inside, axis=1), dtype=np.intp)


def _count_in(points: Array, rect: QRectF) -> int:
    return int(_near_each(points, [rect], margin=0.0)[0])
