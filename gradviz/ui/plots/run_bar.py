"""The bar over the loss plot that says how far a long descent is, stops it, and runs it anew."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from gradviz.session import DescentRun
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.work_bar import MARGIN, WorkBar

STOP = "Leave the path as long as it is now"
NARROW = 64  # pixels of the progress: the plot is no wide one
AGAIN = "Descend once more, to the last epoch"


class RunBar(WorkBar):
    """Hidden while descents are quick; after a stop it says where, and offers to run it all."""

    def __init__(self, canvas: PlotCanvas, run: DescentRun) -> None:
        super().__init__(canvas, "run", "Descent", STOP)
        self._run = run
        self.progress.setFixedWidth(NARROW)
        run.growing_changed.connect(self._on_growing_changed)
        run.progressed.connect(self.advance)
        run.trajectory_changed.connect(self._on_trajectory_changed)
        self.stopped.connect(self._on_pressed)
        canvas.box.sigResized.connect(self._on_resized)

    def place(self) -> None:
        """Go to the upper right corner, which a falling loss leaves free."""
        inner = self.canvas.box.sceneBoundingRect()
        self._move(inner.topRight() + QPointF(-self.width() - MARGIN, MARGIN), inner)

    def advance(self, part: float) -> None:
        """A part of the epochs is done."""
        if self._run.is_growing:
            super().advance(part)

    def _on_resized(self) -> None:
        """Stay in the corner when the plot takes another size."""
        if self.isVisible():
            self.place()

    def _on_growing_changed(self, on: bool) -> None:  # a slot
        if on:
            self._say("Descent", "Stop", STOP)
            self.progress.show()
            self.progress.setValue(0)
            self.begin()
        else:
            self.finish()

    def _on_trajectory_changed(self, *_: object) -> None:
        """Say where the path was stopped."""
        path = self._run.trajectory
        if path is None or not self._run.is_halted:
            if not self._run.is_growing:
                self.finish()
            return
        epochs = self._run.document.descent.epochs
        self._say(f"Stopped at {path.epochs:,} of {epochs:,}", "Run all", AGAIN)
        self.progress.hide()
        self.appear()

    def _say(self, words: str, button: str, tip: str) -> None:
        self.words.setText(words)
        self.button.setText(button)
        self.button.setToolTip(tip)
        self.button.setAccessibleName(f"{button} the descent")

    def _on_pressed(self) -> None:
        if self._run.is_growing:
            self._run.halt()
        else:
            self._run.resume()
