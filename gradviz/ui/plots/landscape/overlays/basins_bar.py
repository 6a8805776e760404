"""The bar that says how far the basins are, and stops them."""

from __future__ import annotations

from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.work_bar import WorkBar


class BasinsBar(WorkBar):
    """Progress over all pictures from coarse to fine."""

    def __init__(self, canvas: PlotCanvas) -> None:
        super().__init__(canvas, "basins", "Basins", "Leave the basins as coarse as they are now")
        self._stage, self._stages = 0, 1

    def begin_stage(self, stage: int, stages: int) -> None:
        """One of several pictures is being computed."""
        if stage == 0:
            self.begin()
        self._stage, self._stages = stage, stages

    def advance(self, part: float) -> None:
        """A part of the picture is done."""
        # Each picture has four times as many starts as the one before.
        whole = 4.0**self._stages - 1.0
        super().advance((4.0**self._stage * (1.0 + 3.0 * part) - 1.0) / whole)
