"""Fitting by hand: handles on the line, which move the parameters, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.descent import Objective
from gradviz.descent.handles import Handles, handles_of
from gradviz.document import Document, start_at, start_of
from gradviz.graph import Array
from gradviz.session import Session
from gradviz.ui.plots.data.fit import Fit, Kind
from gradviz.ui.plots.frame import Frame

REACH = 14.0  # pixels at which a handle is taken
_DIGITS = 3  # more than a pixel can tell apart, few enough to read


@dataclass(frozen=True)
class Score:
    """How good a prediction is: mean and sum of the squared residuals."""

    mse: float
    sse: float


def score_of(y: Array, heights: Array) -> Score:
    """The score of predictions (n,) for the targets (n,)."""
    with np.errstate(all="ignore"):
        squares = (y - heights) ** 2
        return Score(float(np.mean(squares)), float(np.sum(squares)))


class LineHand:
    """Knows the handles of the fit shown, and pulls them; each pull is one undo entry."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._objective: Objective | None = None
        self._fit: Fit | None = None
        self._handles: Handles | None = None
        self.held: int | None = None

    def load(self, objective: Objective | None, fit: Fit | None) -> None:
        """Take the handles of another prediction, if it has any."""
        self._objective, self._fit, self._handles = objective, fit, None
        if objective is None or fit is None or fit.kind is not Kind.CURVE:
            return
        if fit.elsewhere is not None and len(fit.x):
            size = len(objective.coordinates)
            ends = float(fit.x.min()), float(fit.x.max())
            self._handles = handles_of(fit.elsewhere, size, *ends)

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

    def take(self, x: float, y: float, point: Array, frame: Frame) -> bool:
        """Take the handle at a place, if there is one."""
        at = frame.pixel(x, y)
        away = [
            float(np.hypot(there.x() - at.x(), there.y() - at.y()))
            for there in (frame.pixel(*place) for place in self.places(point))
        ]
        self.held = None
        if away and min(away) <= REACH:
            self.held = int(np.argmin(away))
            self._session.end_merge()
        return self.held is not None

    def pull(self, height: float, pixel: float) -> None:
        """Put the handle that is held at a height, as exactly as a pixel can tell."""
        objective, handles = self._objective, self._handles
        if objective is None or handles is None or self.held is None:
            return
        now = start_of(self._session.document)
        before = np.array([now[name] for name in objective.coordinates])
        after = handles.pulled(before, self.held, height)
        reach = np.abs(np.linalg.inv(handles.matrix)).max(axis=1) * pixel
        target = {
            name: _rounded(float(value), float(fine))
            for name, value, fine in zip(objective.coordinates, after, reach, strict=True)
        }
        self._session.apply("Drag the line", start_at(self._session.document, target), "by hand")

    def let_go(self) -> None:
        """The handle was dropped."""
        if self.held is not None:
            self.held = None
            self._session.end_merge()


def _rounded(value: float, fine: float) -> float:
    """The value with the digits that matter."""
    if not (np.isfinite(value) and fine > 0):
        return value
    return round(value, max(0, _DIGITS - 2 - int(np.floor(np.log10(fine)))))


def parameters_of(document: Document, objective: Objective) -> Array:
    """The values of the parameters in the document, in the objective's order."""
    now = start_of(document)
    return np.array([now.get(name, 1.0) for name in objective.coordinates])
