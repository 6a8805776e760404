"""What both plots above one another share: tinted stretches, hairlines, marks of turning points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gradviz.descent import Turn, TurningPoint
from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame
from gradviz.ui.theme import Theme

TINT = {"light": 0.075, "dark": 0.13}
ROOM_FOR_ARROW, ROOM_FOR_WORD = 26.0, 64.0  # pixels


class Stretch(NamedTuple):
    """An interval on which the function rises (1) or falls (−1)."""

    low: float
    high: float
    direction: int


def stretches(x: Array, slopes: Array, turns: Sequence[TurningPoint]) -> tuple[Stretch, ...]:
    """The intervals on which the slope keeps its sign, up to the turning points between them."""
    signs = np.where(np.isfinite(slopes), np.sign(np.nan_to_num(slopes)), 0).astype(int)
    exact = {t.x for t in turns if t.turn is not Turn.KINK}
    return tuple(_runs(x, signs, exact))


def _runs(x: Array, signs: Array, exact: set[float]) -> Iterator[Stretch]:
    starts = [0, *(np.flatnonzero(np.diff(signs)) + 1), len(x)]
    for first, last in pairwise(starts):
        direction = int(signs[first])
        if direction:
            low = x[max(first - 1, 0)] if first else x[0]
            high = x[min(last, len(x) - 1)]
            yield Stretch(
                _near(float(low), float(x[first]), exact),
                _near(float(x[last - 1]), float(high), exact),
                direction,
            )


def _near(low: float, high: float, exact: set[float]) -> float:
    """The turning point between two samples, else the middle."""
    between = [place for place in exact if low <= place <= high]
    return between[0] if between else (low + high) / 2


def color_of(direction: int, theme: Theme) -> str:
    """Rising is the color of values, falling that of gradients."""
    return theme.value if direction > 0 else theme.gradient


def draw_stretches(
    painter: QPainter, frame: Frame, theme: Theme, found: Sequence[Stretch], *, arrows: bool
) -> None:
    """Tint where the function rises and falls; with an arrow at the top, so that it can be told."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for stretch in found:
        left = max(frame.pixel(stretch.low, 0.0).x(), 0.0)
        right = min(frame.pixel(stretch.high, 0.0).x(), frame.width)
        tint = QColor(color_of(stretch.direction, theme))
        tint.setAlphaF(TINT[theme.name])
        painter.fillRect(QRectF(left, 0, right - left, frame.height), tint)
        if arrows and right - left > ROOM_FOR_ARROW:
            painter.setPen(QColor(color_of(stretch.direction, theme)))
            arrow, word = ("↗", "rises") if stretch.direction > 0 else ("↘", "falls")
            text = f"{arrow} {word}" if right - left > ROOM_FOR_WORD else arrow
            place = QRectF(left + 5, 2, right - left, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, text)


def draw_hairline(
    painter: QPainter, frame: Frame, x: float, color: str, *, dashed: bool = False
) -> None:
    """A vertical line through a place."""
    at = round(frame.pixel(x, 0.0).x())
    if not 0 <= at <= frame.width:
        return
    line = marks.pen(color, 1.0, 0.75)
    if dashed:
        line.setStyle(Qt.PenStyle.DashLine)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(line)
    painter.drawLine(QPointF(at, 0), QPointF(at, frame.height))


def draw_turn(painter: QPainter, at: QPointF, turn: Turn, theme: Theme) -> None:
    """A star for a minimum, a diamond for a maximum, a cross for a flat point, else a ring."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if turn is Turn.MINIMUM:
        marks.draw_star(painter, at, theme, 7.0)
        return
    painter.setPen(marks.pen(theme.text, 1.6))
    if turn is Turn.MAXIMUM:
        painter.setBrush(QColor(theme.surface))
        painter.drawPolygon([at + QPointF(*d) for d in ((0, -6), (6, 0), (0, 6), (-6, 0))])
    elif turn is Turn.FLAT:
        for dx in (-5, 5):
            painter.drawLine(at + QPointF(-dx, -5), at + QPointF(dx, 5))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 5.0, 5.0)


def draw_dot(
    painter: QPainter, at: QPointF, color: str, theme: Theme, radius: float, *, held: bool = False
) -> None:
    """A point that can be dragged: filled, with a rim; larger while it is held."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    glow = QColor(color)
    glow.setAlphaF(0.28 if held else 0.16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(at, radius + (7 if held else 4), radius + (7 if held else 4))
    painter.setPen(marks.pen(theme.surface, 1.5))
    painter.setBrush(QColor(color))
    painter.drawEllipse(at, radius, radius)
