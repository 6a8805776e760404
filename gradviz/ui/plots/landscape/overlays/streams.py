"""The overlay of streamlines: the ways that steepest descent takes from anywhere."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gradviz.descent import Cancel
from gradviz.descent.landscape.streamlines import streamlines
from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame, path_of
from gradviz.ui.plots.landscape.overlays.computed import ComputedOverlay, Question
from gradviz.ui.plots.landscape.scene import Scene

SPACING = 26.0  # pixels between two lines
HEAD_EVERY = 110.0  # pixels between two arrow heads on a line
HEAD = 4.6
SHADE = QColor(12, 16, 30, 110)
COLOR = QColor(255, 255, 255, 215)


def found_lines(question: Question, cancel: Cancel | None = None) -> tuple[Array, ...]:
    """The streamlines of a question; a pure function for any thread."""
    across, up = (max(3, round(length / SPACING)) for length in question.size)
    return streamlines(
        question.surface,
        question.names,
        question.pair,
        question.map_ranges,
        question.at,
        (across, up),
        cancel,
    )


class StreamlinesOverlay(ComputedOverlay):
    """Evenly spaced lines along the negative gradient, with heads that point downhill."""

    name = "streamlines"
    title = "Streamlines downhill"
    tip = "The ways that steepest descent takes with steps that are small enough"
    tells_best = True
    level = 3.0
    answer = staticmethod(found_lines)

    @property
    def lines(self) -> tuple[Array, ...]:
        """The lines shown, each an array of points (n, 2) downhill."""
        return self.found or ()

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:  # noqa: ARG002
        paths = path_of(self.lines, frame)
        heads = [head for line in self.lines for head in _heads(*frame.pixels(*line.T))]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width in ((SHADE, 2.6), (COLOR, 1.1)):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(marks.pen(color, width))
            painter.drawPath(paths)
            painter.setBrush(color)
            for head in heads:
                painter.drawPolygon(head)


def _polygon(px: Array, py: Array) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in zip(px.tolist(), py.tolist(), strict=True)])


def _heads(px: Array, py: Array) -> list[QPolygonF]:
    """Arrow heads at equal distances along a line, at least one in its middle."""
    steps = np.hypot(np.diff(px), np.diff(py))
    along = np.concatenate([[0.0], np.cumsum(steps)])
    total = float(along[-1])
    count = max(1, int(total / HEAD_EVERY))
    heads = []
    for place in (np.arange(count) + 0.5) * total / count:
        i = min(int(np.searchsorted(along, place)), len(px) - 1)
        before = max(i - 1, 0)
        dx, dy = px[i] - px[before], py[i] - py[before]
        length = float(np.hypot(dx, dy))
        if length == 0:
            continue
        dx, dy = dx / length, dy / length
        tip = np.array([px[i] + dx * HEAD / 2, py[i] + dy * HEAD / 2])
        back = tip - HEAD * np.array([dx, dy])
        side = 0.55 * HEAD * np.array([-dy, dx])
        corners = np.array([tip, back + side, back - side])
        heads.append(_polygon(corners[:, 0], corners[:, 1]))
    return heads
