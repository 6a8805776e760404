"""The overlay of basins of attraction: every start in the color of the minimum it reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from time import thread_time

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage, QPainter

from gradviz.descent import Interval, Method, Objective
from gradviz.descent.outcomes.basins import NOT_ARRIVED, NOT_FINITE, SIZES, Basins, basins
from gradviz.errors import GradVizError
from gradviz.session import CancelToken
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.overlays.basins_bar import BasinsBar
from gradviz.ui.plots.landscape.overlays.basins_picture import picture
from gradviz.ui.plots.landscape.overlays.basins_top import BasinsTop
from gradviz.ui.plots.landscape.overlays.overlay import Overlay
from gradviz.ui.plots.landscape.overlays.stationary import place_words
from gradviz.ui.plots.landscape.scene import Scene, Surroundings

BUDGET = 1.2e10
"""Numbers that may be computed for a picture, half a minute; beyond it stays coarser."""

LONGEST = 30.0
"""Seconds a picture may take by what the one before took: methods differ in work by hundreds."""

STAYS_COARSE = "The basins stay coarse: a finer picture would take longer than half a minute."

PATIENCE = 0.3  # seconds a coarse picture may go on although settings have changed


@dataclass(frozen=True)
class Task:
    """Basins to be computed; two that are equal have the same picture."""

    objective: Objective
    axes: tuple[str, str]
    ranges: tuple[Interval, Interval]
    others: tuple[tuple[str, float], ...]
    method: Method
    epochs: int
    bounds: tuple[tuple[str, Interval], ...]
    weight: int

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes from coarse to fine that are worth their time; one at least."""
        per_start = 2.0 * max(1, self.epochs) * self.weight
        return tuple(s for s in SIZES if s == SIZES[0] or s * s * per_start <= BUDGET)


def task_of(scene: Scene) -> Task:
    """The basins of a scene: where the start is along the axes plays no part."""
    plane, document = scene.plane, scene.document
    request = plane.request(scene.frame)
    descent = document.descent
    box = document.landscape.box if descent.in_box else {}
    bounds = tuple((name, box[name]) for name in plane.names if name in box)
    return Task(
        plane.objective,
        (plane.axes[0], plane.axes[1]),
        (scene.frame.x, scene.frame.y),
        tuple((name, plane.at[name]) for name in plane.names if name not in plane.axes),
        descent.method,
        descent.epochs,
        bounds,
        request.weight * max(1, request.nodes),
    )


@dataclass(frozen=True, eq=False)
class Found:
    """Basins, and for how many seconds a processor was at them."""

    basins: Basins
    seconds: float

    @property
    def is_worth_refining(self) -> bool:
        """Whether the next picture, of four times as many starts, is soon there, too."""
        return 4.0 * self.seconds <= LONGEST


def computed(
    task: Task,
    size: int,
    coarser: Basins | None,
    cancel: CancelToken | None = None,
    progress: Callable[[float], None] | None = None,
) -> Found:
    """The basins of a task at one size; a pure function for any thread."""
    began = thread_time()
    at: Mapping[str, float] = {**dict(task.others), **dict.fromkeys(task.axes, 0.0)}
    found = basins(
        task.objective,
        task.axes,
        task.ranges,
        at,
        task.method,
        task.epochs,
        size,
        coarser=coarser,
        bounds=dict(task.bounds) or None,
        cancel=cancel,
        progress=progress,
    )
    if cancel is not None:
        cancel.check()  # descents that were cut short say nothing of where they lead
    return Found(found, thread_time() - began)


class BasinsOverlay(Overlay):
    """Colors every start by where it ends: coarse at first, then finer; the newest task wins.

    A bar shows the progress and stops it. What was shown stays until there is something newer.
    """

    name = "basins"
    title = "Basins of attraction"
    tip = "Every start in the color of the minimum it reaches with this optimizer and rate"
    tells_best = True
    level = 1.0

    def __init__(
        self, canvas: PlotCanvas, around: Surroundings, parent: QObject | None = None
    ) -> None:
        super().__init__(canvas, around, parent)
        self._key = ("basins", id(self))
        self._task: Task | None = None
        self._shown: Basins | None = None
        self._image: tuple[Basins, Frame, str, QImage] | None = None
        self._error = ""
        self._coarse = False
        self._bar = BasinsBar(canvas)
        self._bar.stopped.connect(self.stop)
        self._top = BasinsTop(canvas, self)

    @property
    def basins(self) -> Basins | None:
        """The picture shown; None while there is none."""
        return self._shown

    @property
    def legend_place(self) -> QRectF:
        """Where the legend was drawn last, in pixels of the view box; empty: there was no room."""
        return self._top.legend_place

    @property
    def note(self) -> str:
        return self._error

    @property
    def explanation(self) -> str:
        return STAYS_COARSE if self._coarse else ""

    def readout(self, point: dict[str, float]) -> str:
        shown, scene = self._shown, self.scene
        if shown is None or scene is None:
            return ""
        label = shown.label_at(point[shown.axes[0]], point[shown.axes[1]])
        if label is None:
            return ""
        if label in ENDS:
            return ENDS[label]
        place = place_words(shown.along(label), scene.frame)
        return f"reaches minimum {label + 1} at ({place})"

    def stop(self) -> None:
        """Leave the picture as coarse as it is."""
        self.around.jobs.cancel(self._key)
        self._bar.finish()

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:  # noqa: ARG002
        if self._shown is None:
            return
        theme = self.canvas.theme
        kept = self._image
        if kept is None or kept[0] is not self._shown or kept[1] != frame or kept[2] != theme.name:
            kept = (self._shown, frame, theme.name, picture(self._shown, frame, theme))
            self._image = kept
        painter.drawImage(0, 0, kept[3])

    # Inside

    def _on_scene_changed(self, old: Scene | None, new: Scene | None) -> None:  # noqa: ARG002
        self._top.follow(new)
        task = None if new is None else task_of(new)
        if task == self._task:
            return
        before, self._task = self._task, task
        if task is None:
            self.stop()
            self._take(None)
            return
        if before is None or (before.objective, before.axes) != (task.objective, task.axes):
            self._take(None)
        self._error, self._coarse = "", False
        self._compute(task, 0, None)

    def _compute(self, task: Task, stage: int, coarser: Basins | None) -> None:
        self._bar.begin_stage(stage, len(task.sizes))
        self.around.jobs.submit(
            self._key,
            computed,
            task,
            task.sizes[stage],
            coarser,
            on_done=partial(self._on_done, task, stage),
            on_error=self._on_error,
            on_progress=self._bar.advance,
            patience=PATIENCE if stage == 0 else 0.0,
        )

    def _on_done(self, task: Task, stage: int, found: Found) -> None:
        is_newest = task is self._task  # else a newer one waits already
        is_last = stage + 1 == len(task.sizes)
        self._coarse = is_newest and not is_last and not found.is_worth_refining
        self._take(found.basins)
        if not is_newest:
            return
        if is_last or self._coarse:
            self._bar.finish()
        else:
            self._compute(task, stage + 1, found.basins)

    def _on_error(self, error: Exception) -> None:
        self._bar.finish()
        if not isinstance(error, GradVizError):
            raise error
        self._error = str(error)
        self._take(None)

    def _take(self, found: Basins | None) -> None:
        self._shown = found
        self._image = None
        self.changed()
        self.note_changed.emit()

    def changed(self) -> None:
        super().changed()
        self._top.show(self._shown)


ENDS: Mapping[int, str] = {
    NOT_ARRIVED: "arrives at no minimum in so many epochs",
    NOT_FINITE: "ends in infinity",
}
