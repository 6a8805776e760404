"""The overlay of minima, maxima and saddle points, found by the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gradviz.descent import Cancel, resolution
from gradviz.descent.landscape.stationary import (
    MOST,
    STARTS,
    Kind,
    StationaryPoint,
    count_words,
    stationary_points,
)
from gradviz.graph import format_number
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.overlays.computed import ComputedOverlay, Question
from gradviz.ui.plots.landscape.scene import Scene
from gradviz.ui.plots.landscape.surface.marking import SurfacePoint
from gradviz.ui.plots.ranges import rounded

SIZE = 7.0  # pixels, half the width of a mark
CROWD = 60  # marks; more are drawn smaller
NEAR = 12.0  # pixels: the mouse is at a point
FINE = 1e-4  # of a pixel: what is told of a place
BUDGET = 5_000_000  # numbers to read for the grid of starts
MARKS: Mapping[Kind, str] = {
    Kind.MINIMUM: "★",
    Kind.SADDLE: "✕",
    Kind.MAXIMUM: "▲",
    Kind.FLAT: "◇",
}
COLORS: Mapping[Kind, str] = {
    Kind.MINIMUM: marks.STAR,
    Kind.SADDLE: "#FFFFFF",
    Kind.MAXIMUM: "#FF9A8A",
    Kind.FLAT: "#D8DEE8",
}
EDGE = QColor(20, 14, 30)


def found_points(question: Question, cancel: Cancel | None = None) -> tuple[StationaryPoint, ...]:
    """The stationary points of a question; a pure function for any thread."""
    return stationary_points(
        question.surface,
        question.names,
        question.axes,
        question.ranges,
        question.at,
        cancel,
        max(3, resolution(question.weight, STARTS, BUDGET)),
    )


class StationaryOverlay(ComputedOverlay):
    """Stars, crosses and triangles where the gradient vanishes; the mouse tells the curvatures."""

    name = "stationary"
    title = "Minima, saddle points, maxima"
    tip = "Where the gradient vanishes, found by Newton's method from a grid over the view"
    tells_best = True
    views = ("map", "surface", "curve")
    level = 8.0
    answer = staticmethod(found_points)

    @property
    def points(self) -> tuple[StationaryPoint, ...]:
        """The points shown."""
        return self.found or ()

    @property
    def note(self) -> str:
        if self.found is None:
            return "looking for stationary points …"
        if not self.points:
            return "no stationary point found here"
        kinds = Counter(point.kind for point in self.points)
        named = "  ".join(f"{MARKS[kind]} {count:,}" for kind, count in kinds.items())
        return f"{named} … (zoom in)" if len(self.points) >= MOST else named

    @property
    def explanation(self) -> str:
        return "" if self.found is None else f"In view: {count_words(self.points)}."

    def near(self, place: tuple[float, ...]) -> StationaryPoint | None:
        """The point within some pixels of a place, by the axes of the scene."""
        scene = self.scene
        if scene is None or not place:
            return None
        frame = scene.frame
        mouse = frame.pixel(*_pair(place, frame))
        best, distance = None, NEAR
        for point in self.points:
            there = frame.pixel(*_pair(point.place, frame))
            apart = abs(there.x() - mouse.x())
            if len(place) > 1:
                apart = max(apart, abs(there.y() - mouse.y()))
            if apart < distance:
                best, distance = point, apart
        return best

    def readout(self, point: dict[str, float]) -> str:
        if self.scene is None:
            return ""
        found = self.near(tuple(point[axis] for axis in self.scene.plane.axes))
        return "" if found is None else described(found, self.scene)

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        for point in reversed(self.points):  # minima on top
            y = point.value if scene.plane.is_curve else point.place[1]
            self._draw_point(point, painter, frame.pixel(point.place[0], y))

    def surface_points(self) -> Sequence[SurfacePoint]:
        return [
            SurfacePoint((point.place[0], point.place[1]), partial(self._draw_point, point))
            for point in reversed(self.points)
        ]

    def _draw_point(self, point: StationaryPoint, painter: QPainter, at: QPointF) -> None:
        size = SIZE if len(self.points) <= CROWD else 0.6 * SIZE
        draw_mark(painter, at, point.kind, size, is_smooth=point.is_smooth)
        if self.scene is not None and point is self.near(self.scene.pointer):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for color, width in ((EDGE, 3.6), (QColor("#FFFFFF"), 1.6)):
                painter.setPen(marks.pen(color, width))
                painter.drawEllipse(at, size + 6, size + 6)

    def _on_scene_changed(self, old: Scene | None, new: Scene | None) -> None:
        super()._on_scene_changed(old, new)
        before, now = (self.near(scene.pointer) if scene else None for scene in (old, new))
        if before is not now:
            self.changed()


def described(point: StationaryPoint, scene: Scene) -> str:
    """What a point is, its place, value and curvatures: for the status line."""
    place = place_words(point.place, scene.frame)
    words = "saddle point" if point.kind is Kind.SADDLE else str(point.kind)
    value = f"{scene.plane.output} = {format_number(point.value)}"
    head = f"{MARKS[point.kind]} {words} at ({place}): {value}"
    if not point.is_smooth:
        return f"{head}, at a kink"
    return f"{head}, λ = {', '.join(map(format_number, point.eigenvalues))}"


def place_words(place: tuple[float, ...], frame: Frame) -> str:
    """Coordinates without the digits that are far below a pixel."""
    shown = zip(place, frame.pixel_size, strict=False)
    return ", ".join(format_number(rounded(x, FINE * pixel)) for x, pixel in shown)


def draw_mark(
    painter: QPainter, at: QPointF, kind: Kind, size: float, *, is_smooth: bool = True
) -> None:
    """A star, a cross, a triangle or a diamond, with a dark edge; with a ring at a kink."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = QColor(COLORS[kind])
    if kind is Kind.SADDLE:
        arm = 0.72 * size
        for tone, width in ((EDGE, 4.4), (color, 2.2)):
            painter.setPen(marks.pen(tone, width))
            for side in (arm, -arm):
                painter.drawLine(at + QPointF(-arm, -side), at + QPointF(arm, side))
        return
    painter.setPen(marks.pen(EDGE, 1.2))
    painter.setBrush(color)
    painter.drawPolygon(_shape(kind, size).translated(at))
    if not is_smooth:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(marks.pen(color, 1.4))
        painter.drawEllipse(
            QRectF(at.x() - size - 3, at.y() - size - 3, 2 * size + 6, 2 * size + 6)
        )


def _shape(kind: Kind, size: float) -> QPolygonF:
    if kind is Kind.MINIMUM:
        return marks.star(size)
    if kind is Kind.MAXIMUM:
        corners = [QPointF(0, -1), QPointF(0.9, 0.7), QPointF(-0.9, 0.7)]
    else:
        corners = [QPointF(0, -1), QPointF(0.8, 0), QPointF(0, 1), QPointF(-0.8, 0)]
    return QPolygonF([corner * size for corner in corners])


def _pair(place: tuple[float, ...], frame: Frame) -> tuple[float, float]:
    return (place[0], place[1]) if len(place) > 1 else (place[0], frame.y[0])
