"""Ghosts: losses of earlier settings that were kept, to be compared with those of now."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from gradviz.document import Document, same_function
from gradviz.graph import Array, format_number
from gradviz.session.descent import DescentRun
from gradviz.session.session import Session

MOST_GHOSTS = 5
"""With the curve of now as many as there are colors for trajectories."""


@dataclass(frozen=True, eq=False)
class Ghost:
    """What was kept: what it is called, its losses (epochs + 1,), the document it is of."""

    name: str
    losses: Array
    document: Document
    place: int


class Ghosts(QObject):
    """Keeps losses of the session's descent; those of another function are not shown.

    They are not part of the document and not on the undo stack.
    """

    changed = Signal()

    def __init__(self, session: Session, run: DescentRun, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._run = session, run
        self._kept: list[Ghost] = []
        self._shown: tuple[Ghost, ...] = ()
        session.document_changed.connect(self._on_document_changed)

    @property
    def shown(self) -> tuple[Ghost, ...]:
        """Those of the function that is descended now, the oldest first."""
        return self._shown

    @property
    def can_keep(self) -> bool:
        """Whether there is a path, and one that is not kept already."""
        path = self._run.trajectory
        return path is not None and all(ghost.losses is not path.losses for ghost in self._kept)

    def keep(self) -> bool:
        """Keep the losses of now; of too many the oldest goes. False where there is nothing new."""
        path = self._run.trajectory
        if path is None or not self.can_keep:
            return False
        taken = {ghost.place for ghost in self._shown}
        if len(self._shown) == MOST_GHOSTS:
            oldest = self._shown[0]
            self._kept.remove(oldest)
            taken.discard(oldest.place)
        place = next(place for place in range(1, MOST_GHOSTS + 1) if place not in taken)
        document = self._run.document
        self._kept.append(Ghost(settings_words(document), path.losses, document, place))
        self._update()
        return True

    def clear(self) -> None:
        """Forget those that are shown."""
        self._kept = [ghost for ghost in self._kept if ghost not in self._shown]
        self._update()

    def to_csv(self) -> str:
        """The losses of now and of the ghosts shown, one row per epoch, a column each."""
        path = self._run.trajectory
        columns = {} if path is None else {settings_words(self._run.document): path.losses}
        columns |= {ghost.name: ghost.losses for ghost in self._shown}
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["epoch", *columns])
        for epoch in range(max(map(len, columns.values()), default=0)):
            cells = (
                repr(float(losses[epoch])) if epoch < len(losses) else ""
                for losses in columns.values()
            )
            writer.writerow([epoch, *cells])
        return out.getvalue()

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.graph is not new.graph or old.dataset is not new.dataset:
            self._update()

    def _update(self) -> None:
        document = self._session.document
        shown = tuple(ghost for ghost in self._kept if same_function(ghost.document, document))
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()


def settings_words(document: Document) -> str:
    """How a document descends, in a few words."""
    from gradviz.descent import racer_names

    descent = document.descent
    (label,) = racer_names([descent.method])
    words = f"{label} {format_number(descent.lr)}"
    if descent.schedule != "constant":
        words += f", {descent.schedule}"
    if descent.batch_size is not None:
        words += f", batch {descent.batch_size:,}"
    return words
