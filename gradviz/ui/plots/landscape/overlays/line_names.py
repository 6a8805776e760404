"""Names beside lines on a map, where they cover nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame
from gradviz.ui.theme import Theme

EDGE = (30.0, 14.0)  # pixels from the sides of the plot that a name is away
TRIED = 80  # places along each line
CLEAR = 60.0  # pixels: farther away from everything is no better
ROOM = (5.0, 2.0)


def name_places(
    lines: Mapping[str, Sequence[Array]], frame: Frame, avoided: Array
) -> dict[str, QPointF]:
    """For each line that is seen the place on it, in pixels, farthest from all that matters."""
    result: dict[str, QPointF] = {}
    taken = avoided
    for name, parts in lines.items():
        if not parts:
            continue
        points = np.vstack(parts)
        px, py = frame.pixels(points[:, 0], points[:, 1])
        inside = (px > EDGE[0]) & (px < frame.width - EDGE[0])
        inside &= (py > EDGE[1]) & (py < frame.height - EDGE[1])
        places = np.column_stack((px, py))[inside]
        if not len(places):
            continue
        places = places[:: 1 + len(places) // TRIED]
        best = places[int(np.argmax(_clearance(places, taken)))]
        result[name] = QPointF(float(best[0]), float(best[1]))
        taken = np.vstack((taken, best[None, :]))
    return result


def _clearance(places: Array, taken: Array) -> Array:
    """How far each place is from the nearest point that is taken, as far as that counts."""
    if not len(taken):
        return np.zeros(len(places))
    away = np.hypot(
        places[:, None, 0] - taken[None, :, 0], 2.0 * (places[:, None, 1] - taken[None, :, 1])
    )  # a name is wider than high
    return np.asarray(np.minimum(away.min(axis=1), CLEAR))


def draw_name(
    painter: QPainter,
    frame: Frame,
    at: QPointF,
    text: str,
    theme: Theme,
    font: QFont,
    color: str = "",
) -> None:
    """A name on a small plate, so that it can be read over anything, within the plot."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text) + 2 * ROOM[0]
    height = metrics.height() + 2 * ROOM[1]
    left = min(max(at.x() - width / 2, 2.0), max(2.0, frame.width - width - 2.0))
    top = min(max(at.y() - height / 2, 2.0), max(2.0, frame.height - height - 2.0))
    rect = QRectF(left, top, width, height)
    plate = QColor(theme.surface)
    plate.setAlphaF(0.9)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(marks.pen(color or theme.line, 1.0))
    painter.setBrush(plate)
    painter.drawRoundedRect(rect, 5, 5)
    painter.setFont(font)
    painter.setPen(QColor(color or theme.text))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
