"""The handles on the line: taken with the mouse or chosen by keys, pulled up and down."""

from __future__ import annotations

import numpy as np

from gradviz.descent import Objective
from gradviz.descent.data.handles import Handles, handles_of
from gradviz.document import start_at
from gradviz.graph import Array
from gradviz.session import Session
from gradviz.ui.plots.data.fit import Fit
from gradviz.ui.plots.frame import Frame

REACH = 14.0  # pixels at which a handle is taken
NUDGE = 100  # steps across the view
_DIGITS = 1  # more than a pixel can tell apart, so that the other handles don't tremble


class LineHand:
    """Knows the handles of the fit shown, and pulls them; each pull is one undo entry.

    ``held`` is the handle the mouse has, ``chosen`` the one that the arrow keys move.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._objective: Objective | None = None
        self._handles: Handles | None = None
        self._from: Array = np.empty(0)
        self.held: int | None = None
        self.chosen: int | None = None

    def load(self, objective: Objective | None, fit: Fit | None) -> None:
        """Take the handles of another prediction, if it has any."""
        self._objective, self._handles = objective, None
        if objective is not None and fit is not None and fit.elsewhere is not None and len(fit.x):
            ends = float(fit.x.min()), float(fit.x.max())
            self._handles = handles_of(fit.elsewhere, len(objective.coordinates), *ends)
        count = 0 if self._handles is None else len(self._handles.places)
        if self.chosen is not None and self.chosen >= count:
            self.chosen = None
        if self.held is not None and self.held >= count:
            self.held = None

    @property
    def has_handles(self) -> bool:
        """Whether the prediction can be dragged."""
        return self._handles is not None

    def places(self, point: Array) -> list[tuple[float, float]]:
        """Where the handles are with these parameters."""
        if self._handles is None:
            return []
        heights = self._handles.heights(point)
        return list(zip(self._handles.places.tolist(), heights.tolist(), strict=True))

    def near(self, x: float, y: float, point: Array, frame: Frame) -> int | None:
        """The handle at a place, if there is one."""
        at = frame.pixel(x, y)
        away = [
            float(np.hypot(there.x() - at.x(), there.y() - at.y()))
            for there in (frame.pixel(*place) for place in self.places(point))
        ]
        return int(np.argmin(away)) if away and min(away) <= REACH else None

    def take(self, x: float, y: float, point: Array, frame: Frame) -> bool:
        """Take the handle at a place, if there is one."""
        self.held = self.near(x, y, point, frame)
        if self.held is None:
            return False
        self.chosen, self._from = self.held, point
        self._session.end_merge()
        return True

    def pull(self, height: float, pixel: float) -> None:
        """Put the handle that is held at a height, as exactly as a pixel can tell."""
        if self.held is not None:
            self._put(self.held, height, pixel)

    def let_go(self) -> None:
        """The handle was dropped."""
        if self.held is not None:
            self.held = None
            self._session.end_merge()

    def choose_next(self, step: int) -> None:
        """Choose another handle for the keys."""
        if self._handles is not None:
            count = len(self._handles.places)
            first = 0 if step > 0 else count - 1
            self.chosen = first if self.chosen is None else (self.chosen + step) % count

    def nudge(self, up: int, point: Array, frame: Frame, *, repeats: bool) -> None:
        """Move the chosen handle by a hundredth of the view."""
        if self._handles is None or self.chosen is None:
            return
        if not repeats:
            self._session.end_merge()
        self._from = point
        step = (frame.y[1] - frame.y[0]) / NUDGE
        height = float(self._handles.heights(point)[self.chosen]) + up * step
        self._put(self.chosen, height, frame.pixel_size[1])

    def _put(self, handle: int, height: float, pixel: float) -> None:
        objective, handles = self._objective, self._handles
        if objective is None or handles is None:
            return
        after = handles.pulled(self._from, handle, height)
        if not np.isfinite(after).all():
            return
        reach = np.abs(np.linalg.inv(handles.matrix)).max(axis=1) * pixel
        target = {
            name: _rounded(float(value), float(fine))
            for name, value, fine in zip(objective.coordinates, after, reach, strict=True)
        }
        self._session.apply("Drag the line", start_at(self._session.document, target), "by hand")


def _rounded(value: float, fine: float) -> float:
    """The value with the digits that matter where a pixel is ``fine`` of it."""
    if not (np.isfinite(fine) and fine > 0):
        return value
    return round(value, _DIGITS - int(np.floor(np.log10(fine)))) + 0.0  # no minus zero
