"""The descent as an animation: asked for, recorded while the window lives, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageSequence
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLabel, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from gradviz.document import edits
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.canvas import PlotCanvas
from tests.heartbeat import Heart, assert_alive, loaded_for_good

LEFT = Qt.MouseButton.LeftButton
Ask = Callable[[], QDialog]


def wait_for_a_descent(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.findChild(PlotCanvas, "landscape_plot")
    assert canvas is not None
    qtbot.waitUntil(lambda: window.parts.run.trajectory is not None)
    qtbot.waitUntil(lambda: not canvas.viewport().visibleRegion().isEmpty())


@pytest.fixture
def recorded(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Path:
    """The window shows Himmelblau's function; what is recorded goes to this path."""
    window.files.choose("himmelblau")
    wait_for_a_descent(window, qtbot)
    path = tmp_path / "descent.gif"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    return path


@pytest.fixture
def ask(window: MainWindow) -> Ask:
    """Opens the box from the Export menu."""

    def opened() -> QDialog:
        action = window.findChild(QAction, "export_gif")
        assert action is not None
        action.trigger()
        dialog = window.findChild(QDialog, "record_dialog")
        assert dialog is not None
        return dialog

    return opened


def save(dialog: QDialog) -> None:
    button = dialog.findChild(QPushButton, "record_save_button")
    assert button is not None
    QTest.mouseClick(button, LEFT)


def set_seconds(dialog: QDialog, seconds: int) -> None:
    spin = dialog.findChild(QSpinBox, "record_seconds")
    assert spin is not None
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, str(seconds))


def test_the_descent_becomes_an_animation(
    window: MainWindow, recorded: Path, ask: Ask, qtbot: QtBot
) -> None:
    dialog = ask()
    set_seconds(dialog, 1)
    words = dialog.findChild(QLabel, "record_words")
    assert words is not None
    said = words.text()
    assert said.startswith("20 pictures of ")
    before, undo = window.parts.run.epoch, window.parts.session.undo_text
    save(dialog)
    qtbot.waitUntil(lambda: window.status.text().startswith("Saved as"), timeout=60_000)
    with Image.open(recorded) as picture:
        assert len(list(ImageSequence.all_frames(picture))) == 20
        assert picture.info["loop"] == 0
        assert f"{picture.width} × {picture.height}" in said
        assert picture.info["duration"] == 50
        picture.seek(19)
        assert picture.info["duration"] > 50  # the end stays for a while
    assert window.parts.run.epoch == before
    assert window.parts.session.undo_text == undo


def test_no_plot_chosen_is_no_recording(recorded: Path, ask: Ask) -> None:
    dialog = ask()
    for box in dialog.findChildren(QCheckBox):
        if box.isChecked():
            QTest.mouseClick(box, LEFT, pos=box.rect().center() - box.rect().center() / 1.1)
    button = dialog.findChild(QPushButton, "record_save_button")
    assert button is not None
    assert not button.isEnabled()
    dialog.reject()
    assert not recorded.exists()


def test_a_recording_can_be_cancelled(
    window: MainWindow, recorded: Path, ask: Ask, qtbot: QtBot
) -> None:
    save(ask())
    recorder = window.recording.recorder if window.recording is not None else None
    assert recorder is not None
    with qtbot.waitSignal(recorder.progressed):
        pass
    button = window.findChild(QPushButton, "recording_cancel_button")
    assert button is not None
    assert button.isVisible()
    QTest.mouseClick(button, LEFT)
    assert not recorder.is_recording
    assert "cancelled" in window.status.text()
    qtbot.waitUntil(lambda: not window.parts.jobs.busy)
    assert not recorded.exists()
    assert not button.isVisible()


def test_an_edit_stops_the_recording(
    window: MainWindow, recorded: Path, ask: Ask, qtbot: QtBot
) -> None:
    save(ask())
    session = window.parts.session
    session.apply("Type", edits.set_text(session.document, "x^2 + y^2"))
    assert "the recording stopped" in window.status.text()
    qtbot.waitUntil(lambda: not window.parts.jobs.busy)
    assert not recorded.exists()


def test_a_full_disk_is_said(
    window: MainWindow, ask: Ask, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.files.choose("booth")
    wait_for_a_descent(window, qtbot)
    target = ("/dev/full", "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: target)
    dialog = ask()
    set_seconds(dialog, 1)
    save(dialog)
    recorder = window.recording.recorder if window.recording is not None else None
    assert recorder is not None
    qtbot.waitUntil(lambda: not recorder.is_recording, timeout=60_000)
    assert "/dev/full" in window.status.text() or "full" in window.status.text()


def test_without_a_descent_there_is_nothing_to_record(window: MainWindow) -> None:
    session = window.parts.session
    session.apply("Epochs", edits.set_descent(session.document, epochs=0))
    action = window.findChild(QAction, "export_gif")
    assert action is not None
    action.trigger()
    assert window.findChild(QDialog, "record_dialog") is None
    assert "no descent" in window.status.text()


def test_the_window_lives_while_it_records(
    window: MainWindow, recorded: Path, ask: Ask, qtbot: QtBot
) -> None:
    """The pictures are taken one by one: between two beats the window works little."""
    dialog, heart = ask(), Heart()
    set_seconds(dialog, 1)
    with loaded_for_good(), heart.beating():
        save(dialog)
        qtbot.waitUntil(recorded.exists, timeout=60_000)
    assert_alive(heart, window, least=20)
