"""What is left of a window that has gone: nothing."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradviz.app import create_window, screenshot
from gradviz.document import edits
from gradviz.errors import DocumentError
from gradviz.ui.filling import build_gallery
from gradviz.ui.main_window import MainWindow


def lived_in(qtbot: QtBot, window: MainWindow) -> None:
    """Open what is closed at first, edit, undo, go through the passes and the epochs."""
    build_gallery(window)
    for dock in window.docks.values():
        dock.show()
    session = window.parts.session
    session.apply("Type", edits.set_text(session.document, "L = (a - 1)^2 + (b + a)^2"))
    session.undo()
    window.parts.passes.forward()
    window.parts.passes.backward()
    window.parts.run.set_epoch(3)
    qtbot.waitUntil(lambda: not window.parts.jobs.busy)


def parts_of(window: MainWindow) -> dict[str, weakref.ref[object]]:
    """The window, what it is made of and what it holds, by name, without holding them."""
    parts = {"window": window, "gallery": window.findChild(QObject, "gallery")}
    parts |= {name: dock.widget() for name, dock in window.docks.items()}
    parts |= vars(window.parts)
    return {name: weakref.ref(part) for name, part in parts.items()}


def test_a_window_that_was_lived_in_is_freed(qtbot: QtBot) -> None:
    window = create_window()
    with qtbot.waitExposed(window):
        window.show()
    lived_in(qtbot, window)
    parts = parts_of(window)
    window.close()
    window.deleteLater()
    del window
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()
    assert not [name for name, part in parts.items() if part() is not None]


def test_pictures_leave_no_window(qapp: QApplication, tmp_path: Path) -> None:
    before = len(QApplication.topLevelWidgets())
    screenshot(tmp_path / "window.png")
    with pytest.raises(DocumentError):
        screenshot(tmp_path / "nowhere" / "window.png")
    assert len(QApplication.topLevelWidgets()) == before
