"""The bar that says how far the basins are, and stops them."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton

from gradviz.ui.plots.canvas import PlotCanvas

PATIENCE = 0.2  # seconds; what is ready sooner needs no bar
STEPS = 100
MARGIN = 8  # pixels


class BasinsBar(QFrame):
    """Progress over all pictures from coarse to fine, with a button; hidden when nothing runs."""

    stopped = Signal()

    def __init__(self, canvas: PlotCanvas) -> None:
        super().__init__(canvas)
        self.setObjectName("basins_bar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._canvas = canvas
        self._began = 0.0
        self._stage, self._stages = 0, 1
        self._progress = QProgressBar(self)
        self._progress.setObjectName("basins_progress")
        self._progress.setAccessibleName("Progress of the basins")
        self._progress.setRange(0, STEPS)
        self._progress.setFixedWidth(110)
        self._stop = QToolButton(self)
        self._stop.setObjectName("basins_stop_button")
        self._stop.setText("Stop")
        self._stop.setToolTip("Leave the basins as coarse as they are now")
        self._stop.setAccessibleName("Stop the basins")
        self._stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(QLabel("Basins", self))
        row.addWidget(self._progress)
        row.addWidget(self._stop)
        self.hide()

    def begin(self, stage: int, stages: int) -> None:
        """One of several pictures is being computed."""
        if stage == 0:
            self._began = perf_counter()
        self._stage, self._stages = stage, stages

    def advance(self, part: float) -> None:
        """A part of the picture is done."""
        # Each picture has four times as many starts as the one before.
        whole = 4.0**self._stages - 1.0
        done = (4.0**self._stage * (1.0 + 3.0 * part) - 1.0) / whole
        self._progress.setValue(round(STEPS * done))
        if not self.isVisible() and perf_counter() - self._began > PATIENCE:
            self.adjustSize()
            place = self._canvas.box.sceneBoundingRect()
            corner = self._canvas.mapFromScene(place.topLeft())
            self.move(corner.x() + MARGIN, corner.y() + MARGIN)
            self.show()

    def finish(self) -> None:
        """Nothing is computed any more."""
        self.hide()
