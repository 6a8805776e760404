"""How long the window's thread is busy at a time while long work runs: the gaps of a heartbeat."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gradviz.__main__ import pause_collector
from gradviz.app import application, growing_window
from gradviz.document import edits
from gradviz.session import Settings
from gradviz.ui import docks
from gradviz.ui.filling import open_gallery
from gradviz.ui.gallery import Gallery
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.export.recorder import Recording
from tests.benchmarks.row import Goal, Row

BEAT_MS = 50.0
EVERY_MS = 2
PATIENCE = 120.0  # seconds
RATES = (0.002, 0.004, 0.006, 0.008, 0.01, 0.012)
BETWEEN = 0.06  # seconds from one rate of a drag to the next
FRAMES, PER_SECOND = 30, 20
KEYS_DOWN = 24


class Heart:
    """Beats on the window's thread; keeps the clock and the thread's own time of each beat."""

    def __init__(self) -> None:
        self._beats: list[tuple[float, float]] = []
        self._timer = QTimer(interval=EVERY_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat while the block runs."""
        self._beats.clear()
        self._beat()
        self._timer.start()
        try:
            yield
        finally:
            self._timer.stop()
            self._beat()

    def longest(self) -> tuple[float, float]:
        """The longest gap in milliseconds: by the clock, and in the thread's own time."""
        gaps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(self._beats)]
        return 1e3 * max(gap[0] for gap in gaps), 1e3 * max(gap[1] for gap in gaps)

    def _beat(self) -> None:
        self._beats.append((time.perf_counter(), time.thread_time()))


def live_until(done: Callable[[], bool]) -> None:
    """Let the window live until something is so; RuntimeError when it never is."""
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            raise RuntimeError("it never came to an end")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, EVERY_MS)


class Stage:
    """The whole window, and the long work that is done in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        pause_collector()  # as the program does
        self.window: MainWindow = growing_window(
            None, settings=Settings.in_file(folder / "settings.ini")
        )
        self.window.resize(1440, 900)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Wait for the background to be done, and a moment for what starts when all rests."""
        self.wait(0.3)
        live_until(lambda: not self.window.parts.jobs.is_busy())

    def wait(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.monotonic() + seconds
        live_until(lambda: time.monotonic() > end)

    def open(self, name: str, view: str = "map") -> None:
        """A function of the catalog, in a view."""
        self.window.files.choose(name)
        session = self.window.parts.session
        document = edits.set_landscape(session.document, view=view)
        session.apply("Set up", edits.set_descent(document, epochs=200))
        self.settle()

    def show(self, name: str, *, on: bool) -> None:
        """An overlay of the landscape."""
        action = self.window.findChild(QAction, f"show_{name}")
        assert action is not None
        action.setChecked(on)
        self.settle()

    def slide(self) -> None:
        """Drag the learning rate through some values, and wait for what comes of it."""
        session = self.window.parts.session
        for rate in RATES:
            session.apply("Rate", edits.set_descent(session.document, lr=rate), ("rate",))
            self.wait(BETWEEN)
        session.end_merge()
        self.settle()

    def record(self) -> None:
        """An animation of the landscape and the loss."""
        desk = self.window.recording
        assert desk is not None
        found = (
            self.window.findChild(PlotCanvas, name) for name in ("landscape_plot", "loss_plot")
        )
        canvases = tuple(canvas for canvas in found if canvas is not None)
        path = self._folder / "descent.gif"
        desk.recorder.record(Recording(canvases, FRAMES, PER_SECOND, path))
        live_until(lambda: not desk.recorder.is_recording)
        assert path.exists()

    def walk(self, gallery: Gallery) -> None:
        """Go down through the tiles, whose pictures are being made."""
        for _ in range(KEYS_DOWN):
            QTest.keyClick(gallery.grid, Qt.Key.Key_Down)
            self.wait(0.02)
        self.settle()


def measured(stage: Stage, heart: Heart) -> Iterator[tuple[str, Heart]]:
    """The long works by name, each with the heart that beat through it."""
    docks.bring(stage.window.docks["sweep_dock"])
    for name in ("himmelblau", "townsend"):
        stage.open(name)
        with heart.beating():
            stage.slide()
        yield f"rate sweep of {name}, the rate is dragged", heart
        stage.show("basins", on=True)
        with heart.beating():
            stage.slide()
        yield f"basins of {name}, the rate is dragged", heart
        stage.show("basins", on=False)
    for view in ("map", "surface"):
        stage.open("rosenbrock", view)
        with heart.beating():
            stage.record()
        yield f"animation of the {view} of rosenbrock", heart
    with heart.beating():
        open_gallery(stage.window)
        stage.settle()
    yield "gallery opened for the first time, no pictures kept", heart
    gallery = stage.window.findChild(Gallery)
    assert gallery is not None
    with heart.beating():
        stage.walk(gallery)
    yield "gallery walked through, no pictures kept", heart
    gallery.reject()


def rows() -> Iterator[Row]:
    """The longest gap by the clock, which is what a person feels."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder  # pictures of an earlier start would spare the work
        application()
        stage = Stage(Path(folder))
        for work, heart in measured(stage, Heart()):
            clock, own = heart.longest()
            name = f"longest gap: {work} ({own:.0f} ms of the thread's own)"
            yield Row(name, clock, Goal("at most", BEAT_MS))
        stage.window.close()
