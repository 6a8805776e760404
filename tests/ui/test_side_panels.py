"""The panels that are closed at first: there when asked for, and built while the window lives."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaMethod
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gradviz.app import create_window, growing_window
from gradviz.session import Settings
from gradviz.ui import docks
from gradviz.ui.code_dock import CodePanel
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.canvas import PlotCanvas

PATIENCE = 30_000  # milliseconds, for a busy machine

LATE_IMPORTS = """
import sys
from gradviz.app import application, create_window
from gradviz.session import Settings
from gradviz.ui import side_panels
from gradviz.ui.filling import build_plots
application()
window = create_window(settings=Settings.in_file(sys.argv[1]), whole=False)
build_plots(window)
late = []
for row in side_panels.SIDE:
    steps = side_panels.filled(window, *row)
    next(steps)
    before = set(sys.modules)
    for _ in steps:
        pass
    late += [name for name in set(sys.modules) - before if name.startswith("gradviz.ui")]
print(*sorted(late))
window.close()
"""


@pytest.fixture
def growing(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window as the program opens it, of which only the first frame is there."""
    settings = Settings.in_file(tmp_path / "settings.ini")
    window = growing_window(None, settings=settings)
    qtbot.addWidget(window)
    yield window
    window.close()


def is_filled(window: MainWindow, name: str) -> bool:
    return window.docks[name].widget() is not None


def test_every_dock_comes_to_be_filled(growing: MainWindow, qtbot: QtBot) -> None:
    assert not is_filled(growing, "code_dock")
    with qtbot.waitSignal(growing.side_panels.built, timeout=PATIENCE):
        growing.show()
    assert growing.side_panels.is_whole
    assert all(is_filled(growing, name) for name in growing.docks)


def test_a_dock_opened_before_its_turn_shows_the_document(
    growing: MainWindow, qtbot: QtBot
) -> None:
    growing.show()
    qtbot.waitUntil(lambda: is_filled(growing, "landscape_dock"), timeout=PATIENCE)
    assert not is_filled(growing, "code_dock")
    docks.bring(growing.docks["code_dock"])
    code = growing.docks["code_dock"].widget()
    assert isinstance(code, CodePanel)
    qtbot.waitUntil(lambda: "torch" in code.text())


def test_what_comes_into_sight_by_a_restored_window_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings.in_file(tmp_path / "settings.ini")
    first = create_window(settings=settings)
    qtbot.addWidget(first)
    first.show()
    docks.bring(first.docks["inspector_dock"])
    first.close()
    second = growing_window(None, settings=settings)
    qtbot.addWidget(second)
    remembered = settings.window()
    assert remembered is not None
    second.restore(*remembered)
    second.parts.focus.select(second.parts.session.document.graph.named("m").id)
    with qtbot.waitSignal(second.side_panels.built, timeout=PATIENCE):
        second.show()

    def is_shown() -> bool:
        label = second.findChild(QLabel, "inspector_value")
        return label is not None and bool(label.text())

    qtbot.waitUntil(is_shown)
    second.close()


def test_the_plots_of_all_panels_have_their_menu(growing: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(growing.side_panels.built, timeout=PATIENCE):
        growing.show()
    canvases = growing.findChildren(PlotCanvas)
    asked = [QMetaMethod.fromSignal(canvas.menu_asked) for canvas in canvases]
    assert all(map(PlotCanvas.isSignalConnected, canvases, asked))


def test_closed_before_all_is_built_the_window_builds_no_more(
    growing: MainWindow, qtbot: QtBot
) -> None:
    growing.show()
    qtbot.waitUntil(lambda: is_filled(growing, "landscape_dock"), timeout=PATIENCE)
    growing.close()
    QApplication.processEvents()
    assert not any(is_filled(growing, name) for name in ("code_dock", "palette_dock"))


def test_the_first_step_of_a_turn_loads_what_its_panel_is_made_of(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LATE_IMPORTS, str(tmp_path / "settings.ini")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
