"""The overlay of the objectives: contours of each, in its own color and dash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gradviz.descent import Cancel, Curve, Field, contours, levels
from gradviz.document.node_surfaces import NodeSurfaces
from gradviz.graph import Array, format_number
from gradviz.teaching import written
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame, draw_curve, draw_dots, path_of
from gradviz.ui.plots.landscape.feasibility import values_at
from gradviz.ui.plots.landscape.overlays.constraints import to_avoid
from gradviz.ui.plots.landscape.overlays.line_names import draw_name, name_places
from gradviz.ui.plots.landscape.overlays.node_overlay import (
    NodeOverlay,
    Wanted,
    curves_of,
    fields_of,
)
from gradviz.ui.plots.landscape.scene import Scene, Surroundings
from gradviz.ui.plots.objectives.looks import color_of, pen_of, sample_of
from gradviz.ui.plots.objectives.source import Space, SpaceSource

NAMES = 8.4  # level
PARETO = "Pareto set"
MOST_LINES = 15  # levels of all objectives together
FEWEST_LINES = 2  # of one
LONG = 24  # widths of the map that the lines of one objective may be long, all together
VEIL = {"light": 0.52, "dark": 0.46}  # of the ground's color over the map, so that lines are seen


@dataclass(frozen=True, eq=False)
class Contours:
    """For each objective by name its contour lines: the level, and the lines there.

    Over one parameter there are curves in their place.
    """

    lines: Mapping[str, tuple[tuple[float, tuple[Array, ...]], ...]]
    curves: Mapping[str, Curve]

    def named(self) -> dict[str, Sequence[Array]]:
        """For each objective the lines of the level in the middle, which carries the name."""
        found: dict[str, Sequence[Array]] = {}
        for name, lines in self.lines.items():
            drawn = [pair for pair in lines if pair[1]]
            if drawn:
                level, parts = drawn[len(drawn) // 2]
                found[f"{written(name)} = {format_number(level, 3)}"] = parts
        return found


ONE_OBJECTIVE = "There is one objective. “Minimize it together with” in a node's menu adds more."


class ObjectivesOverlay(NodeOverlay[Contours]):
    """The objectives one by one, over the map of their sum, which is toned down."""

    name = "objectives"
    title = "Objectives"
    tip = "Contours of each of the objectives that are minimized together, and the Pareto set"
    at_first = True
    views = ("map", "curve")
    level = 1.0

    def __init__(
        self, canvas: PlotCanvas, around: Surroundings, parent: QObject | None = None
    ) -> None:
        super().__init__(canvas, around, parent)
        self._pareto: tuple[Array, ...] = ()
        self._pareto_axes: tuple[str, ...] = ()
        self._is_line = True
        self._source = SpaceSource(around.jobs, self)
        self._source.ready.connect(self._on_space)
        self._names = canvas.layer(self._draw_names, cached=True)
        self._names.setZValue(NAMES)

    @classmethod
    def lack(cls, scene: Scene) -> str:
        """It needs several objectives that are added."""
        return "" if scene.plane.parts.surfaces else ONE_OBJECTIVE

    @property
    def note(self) -> str:
        """Which dash is whose."""
        if self.scene is None:
            return ""
        names = self.scene.plane.parts.surfaces
        return "  ".join(f"{sample_of(i)} {written(name)}" for i, name in enumerate(names))

    def readout(self, point: dict[str, float]) -> str:
        """The objectives at a point."""
        if self.scene is None or self.scene.plane.parts.coordinates != self.scene.plane.names:
            return ""
        plane = self.scene.plane
        values = values_at(plane.parts, {**plane.at, **point})
        return ", ".join(f"{written(n)} = {format_number(v)}" for n, v in values.items())

    @staticmethod
    def nodes(scene: Scene) -> NodeSurfaces:
        """The objectives."""
        return scene.plane.parts

    @staticmethod
    def computed(wanted: Wanted, size: int, cancel: Cancel | None = None) -> Contours:
        """The contour lines, or the curves; a pure function for any thread."""
        if len(wanted.axes) == 1:
            return Contours({}, curves_of(wanted))
        count = MOST_LINES // max(1, len(wanted.named))
        found = {name: _few(f, count) for name, f in fields_of(wanted, size, cancel).items()}
        return Contours(found, {})

    def show(self, scene: Scene | None) -> None:
        """Take another scene."""
        self._names.setVisible(scene is not None)
        super().show(scene)
        if scene is not None:
            self._source.show(scene.document)

    def changed(self) -> None:
        """Draw everything anew."""
        super().changed()
        self._names.changed()

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """The veil and the lines."""
        if self.picture is None:
            return
        theme = self.canvas.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if scene.plane.is_map:
            veil = QColor(theme.surface)
            veil.setAlphaF(VEIL[theme.name])
            painter.fillRect(QRectF(-1, -1, frame.width + 2, frame.height + 2), veil)
        for place, lines in enumerate(self.picture.lines.values()):
            painter.setPen(pen_of(place, theme))
            for _, parts in lines:
                painter.drawPath(path_of(parts, frame))
        if scene.plane.is_map:
            self._draw_pareto_set(painter, frame)
        for place, curve in enumerate(self.picture.curves.values()):
            painter.setPen(pen_of(place, theme, 1.8))
            draw_curve(painter, curve.x, curve.values, frame)

    def pareto_set(self) -> list[Array]:
        """The Pareto set along the axes of the map."""
        if self.scene is None or set(self._pareto_axes) != set(self.scene.plane.axes):
            return []
        columns = [self._pareto_axes.index(axis) for axis in self.scene.plane.axes]
        return [points[:, columns] for points in self._pareto]

    # Inside

    def _on_space(self, space: Space | None) -> None:
        """Keep the points of the front, where there are no parameters but the two of a map."""
        pieces = () if space is None or len(space.parts.coordinates) != 2 else space.pieces
        self._pareto = tuple(piece.points for piece in pieces if piece.points is not None)
        self._is_line = space is not None and space.is_known
        self._pareto_axes = () if space is None else space.parts.coordinates
        self.changed()

    def _draw_pareto_set(self, painter: QPainter, frame: Frame) -> None:
        """The points that become the front: a line where it is known, else what was found."""
        theme = self.canvas.theme
        for color, line, dot in ((theme.surface, 7.0, 5.0), (theme.good, 4.0, 3.2)):
            for points in self.pareto_set():
                if self._is_line:
                    painter.setPen(marks.pen(color, line))
                    painter.drawPath(path_of((points,), frame))
                else:
                    painter.setPen(marks.pen(color, dot))
                    draw_dots(painter, *frame.pixels(points[:, 0], points[:, 1]))

    def _draw_names(self, painter: QPainter, frame: Frame) -> None:
        scene, theme = self.scene, self.canvas.theme
        if scene is None or self.picture is None:
            return
        named = self.picture.named()
        for name, curve in self.picture.curves.items():
            named[written(name)] = (np.column_stack((curve.x, curve.values)),)
        colors = {text: color_of(place, theme) for place, text in enumerate(named)}
        named[PARETO], colors[PARETO] = self.pareto_set(), theme.good
        places = name_places(named, frame, to_avoid(scene, frame))
        for text, at in places.items():
            color = colors[text]
            draw_name(painter, frame, at, text, theme, self.canvas.small_font, color)


def _few(field: Field, count: int) -> tuple[tuple[float, tuple[Array, ...]], ...]:
    """Contour lines at some levels; of a wavy function, whose lines are long, at fewer."""
    at = levels(field.scale, count)
    lines = contours(field, at)
    if count > FEWEST_LINES and sum(len(p) for parts in lines for p in parts) > LONG * len(field.x):
        return _few(field, max(FEWEST_LINES, count // 2))
    return tuple(zip(map(float, at), lines, strict=True))
