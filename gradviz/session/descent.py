"""The descent run: the trajectory of the session's document and the epoch that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gradviz.document import Document, same_form, same_function
from gradviz.graph import Value
from gradviz.session.jobs import JobRunner
from gradviz.session.outcomes import (
    Halt,
    Outcome,
    descended,
    expected_seconds,
    start_values,
    steadied,
)
from gradviz.session.pausing import Pausing
from gradviz.session.playing import EpochPlayer, Head
from gradviz.session.session import Session

if TYPE_CHECKING:
    from gradviz.descent import Objective, Trajectory

AT_ONCE = 0.008
"""Seconds: what is expected to take longer is computed in the background."""

AT_ONCE_FIRST = 0.05
"""The same for a function met for the first time, so that an opened document is alive at once."""

_PATIENCE = 0.25


class DescentRun(EpochPlayer):
    """Keeps the trajectory of the session's document up to date, and the epoch shown.

    ``trajectory`` is None when there is nothing to descend; ``reason`` then says why. The epoch
    is kept when the trajectory changes; one at the end stays at the end. While a constant is
    dragged and the descent takes long, that of a moment before is shown. A path that takes long is
    shown while it grows (``is_growing``), until it is whole or ``halt`` ends it where it is;
    ``progressed`` says how far it is, ``growing_changed`` that it begins or is over.
    ``scrubbed`` says that the epoch was chosen, so that the graph should show it; a change of the
    start ends that. ``retold`` follows all these for words about the run: while something is
    dragged, they come a few times a second, so that a frame has time for what is looked at.
    """

    trajectory_changed = Signal(object)
    failed = Signal(object)
    growing_changed = Signal(bool)
    progressed = Signal(float)
    retold = Signal()

    def __init__(
        self,
        session: Session,
        jobs: JobRunner,
        parent: QObject | None = None,
        *,
        at_once: bool = True,
    ) -> None:
        """Descend ``at_once``, or not before ``start`` is called."""
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._key = ("descent", id(self))
        self._outcome = Outcome(Document())
        self._halt = Halt()
        self._is_growing = False
        self._words = Pausing(self)
        self._words.due.connect(self.retold)
        if at_once:
            self.start()

    def start(self) -> None:
        """Descend on the document as it is, and follow it from now on."""
        self._session.document_changed.connect(self._on_document_changed)
        self._session.gesture_ended.connect(self._words.hurry)
        self._update()

    @property
    def trajectory(self) -> Trajectory | None:
        """The latest descent; None when there is nothing to descend."""
        return self._outcome.trajectory

    @property
    def objective(self) -> Objective | None:
        """What is descended; None when the document has no such thing."""
        return self._outcome.objective

    @property
    def document(self) -> Document:
        """The document that the trajectory is of: the session's, or one just before it."""
        return self._outcome.document

    @property
    def pace(self) -> float:
        """Seconds that an epoch of the latest descent took; 0 where nothing was descended."""
        return self._outcome.pace or 0.0

    @property
    def reason(self) -> str:
        """Why there is no trajectory, as a sentence; empty when there is one."""
        return self._outcome.reason

    @property
    def is_growing(self) -> bool:
        """Whether the path is being computed in the background."""
        return self._is_growing

    @property
    def is_halted(self) -> bool:
        """Whether the path shown was ended where it is."""
        path = self.trajectory
        return path is not None and path.stop == "unfinished" and not self._is_growing

    def halt(self) -> None:
        """End the path that is being computed where it is; the next change begins anew."""
        self._halt.asked = True

    def resume(self) -> None:
        """Compute a path that was ended once more, to its end."""
        if self.is_halted:
            self._update()

    def is_about(self, document: Document) -> bool:
        """Whether the objective is that of the document, whatever its start and its method."""
        return self.objective is not None and same_function(self._outcome.document, document)

    def point_at(self, epoch: int) -> dict[str, Value]:
        """The parameters by name at an epoch (clamped); empty without a trajectory."""
        trajectory, target = self.trajectory, self.objective
        if trajectory is None or target is None:
            return {}
        point = trajectory.points[min(max(epoch, 0), trajectory.epochs)]
        return dict(zip(target.parameters, target.arguments(point), strict=True))

    # Inside

    def _on_document_changed(self, old: Document, new: Document) -> None:
        same_box = new.landscape.box == old.landscape.box or not new.descent.in_box
        same_data = new.graph is old.graph and new.dataset is old.dataset
        if same_data and same_box and new.descent == old.descent:
            return
        if self._session.is_fresh or not same_function(old, new):
            self.pause()
        self._update()

    def _update(self) -> None:
        """Descend on the document as it is, at once or in the background."""
        document, before = self._session.document, self._outcome
        same = same_function(before.document, document)
        if not (same and start_values(before.document) == start_values(document)):
            head, self._head = self._head, self._placed(scrubbed=False)
            self._announce(head)
        if not document.graph.parameters:
            self._finish(Outcome(document, reason=_nothing_to_descend(document)))
            return
        alike = same or (before.trajectory is not None and same_form(before.document, document))
        known, pace = before.objective if same else None, before.pace if alike else None
        if expected_seconds(document, pace) < (AT_ONCE if pace else AT_ONCE_FIRST):
            self._finish(descended(document, known, pace))
            return
        if not alike:  # a path of another function must not be shown with this one
            self._accept(Outcome(document, reason="Computing the descent …"))
        self._halt = Halt()
        self._jobs.submit(
            self._key,
            descended,
            document,
            known,
            pace,
            self._halt,
            on_done=self._on_done,
            on_progress=self.progressed.emit,
            on_told=self._accept,
            patience=_PATIENCE if alike else 0.0,
        )
        self._set_growing(on=True)

    def _finish(self, outcome: Outcome) -> None:
        """What is known at once takes the place of what was being computed."""
        self._jobs.cancel(self._key)
        self._set_growing(on=False)
        self._accept(outcome)

    def _on_done(self, outcome: Outcome) -> None:
        if not self._jobs.is_busy(self._key):
            self._set_growing(on=False)
        self._accept(outcome)

    def _set_growing(self, *, on: bool) -> None:
        if on != self._is_growing:
            self._is_growing = on
            self.growing_changed.emit(on)

    def _accept(self, outcome: Outcome) -> None:
        old, self._outcome = self._outcome, steadied(outcome, self._outcome)
        head, trajectory = self._head, outcome.trajectory
        self._own = None if trajectory is None else trajectory.epochs
        self._head = self._placed(scrubbed=head.scrubbed)
        if trajectory is None:
            self.pause()
        if trajectory is not old.trajectory or outcome.reason != old.reason:
            self.trajectory_changed.emit(trajectory)
        super()._announce(head)
        self._words.changed(streams=self._session.is_in_gesture)
        if outcome.error is not None:
            self.failed.emit(outcome.error)

    def _announce(self, old: Head) -> None:
        super()._announce(old)
        if self._head != old:
            self._words.changed(streams=False)


def _nothing_to_descend(document: Document) -> str:
    if not document.graph.nodes:
        return "Write an expression to descend on."
    return "Make an input a parameter to descend."
