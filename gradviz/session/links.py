"""Links between the parts of the live state that know nothing of each other."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gradviz.session.descent import DescentRun
from gradviz.session.passes import PassCursor

START = "start (epoch 0)"
"""How the document's own values are called while the plots show a later epoch."""


class EpochLink(QObject):
    """Shows the passes of the epoch that was chosen on the scrubber.

    Until an epoch is chosen, and after the start was changed, the graph shows the document's
    own values.
    """

    def __init__(self, run: DescentRun, passes: PassCursor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._passes = passes
        run.trajectory_changed.connect(self._sync)
        run.epoch_changed.connect(self._sync)
        self._sync()

    def _sync(self) -> None:
        run = self._run
        if run.scrubbed:
            self._passes.hold_inputs(run.point_at(run.epoch), f"epoch {run.epoch}")
        else:  # the plots show the last epoch all the same
            self._passes.hold_inputs(None, START if run.trajectory and run.epoch else "")
