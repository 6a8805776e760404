"""What mouse and keys do on the plots of the explorer: move the point and the step, and look."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject, QPointF, Signal

from gradviz.graph import format_number
from gradviz.ui.plots.derivative.canvases import ProbeCanvas
from gradviz.ui.plots.derivative.explorer import Explorer
from gradviz.ui.plots.derivative.probe import errors_spoken, spoken
from gradviz.ui.plots.derivative.source import Curves
from gradviz.ui.plots.derivative.stage import Stage
from gradviz.ui.plots.ranges import rounded

GRASP = 14.0  # pixels from the second point within which a press takes it
SNAP = 5.0  # pixels within which the point falls on a turning point
NUDGES = 100  # steps across the view
NOTCH = 10 ** (1 / 8)


class Hand(QObject):
    """Knows which of "x" and "h" is held; the graph follows the point while it is looked at."""

    said = Signal(str)
    held_changed = Signal()
    taken = Signal()  # anything that moves by itself must stop now

    def __init__(self, stage: Stage, explorer: Explorer, parent: QObject) -> None:
        super().__init__(parent)
        self._stage, self._explorer = stage, explorer
        self.held = ""
        self.curves: Curves | None = None
        for canvas in (stage.curve, stage.slope):
            canvas.pressed.connect(lambda at, c=canvas: self._on_pressed(c, at))
            canvas.dragged.connect(lambda at, c=canvas: self._on_dragged(c, at))
            canvas.hovered.connect(lambda at, c=canvas: self._on_hovered(c, at))
            canvas.released.connect(self._on_released)
        stage.error.pressed.connect(self._on_step_pressed)
        stage.error.dragged.connect(self._on_step_dragged)
        stage.error.released.connect(self._on_released)
        stage.error.hovered.connect(self._on_errors_hovered)
        for canvas in (stage.curve, stage.slope, stage.error):
            canvas.nudged.connect(self._on_nudged)
            canvas.stepped.connect(self._on_stepped)
            canvas.let_go.connect(self._explorer.let_go)

    # The point

    def _on_pressed(self, canvas: ProbeCanvas, at: QPointF) -> None:
        probe = self._explorer.probe
        if probe is None:
            return
        self.taken.emit()
        self._stage.show_hover(None)
        frame, second = canvas.frame, QPointF(math.nan, math.nan)
        mouse = frame.pixel(at.x(), at.y())
        first = frame.pixel(probe.x, probe.value)
        if canvas is self._stage.curve and math.isfinite(probe.other_value):
            second = frame.pixel(probe.other_x, probe.other_value)
        to_second = math.hypot(mouse.x() - second.x(), mouse.y() - second.y())
        to_first = math.hypot(mouse.x() - first.x(), mouse.y() - first.y())
        self.held = "h" if to_second < GRASP and to_second < to_first else "x"
        self._on_dragged(canvas, at)
        self.held_changed.emit()

    def _on_dragged(self, canvas: ProbeCanvas, at: QPointF) -> None:
        probe = self._explorer.probe
        if probe is None or not self.held:
            return
        x = self._chosen(canvas, at.x())
        if self.held == "h":
            pixel = canvas.frame.pixel_size[0]
            self._explorer.set_h(float(f"{x - probe.x:.12g}") or math.copysign(pixel, probe.h))
        else:
            self._explorer.set_x(x)
        self._look()

    def _on_released(self) -> None:
        self.held = ""
        self._explorer.let_go()
        self.held_changed.emit()

    def _chosen(self, canvas: ProbeCanvas, x: float) -> float:
        """The place under the mouse, or the turning point it is next to."""
        pixel = canvas.frame.pixel_size[0]
        turns = self.curves.turns if self.curves is not None else ()
        near = [turn.x for turn in turns if abs(turn.x - x) < SNAP * pixel]
        return min(near, key=lambda place: abs(place - x)) if near else rounded(x, pixel)

    def _on_hovered(self, canvas: ProbeCanvas, at: QPointF | None) -> None:
        probe = self._explorer.probe
        if at is None or probe is None:
            self._stage.show_hover(None)
            self._explorer.let_go()
            self.said.emit("")
            return
        x = self._chosen(canvas, at.x())
        value, slope = (float(part[0]) for part in probe.cut(np.array([x])))
        self._stage.show_hover(x, value, slope)
        self._explorer.show_on_graph(x)
        self.said.emit(
            f"{probe.called} = {format_number(x)}:  {probe.output} = {format_number(value)},  "
            f"{probe.symbol} = {format_number(slope)}"
        )

    # The step

    def _on_step_pressed(self, at: QPointF) -> None:
        self.taken.emit()
        self.held = "h"
        self._on_step_dragged(at)
        self.held_changed.emit()

    def _on_step_dragged(self, at: QPointF) -> None:
        probe = self._explorer.probe
        if probe is None or not self.held:
            return
        low, high = self._stage.error.frame.x
        step = 10 ** min(max(at.x(), low), high)
        self._explorer.set_h(math.copysign(float(f"{step:.3g}"), probe.h))
        self._look()

    def _on_errors_hovered(self, at: QPointF | None) -> None:
        probe = self._explorer.probe
        if at is None or probe is None or probe.errors is None:
            self.said.emit("")
            return
        self.said.emit(errors_spoken(probe.errors, 10 ** at.x()))

    # Keys

    def _on_nudged(self, right: int, _up: int, _repeats: bool) -> None:  # a signal's
        probe = self._explorer.probe
        if probe is None:
            return
        self.taken.emit()
        low, high = self._stage.interval
        step = (high - low) / NUDGES
        self._explorer.set_x(rounded(probe.x + right * step, step / 10))
        self._look()

    def _on_stepped(self, notches: int) -> None:
        probe = self._explorer.probe
        if probe is not None:
            self.taken.emit()
            self._explorer.set_h(float(f"{probe.h * NOTCH**notches:.4g}"))
            self._look()

    def _look(self) -> None:
        """The graph and the status line follow."""
        probe = self._explorer.probe
        if probe is not None:
            self._explorer.show_on_graph(probe.x)
            self.said.emit(spoken(probe))
