"""Records the descent as an animated GIF: epoch by epoch, a slice of the event loop for each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor, QImage

from gradviz.document import Document
from gradviz.errors import GradVizError
from gradviz.session import DescentRun, JobRunner, Session
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.export import animation
from gradviz.ui.plots.export.strip import strip_of
from gradviz.ui.theme import TRAJECTORY_COLORS, Theme

if TYPE_CHECKING:
    from PIL.Image import Image

HOLD = 12
"""So many times as long as the others the last frame is shown before it starts again."""


@dataclass(frozen=True)
class Recording:
    """What is recorded: the plots side by side, at so many epochs, so many frames a second."""

    canvases: tuple[PlotCanvas, ...]
    frames: int
    rate: int
    path: Path

    def epochs(self, last: int) -> list[int]:
        """The epochs of the frames, from the start to the last, each once."""
        spread = np.linspace(0, last, max(2, min(self.frames, last + 1)))
        return sorted({round(float(epoch)) for epoch in spread})


class Recorder(QObject):
    """Goes through the epochs, takes a picture of each and writes them as one file.

    Every picture is taken in an event of its own and made small on a worker, so that the window
    stays alive. ``progressed`` says how much is done (0 to 1), ``ended`` that nothing is under
    way any more. Undo is not concerned: the document does not change; if it does, the
    recording stops.
    """

    said = Signal(str)
    progressed = Signal(float)
    ended = Signal()

    def __init__(
        self, session: Session, run: DescentRun, jobs: JobRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._run, self._jobs = run, jobs
        self._key = ("recording", id(self))
        self._recording: Recording | None = None
        self._epochs: list[int] = []
        self._before = 0
        self._palette: Image | None = None
        self._frames: list[Image] = []
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._take)
        session.document_changed.connect(self._on_document_changed)

    @property
    def is_recording(self) -> bool:
        """Whether a recording is under way."""
        return self._recording is not None

    def record(self, recording: Recording) -> None:
        """Record and write; says a sentence when there is nothing to be recorded."""
        last = self._run.last_epoch  # of the whole race, if there is one
        if last == 0 or not recording.canvases:
            self.said.emit("There is no descent to record yet.")
            return
        self.cancel()
        self._before = self._run.race_epoch
        self._recording, self._frames, self._palette = recording, [], None
        self._epochs = recording.epochs(last)
        self.said.emit(f"Recording {recording.path.name} …")
        self.progressed.emit(0.0)
        self._run.set_epoch(last)  # the last picture has all the colors
        self._next.start(0)

    def cancel(self) -> None:
        """Stop and write nothing."""
        if self.is_recording:
            self._end("The recording was cancelled; nothing was written.")

    # Inside

    def _take(self) -> None:
        """A picture of the epoch shown: of the last one for its colors, then of each in turn."""
        if self._recording is None:
            return
        image = strip_of(self._recording.canvases, self._caption())
        pixels, size = _pixels(image), (image.width(), image.height())
        failed = self._on_failed
        if self._palette is None:
            kept = _kept_colors(self._recording.canvases[0].theme)
            self._jobs.submit(
                self._key,
                animation.palette_of,
                pixels,
                size,
                kept,
                on_done=self._begin,
                on_error=failed,
            )
        else:
            self._jobs.submit(
                self._key,
                animation.reduced,
                pixels,
                size,
                self._palette,
                on_done=self._keep,
                on_error=failed,
            )

    def _begin(self, palette: Image) -> None:
        self._palette = palette
        self._show_next()

    def _show_next(self) -> None:
        self._run.set_epoch(self._epochs[len(self._frames)])
        self._next.start(0)

    def _caption(self) -> str:
        return f"epoch {self._run.race_epoch:,} of {self._run.last_epoch:,}"

    def _keep(self, frame: Image) -> None:
        recording = self._recording
        if recording is None:
            return
        self._frames.append(frame)
        done = len(self._frames)
        self.progressed.emit(0.9 * done / len(self._epochs))
        if done < len(self._epochs):
            self._show_next()
            return
        delays = [1000 / recording.rate] * done
        delays[-1] *= HOLD
        self._jobs.submit(
            self._key,
            animation.write,
            recording.path,
            self._frames,
            delays,
            on_done=self._on_written,
            on_error=self._on_failed,
            on_progress=lambda part: self.progressed.emit(0.9 + 0.1 * part),
        )

    def _on_written(self, size: int) -> None:
        recording = self._recording
        if recording is not None:
            self._end(
                f"Saved as {recording.path.name}: {len(self._frames)} pictures, {_words(size)}."
            )

    def _on_failed(self, error: Exception) -> None:
        self._end(str(error))
        if not isinstance(error, GradVizError):
            raise error

    def _on_document_changed(self, _old: Document, _new: Document) -> None:
        if self.is_recording:
            self._end("The document changed, so the recording stopped; nothing was written.")

    def _end(self, sentence: str) -> None:
        self._jobs.cancel(self._key)
        self._next.stop()
        self._recording, self._palette, self._frames = None, None, []
        self._run.set_epoch(self._before)
        self.said.emit(sentence)
        self.ended.emit()


def _kept_colors(theme: Theme) -> list[animation.Color]:
    """What is drawn small and must be told by its color."""
    letters = (theme.value, theme.gradient, theme.good, theme.bad, theme.accent, theme.text)
    names = (*TRAJECTORY_COLORS, marks.STAR, marks.HALO, *letters, theme.surface)
    colors = (QColor(name) for name in names)
    return [(color.red(), color.green(), color.blue()) for color in colors]


def _pixels(image: QImage) -> bytes:
    """The rows of an image as red, green and blue, without the padding at their ends."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].tobytes()


def _words(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
