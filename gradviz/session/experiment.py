"""The experiment: the descents of its trials, one after the other in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from gradviz.document import Document, bounds_of, descent_of, objective_of, same_function
from gradviz.document.experimenting import Result, Trial, trial_document, trials_of
from gradviz.errors import GradVizError
from gradviz.session.cancelling import CancelToken
from gradviz.session.jobs import JobRunner
from gradviz.session.outcomes import start_values
from gradviz.session.session import Session

if TYPE_CHECKING:
    from gradviz.descent import Objective


class ExperimentRun(QObject):
    """Runs the trials of the session's document when it is told to, and keeps the results.

    The results stay when the document changes; ``is_outdated`` then says that they are those of
    another function, start or method. ``reason`` says why there are none, or not all.
    """

    changed = Signal()
    progressed = Signal(float)

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._key = ("experiment", id(self))
        self._document: Document | None = None
        self._objective: Objective | None = None
        self._waiting: list[Trial] = []
        self._results: list[Result] = []
        self._floor: float | None = None
        self._reason = ""
        self._count = 0
        session.document_changed.connect(self._on_document_changed)

    @property
    def results(self) -> tuple[Result, ...]:
        """What came of the trials so far, in their order."""
        return tuple(self._results)

    @property
    def document(self) -> Document | None:
        """The document the results are of."""
        return self._document

    @property
    def is_running(self) -> bool:
        """Whether trials are under way."""
        return bool(self._waiting)

    @property
    def reason(self) -> str:
        """Why there is no result, or not the rest of them; empty when all is well."""
        return self._reason

    @property
    def is_outdated(self) -> bool:
        """Whether the results are those of another descent than the document's."""
        return self._document is not None and not _same(self._document, self._session.document)

    @property
    def floor(self) -> float:
        """The best possible loss where that is known, else the lowest that any trial found."""
        if self._floor is not None:
            return self._floor
        lowest = [result.outcome.lowest for result in self._results]
        return float(np.nanmin(lowest)) if np.isfinite(lowest).any() else float("nan")

    def start(self) -> None:
        """Run all trials anew."""
        self._jobs.cancel(self._key)
        self._document = self._session.document
        self._objective, self._floor, self._results = None, None, []
        self._waiting = list(trials_of(self._document))
        self._count, self._reason = len(self._waiting), ""
        self._submit(self._document)
        self.changed.emit()
        self.progressed.emit(0.0)

    def cancel(self) -> None:
        """Run no further; what is there stays."""
        if self.is_running:
            self._jobs.cancel(self._key)
            done, self._waiting = len(self._results), []
            self._reason = f"Stopped after {done} of {self._count} runs."
            self.changed.emit()

    def clear(self) -> None:
        """Forget the results."""
        self._jobs.cancel(self._key)
        self._waiting, self._results, self._document, self._reason = [], [], None, ""
        self.changed.emit()

    # Inside

    def _submit(self, document: Document) -> None:
        self._jobs.submit(
            self._key,
            tried,
            document,
            self._waiting[0],
            self._objective,
            on_done=lambda found: self._accept(document, *found),
            on_error=self._on_error,
        )

    def _accept(self, document: Document, objective: Objective, result: Result) -> None:
        self._objective, exact = objective, objective.exact
        if exact is not None and exact.is_convex and not np.any(exact.slope):
            self._floor = exact.minimum
        self._results.append(result)
        self._waiting = self._waiting[1:]
        if self._waiting:
            self._submit(document)
        self.changed.emit()
        self.progressed.emit(len(self._results) / self._count)

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self._waiting, self._reason = [], str(error)
        self.changed.emit()

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if self._document is not None and _same(self._document, old) != _same(self._document, new):
            self.changed.emit()


def _same(one: Document, other: Document) -> bool:
    """Whether the trials of both documents are the same, however many of them are asked for."""
    any_trial = Trial(0.0, 0)
    ways = (trial_document(document, any_trial).descent for document in (one, other))
    return (
        same_function(one, other)
        and start_values(one) == start_values(other)
        and next(ways) == next(ways)
        and bounds_of(one) == bounds_of(other)
    )


def tried(
    document: Document,
    trial: Trial,
    known: Objective | None,
    cancel: CancelToken | None = None,
) -> tuple[Objective, Result]:
    """A trial, and the objective for those that follow; for any thread."""
    from gradviz.descent.review.trials import outcome_of

    objective = objective_of(document) if known is None else known
    path = descent_of(trial_document(document, trial), objective, cancel=cancel)
    if cancel is not None:
        cancel.check()  # a path that was cut short is no result
    return objective, Result(trial, outcome_of(path))
