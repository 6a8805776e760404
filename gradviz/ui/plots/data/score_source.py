"""Makes the scoring of a fit when it is first asked for: of many rows in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gradviz.session import JobRunner
from gradviz.ui.plots.data.fit import Fit
from gradviz.ui.plots.data.scoring import AT_ONCE_UP_TO, Scoring, scoring_of


class ScoreSource(QObject):
    """Holds the scoring of the fit that is shown; ``arrived`` says that it is there now."""

    arrived = Signal()

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._key = ("scoring", id(self))
        self._of: tuple[Fit, int, bool] | None = None
        self._scoring: Scoring | None = None

    def load(self, fit: Fit | None, size: int, *, linear: bool) -> None:
        """Be about another fit, with ``size`` parameters, linear in them or not."""
        self._jobs.cancel(self._key)
        self._of = None if fit is None else (fit, size, linear)
        self._scoring = None

    @property
    def scoring(self) -> Scoring | None:
        """The scoring; None while it is made, and where there is nothing to score."""
        if self._scoring is None and self._of is not None:
            if len(self._of[0].x) <= AT_ONCE_UP_TO:
                self._scoring = scoring_of(*self._of)
            elif not self._jobs.is_busy(self._key):
                self._jobs.submit(self._key, scoring_of, *self._of, on_done=self._on_done)
        return self._scoring

    def _on_done(self, scoring: Scoring | None) -> None:
        self._scoring = scoring
        self.arrived.emit()
