"""The overlay of the constraints: what is infeasible is hatched, its boundary drawn and named."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from gradviz.descent import Cancel
from gradviz.descent.landscape.feasibility import Rows
from gradviz.document.node_surfaces import NodeSurfaces
from gradviz.graph import Array
from gradviz.teaching import written
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame, clipped, path_of
from gradviz.ui.plots.landscape import feasibility
from gradviz.ui.plots.landscape.overlays.forbidden import Forbidden, forbidden_by, region_of
from gradviz.ui.plots.landscape.overlays.line_names import draw_name, name_places
from gradviz.ui.plots.landscape.overlays.node_overlay import NodeOverlay, Wanted
from gradviz.ui.plots.landscape.plane import Plane, placed_pair
from gradviz.ui.plots.landscape.scene import Scene, Surroundings

NAMES, ITERATES = 8.5, 10.5  # levels; the path lies at 10
SPACING = 9.0  # pixels between the lines of the hatching
VEIL = {"light": 0.62, "dark": 0.55}  # how much of the ground's color lies over what is infeasible
INK, PAPER = "#10151C", "#FFFFFF"
APART = 7.0  # pixels between two hollow dots
MOST_DOTS = 1500
BOX_DASH = (5.0, 4.0)
NO_CONSTRAINT = "There is no constraint here. “Keep it at most 0” in a node's menu makes one."


class ConstraintsOverlay(NodeOverlay[Forbidden]):
    """Hatches where a constraint is above 0, draws the box, and marks the infeasible iterates."""

    name = "constraints"
    title = "Constraints"
    tip = "What is infeasible is hatched; infeasible epochs are hollow"
    at_first = True
    views = ("map", "curve")
    level = 1.5

    def __init__(
        self, canvas: PlotCanvas, around: Surroundings, parent: QObject | None = None
    ) -> None:
        super().__init__(canvas, around, parent)
        self._names = canvas.layer(self._draw_names, cached=True)
        self._iterates = canvas.layer(self._draw_iterates)
        self._names.setZValue(NAMES)
        self._iterates.setZValue(ITERATES)
        self._boxed: object = None

    @classmethod
    def lack(cls, scene: Scene) -> str:
        """It needs a constraint, or a box the descent is kept in."""
        has_some = bool(scene.plane.limits.surfaces) or _box_of(scene) is not None
        return "" if has_some else NO_CONSTRAINT

    @property
    def note(self) -> str:
        """What the hatching is."""
        scene = self.scene
        return "▨ infeasible" if scene is not None and scene.plane.limits.surfaces else ""

    def readout(self, point: dict[str, float]) -> str:
        """The values of the constraints at a point."""
        if self.scene is None:
            return ""
        plane = self.scene.plane
        if plane.limits.coordinates != plane.names:
            return ""
        at = {**plane.at, **point}
        standings = feasibility.standings_at(plane.limits, at, self.scene.document)
        return feasibility.readout(standings)

    @staticmethod
    def nodes(scene: Scene) -> NodeSurfaces:
        """The constraints."""
        return scene.plane.limits

    @staticmethod
    def computed(wanted: Wanted, size: int, cancel: Cancel | None = None) -> Forbidden:
        """Where each constraint is 0, and where it is above."""
        return forbidden_by(wanted, size, cancel)

    def show(self, scene: Scene | None) -> None:
        """Take another scene."""
        for layer in (self._names, self._iterates):
            layer.setVisible(scene is not None)
        super().show(scene)
        if scene is not None:
            boxed = (_box_of(scene), scene.plane.axes)
            if boxed != self._boxed:
                self._boxed = boxed
                self.changed()
            self._iterates.changed()

    def changed(self) -> None:
        """Draw everything anew."""
        super().changed()
        self._names.changed()

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """The hatching, the boundaries and the box."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.picture is not None:
            region = region_of(self.picture, frame)
            if not region.isEmpty():
                self._hatch(painter, frame, region)
            for lines in self.picture.boundaries.values():
                _stroke(painter, path_of(lines, frame))
            for low, high in self.picture.intervals:
                _stroke(painter, _upright(frame, low, high))
        box = _box_of(scene)
        if box is not None:
            for color, width in ((PAPER, 3.2), (INK, 1.4)):
                pen = QPen(QColor(color), width)
                pen.setDashPattern([d * 1.4 / width for d in BOX_DASH])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(_box_rect(box, scene.plane, frame))

    # Inside

    def _hatch(self, painter: QPainter, frame: Frame, region: QPainterPath) -> None:
        theme = self.canvas.theme
        veil = QColor(theme.surface)
        veil.setAlphaF(VEIL[theme.name])
        painter.fillPath(region, veil)
        reach = frame.width + frame.height
        lines = [
            (QPointF(x, 0.0), QPointF(x - frame.height, frame.height))
            for x in np.arange(SPACING / 2, reach, SPACING)
        ]
        with clipped(painter, region):
            for color, width, alpha in ((PAPER, 2.4, 0.30), (INK, 1.0, 0.62)):
                painter.setPen(marks.pen(color, width, alpha))
                for start, end in lines:
                    painter.drawLine(start, end)

    def _draw_names(self, painter: QPainter, frame: Frame) -> None:
        scene = self.scene
        if scene is None or self.picture is None:
            return
        avoided = to_avoid(scene, frame)
        places = name_places(self.picture.boundaries, frame, avoided)
        for name, at in places.items():
            text = f"{written(name)} = 0"
            draw_name(painter, frame, at, text, self.canvas.theme, self.canvas.small_font)

    def _draw_iterates(self, painter: QPainter, frame: Frame) -> None:
        scene = self.scene
        if scene is None or scene.trajectory is None:
            return
        plane, trajectory = scene.plane, scene.trajectory
        known = set(plane.limits.coordinates) <= set(trajectory.parameters)
        if not plane.limits.surfaces or not known or not len(trajectory.points):
            return
        x, y = plane.along(trajectory)
        if not len(x):  # a curve that is cut through more parameters does not hold the path
            return
        px, py = frame.pixels(x, y)
        rows = _apart(px, py, frame)
        bad = rows[feasibility.infeasible(plane.limits, trajectory, rows)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(marks.pen(marks.PATH, 1.6))
        painter.setBrush(QColor(marks.HALO))
        for row in bad:
            painter.drawEllipse(QPointF(float(px[row]), float(py[row])), 3.2, 3.2)
        shown = min(scene.epoch, len(x) - 1)
        if np.isfinite((px[shown], py[shown])).all():
            here = np.array([shown])
            holds = not feasibility.infeasible(plane.limits, trajectory, here)[0]
            self._draw_verdict(painter, QPointF(float(px[shown]), float(py[shown])), holds=holds)

    def _draw_verdict(self, painter: QPainter, at: QPointF, *, holds: bool) -> None:
        """A small plate beside the epoch's ring: a tick, or a cross."""
        theme = self.canvas.theme
        center = at + QPointF(12.0, -12.0)
        painter.setPen(marks.pen(theme.good if holds else theme.bad, 1.4))
        painter.setBrush(QColor(theme.surface))
        painter.drawEllipse(center, 7.0, 7.0)
        painter.setPen(marks.pen(theme.good if holds else theme.bad, 2.0))
        shape = ((-3, 0.4), (-0.8, 2.6), (3.2, -2.6)) if holds else ((-2.5, -2.5), (2.5, 2.5))
        painter.drawPolyline(QPolygonF([center + QPointF(*corner) for corner in shape]))
        if not holds:
            painter.drawLine(center + QPointF(-2.5, 2.5), center + QPointF(2.5, -2.5))


def _box_of(scene: Scene) -> dict[str, tuple[float, float]] | None:
    """The box along the axes, if the descent is kept in it."""
    box = scene.document.landscape.box
    found = {axis: box[axis] for axis in scene.plane.axes if axis in box}
    return found if scene.document.descent.in_box and found else None


def _box_rect(box: Mapping[str, tuple[float, float]], plane: Plane, frame: Frame) -> QRectF:
    """The box in pixels; along an axis without sides it goes beyond what is seen."""
    far = 1e5
    (left, right), (bottom, top) = (-far, far), (-far, far)
    x = box.get(plane.axes[0])
    if x is not None:
        left, right = (frame.pixel(side, frame.y[0]).x() for side in x)
    y = box.get(plane.axes[1]) if plane.is_map else None
    if y is not None:
        top, bottom = (frame.pixel(frame.x[0], side).y() for side in y)
    inside = QRectF(QPointF(left, min(top, bottom)), QPointF(right, max(top, bottom)))
    # The frame of a view that shows the box alone lies half outside of the plot.
    return inside.intersected(QRectF(-far, -far, 3 * far, 3 * far)).adjusted(1, 1, -1, -1)


def _upright(frame: Frame, *places: float) -> QPainterPath:
    path = QPainterPath()
    for place in places:
        x = frame.pixel(place, frame.y[0]).x()
        path.moveTo(x, 0.0)
        path.lineTo(x, frame.height)
    return path


def _stroke(painter: QPainter, path: QPainterPath) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width, alpha in ((PAPER, 3.6, 0.75), (INK, 1.7, 1.0)):
        painter.setPen(marks.pen(color, width, alpha))
        painter.drawPath(path)


def _apart(px: Array, py: Array, frame: Frame) -> Rows:
    """Rows of iterates in view that are so far apart that their dots can be told."""
    with np.errstate(invalid="ignore"):
        seen = np.flatnonzero(
            (px > -8) & (px < frame.width + 8) & (py > -8) & (py < frame.height + 8)
        )
    if not len(seen):
        return seen
    cells = np.column_stack((px[seen] // APART, py[seen] // APART))
    _, first = np.unique(cells, axis=0, return_index=True)
    return np.sort(seen[first])[:MOST_DOTS]


def to_avoid(scene: Scene, frame: Frame) -> Array:
    """The pixels of what a name must not cover: the path, the start, the minima."""
    plane = scene.plane
    x, y = plane.along(scene.trajectory)
    px, py = frame.pixels(x, y)
    rows = _apart(px, py, frame)
    points = [np.column_stack((px[rows], py[rows]))] if len(rows) else []
    if plane.is_map:
        for point in (*plane.minima, plane.start):
            at = frame.pixel(*placed_pair(point))
            points.append(np.array([[at.x(), at.y()]]))
    return np.vstack(points) if points else np.empty((0, 2))
