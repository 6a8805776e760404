"""The race: the trajectories of the descent's rivals, from the same start and for as long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gradviz.descent.rules.method import Method
from gradviz.document import Document, Range, racers_of, run_by
from gradviz.graph import Literal, NodeId
from gradviz.session import descent
from gradviz.session.cancelling import CancelToken
from gradviz.session.descent import DescentRun
from gradviz.session.jobs import JobRunner
from gradviz.session.outcomes import Outcome, descended, expected_seconds, start_values
from gradviz.session.session import Session

if TYPE_CHECKING:
    from gradviz.descent import Objective, Trajectory

COMPUTING = "Computing the descent …"

_PATIENCE = 0.25


@dataclass(frozen=True)
class Racer:
    """One of the race: its place (0 is the descent itself), what it is called, what came of it.

    The place decides the color, the dash and the shape of the head. ``reason`` says why there is
    no trajectory.
    """

    place: int
    name: str
    method: Method
    trajectory: Trajectory | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Task:
    """All a rival's trajectory depends on; the document is where it is read from."""

    objective: Objective
    method: Method
    epochs: int
    box: Mapping[str, Range] | None
    start: Mapping[NodeId, Literal | None]


@dataclass(frozen=True)
class _Entry:
    """What came of a task."""

    task: _Task
    outcome: Outcome


def raced(
    tasks: Sequence[_Task],
    documents: Sequence[Document],
    paces: Mapping[str, float],
    cancel: CancelToken | None = None,
    tell: Callable[[tuple[_Entry, ...]], None] | None = None,
) -> tuple[_Entry, ...]:
    """Descend for each task on its document; a pure function for any thread.

    ``tell`` hears of those that are there, and of the one that grows.
    """
    entries: tuple[_Entry, ...] = ()
    for task, document in zip(tasks, documents, strict=True):

        def so_far(
            outcome: Outcome, task: _Task = task, before: tuple[_Entry, ...] = entries
        ) -> None:
            if tell is not None:
                tell((*before, _Entry(task, outcome)))

        pace = paces.get(task.method.optimizer)
        watch = None if tell is None else so_far
        outcome = descended(document, task.objective, pace, cancel=cancel, tell=watch)
        entries = (*entries, _Entry(task, outcome))
    return entries


class RaceRun(QObject):
    """Keeps the trajectories of all racers up to date; the descent itself is the first of them.

    Only the rivals whose method, start or function changed are run again: at once where that is
    cheap, else in the background, where the newest request wins and an earlier path of the same
    function is shown meanwhile. ``changed(old, new)`` carries tuples of Racers. The epoch is
    that of the DescentRun; a racer that ended early stays at its last point.
    """

    changed = Signal(object, object)

    def __init__(
        self,
        session: Session,
        run: DescentRun,
        jobs: JobRunner,
        parent: QObject | None = None,
        *,
        at_once: bool = True,
    ) -> None:
        """Race ``at_once``, or not before ``start`` is called."""
        super().__init__(parent)
        self._session, self._run, self._jobs = session, run, jobs
        self._key = ("race", id(self))
        self._wanted: tuple[_Task, ...] = ()
        self._entries: list[_Entry | None] = []
        self._asked: dict[int, _Task] = {}
        self._paces: dict[str, float] = {}
        self._racers: tuple[Racer, ...] = ()
        if at_once:
            self.start()

    def start(self) -> None:
        """Race on the document as it is, and follow it and its descent from now on."""
        self._session.document_changed.connect(self._on_document_changed)
        self._run.trajectory_changed.connect(self._update)
        self._update()

    @property
    def racers(self) -> tuple[Racer, ...]:
        """All who race, the descent first; it alone when there are no rivals."""
        return self._racers

    @property
    def trajectories(self) -> tuple[Trajectory | None, ...]:
        """The racers' trajectories, in order."""
        return tuple(racer.trajectory for racer in self._racers)

    # Inside

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if (
            new.graph is not old.graph
            or new.dataset is not old.dataset
            or (new.rivals, new.descent) != (old.rivals, old.descent)
            or new.landscape.box != old.landscape.box
        ):
            self._update()

    def _update(self, *_: object) -> None:
        """Run the rivals that are not up to date, if there is a function they can run on."""
        document, objective = self._session.document, self._run.objective
        can_run = bool(document.rivals) and self._run.is_about(document)
        if not (can_run or self._wanted or self._entries) and self._has_shown(document):
            return  # nobody races, and it was said already
        if not can_run or objective is None:
            self._wanted, self._entries = (), []
            self._jobs.cancel(self._key)
            self._show()
            return
        if any(task.objective is not objective for task in self._wanted):
            self._entries, self._paces = [], {}
        self._wanted = _tasks(document, objective)
        self._entries = self._kept(self._entries)
        stale = [place for place in range(len(self._wanted)) if not self._is_fresh(place)]
        self._run_again(document, stale)
        self._show()

    def _kept(self, entries: Sequence[_Entry | None]) -> list[_Entry | None]:
        """For each task what came of it; or what stood in its place, if nobody came or went."""
        known = {id(entry): entry for entry in entries if entry is not None}
        result: list[_Entry | None] = []
        for place, task in enumerate(self._wanted):
            found = next((entry for entry in known.values() if entry.task == task), None)
            if found is None and len(entries) == len(self._wanted):
                found = entries[place]
            result.append(found)
        return result

    def _is_fresh(self, place: int) -> bool:
        entry = self._entries[place]
        if entry is None or entry.outcome.growing:
            return False
        return entry.task == self._wanted[place]

    def _run_again(self, document: Document, places: Sequence[int]) -> None:
        if not places:
            self._jobs.cancel(self._key)
            return
        tasks = tuple(self._wanted[place] for place in places)
        if self._jobs.is_busy(self._key) and all(
            self._asked.get(place) == task for place, task in zip(places, tasks, strict=True)
        ):
            return  # they are under way
        documents = [run_by(document, task.method) for task in tasks]
        paces = dict(self._paces)
        expected = sum(expected_seconds(one, paces.get(one.descent.optimizer)) for one in documents)
        if expected < descent.AT_ONCE:
            self._jobs.cancel(self._key)
            self._take(places, raced(tasks, documents, paces))
            return
        self._asked = dict(zip(places, tasks, strict=True))
        self._jobs.submit(
            self._key,
            raced,
            tasks,
            documents,
            paces,
            on_done=lambda entries: self._accept(places, entries),
            on_told=lambda entries: self._accept(places[: len(entries)], entries),
            patience=_PATIENCE,
        )

    def _accept(self, places: Sequence[int], entries: Sequence[_Entry]) -> None:
        self._take(places, entries)
        self._show()

    def _take(self, places: Sequence[int], entries: Sequence[_Entry]) -> None:
        """Put what came of the tasks where it belongs; not over something newer."""
        for place, entry in zip(places, entries, strict=True):
            if entry.outcome.pace is not None:
                self._paces[entry.task.method.optimizer] = entry.outcome.pace
            is_asked = place < len(self._wanted) and entry.task.objective is self._run.objective
            if is_asked and not self._is_fresh(place):
                self._entries[place] = entry

    def _show(self) -> None:
        """Make the racers of what is known, and say so when that is news."""
        old, self._racers = self._racers, self._made()
        rivals = [racer.trajectory for racer in self._racers[1:]]
        self._run.set_rivals_end(max((path.epochs for path in rivals if path), default=0))
        if self._racers != old:
            self.changed.emit(old, self._racers)

    def _has_shown(self, document: Document) -> bool:
        """Whether the descent alone is shown, as it is now."""
        if document.rivals or len(self._racers) != 1:
            return False
        first, run = self._racers[0], self._run
        shown = first.method, first.trajectory, first.reason
        return shown == (document.descent.method, run.trajectory, run.reason)

    def _made(self) -> tuple[Racer, ...]:
        from gradviz.descent import racer_names  # the first frame descends on nothing

        methods = racers_of(self._session.document)
        names = racer_names(methods)
        first = Racer(0, names[0], methods[0], self._run.trajectory, self._run.reason)
        waiting = COMPUTING if self._run.objective else self._run.reason or COMPUTING
        rivals = []
        for index, (name, method) in enumerate(zip(names[1:], methods[1:], strict=True)):
            entry = self._entries[index] if index < len(self._entries) else None
            path = None if entry is None else entry.outcome.trajectory
            reason = waiting if entry is None else entry.outcome.reason
            rivals.append(Racer(index + 1, name, method, path, reason))
        return first, *rivals


def _tasks(document: Document, objective: Objective) -> tuple[_Task, ...]:
    """What the rivals of a document have to do."""
    settings = document.descent
    box = document.landscape.box if settings.in_box else None
    start = start_values(document)
    return tuple(_Task(objective, rival, settings.epochs, box, start) for rival in document.rivals)
