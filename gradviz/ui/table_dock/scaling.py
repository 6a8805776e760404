"""The switch that standardizes what is predicted from, and what it does to the condition."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal

from gradviz.document import Document, objective_of, sourcing
from gradviz.errors import GradVizError
from gradviz.graph import format_number
from gradviz.session import CancelToken, DescentRun, JobRunner


def features_of(document: Document) -> tuple[str, ...]:
    """The columns a prediction is made from; all that are read where no prediction is found."""
    from gradviz.descent import find_prediction

    dataset = document.dataset
    if dataset is None:
        return ()
    found = find_prediction(document.graph, dataset.columns)
    if found is not None and found.columns:
        return tuple(name for name in found.columns if name != found.target)
    read = {node.name for node in document.graph.inputs}
    return tuple(name for name in dataset.columns if name in read and name != "y")


def condition(document: Document) -> float | None:
    """The condition number κ of the loss; None where it is no quadratic."""
    exact = objective_of(document).exact
    return None if exact is None else exact.kappa


def conditions(
    document: Document, cancel: CancelToken | None = None
) -> tuple[float | None, float | None]:
    """κ as it is and with the features standardized (or as they are, if they are now)."""
    source = sourcing.source_of(document)
    if source is None:
        return None, None
    now = condition(document)
    if cancel is not None:
        cancel.check()
    names = () if source.standardized else features_of(document)
    return now, condition(sourcing.with_standardized(document, names))


class ConditionWatch(QObject):
    """Says κ before and after, found in the background when the function changes."""

    said = Signal(str)

    def __init__(self, run: DescentRun, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._key = ("condition", id(self))
        self._run = run

    def ask(self, document: Document) -> None:
        """Find out for this document; the newest question wins."""
        if not document.graph.parameters or document.dataset is None:
            self.said.emit("")
            return
        self._jobs.submit(
            self._key,
            conditions,
            document,
            on_done=lambda found: self.said.emit(_words(document, *found)),
            on_error=self._on_error,
        )

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self.said.emit("")


def _words(document: Document, now: float | None, other: float | None) -> str:
    if now is None or other is None:
        return "κ is not one number here: the loss is no quadratic."
    is_on = document.source is not None and bool(document.source.standardized)
    before, after = (other, now) if is_on else (now, other)
    return f"κ {_number(before)} → {_number(after)} when standardized"


def _number(kappa: float) -> str:
    return "∞" if math.isinf(kappa) else format_number(kappa)
