"""What comes of descending on a document, and how long that may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import thread_time
from typing import TYPE_CHECKING

import numpy as np

from gradviz.document import Document, descent_of, inputs_of, objective_of
from gradviz.errors import GradVizError
from gradviz.graph import Literal, NodeId
from gradviz.session.cancelling import CancelToken

if TYPE_CHECKING:
    from gradviz.descent import Objective, Trajectory

_PER_OPERATION = 0.5e-6  # seconds, a rough guess for a function never run before
_PER_NUMBER = 2e-9
_PER_NODE = 150e-6  # seconds to compile
_LEAP = 2.0


@dataclass(frozen=True)
class Outcome:
    """What came of a document: the objective, its trajectory or the error.

    ``pace`` is the work of an epoch in seconds of a processor: that a worker had to wait for the
    window's thread says nothing of how long the window would take itself.
    """

    document: Document
    objective: Objective | None = None
    trajectory: Trajectory | None = None
    error: GradVizError | None = None
    reason: str = ""
    pace: float | None = None
    growing: bool = False


def steadied(new: Outcome, old: Outcome) -> Outcome:
    """The outcome with a pace that may be believed.

    A machine that stumbles once must not send a drag to a worker, so the same work counts as at
    most ``_LEAP`` times as slow as the last time; what has become slow for good is soon known.
    """
    ways = [
        (o.objective, o.document.descent.optimizer, o.document.descent.batch_size)
        for o in (new, old)
    ]
    if new.pace is None or old.pace is None or ways[0] != ways[1]:
        return new
    return replace(new, pace=min(new.pace, _LEAP * old.pace))


class Halt:
    """Ends a descent where it is, and keeps the path; may be asked for from any thread."""

    def __init__(self) -> None:
        self.asked = False


def descended(
    document: Document,
    known: Objective | None,
    pace: float | None,
    halt: Halt | None = None,
    *,
    cancel: CancelToken | None = None,
    progress: Callable[[float], None] | None = None,
    tell: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Build the objective unless it is known, and descend; the user's errors become values.

    ``tell`` hears of the path while it grows, as an outcome that is ``growing``.
    """
    found = known

    def is_over() -> bool:
        return (cancel is not None and cancel()) or (halt is not None and halt.asked)

    try:
        found = objective_of(document) if known is None else known
        _ = found.exact or found.function  # made once, so not part of the time of an epoch
        start = thread_time()
        watch = None if tell is None else _teller(tell, document, found)
        trajectory = descent_of(document, found, cancel=is_over, progress=progress, watch=watch)
        made = trajectory.epochs if trajectory.stop == "unfinished" else document.descent.epochs
        pace = (thread_time() - start) / max(1, made)
    except GradVizError as error:
        return Outcome(document, found, None, error, str(error), pace)
    if cancel is not None:
        cancel.check()  # a path that was cut short because something newer is wanted is none
    return Outcome(document, found, trajectory, pace=pace)


def _teller(
    tell: Callable[[Outcome], None], document: Document, target: Objective
) -> Callable[[Trajectory], None]:
    """Tells of a path that grows, and of the time that an epoch takes."""
    start = thread_time()

    def so_far(path: Trajectory) -> None:
        pace = (thread_time() - start) / max(1, path.epochs)
        tell(Outcome(document, target, path, pace=pace, growing=True))

    return so_far


def expected_seconds(document: Document, pace: float | None) -> float:
    """How long the descent will take: by the last one of this function, or by a rough guess."""
    if pace is not None:
        return pace * document.descent.epochs
    numbers = max((np.size(value) for value in inputs_of(document).values()), default=1)
    nodes = len(document.graph.nodes)
    per_epoch = nodes * (_PER_OPERATION + numbers * _PER_NUMBER)
    return nodes * _PER_NODE + per_epoch * document.descent.epochs


def start_values(document: Document) -> dict[NodeId, Literal | None]:
    """Where the descent starts: the values of the parameters, as frozen in the graph."""
    return {node.id: node.value for node in document.graph.parameters}
