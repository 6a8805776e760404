"""What the loss plot draws beside the curve of now: ghosts of earlier settings, held-out losses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QPainter

from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame, draw_segments
from gradviz.ui.plots.placing import Placed, free_form
from gradviz.ui.plots.race.legend import Line, draw_legend, forms_of, legend_size
from gradviz.ui.plots.race.looks import Look, look_of
from gradviz.ui.plots.segments import segments

PLATE = "ghosts"
HELD_OUT = "held out"
GHOST_ALPHA = 0.85
HELD_OUT_DASH = (5.0, 3.0)


class Curve(NamedTuple):
    """A further curve: what it is called, how it looks, its heights by epoch."""

    name: str
    look: Look
    heights: Array


def ghost_look(place: int) -> Look:
    """How the ghost in a place looks: as the racer there would."""
    return look_of(place)


def held_out_look(color: str) -> Look:
    """How the losses on rows held out look: dashed."""
    return Look(color, HELD_OUT_DASH, 0, 0.0)


class GhostLayers:
    """Draws curves under that of now, and a legend of all where there is more than one."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._lines = canvas.layer(self._draw_lines, cached=True)
        self._legend = canvas.layer(self._draw_legend, cached=True)
        self._lines.setZValue(-0.5)
        for layer in (self._lines, self._legend):
            layer.setVisible(False)
        self._curves: Sequence[Curve] = ()
        self._now = Curve("", look_of(0), np.empty(0))
        self._placed: Placed | None = None
        canvas.inks["ghosts"] = self._ink

    def draw(self, now: Curve, curves: Sequence[Curve]) -> None:
        """Show these curves beside that of now, which is drawn elsewhere."""
        if not curves and not self._curves:
            return
        self._now, self._curves = now, curves
        if not curves:
            self._canvas.plates.pop(PLATE, None)
        for layer in (self._lines, self._legend):
            layer.setVisible(bool(curves))  # a picture of nothing takes as long as any other
            layer.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._lines.changed()
        self._legend.changed()

    def _draw_lines(self, painter: QPainter, frame: Frame) -> None:
        for curve in self._curves:
            pen = marks.line_pen(curve.look.color, 1.5, GHOST_ALPHA)
            if curve.look.dash:
                pen.setDashPattern([length / 1.5 for length in curve.look.dash])
            painter.setPen(pen)
            draw_segments(painter, _rows(curve, frame))

    def _ink(self, frame: Frame) -> Array:
        rows = [_rows(curve, frame) for curve in self._curves]
        return np.vstack(rows) if rows else np.empty((0, 4))

    def _draw_legend(self, painter: QPainter, frame: Frame) -> None:
        """The legend in the form and the place that cover least; none where there is no room."""
        canvas = self._canvas
        canvas.plates.pop(PLATE, None)
        if not self._curves:
            return
        names = what_differs([curve.name for curve in self._all()])
        looks = (curve.look for curve in self._all())
        lines, font = list(map(Line, looks, names)), canvas.small_font
        forms = forms_of(lines)[:-1]  # with their names
        sizes = [legend_size(lines, font, form) for form in forms]
        plates = list(canvas.plates.values())
        ink, nothing = canvas.ink(frame), np.empty((0, 2))
        self._placed = placed = free_form(
            sizes, frame, ink, nothing, plates=plates, before=self._placed
        )
        if placed is not None:
            canvas.plates[PLATE] = placed.rect
            draw_legend(painter, placed.rect, lines, canvas.theme, font, forms[placed.form])

    def _all(self) -> Sequence[Curve]:
        return (self._now, *self._curves)


def what_differs(names: Sequence[str]) -> list[str]:
    """The names without the first word, where all begin with the same one but those of one word."""
    first = {name.split(" ", 1)[0] for name in names if " " in name and name != HELD_OUT}
    if len(first) != 1:
        return list(names)
    return [name if name == HELD_OUT else name.split(" ", 1)[-1] for name in names]


def _rows(curve: Curve, frame: Frame) -> Array:
    return segments(np.arange(float(len(curve.heights))), curve.heights, frame)
