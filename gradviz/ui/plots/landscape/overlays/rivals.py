"""The overlay of the rivals: their paths beside that of the descent, their heads, the legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter

from gradviz.graph import Array
from gradviz.session import Racer
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.overlays.kept_starts import kept_points
from gradviz.ui.plots.landscape.overlays.overlay import Overlay
from gradviz.ui.plots.landscape.plane import placed_pair
from gradviz.ui.plots.landscape.scene import Scene, Surroundings
from gradviz.ui.plots.placing import Placed, free_form
from gradviz.ui.plots.race.legend import draw_legend, forms_of, legend_size
from gradviz.ui.plots.race.looks import draw_head, look_of
from gradviz.ui.plots.race.naming import legend_lines
from gradviz.ui.plots.race.traces import PALE, Trace, Traces, draw_trace

LINES, HEADS, LEGEND = 9.5, 11.0, 11.5  # levels; the path of the descent lies at 10


class RivalsOverlay(Overlay):
    """What is finished is kept as a picture; only what an epoch changes is drawn with it."""

    name = "rivals"
    title = "Rivals of the race"
    tip = "The paths of the other optimizers, from the same start"
    tells_best = True
    at_first = True
    views = ("map", "surface", "curve")
    level = 9.0

    def __init__(
        self, canvas: PlotCanvas, around: Surroundings, parent: QObject | None = None
    ) -> None:
        super().__init__(canvas, around, parent)
        self._lines = canvas.layer(self._draw_lines)
        self._heads = canvas.layer(self._draw_heads)
        self._legend = canvas.layer(self._draw_legend, cached=True)
        self._layers = (self._lines, self._heads, self._legend)
        for layer, level in zip(self._layers, (LINES, HEADS, LEGEND), strict=True):
            layer.setZValue(level)
        self._traced = Traces()
        self._placed: Placed | None = None
        canvas.inks[self.name] = self._ink
        around.race.changed.connect(self._on_race_changed)
        around.run.race_epoch_changed.connect(self._on_epoch_changed)

    def show(self, scene: Scene | None) -> None:
        """Take another scene."""
        old, self.scene = self.scene, scene
        self._on_scene_changed(old, scene)
        self._show_layers()

    def _show_layers(self) -> None:
        """Hide what has nothing to draw: a picture of nothing takes as long as any other."""
        on = self.scene is not None and bool(self._racers)
        for layer in (self._layer, *self._layers):
            layer.setVisible(on)
        if not on:
            self.canvas.plates.pop(self.name, None)

    def restyle(self) -> None:
        """The theme, or the size of the font, is another one."""
        self._redraw()

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """Paint the whole paths, pale."""
        for path in self._traces(frame, scene)[1:]:
            draw_trace(painter, path, path.rows, alpha=PALE, halo=True)

    @property
    def explanation(self) -> str:
        """Who races: on a small map the legend shows the heads alone."""
        names = ", ".join(line.text for line in legend_lines(self._racers))
        return f"In the race: {names}." if names else ""

    # Inside

    @property
    def _racers(self) -> Sequence[Racer]:
        """All who race; nobody when the descent is alone, which others draw."""
        racers = self.around.race.racers
        return racers if len(racers) > 1 else ()

    def _on_scene_changed(self, old: Scene | None, new: Scene | None) -> None:
        if old is None or new is None or old.plane.axes != new.plane.axes:
            self._redraw()
        elif (
            old.plane.start != new.plane.start
            or old.plane.minima != new.plane.minima
            or old.document.starts != new.document.starts
        ):
            self._legend.changed()

    def _on_race_changed(self, old: Sequence[Racer], new: Sequence[Racer]) -> None:
        if len(old) == len(new) == 1:
            return  # nobody races
        self._show_layers()
        self.note_changed.emit()
        if old[1:] != new[1:]:
            self._redraw()
        elif len(new) > 1:  # the rate of the descent is dragged, and the rivals stay
            self._heads.changed()
            self._legend.changed()

    def _on_epoch_changed(self, _epoch: int) -> None:
        if self._racers:
            self._lines.changed()
            self._heads.changed()

    def _redraw(self) -> None:
        self.changed()
        for layer in self._layers:
            layer.changed()

    def _traces(self, frame: Frame, scene: Scene) -> tuple[Trace, ...]:
        """Everyone's path as it is seen now; the descent's too, which the legend must not hide."""
        return tuple(
            self._traced.of(racer.place, *scene.plane.along(racer.trajectory), frame)
            for racer in self._racers
        )

    def _ink(self, frame: Frame) -> Array:
        traces = () if self.scene is None else self._traces(frame, self.scene)
        return np.vstack([np.empty((0, 4)), *(path.rows for path in traces)])

    def _draw_lines(self, painter: QPainter, frame: Frame) -> None:
        if self.scene is None:
            return
        epoch = self.around.run.race_epoch
        for path in self._traces(frame, self.scene)[1:]:
            draw_trace(painter, path, path.until(epoch), halo=True)

    def _draw_heads(self, painter: QPainter, frame: Frame) -> None:
        if self.scene is None:
            return
        epoch = self.around.run.race_epoch
        for racer in reversed(self._racers):  # the descent's is above the others
            x, y = self.scene.plane.along(racer.trajectory)
            if len(x) and epoch > 0:
                row = min(epoch, len(x) - 1)
                at = frame.pixel(float(x[row]), float(y[row]))
                draw_head(painter, at, look_of(racer.place))

    def _draw_legend(self, painter: QPainter, frame: Frame) -> None:
        if self.scene is None or not self._racers:
            self.canvas.plates.pop(self.name, None)
            return
        lines, font = legend_lines(self._racers), self.canvas.small_font
        rows = self.canvas.ink(frame)
        marks, forms = self._marks(frame, self.scene), forms_of(lines)
        sizes = [legend_size(lines, font, form) for form in forms]
        self._placed = placed = free_form(sizes, frame, rows, marks, before=self._placed)
        if placed is None:
            self.canvas.plates.pop(self.name, None)
            return
        self.canvas.plates[self.name] = placed.rect
        draw_legend(painter, placed.rect, lines, self.canvas.theme, font, forms[placed.form])

    def _marks(self, frame: Frame, scene: Scene) -> Array:
        """The pixels of what else must be seen: the minima, the start, the starts kept."""
        plane = scene.plane
        if not plane.is_map:
            return np.empty((0, 2))
        points = [placed_pair(point) for point in (*plane.minima, plane.start)]
        points += kept_points(scene)
        pixels = (frame.pixel(*point) for point in points)
        return np.array([(at.x(), at.y()) for at in pixels])
