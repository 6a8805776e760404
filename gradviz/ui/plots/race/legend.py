"""The legend of a race, in the place of the plot where it covers least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.race.looks import Look, draw_sample
from gradviz.ui.theme import Theme

SAMPLE = 34.0  # pixels of the piece of line
ROOM = 6.0
EDGE = 8.0  # pixels from the edges of the plot
NEAR = 10.0  # pixels: what is so near a legend counts as covered
MOST_POINTS = 2_000  # looked at; of more every second, third … one
MARK = 80  # points that a mark is worth
MUCH = 12  # points
_CORNERS = ((1.0, 0.0), (0.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_STEPS = tuple(i / 6 for i in range(7))
CORNERS_FIRST = tuple(dict.fromkeys([*_CORNERS, *product(_STEPS, _STEPS)]))
"""Places to try, as shares of the room across and down."""


@dataclass(frozen=True)
class Line:
    """One line of a legend: how a racer looks and what it is called."""

    look: Look
    text: str


def legend_size(lines: Sequence[Line], font: QFont) -> QSizeF:
    """How large a legend is."""
    metrics = QFontMetricsF(font)
    width = max((metrics.horizontalAdvance(line.text) for line in lines), default=0.0)
    height = metrics.lineSpacing() * 1.15
    return QSizeF(SAMPLE + 3 * ROOM + width, height * len(lines) + 2 * ROOM)


def free_place(
    size: QSizeF, frame: Frame, rows: Array, points: Array, before: QRectF | None = None
) -> QRectF:
    """Where a legend covers least of the lines (rows ``x1 y1 x2 y2``) and points, in pixels.

    Corners come first, the upper right one before all; among equals the earlier is taken. The
    place it had ``before`` is kept until another is much better, so that it does not jump.
    """
    seen = _spread(rows)
    seen = seen[:: 1 + len(seen) // MOST_POINTS]
    if len(points):
        seen = np.vstack((seen, np.repeat(points, MARK, axis=0)))
    across = max(0.0, frame.width - size.width() - 2 * EDGE)
    down = max(0.0, frame.height - size.height() - 2 * EDGE)
    places = [QRectF(QPointF(EDGE + x * across, EDGE + y * down), size) for x, y in CORNERS_FIRST]
    stays = before in places
    if stays and before is not None and _near(seen, before) == 0:
        return before
    counts = [_near(seen, rect) for rect in places]
    least = min(counts)
    if stays and before is not None and _near(seen, before) <= least + MUCH:
        return before
    return places[counts.index(least)]


def is_covered(rect: QRectF, frame: Frame, rows: Array) -> bool:
    """Whether a legend would lie on the lines, or beyond the plot."""
    whole = QRectF(0, 0, frame.width, frame.height)
    return not whole.contains(rect) or _count_in(_spread(rows), rect) > 0


def draw_legend(
    painter: QPainter, rect: QRectF, lines: Sequence[Line], theme: Theme, font: QFont
) -> None:
    """The legend on a plate, so that it can be read over anything."""
    plate = QColor(theme.surface)
    plate.setAlphaF(0.88)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(marks.pen(theme.line, 1.0))
    painter.setBrush(plate)
    painter.drawRoundedRect(rect, 6, 6)
    painter.setFont(font)
    height = (rect.height() - 2 * ROOM) / max(len(lines), 1)
    for number, line in enumerate(lines):
        row = QRectF(rect.left() + ROOM, rect.top() + ROOM + number * height, SAMPLE, height)
        draw_sample(painter, row, line.look)
        painter.setPen(QColor(theme.text))
        text = QRectF(row.right() + ROOM, row.top(), rect.right() - row.right() - ROOM, height)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, line.text)


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
    return _count_in(points, rect.adjusted(-NEAR, -NEAR, NEAR, NEAR))


def _count_in(points: Array, rect: QRectF) -> int:
    x, y = points[:, 0], points[:, 1]
    inside = (x > rect.left()) & (x < rect.right()) & (y > rect.top()) & (y < rect.bottom())
    return int(np.count_nonzero(inside))
