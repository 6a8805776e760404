"""The losses on the rows held out, kept up to date as the run changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gradviz.document.held_out import held_out_losses
from gradviz.errors import GradVizError
from gradviz.graph import Array
from gradviz.session.descent import DescentRun
from gradviz.session.jobs import JobRunner

if TYPE_CHECKING:
    from gradviz.descent import Trajectory

_PATIENCE = 0.25


class HeldOutWatch(QObject):
    """``losses`` are those of the run's trajectory on the rows held out; None where there are none.

    They come from the background, a moment after the trajectory; the newest wins.
    """

    changed = Signal()

    def __init__(self, run: DescentRun, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run, self._jobs = run, jobs
        self._key = ("held out", id(self))
        self._losses: Array | None = None
        run.trajectory_changed.connect(self._on_trajectory_changed)
        self._on_trajectory_changed(run.trajectory)

    @property
    def losses(self) -> Array | None:
        """By epoch; None where no rows are held out, or they are not known yet."""
        return self._losses

    def _on_trajectory_changed(self, path: Trajectory | None) -> None:
        source = self._run.document.source
        if path is None or source is None or not source.held_out:
            self._jobs.cancel(self._key)
            self._accept(None)
            return
        self._jobs.submit(
            self._key,
            held_out_losses,
            self._run.document,
            path,
            on_done=self._accept,
            on_error=self._on_error,
            patience=_PATIENCE,
        )

    def _accept(self, losses: Array | None) -> None:
        if losses is not None or self._losses is not None:
            self._losses = losses
            self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self._accept(None)
