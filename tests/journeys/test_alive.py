"""The window stays alive through its long works: none of them keeps its thread for long at a time.

In the time of the thread itself, which a busy machine does not stretch by making it wait. A slow
machine does; there the bound is what it takes to paint the window twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from gradviz.document import View, edits
from gradviz.ui import docks
from gradviz.ui.filling import open_gallery
from gradviz.ui.gallery import Gallery
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.export.recorder import Recording
from tests.heartbeat import Heart, assert_alive, loaded_for_good

WAIT = 60_000
STEPS, ROWS, FRAMES = 8, 12, 20
BEATS_BETWEEN, BEATS_AFTER = 4, 60


@pytest.fixture
def heart(window: MainWindow, qtbot: QtBot) -> Iterator[Heart]:
    """A heart in a window that shows all that is beside the landscape, too."""
    window.resize(1440, 900)
    docks.bring(window.docks["sweep_dock"])
    qtbot.waitUntil(lambda: not window.parts.jobs.busy, timeout=WAIT)
    with loaded_for_good():
        yield Heart()


def open_(window: MainWindow, qtbot: QtBot, name: str, view: View = "map") -> None:
    window.files.choose(name)
    session = window.parts.session
    session.apply("View", edits.set_landscape(session.document, view=view))
    qtbot.waitUntil(lambda: not window.parts.jobs.busy, timeout=WAIT)


def move_on(heart: Heart, qtbot: QtBot, beats: int = BEATS_BETWEEN) -> None:
    """Let the window live for some beats."""
    end = len(heart.gaps) + beats
    qtbot.waitUntil(lambda: len(heart.gaps) >= end, timeout=WAIT)


def drag_the_rate(window: MainWindow, heart: Heart, qtbot: QtBot) -> None:
    """With the arrow keys on the slider, while what follows it is computed."""
    slider = window.findChild(QSlider, "learning_rate_slider")
    assert slider is not None
    for _ in range(STEPS):
        before = window.parts.session.document
        QTest.keyClick(slider, Qt.Key.Key_Left)
        assert window.parts.session.document is not before
        move_on(heart, qtbot)
    move_on(heart, qtbot, BEATS_AFTER)


@pytest.mark.parametrize("name", ["himmelblau", "townsend"])
def test_while_basins_are_computed(
    window: MainWindow, heart: Heart, qtbot: QtBot, name: str
) -> None:
    open_(window, qtbot, name)
    action = window.findChild(QAction, "show_basins")
    assert action is not None
    with heart.beating():
        action.trigger()
        drag_the_rate(window, heart, qtbot)
    action.trigger()  # what is left of them is not waited for
    assert_alive(heart, window)


def test_while_rates_are_swept(window: MainWindow, heart: Heart, qtbot: QtBot) -> None:
    open_(window, qtbot, "himmelblau")
    with heart.beating():
        drag_the_rate(window, heart, qtbot)
    assert_alive(heart, window)


@pytest.mark.parametrize("view", ["map", "surface"])
def test_while_the_descent_is_recorded(
    window: MainWindow, heart: Heart, qtbot: QtBot, view: View, tmp_path: Path
) -> None:
    open_(window, qtbot, "himmelblau", view)
    assert window.recording is not None
    recorder = window.recording.recorder
    canvases = [window.findChild(PlotCanvas, name) for name in ("landscape_plot", "loss_plot")]
    shown = tuple(canvas for canvas in canvases if canvas is not None)
    path = tmp_path / "descent.gif"
    with heart.beating():
        recorder.record(Recording(shown, FRAMES, FRAMES, path))
        qtbot.waitUntil(lambda: not recorder.is_recording, timeout=WAIT)
    assert path.exists()
    assert_alive(heart, window)


def test_while_the_gallery_makes_its_pictures(
    window: MainWindow, heart: Heart, qtbot: QtBot
) -> None:
    """Opened for the first time, walked through with the arrow key, and searched."""
    with heart.beating():
        open_gallery(window)
        gallery = window.findChild(Gallery)
        assert gallery is not None
        move_on(heart, qtbot)
        for _ in range(ROWS):
            QTest.keyClick(gallery.grid, Qt.Key.Key_Down)
            move_on(heart, qtbot)
        for letter in "valley":
            QTest.keyClicks(gallery.filters.search, letter)
            move_on(heart, qtbot)
    assert_alive(heart, window)
    gallery.reject()
    qtbot.waitUntil(lambda: not window.parts.jobs.busy, timeout=WAIT)
