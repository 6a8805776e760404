"""Editing the data with the mouse and the keys: points added, dragged, nudged and removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QObject, Signal

from gradviz.document import Document, points
from gradviz.document.sampling import split
from gradviz.document.sourcing import source_of
from gradviz.errors import GradVizError
from gradviz.session import Session
from gradviz.ui.plots.data.fit import Fit, Kind
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.ranges import rounded

Edit: TypeAlias = Callable[[Document], Document]

REACH = 10.0  # pixels at which a point is taken
MOST_EDITED = 20_000  # rows; with more a point can't be told from the next
_NUDGE = 100  # steps across the view

ADD, MOVE = "Add a point", "Move a point"


class PointHand(QObject):
    """Edits the dataset while it is ``on``; a point is chosen by a press or by a key.

    ``chosen_changed`` says that another point is chosen, ``refused`` carries a sentence.
    """

    chosen_changed = Signal()
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._fit: Fit | None = None
        self.on = False
        self.chosen: int | None = None
        self._gesture = ""  # what the gesture under way is called; empty: there is none

    def load(self, fit: Fit | None) -> None:
        """Edit the data of another fit."""
        self._fit = fit
        if fit is None or (self.chosen is not None and self.chosen >= len(fit.x)):
            self._choose(None)

    @property
    def can_edit(self) -> bool:
        """Whether the points shown are rows of the document's dataset, and not too many."""
        fit, dataset = self._fit, self._session.document.dataset
        return (
            fit is not None
            and dataset is not None
            and fit.kind is not Kind.PAIRED
            and set(fit.labels) <= set(dataset.columns)
            and 0 < len(fit.x) <= MOST_EDITED
        )

    @property
    def place(self) -> tuple[float, float] | None:
        """Where the chosen point is."""
        fit, row = self._fit, self.chosen
        if fit is None or row is None or row >= len(fit.x) or len(fit.y) != len(fit.x):
            return None
        return float(fit.x[row]), float(fit.y[row])

    # The mouse

    def press(self, x: float, y: float, frame: Frame) -> None:
        """Take the point at a place, or add one where there is none."""
        row = self.near(x, y, frame)
        self._session.end_merge()
        if row is not None:
            self._choose(row)
            self._gesture = MOVE
        elif self.add(x, y, frame):
            self._gesture = ADD  # it may be put right before it is dropped

    def drag(self, x: float, y: float, frame: Frame) -> None:
        """Move the point that was taken."""
        if self._gesture and self.chosen is not None:
            self._move(self._gesture, x, y, frame)

    def release(self) -> None:
        """The point was dropped."""
        if self._gesture:
            self._gesture = ""
            self._session.end_merge()

    def near(self, x: float, y: float, frame: Frame) -> int | None:
        """The row of the point at a place, if there is one."""
        fit = self._fit
        if fit is None or not self.can_edit:
            return None
        px, py = frame.pixels(fit.x, fit.y)
        at = frame.pixel(x, y)
        with np.errstate(invalid="ignore"):
            away = np.hypot(px - at.x(), py - at.y())
        nearest = int(np.argmin(np.nan_to_num(away, nan=np.inf)))
        return nearest if away[nearest] <= REACH else None

    # The keys

    def nudge(self, right: int, up: int, frame: Frame, *, repeats: bool) -> None:
        """Move the chosen point by a hundredth of the view."""
        place = self.place
        if place is None:
            return
        if not repeats:
            self._session.end_merge()
        x = place[0] + right * (frame.x[1] - frame.x[0]) / _NUDGE
        y = place[1] + up * (frame.y[1] - frame.y[0]) / _NUDGE
        self._move(MOVE, x, y, frame)

    def choose_next(self, step: int) -> None:
        """Choose the next point, or the one before; after the last comes the first."""
        count = 0 if self._fit is None else len(self._fit.x)
        if count:
            first = 0 if step > 0 else count - 1
            self._choose(first if self.chosen is None else (self.chosen + step) % count)

    # What is done

    def add(self, x: float, y: float, frame: Frame) -> bool:
        """Add a point and choose it; whether that could be done."""
        target = self._named(x, y, frame)
        self._session.end_merge()
        if not self._apply(ADD, lambda d: points.add_point(d, target), "point"):
            return False
        source = source_of(self._session.document)
        if source is None:
            return False
        rows = split(source)[0]
        is_in = int(rows[-1]) == source.table.length - 1
        self._choose(len(rows) - 1 if is_in else None)
        return is_in  # else it is one of those held out of the descent

    def remove(self, row: int | None) -> None:
        """Remove a point."""
        if row is None:
            self.refused.emit("Choose a point first: press it, or use Page Down.")
            return
        self._session.end_merge()
        if self._apply("Remove a point", lambda d: points.remove_points(d, [row])):
            self._choose(None)

    # Inside

    def _move(self, text: str, x: float, y: float, frame: Frame) -> None:
        row = self.chosen
        if row is not None:
            target = self._named(x, y, frame)
            self._apply(text, lambda d: points.move_point(d, row, target), "point")

    def _apply(self, text: str, edit: Edit, merge_key: str | None = None) -> bool:
        try:
            self._session.apply(text, edit(self._session.document), merge_key)
        except GradVizError as error:
            self.refused.emit(str(error))
            return False
        return True

    def _choose(self, row: int | None) -> None:
        if row != self.chosen:
            self.chosen = row
            self.chosen_changed.emit()

    def _named(self, x: float, y: float, frame: Frame) -> dict[str, float]:
        """The place by column, with the digits that a pixel can tell apart."""
        wide, high = frame.pixel_size
        labels = () if self._fit is None else self._fit.labels
        return dict(zip(labels, (rounded(x, wide), rounded(y, high)), strict=False))
