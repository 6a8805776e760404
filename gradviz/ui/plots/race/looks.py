"""How the racers are told apart: by color, by dash and by the shape of the head."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gradviz.ui.plots import marks
from gradviz.ui.theme import TRAJECTORY_COLORS

HEAD_SIZE = 5.5  # pixels from the middle to a corner


@dataclass(frozen=True)
class Look:
    """A color, a dash (pixels on and off in turn; empty for a solid line), corners of the head.

    ``turn`` is the direction of the first corner in degrees, counterclockwise from the right;
    fewer than three corners are a disk.
    """

    color: str
    dash: tuple[float, ...]
    corners: int
    turn: float


_SHAPES: tuple[tuple[tuple[float, ...], int, float], ...] = (
    ((), 0, 0.0),
    ((9.0, 4.0), 4, 45.0),
    ((4.0, 3.0), 3, 90.0),
    ((11.0, 3.0, 3.0, 3.0), 4, 0.0),
    ((16.0, 4.0), 3, -90.0),
    ((8.0, 3.0, 2.0, 3.0, 2.0, 3.0), 6, 0.0),
)

LOOKS = tuple(Look(color, *shape) for color, shape in zip(TRAJECTORY_COLORS, _SHAPES, strict=True))
"""In the order of the racers' places."""


def look_of(place: int) -> Look:
    """The look of the racer in a place."""
    return LOOKS[place % len(LOOKS)]


def draw_head(painter: QPainter, at: QPointF, look: Look, size: float = HEAD_SIZE) -> None:
    """The shape of a racer where it is now, with a light edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(marks.pen(marks.HALO, 1.5))
    painter.setBrush(QColor(look.color))
    if look.corners < 3:
        painter.drawEllipse(at, size * 0.9, size * 0.9)
    else:
        painter.drawPolygon(QPolygonF(_corners(at, look, size)))


def _corners(at: QPointF, look: Look, size: float) -> Sequence[QPointF]:
    radius = size * (1.3 if look.corners == 3 else 1.15)
    angles = (math.radians(look.turn + 360 * i / look.corners) for i in range(look.corners))
    return [at + QPointF(math.cos(a), -math.sin(a)) * radius for a in angles]


def draw_sample(painter: QPainter, rect: QRectF, look: Look) -> None:
    """A piece of a racer's line with its head in the middle, for legends and lists."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = marks.pen(look.color, 2.0)
    if look.dash:
        line.setCapStyle(Qt.PenCapStyle.FlatCap)
        line.setDashPattern([length / 2.0 for length in look.dash])  # in widths of the pen
    painter.setPen(line)
    middle = rect.center()
    painter.drawLine(QPointF(rect.left(), middle.y()), QPointF(rect.right(), middle.y()))
    draw_head(painter, middle, look, 4.5)
