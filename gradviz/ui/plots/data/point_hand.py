"""Editing the data with the mouse and the keys: points added, dragged, nudged and removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from gradviz.document import Document, points
from gradviz.errors import GradVizError
from gradviz.session import Session
from gradviz.ui.plots.data.fit import Fit, Kind
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.ranges import rounded

Edit: TypeAlias = Callable[[Document], Document]

REACH = 10.0  # pixels at which a point is taken
MOST_EDITED = 20_000  # rows; with more a point can't be told from the next
_NUDGE = 100  # steps across the view


class PointHand(QObject):
    """Edits the dataset while it is ``on``; a point is chosen by a press or by Page Up and Down.

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
        self._dragged = False

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
        row = self._nearest(x, y, frame)
        self._session.end_merge()
        if row is not None:
            self._choose(row)
            self._dragged = True
            return
        count = len(self._fit.x) if self._fit is not None else 0
        target = self._named(x, y, frame)
        if self._apply("Add a point", lambda d: points.add_point(d, target), "point"):
            self._choose(count)
            self._dragged = True  # it may be put right before it is dropped

    def drag(self, x: float, y: float, frame: Frame) -> None:
        """Move the point that was taken."""
        row = self.chosen
        if self._dragged and row is not None:
            target = self._named(x, y, frame)
            self._apply("Move a point", lambda d: points.move_point(d, row, target), "point")

    def release(self) -> None:
        """The point was dropped."""
        if self._dragged:
            self._dragged = False
            self._session.end_merge()

    # The keys

    def nudge(self, right: int, up: int, frame: Frame, *, repeats: bool) -> bool:
        """Move the chosen point by a hundredth of the view; False where none is chosen."""
        place, row = self.place, self.chosen
        if not self.on or place is None or row is None:
            return False
        if not repeats:
            self._session.end_merge()
        x = place[0] + right * (frame.x[1] - frame.x[0]) / _NUDGE
        y = place[1] + up * (frame.y[1] - frame.y[0]) / _NUDGE
        target = self._named(x, y, frame)
        self._apply("Move a point", lambda d: points.move_point(d, row, target), "point")
        return True

    def key(self, event: QKeyEvent, frame: Frame) -> bool:
        """Delete, Insert, Page Up and Page Down; False for others."""
        if not (self.on and self.can_edit) or self._fit is None:
            return False
        key, count = event.key(), len(self._fit.x)
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
        elif key == Qt.Key.Key_Insert:
            self.press(sum(frame.x) / 2, sum(frame.y) / 2, frame)
            self.release()
        elif key == Qt.Key.Key_PageDown:
            self._choose(0 if self.chosen is None else (self.chosen + 1) % count)
        elif key == Qt.Key.Key_PageUp:
            self._choose(count - 1 if self.chosen is None else (self.chosen - 1) % count)
        else:
            return False
        return True

    def remove(self) -> None:
        """Remove the chosen point."""
        row = self.chosen
        if row is None:
            self.refused.emit("Choose a point first: press it, or use Page Down.")
            return
        self._session.end_merge()
        if self._apply("Remove a point", lambda d: points.remove_points(d, [row])):
            self._choose(None)

    # Inside

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

    def _nearest(self, x: float, y: float, frame: Frame) -> int | None:
        fit = self._fit
        if fit is None or not len(fit.x):
            return None
        px, py = frame.pixels(fit.x, fit.y)
        at = frame.pixel(x, y)
        away = np.hypot(px - at.x(), py - at.y())
        nearest = int(np.argmin(away))
        return nearest if away[nearest] <= REACH else None
