"""A bar over a plot that says how far something in the background is, and stops it."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton

from gradviz.ui.plots.canvas import PlotCanvas

PATIENCE = 0.2  # seconds; what is ready sooner needs no bar
STEPS = 100
MARGIN = 8  # pixels


class WorkBar(QFrame):
    """Words, a progress and a button, in a corner of the plot; hidden when nothing runs."""

    stopped = Signal()

    def __init__(self, canvas: PlotCanvas, name: str, title: str, tip: str) -> None:
        """``name`` begins the object names; ``title`` says what runs, ``tip`` what Stop does."""
        super().__init__(canvas)
        self.setObjectName(f"{name}_bar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.canvas = canvas
        self._began = 0.0
        self.words = QLabel(title, self)
        self.progress = QProgressBar(self)
        self.progress.setObjectName(f"{name}_progress")
        self.progress.setAccessibleName(f"Progress of the {title.lower()}")
        self.progress.setRange(0, STEPS)
        self.progress.setFixedWidth(110)
        self.button = QToolButton(self)
        self.button.setObjectName(f"{name}_stop_button")
        self.button.setText("Stop")
        self.button.setToolTip(tip)
        self.button.setAccessibleName(f"Stop the {title.lower()}")
        self.button.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.progress)
        row.addWidget(self.button)
        self.hide()

    def begin(self) -> None:
        """Something begins to be computed."""
        self._began = perf_counter()

    def advance(self, part: float) -> None:
        """A part of it is done."""
        self.progress.setValue(round(STEPS * part))
        if not self.isVisible() and perf_counter() - self._began > PATIENCE:
            self.appear()

    def appear(self) -> None:
        """Stand in the corner, as large as the words need."""
        self.adjustSize()
        self.place()
        self.show()

    def place(self) -> None:
        """Go to the corner: the upper left."""
        inner = self.canvas.box.sceneBoundingRect()
        self._move(inner.topLeft() + QPointF(MARGIN, MARGIN), inner)

    def _move(self, corner: QPointF, inner: QRectF) -> None:
        """Stand with the upper left corner there; legends of the plot keep clear of the bar."""
        self.move(self.canvas.mapFromScene(corner))
        plate = QRectF(corner - inner.topLeft(), QSizeF(self.size()))
        if self.canvas.plates.get(self.objectName()) != plate:
            self.canvas.plates[self.objectName()] = plate
            self.canvas.ink_changed.emit()

    def finish(self) -> None:
        """Nothing is computed any more."""
        self.canvas.plates.pop(self.objectName(), None)
        self.hide()
