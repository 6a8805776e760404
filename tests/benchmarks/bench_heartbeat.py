"""How long the window's thread is busy at a time while long work runs: the gaps of a heartbeat."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gradviz.__main__ import pause_collector
from gradviz.app import application, growing_window
from gradviz.document import View, edits
from gradviz.session import Settings
from gradviz.ui import docks
from gradviz.ui.filling import open_gallery
from gradviz.ui.gallery import Gallery
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.export.recorder import Recording
from tests.benchmarks.row import Goal, Row
from tests.heartbeat import EVERY_MS, Heart

BEAT_MS = 50.0
PATIENCE = 120.0  # seconds
REST = 0.3  # seconds until what waits for a rest has begun
RATES = (0.002, 0.004, 0.006, 0.008, 0.01, 0.012)
BETWEEN = 0.06  # seconds from one rate of a drag to the next
BETWEEN_KEYS = 0.02
FRAMES, PER_SECOND = 30, 20
KEYS_DOWN = 24
SEARCHES = ("valley", "multimodal", "rosen")


def live_until(done: Callable[[], bool]) -> None:
    """Let the window live until something is so; RuntimeError when it never is."""
    end = time.monotonic() + PATIENCE
    loop, look = QEventLoop(), QTimer(interval=EVERY_MS)
    was_done = False

    def leave() -> None:
        nonlocal was_done
        was_done = was_done or done()  # more may begin before the loop has ended
        if was_done or time.monotonic() > end:
            loop.quit()

    look.timeout.connect(leave)
    look.start()
    loop.exec()  # as the program does: who polls keeps the interpreter from the workers
    look.stop()
    if not was_done:
        raise RuntimeError("it never came to an end")


class Stage:
    """The window as the program opens it, and the long work that is done in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        pause_collector()  # as the program does; it is turned on when all is built
        self.window: MainWindow = growing_window(
            None, settings=Settings.in_file(folder / "settings.ini")
        )
        self.window.resize(1440, 900)
        self.window.show()
        live_until(lambda: self.window.side_panels.is_whole)
        self.settle()

    def settle(self) -> None:
        """Wait for the background to be done, and a moment for what starts when all rests."""
        self.wait(REST)
        live_until(lambda: not self.window.parts.jobs.is_busy())

    def wait(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.monotonic() + seconds
        live_until(lambda: time.monotonic() > end)

    def open(self, name: str, view: View = "map") -> None:
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

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        """A key, and a moment until the next."""
        QTest.keyClick(widget, key)
        self.wait(BETWEEN_KEYS)

    def walk(self, gallery: Gallery) -> None:
        """Go down through the tiles and search, while the pictures are being made."""
        for _ in range(KEYS_DOWN):
            self.press(gallery.grid, Qt.Key.Key_Down)
        for word in SEARCHES:
            gallery.filters.search.selectAll()
            for letter in word:
                self.press(gallery.filters.search, Qt.Key(ord(letter.upper())))
            for _ in range(3):
                self.press(gallery.grid, Qt.Key.Key_Down)


def measured(stage: Stage, heart: Heart) -> Iterator[str]:
    """The long works by name, each when the heart has just beaten through it."""
    docks.bring(stage.window.docks["sweep_dock"])
    for name in ("himmelblau", "townsend"):
        stage.open(name)
        with heart.beating():
            stage.slide()
        yield f"rate sweep of {name}, the rate is dragged"
        stage.show("basins", on=True)
        with heart.beating():
            stage.slide()
        yield f"basins of {name}, the rate is dragged"
        stage.show("basins", on=False)
    views: tuple[View, ...] = ("map", "surface")
    for view in views:
        stage.open("rosenbrock", view)
        with heart.beating():
            stage.record()
        yield f"animation of the {view} of rosenbrock"
    with heart.beating():
        open_gallery(stage.window)
        stage.wait(REST)
    yield "gallery opened for the first time, no pictures kept"
    gallery = stage.window.findChild(Gallery)
    assert gallery is not None
    with heart.beating():
        stage.walk(gallery)
    yield "gallery walked through and searched, no pictures kept"
    gallery.reject()


def rows() -> Iterator[Row]:
    """The longest gap by the clock, which is what a person feels, and the thread's own work.

    Where the first is long and the second is not, the machine was busy or a worker in the way.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Pictures of an earlier start would spare work, what it left unsaved would add some.
        os.environ |= dict.fromkeys(("XDG_CACHE_HOME", "XDG_DATA_HOME"), folder)
        application()
        stage, heart = Stage(Path(folder)), Heart()
        for work in measured(stage, heart):
            gaps = heart.gaps
            longest = max(gaps, key=lambda gap: gap.clock)
            over = sum(gap.clock > BEAT_MS for gap in gaps)
            words = f"{longest.queued:.0f} ms without a processor; {over} of {len(gaps)} over 50"
            goal = Goal("at most", BEAT_MS)
            yield Row(f"{work}: longest gap ({words})", longest.clock, goal)
            yield Row(f"{work}: work at a time", max(gap.own for gap in gaps), goal)
        stage.window.close()
