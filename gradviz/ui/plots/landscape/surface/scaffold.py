"""The scaffold around a surface: floor, walls, and three axes with ticks and names."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPolygonF

from gradviz.descent import Interval, Scale
from gradviz.ui.plots.axis import nice_ticks, shortened, tick_texts
from gradviz.ui.plots.colors import mixed_color
from gradviz.ui.plots.landscape.color_bar import scale_ticks
from gradviz.ui.plots.landscape.surface.camera import FLOOR, HEIGHT, Sight
from gradviz.ui.theme import Theme

TICK_ROOM = 46.0  # pixels along an axis for each label
FEWEST, MOST = 2, 8  # labels of an axis
HEIGHT_TICKS = 5
FLAT = 0.3  # cosine of the elevation below which heights cannot be told apart
GAP = 6.0  # pixels between an edge and its labels
GROUND = 0.45  # of the canvas's color in the floor
GRID = 0.7  # of the line's color in the grid

Corner = tuple[float, float, float]


@dataclass(frozen=True)
class Labels:
    """What is written on the axes."""

    x: str
    y: str
    output: str


@dataclass(frozen=True, eq=False)
class Scaffold:
    """Floor, walls and axes for ranges and a scale, as a sight has them."""

    sight: Sight
    ranges: tuple[Interval, Interval]
    scale: Scale
    labels: Labels
    theme: Theme
    font: QFont

    @property
    def near(self) -> tuple[float, float]:
        """The corner of the floor that is nearest to the viewer."""
        away = self.sight.away
        return math.copysign(1.0, -away[0]), math.copysign(1.0, -away[1])

    @property
    def leftmost(self) -> tuple[float, float]:
        """The corner of the floor farthest to the left."""
        right = self.sight.right
        return math.copysign(1.0, -right[0]), math.copysign(1.0, -right[1])

    def draw_behind(self, painter: QPainter) -> None:
        """What the surface stands before: the floor and the walls behind it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grid = mixed_color(self.theme.surface, self.theme.line, GRID)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed_color(self.theme.surface, self.theme.canvas, GROUND))
        floor = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        painter.drawPolygon(QPolygonF([self._at((x, y, FLOOR)) for x, y in floor]))
        painter.setPen(grid)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLines([self._line(*ends) for ends in self._grid()])

    def draw_before(self, painter: QPainter) -> None:
        """The axes with their labels, which the surface must not cover."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font)
        for side in (0, 1):
            self._draw_ground_axis(painter, side)
        if self.sight.tilt[1] > FLAT:
            self._draw_height_axis(painter)

    # Lines

    def _grid(self) -> Iterator[tuple[Corner, Corner]]:
        far_x, far_y = -self.near[0], -self.near[1]
        for at, _ in self._ticks(0):
            yield (at, -1.0, FLOOR), (at, 1.0, FLOOR)
            yield (at, far_y, FLOOR), (at, far_y, HEIGHT)
        for at, _ in self._ticks(1):
            yield (-1.0, at, FLOOR), (1.0, at, FLOOR)
            yield (far_x, at, FLOOR), (far_x, at, HEIGHT)
        for level in (*(HEIGHT * p for p, _ in self._height_ticks()), FLOOR, HEIGHT):
            yield (far_x, -1.0, level), (far_x, 1.0, level)
            yield (-1.0, far_y, level), (1.0, far_y, level)
        for x, y in ((far_x, far_y), (far_x, -far_y), (-far_x, far_y)):
            yield (x, y, FLOOR), (x, y, HEIGHT)

    def _ticks(self, side: int) -> list[tuple[float, str]]:
        """Positions from -1 to 1 along x or y, and the numbers there."""
        low, high = self.ranges[side]
        along = abs(self.sight.right[side]), abs(self.sight.away[side] * self.sight.tilt[0])
        length = 2.0 * self.sight.unit * math.hypot(*along)
        most = int(min(max(length / TICK_ROOM, FEWEST), MOST))
        values, step = nice_ticks(low, high, most)
        places = [2.0 * (value - low) / (high - low) - 1.0 for value in values]
        return list(zip(places, tick_texts(values, step), strict=True))

    def _height_ticks(self) -> list[tuple[float, str]]:
        return scale_ticks(self.scale, HEIGHT_TICKS)

    # Labels

    def _draw_ground_axis(self, painter: QPainter, side: int) -> None:
        """The axis along the edge of the floor that is nearer to the viewer."""
        other = self.near[1 - side]

        def on_edge(along: float) -> Corner:
            return (along, other, FLOOR) if side == 0 else (other, along, FLOOR)

        outward = self._direction((0.0, other) if side == 0 else (other, 0.0))
        painter.setPen(self.theme.muted)
        painter.drawLine(self._line(on_edge(-1.0), on_edge(1.0)))
        widest = 0.0
        for along, text in self._ticks(side):
            at = self._at(on_edge(along))
            painter.drawLine(QLineF(at, at + outward * 4.0))
            widest = max(widest, self._write(painter, at, outward, GAP, text))
        painter.setPen(self.theme.text)
        name = (self.labels.x, self.labels.y)[side]
        self._write(painter, self._at(on_edge(0.0)), outward, 2 * GAP + widest, shortened(name))

    def _draw_height_axis(self, painter: QPainter) -> None:
        x, y = self.leftmost
        painter.setPen(self.theme.muted)
        painter.drawLine(self._line((x, y, FLOOR), (x, y, HEIGHT)))
        last = math.inf
        for position, text in self._height_ticks():
            at = self._at((x, y, HEIGHT * position))
            if last - at.y() < self._metrics.height():
                continue
            last = at.y()
            painter.drawLine(QLineF(at, at - QPointF(4.0, 0.0)))
            self._write(painter, at, QPointF(-1.0, 0.0), GAP, text)
        painter.setPen(self.theme.text)
        name = shortened(self.labels.output)
        text = name if self.scale.softness is None else f"{name} (logarithmic)"
        width, top = self._metrics.horizontalAdvance(text), self._at((x, y, HEIGHT))
        left = max(6.0, top.x() + 4 - width)
        box = QRectF(left, top.y() - 10 - self._metrics.height(), width + 2, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def _write(
        self, painter: QPainter, at: QPointF, outward: QPointF, gap: float, text: str
    ) -> float:
        """Write beside a point; returns how far outward that reaches from the gap on."""
        width, height = self._metrics.horizontalAdvance(text), self._metrics.height()
        reach = abs(outward.x()) * width / 2 + abs(outward.y()) * height / 2
        middle = at + outward * (gap + reach)
        box = QRectF(middle.x() - width / 2 - 1, middle.y() - height / 2, width + 2, height)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return 2 * reach

    @cached_property
    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.font)

    def _direction(self, ground: tuple[float, float]) -> QPointF:
        """A direction on the ground as a direction on the screen, of length 1."""
        x = ground[0] * self.sight.right[0] + ground[1] * self.sight.right[1]
        away = ground[0] * self.sight.away[0] + ground[1] * self.sight.away[1]
        y = -away * self.sight.tilt[0]
        length = math.hypot(x, y) or 1.0
        return QPointF(x / length, y / length)

    def _at(self, corner: Corner) -> QPointF:
        return QPointF(*self.sight.pixel(*corner))

    def _line(self, one: Corner, other: Corner) -> QLineF:
        return QLineF(self._at(one), self._at(other))
