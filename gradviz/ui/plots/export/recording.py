"""From the wish to record the descent to the file: the box, the name, the recorder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMainWindow

from gradviz.document import file_stem
from gradviz.session import DescentRun, JobRunner, Session
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.export.printing import is_seen
from gradviz.ui.plots.export.record_dialog import RecordDialog
from gradviz.ui.plots.export.recorder import Recorder, Recording
from gradviz.ui.plots.export.recording_bar import RecordingBar


class RecordingDesk(QObject):
    """Asks what is to be recorded and has it recorded."""

    def __init__(
        self, session: Session, run: DescentRun, jobs: JobRunner, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._session, self._run, self._window = session, run, window
        self.recorder = Recorder(session, run, jobs, self)
        window.statusBar().addPermanentWidget(RecordingBar(self.recorder, window))

    def ask(self) -> None:
        """Open the box; says a sentence when there is nothing to be recorded."""
        last = self._run.last_epoch
        plots = [canvas for canvas in self._window.findChildren(PlotCanvas) if is_seen(canvas)]
        if last == 0 or not plots:
            self.recorder.said.emit("There is no descent to record yet.")
            return
        dialog = RecordDialog(plots, last, self._window)
        dialog.accepted.connect(lambda: self._record(dialog))
        dialog.open()

    def _record(self, dialog: RecordDialog) -> None:
        name = f"{file_stem(self._session.document.title)}.gif"
        chosen, _filter = QFileDialog.getSaveFileName(self._window, "Save the animation", name)
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_suffix(".gif")
        self.recorder.record(Recording(dialog.canvases, dialog.frames, dialog.rate, path))
