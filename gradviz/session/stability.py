"""What limits the learning rate of the session's descent, kept up to date as the run changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from gradviz.document import Document
from gradviz.errors import GradVizError
from gradviz.session.descent import DescentRun
from gradviz.session.jobs import JobRunner

if TYPE_CHECKING:
    from gradviz.descent import Objective, Trajectory
    from gradviz.teaching.stability import Stability

_REST_MS = 120
"""How long a drag must rest before curvatures that are not exact are found anew."""


class StabilityWatch(QObject):
    """Two views of the same: ``marks`` for the rates in general, ``told`` about the run itself.

    On a quadratic both are exact and known at once. Elsewhere the curvatures for ``marks`` are
    those at the known minimum nearest to the end of the run, else at the end; for ``told`` those
    where the run went wrong. They come from the background once the run rests; until then
    the marks stay and nothing is told.
    """

    changed = Signal()

    def __init__(self, run: DescentRun, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run, self._jobs = run, jobs
        self._key = ("stability", id(self))
        self._marks: Stability | None = None
        self._told: Stability | None = None
        self._of: Objective | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._submit)
        run.trajectory_changed.connect(self._on_trajectory_changed)
        run.retold.connect(self._on_retold)
        self._on_trajectory_changed(run.trajectory)
        self._on_retold()

    @property
    def marks(self) -> Stability | None:
        """The limits of the learning rate for this function and method."""
        return self._marks

    @property
    def told(self) -> Stability | None:
        """Why the run went as it did; None while that is not known."""
        return self._told

    @property
    def is_busy(self) -> bool:
        """Whether curvatures are being found, or are about to be."""
        return self._rest.isActive() or self._jobs.is_busy(self._key)

    def stop(self) -> None:
        """Find nothing any more: the window closes."""
        self._rest.stop()
        self._jobs.cancel(self._key)

    def _on_trajectory_changed(self, trajectory: Trajectory | None) -> None:
        objective = self._run.objective
        self.stop()
        if objective is None or trajectory is None:
            self._of = None
            self._accept((None, None))
            return
        if objective.exact is not None:
            return  # it is known at once, and told with all else that is read
        marks = self._marks if objective is self._of else None
        self._of = objective
        self._accept((marks, None))
        self._rest.start()

    def _on_retold(self) -> None:
        objective, trajectory = self._run.objective, self._run.trajectory
        if objective is not None and trajectory is not None and objective.exact is not None:
            self._of = objective
            self._accept(_found(objective, trajectory, self._run.document))

    def _submit(self) -> None:
        objective, trajectory = self._run.objective, self._run.trajectory
        if objective is not None and trajectory is not None:
            work = (objective, trajectory, self._run.document)
            self._jobs.submit(self._key, _found, *work, on_done=self._accept)

    def _accept(self, found: tuple[Stability | None, Stability | None]) -> None:
        if found != (self._marks, self._told):
            self._marks, self._told = found
            self.changed.emit()


def _found(
    objective: Objective, trajectory: Trajectory, document: Document
) -> tuple[Stability | None, Stability | None]:
    """The marks and what is told of the run; nothing for an output that is not one number."""
    from gradviz.teaching.stability import stability

    method = document.descent.method
    try:
        told = stability(objective, trajectory, method)
        place = None if told.is_exact else _minimum(objective, trajectory, document)
        marks = told if place is None else stability(objective, trajectory, method, place)
    except GradVizError:
        return None, None
    return marks, told


def _minimum(
    objective: Objective, trajectory: Trajectory, document: Document
) -> Mapping[str, float] | None:
    """The known minimum nearest to the end of the run; None when none is known."""
    names, end = objective.coordinates, trajectory.points[-1]
    known = [m for m in document.landscape.minima if set(names) <= set(m)]
    if not known:
        return None
    places = np.array([[minimum[name] for name in names] for minimum in known])
    with np.errstate(over="ignore"):
        nearest = int(np.argmin(np.sum((places - end) ** 2, axis=1)))
    return known[nearest]
