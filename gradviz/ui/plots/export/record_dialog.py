"""The box that asks what of the descent is recorded, and how fast it goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.export.strip import size_of

RATES = (5, 10, 20, 25)
"""Pictures a second; a GIF counts in hundredths of a second."""

SECONDS = (1, 60)
USUAL_SECONDS, USUAL_RATE = 6, 20


class RecordDialog(QDialog):
    """Which plots, how long, how many pictures a second; says how large the result will be."""

    def __init__(self, plots: Sequence[PlotCanvas], epochs: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._epochs = epochs
        self.setObjectName("record_dialog")
        self.setWindowTitle("Record the descent")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._boxes = {canvas: self._box(canvas) for canvas in plots}
        self._seconds = QSpinBox(self)
        self._seconds.setObjectName("record_seconds")
        self._seconds.setRange(*SECONDS)
        self._seconds.setValue(USUAL_SECONDS)
        self._seconds.setSuffix(" s")
        self._seconds.setToolTip("How long the animation runs before it starts again")
        self._rate = QComboBox(self)
        self._rate.setObjectName("record_rate")
        self._rate.setToolTip("More pictures move more smoothly and make a larger file")
        for rate in RATES:
            self._rate.addItem(f"{rate} a second", rate)
        self._rate.setCurrentIndex(RATES.index(USUAL_RATE))
        self._words = QLabel(self)
        self._words.setObjectName("record_words")
        self._buttons = QDialogButtonBox(self)
        self._save = self._buttons.addButton("Save as…", QDialogButtonBox.ButtonRole.AcceptRole)
        self._save.setObjectName("record_save_button")
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._seconds.valueChanged.connect(self._say)
        self._rate.currentIndexChanged.connect(self._say)
        self._lay_out()
        self._say()

    def _box(self, canvas: PlotCanvas) -> QCheckBox:
        box = QCheckBox(canvas.accessibleName(), self)
        box.setObjectName(f"record_{canvas.objectName()}")
        box.setToolTip("Part of the picture")
        box.setChecked(canvas.objectName() in ("landscape_plot", "loss_plot"))
        box.toggled.connect(self._say)
        return box

    def _lay_out(self) -> None:
        plots = QVBoxLayout()
        for box in self._boxes.values():
            plots.addWidget(box)
        form = QFormLayout()
        form.addRow("Plots", plots)
        form.addRow("&Length", self._seconds)
        form.addRow("&Pictures", self._rate)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self._words)
        column.addWidget(self._buttons)

    @property
    def canvases(self) -> tuple[PlotCanvas, ...]:
        """The plots that were chosen, in the order of the window."""
        return tuple(canvas for canvas, box in self._boxes.items() if box.isChecked())

    @property
    def rate(self) -> int:
        """Pictures a second."""
        return int(self._rate.currentData())

    @property
    def frames(self) -> int:
        """How many pictures there will be; never more than epochs to be shown."""
        return min(self._seconds.value() * self.rate, self._epochs + 1)

    def _say(self, *_: object) -> None:
        self._save.setEnabled(bool(self.canvases))
        if not self.canvases:
            self._words.setText("Choose at least one plot.")
            return
        width, height = size_of(self.canvases)
        length = self.frames / self.rate
        self._words.setText(
            f"{self.frames} pictures of {width} × {height} pixels, {length:.2g} seconds"
        )
