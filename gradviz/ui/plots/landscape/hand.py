"""The hand on the landscape: it places, drags and nudges the start, and points at a place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Signal

from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.landscape.plane import Plane, placed
from gradviz.ui.plots.landscape.scene import Surroundings
from gradviz.ui.plots.landscape.start_gesture import StartGesture
from gradviz.ui.plots.ranges import rounded

if TYPE_CHECKING:
    from gradviz.ui.plots.landscape.surface.view import SurfaceView

NUDGE = 100  # steps across the view


class Hand(QObject):
    """Turns what a canvas says of mouse and keys into moves of the start, and into read-outs.

    ``let_go`` says that a move is over; ``pointed`` carries the coordinates by axis under the
    mouse, or None when it is elsewhere.
    """

    let_go = Signal()
    pointed = Signal(object)

    def __init__(
        self,
        canvas: PlotCanvas | SurfaceView,
        around: Surroundings,
        plane: Callable[[], Plane | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._around, self._plane = canvas, around, plane
        self._gesture = StartGesture(around.session)
        canvas.pressed.connect(self._on_pressed)
        canvas.dragged.connect(self._on_dragged)
        canvas.released.connect(self._on_released)
        canvas.double_clicked.connect(self._on_double_clicked)
        canvas.nudged.connect(self._on_nudged)
        canvas.hovered.connect(self._on_hovered)

    @property
    def is_held(self) -> bool:
        """Whether the start is being dragged."""
        return self._gesture.is_held

    def _on_pressed(self, point: QPointF) -> None:
        self._around.passes.show_inputs(None)
        self._gesture.begin()
        self._on_dragged(point)

    def _on_dragged(self, point: QPointF) -> None:
        plane = self._plane()
        if plane is not None and self._gesture.is_held:
            target = self._chosen(plane, point)
            self._gesture.move(target)
            self.pointed.emit(target)

    def _on_released(self) -> None:
        self._gesture.end()
        self.let_go.emit()

    def _on_double_clicked(self) -> None:
        self._gesture.take_back()
        self.let_go.emit()

    def _on_nudged(self, right: int, up: int, repeats: bool) -> None:  # a signal's
        plane, frame = self._plane(), self._canvas.frame
        if plane is None:
            return
        if not repeats:
            self._gesture.begin()
        target = {}
        views = zip(plane.axes, (right, up), (frame.x, frame.y), strict=False)
        for axis, steps, (low, high) in views:
            step = (high - low) / NUDGE
            target[axis] = rounded(plane.at[axis] + steps * step, step / 10)
        self._gesture.move(target)
        self._on_released()

    def _on_hovered(self, point: QPointF | None) -> None:
        plane = self._plane()
        if point is None or plane is None:
            self._around.passes.show_inputs(None)
            self.pointed.emit(None)
            return
        at = self._chosen(plane, point)
        fixed = {name: plane.at[name] for name in plane.fixed}
        self._around.passes.show_inputs(self._gesture.values(fixed | at))
        self.pointed.emit(at)

    def _chosen(self, plane: Plane, point: QPointF) -> dict[str, float]:
        """The coordinates under the mouse, with the digits that a pixel can tell apart."""
        pixels = placed(plane.axes, *self._canvas.frame.pixel_size)
        at = placed(plane.axes, point.x(), point.y())
        return {axis: rounded(at[axis], pixels[axis]) for axis in plane.axes}
