"""Overlays that are computed: the question they ask of the surface, answered for any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from gradviz.descent import Interval, Surface
from gradviz.ui.plots.landscape.overlays.overlay import Overlay
from gradviz.ui.plots.landscape.scene import Scene


@dataclass(frozen=True)
class Question:
    """A surface over the visible ranges; two that are equal have the same answer.

    ``others`` are the parameters that are not shown with their values, ``place`` is a point that is
    asked about. ``weight`` says how many numbers are read for one value.
    """

    surface: Surface
    names: tuple[str, ...]
    axes: tuple[str, ...]
    ranges: tuple[Interval, ...]
    others: tuple[tuple[str, float], ...]
    size: tuple[float, float]
    weight: int
    place: tuple[float, ...] = ()

    @property
    def at(self) -> Mapping[str, float]:
        """The values of the parameters that are not shown."""
        return dict(self.others)

    @property
    def point(self) -> Mapping[str, float]:
        """The place that is asked about, by axis."""
        return dict(zip(self.axes, self.place, strict=True))

    @property
    def pair(self) -> tuple[str, str]:
        """The two axes of a map."""
        return self.axes[0], self.axes[1]

    @property
    def map_ranges(self) -> tuple[Interval, Interval]:
        """The ranges of the two axes of a map."""
        return self.ranges[0], self.ranges[1]


def question_of(scene: Scene, place: tuple[float, ...] = ()) -> Question:
    """What is to be asked about a scene."""
    request = scene.plane.request(scene.frame)
    others = tuple(
        (name, request.at[name]) for name in request.parameters if name not in request.axes
    )
    return Question(
        request.surface,
        request.parameters,
        request.axes,
        request.ranges,
        others,
        (scene.frame.width, scene.frame.height),
        request.weight * max(1, request.nodes),
        place,
    )


class ComputedOverlay(Overlay):
    """Asks a question about the scene and shows the newest answer.

    Subclasses give ``answer``, a function of a question (and ``cancel``) for any thread, and
    override ``question`` where it is another one. ``reads`` says for how many points the surface is
    evaluated: where that is little work, the answer is there at once.
    """

    at_once = 400_000
    """Numbers that are read within a few milliseconds."""

    answer: ClassVar[Callable[..., Any]]
    reads = 10**9

    def question(self, scene: Scene) -> Question | None:
        """What to ask about a scene; None: nothing, and nothing is shown."""
        return question_of(scene)

    @property
    def found(self) -> Any:
        """The newest answer; None while there is none."""
        return self._found

    @property
    def is_current(self) -> bool:
        """Whether the answer is to what is asked now."""
        return self._answered == self._asked

    _found: Any = None
    _asked: Question | None = None
    _answered: Question | None = None

    def _on_scene_changed(self, old: Scene | None, new: Scene | None) -> None:  # noqa: ARG002
        asked = None if new is None else self.question(new)
        if asked == self._asked:
            return
        before, self._asked = self._asked, asked
        key = (self.name, id(self))
        if asked is None:
            self.around.jobs.cancel(key)
            self._take(None)
            return
        if before is None or (before.surface, before.axes) != (asked.surface, asked.axes):
            self._take(None)  # an answer about another function must not be shown
        if self.reads * asked.weight <= self.at_once:
            self.around.jobs.cancel(key)
            self._take(type(self).answer(asked), asked)
        else:
            done = partial(self._take, question=asked)
            self.around.jobs.submit(key, type(self).answer, asked, on_done=done)

    def _take(self, found: Any, question: Question | None = None) -> None:
        self._found, self._answered = found, question
        self.changed()
        self.note_changed.emit()
