"""The descent run: the trajectory of the session's document and the epoch that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from gradviz.document import Document, descent_of, inputs_of, objective_of, same_function
from gradviz.errors import GradVizError
from gradviz.graph import Literal, NodeId, Value
from gradviz.session.jobs import CancelToken, JobRunner
from gradviz.session.session import Session

if TYPE_CHECKING:
    from gradviz.descent import Objective, Trajectory

AT_ONCE = 0.008
"""Seconds: what is expected to take longer is computed in the background."""

AT_ONCE_FIRST = 0.05
"""The same for a function met for the first time, so that an opened document is alive at once."""

_PER_OPERATION = 0.5e-6  # seconds, a rough guess for a function never run before
_PER_NUMBER = 2e-9
_PER_NODE = 150e-6  # seconds to compile
_PATIENCE = 0.25
_PLAY_MS = 33
_PLAY_SECONDS = 6.0


@dataclass(frozen=True)
class _Outcome:
    """What came of a document: the objective, its trajectory or the error, the time per epoch."""

    document: Document
    objective: Objective | None = None
    trajectory: Trajectory | None = None
    error: GradVizError | None = None
    reason: str = ""
    pace: float | None = None


def _descended(
    document: Document,
    known: Objective | None,
    pace: float | None,
    cancel: CancelToken | None = None,
) -> _Outcome:
    """Build the objective unless it is known, and descend; the user's errors become values."""
    found = known
    try:
        found = objective_of(document) if known is None else known
        _ = found.exact or found.function  # made once, so not part of the time of an epoch
        start = perf_counter()
        trajectory = descent_of(document, found, cancel=cancel)
        pace = (perf_counter() - start) / max(1, document.descent.epochs)
    except GradVizError as error:
        return _Outcome(document, found, None, error, str(error), pace)
    if cancel is not None:
        cancel.check()  # a path that was cut short is no trajectory
    return _Outcome(document, found, trajectory, pace=pace)


class DescentRun(QObject):
    """Keeps the trajectory of the session's document up to date, and the epoch shown.

    ``trajectory`` is None when there is nothing to descend; ``reason`` then says why. The epoch
    is kept when the trajectory changes; one at the end stays at the end. ``scrubbed`` says that
    the epoch was chosen, so that the graph should show it; a change of the start ends that.
    """

    trajectory_changed = Signal(object)
    epoch_changed = Signal(int)
    failed = Signal(object)
    playing_changed = Signal(bool)

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
        self._outcome = _Outcome(Document())
        self._wanted: int | None = None  # None: the last epoch, whichever that is
        self._epoch = 0
        self._scrubbed = False
        self._stride = 1
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        if at_once:
            self.start()

    def start(self) -> None:
        """Descend on the document as it is, and follow it from now on."""
        self._session.document_changed.connect(self._on_document_changed)
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
    def reason(self) -> str:
        """Why there is no trajectory, as a sentence; empty when there is one."""
        return self._outcome.reason

    @property
    def epoch(self) -> int:
        """The epoch shown, from 0 (the start) to the last one recorded."""
        return self._epoch

    @property
    def scrubbed(self) -> bool:
        """Whether the epoch was chosen, and the graph should show its values."""
        return self._scrubbed

    @property
    def is_playing(self) -> bool:
        """Whether the epochs advance by themselves."""
        return self._timer.isActive()

    def point_at(self, epoch: int) -> dict[str, Value]:
        """The parameters by name at an epoch (clamped); empty without a trajectory."""
        trajectory, target = self.trajectory, self.objective
        if trajectory is None or target is None:
            return {}
        point = trajectory.points[min(max(epoch, 0), trajectory.epochs)]
        return dict(zip(target.parameters, target.arguments(point), strict=True))

    def set_epoch(self, epoch: int) -> None:
        """Show an epoch; what lies outside is clamped. Stops playing."""
        self.pause()
        self._go(epoch)

    def play(self) -> None:
        """Run through the epochs in at most about six seconds; from the end, start anew."""
        trajectory = self.trajectory
        if trajectory is None or trajectory.epochs == 0:
            return
        if self._epoch == trajectory.epochs:
            self._go(0)
        self._stride = max(1, round(trajectory.epochs * _PLAY_MS / 1000 / _PLAY_SECONDS))
        if not self.is_playing:
            self._timer.start(_PLAY_MS)
            self.playing_changed.emit(True)  # noqa: FBT003  # a signal's argument

    def pause(self) -> None:
        """Stop running through the epochs."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit(False)  # noqa: FBT003

    # Inside

    def _on_tick(self) -> None:
        self._go(self._epoch + self._stride)
        if self.trajectory is None or self._epoch == self.trajectory.epochs:
            self.pause()

    def _go(self, epoch: int) -> None:
        last = 0 if self.trajectory is None else self.trajectory.epochs
        self._wanted = None if epoch >= last else max(0, epoch)
        self._place(scrubbed=self.trajectory is not None)

    def _place(self, *, scrubbed: bool) -> None:
        """Put the epoch where it is wanted, and say so when that is news."""
        last = 0 if self.trajectory is None else self.trajectory.epochs
        epoch = last if self._wanted is None else min(self._wanted, last)
        if (epoch, scrubbed) != (self._epoch, self._scrubbed):
            self._epoch, self._scrubbed = epoch, scrubbed
            self.epoch_changed.emit(epoch)

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if new.graph is old.graph and new.dataset is old.dataset and new.descent == old.descent:
            return
        if self._session.is_fresh or not same_function(old, new):
            self.pause()
        self._update()

    def _update(self) -> None:
        """Descend on the document as it is, at once or in the background."""
        document, before = self._session.document, self._outcome
        same = same_function(before.document, document)
        if not (same and _start(before.document) == _start(document)):
            self._place(scrubbed=False)
        if not document.graph.parameters:
            self._jobs.cancel(self._key)
            self._accept(_Outcome(document, reason=_nothing_to_descend(document)))
            return
        known, pace = (before.objective, before.pace) if same else (None, None)
        if _expected_seconds(document, pace) < (AT_ONCE if known else AT_ONCE_FIRST):
            self._jobs.cancel(self._key)
            self._accept(_descended(document, known, pace))
            return
        if not same:  # a path of another function must not be shown with this one
            self._accept(_Outcome(document, reason="Computing the descent …"))
        self._jobs.submit(
            self._key,
            _descended,
            document,
            known,
            pace,
            on_done=self._accept,
            patience=_PATIENCE if same else 0.0,
        )

    def _accept(self, outcome: _Outcome) -> None:
        old, self._outcome = self._outcome, outcome
        epoch, scrubbed = self._epoch, self._scrubbed
        last = 0 if outcome.trajectory is None else outcome.trajectory.epochs
        self._epoch = last if self._wanted is None else min(self._wanted, last)
        self._scrubbed = scrubbed and outcome.trajectory is not None
        if outcome.trajectory is None:
            self.pause()
        if outcome.trajectory is not old.trajectory or outcome.reason != old.reason:
            self.trajectory_changed.emit(outcome.trajectory)
        if (epoch, scrubbed) != (self._epoch, self._scrubbed):
            self.epoch_changed.emit(self._epoch)
        if outcome.error is not None:
            self.failed.emit(outcome.error)


def _start(document: Document) -> dict[NodeId, Literal | None]:
    """Where the descent starts: the values of the parameters, as frozen in the graph."""
    return {node.id: node.value for node in document.graph.parameters}


def _nothing_to_descend(document: Document) -> str:
    if not document.graph.nodes:
        return "Write an expression to descend on."
    return "Make an input a parameter to descend."


def _expected_seconds(document: Document, pace: float | None) -> float:
    """How long the descent will take: by the last one of this function, or by a rough guess."""
    if pace is not None:
        return pace * document.descent.epochs
    numbers = max((np.size(value) for value in inputs_of(document).values()), default=1)
    nodes = len(document.graph.nodes)
    per_epoch = nodes * (_PER_OPERATION + numbers * _PER_NUMBER)
    return nodes * _PER_NODE + per_epoch * document.descent.epochs
