"""The rivals in the loss plot: their losses as lines, their heads, the legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QPainter

from gradviz.graph import Array
from gradviz.session import Racer
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.placing import Placed, free_form, is_covered
from gradviz.ui.plots.race.legend import draw_legend, forms_of, legend_size
from gradviz.ui.plots.race.looks import draw_head, look_of
from gradviz.ui.plots.race.naming import legend_lines
from gradviz.ui.plots.race.traces import Trace, Traces, draw_trace


class LossRace:
    """Draws the losses of all but the first racer, whom the plot itself draws."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._lines = canvas.layer(self._draw_lines, cached=True)
        self._heads = canvas.layer(self._draw_heads)
        self._legend = canvas.layer(self._draw_legend, cached=True)
        self._layers = (self._lines, self._heads, self._legend)
        for layer in self._layers:
            layer.setVisible(False)  # a picture of nothing takes as long as any other
        self._racers: Sequence[Racer] = ()
        self._heights: Sequence[Array] = ()
        self._epoch = 0
        self._traced = Traces()
        self._placed: Placed | None = None
        canvas.inks["rivals"] = self._ink

    def draw(self, racers: Sequence[Racer], heights: Sequence[Array], epoch: int) -> None:
        """Show these racers, with the heights of their losses; nobody when there are no rivals."""
        if not racers and not self._racers:
            return
        same = len(heights) == len(self._heights) and all(
            map(np.array_equal, heights[1:], self._heights[1:])
        )
        self._racers, self._heights, self._epoch = racers, heights, epoch
        if not racers:
            self._canvas.plates.pop("rivals", None)
        for layer in self._layers:
            layer.setVisible(bool(racers))
        if not same:
            self._lines.changed()
            self._canvas.ink_changed.emit()
        self._heads.changed()
        self._legend.changed()

    def draw_epoch(self, epoch: int) -> None:
        """Move the heads."""
        self._epoch = epoch
        if self._racers:
            self._heads.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        for layer in self._layers:
            layer.changed()

    # Inside

    def _traces(self, frame: Frame) -> tuple[Trace, ...]:
        return tuple(
            self._traced.of(racer.place, np.arange(float(len(heights))), heights, frame)
            for racer, heights in zip(self._racers, self._heights, strict=True)
        )

    def _ink(self, frame: Frame) -> Array:
        traces = [path.rows for path in self._traces(frame)[1:]]
        return np.vstack(traces) if traces else np.empty((0, 4))

    def _draw_lines(self, painter: QPainter, frame: Frame) -> None:
        for path in self._traces(frame)[1:]:
            draw_trace(painter, path, path.rows)

    def _draw_heads(self, painter: QPainter, frame: Frame) -> None:
        for racer, heights in zip(self._racers[1:], self._heights[1:], strict=True):
            if len(heights):
                row = min(self._epoch, len(heights) - 1)
                at = frame.pixel(float(row), float(heights[row]))
                draw_head(painter, at, look_of(racer.place), 4.5)

    def _draw_legend(self, painter: QPainter, frame: Frame) -> None:
        """The legend, where it covers nothing; else the one on the landscape must do."""
        if not self._racers:
            self._canvas.plates.pop("rivals", None)
            return
        lines, font = legend_lines(self._racers), self._canvas.small_font
        forms = forms_of(lines)[:-1]  # with their names
        sizes = [legend_size(lines, font, form) for form in forms]
        ink, nothing = self._canvas.ink(frame), np.empty((0, 2))
        plates = [plate for name, plate in self._canvas.plates.items() if name != "rivals"]
        self._placed = placed = free_form(
            sizes, frame, ink, nothing, plates=plates, before=self._placed
        )
        if placed is not None and not is_covered(placed.rect, frame, ink):
            self._canvas.plates["rivals"] = placed.rect
            theme = self._canvas.theme
            draw_legend(painter, placed.rect, lines, theme, font, forms[placed.form])
        else:
            self._canvas.plates.pop("rivals", None)
