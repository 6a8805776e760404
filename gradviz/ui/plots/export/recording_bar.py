"""What the status line shows while the descent is recorded: how far it is, and how to stop."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from gradviz.ui.plots.export.recorder import Recorder

STEPS = 100


class RecordingBar(QWidget):
    """A bar and a button; hidden unless something is recorded."""

    def __init__(self, recorder: Recorder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recording_bar")
        self._bar = QProgressBar(self)
        self._bar.setObjectName("recording_progress")
        self._bar.setAccessibleName("Progress of the recording")
        self._bar.setRange(0, STEPS)
        self._bar.setFixedWidth(140)
        self._stop = QPushButton("Cancel", self)
        self._stop.setObjectName("recording_cancel_button")
        self._stop.setToolTip("Stop recording and write nothing (Escape)")
        self._stop.setShortcut("Escape")
        self._stop.clicked.connect(recorder.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(self._bar)
        row.addWidget(self._stop)
        recorder.progressed.connect(self._on_progressed)
        recorder.ended.connect(self.hide)
        self.hide()

    def _on_progressed(self, part: float) -> None:
        self._bar.setValue(round(part * STEPS))
        self.show()
