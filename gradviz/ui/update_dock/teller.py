"""What the dock tells: the update at the epoch of the run, at once or from the background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from gradviz.descent import Objective, Stop, Trajectory
from gradviz.document import Document, bounds_of
from gradviz.graph import name_latex
from gradviz.session import CancelToken, DescentRun, JobRunner
from gradviz.teaching.updates import Narrator, Update, narrator_of

AT_ONCE = 0.008
"""Seconds: an update that is expected to take longer to find is found in the background."""

_DEARER = 2.0  # to make an update again than it was in the descent itself
_KEY = "update"

NOTHING = "There is no update to show yet. Give the expression a parameter to descend."
NO_EPOCHS = "No update was made. Raise the epochs to see one."
AT_START = "The loss is not finite at the start, so there is no update. Choose another start."


@dataclass(frozen=True)
class Place:
    """Which update is shown: the one from ``epoch`` to the next, and why if not the one asked."""

    epoch: int
    note: str = ""


def place_of(trajectory: Trajectory, epoch: int) -> Place | None:
    """The update to show at an epoch; at the last one, which has none, the one that led there."""
    broken = trajectory.stop is Stop.NOT_FINITE
    if epoch < trajectory.epochs:
        return Place(epoch)
    if broken and trajectory.stop_epoch > 0:
        return Place(epoch, "After this update the numbers are not finite any more: the run stops.")
    if trajectory.epochs == 0:
        return None
    return Place(epoch - 1, "This is the last epoch: here is the update that led to it.")


class UpdateTeller(QObject):
    """Finds the update of the run's epoch and says so; the newest epoch wins."""

    told = Signal(object, str)  # Update or None, and the note or what to do

    def __init__(self, run: DescentRun, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._run, self._jobs = run, jobs
        self._narrator: Narrator | None = None
        self._of: Trajectory | None = None

    def tell(self, coordinates: Sequence[int]) -> None:
        """Tell the update of the epoch that the run is at, for some coordinates by number."""
        objective, trajectory = self._run.objective, self._run.trajectory
        if objective is None or trajectory is None:
            self._say_nothing(self._run.reason or NOTHING)
            return
        place = place_of(trajectory, self._run.epoch)
        if place is None:
            self._say_nothing(AT_START if trajectory.stop is Stop.NOT_FINITE else NO_EPOCHS)
            return
        narrator = self._narrator_of(objective, trajectory, self._run.document)
        work = narrator.updates_to(place.epoch) * self._run.pace * _DEARER
        asked = (place.epoch, tuple(coordinates), output_latex(objective))
        if work <= AT_ONCE:
            self._jobs.cancel(_KEY)
            self.told.emit(narrator.tell(*asked), place.note)
            return
        self._jobs.submit(
            _KEY,
            _told,
            narrator,
            *asked,
            on_done=lambda update: self.told.emit(update, place.note),
        )

    def rest(self) -> None:
        """Nobody looks any more."""
        self._jobs.cancel(_KEY)
        self._narrator = self._of = None

    def _narrator_of(
        self, objective: Objective, trajectory: Trajectory, document: Document
    ) -> Narrator:
        if self._narrator is None or self._of is not trajectory:
            descent = document.descent
            self._narrator = narrator_of(
                objective, trajectory, descent.method, descent.epochs, bounds_of(document)
            )
            self._of = trajectory
        return self._narrator

    def _say_nothing(self, sentence: str) -> None:
        self._jobs.cancel(_KEY)
        self.told.emit(None, sentence)


def _told(
    narrator: Narrator,
    epoch: int,
    coordinates: Sequence[int],
    output: str,
    cancel: CancelToken | None = None,
) -> Update | None:
    """In the background: the update, or nothing when it is not wanted any more."""
    return narrator.tell(epoch, coordinates, output, cancel)


def output_latex(objective: Objective) -> str:
    """What is minimized, as LaTeX."""
    graph = objective.graph
    name = graph.nodes[graph.output].name if graph.output else None
    return name_latex(name) if name else "L"
