"""The window: fixed names, docks, menus, files, themes, recovery and closing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6 import __version_info__ as qt_version
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QFileDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.app import create_window
from gradviz.document import Document, edits, load, save
from gradviz.errors import DocumentError
from gradviz.session import Settings
from gradviz.ui.main_window import MainWindow
from gradviz.ui.theme import DARK

FIXED_NAMES = (
    "expression_edit", "library_button", "forward_button", "backward_button",
    "step_forward_button", "step_back_button", "reset_button", "step_slider", "graph_view",
    "landscape_plot", "loss_plot", "data_plot", "optimizer_combo", "learning_rate_slider",
    "learning_rate_spin", "epochs_slider", "epochs_spin", "epoch_scrubber", "run_button",
    "lesson_dock", "code_dock", "status_message",
)  # fmt: skip


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None
    return found


def status(window: MainWindow) -> str:
    label = window.findChild(QLabel, "status_message")
    assert label is not None
    return label.text()


@pytest.mark.parametrize("name", FIXED_NAMES)
def test_every_fixed_name_is_there(window: MainWindow, name: str) -> None:
    found = window.findChild(QWidget, name)
    assert found is not None
    if not isinstance(found, QDockWidget):
        assert found.toolTip() or found.accessibleName()


def test_opens_on_the_line_fit_with_everything_alive(window: MainWindow) -> None:
    assert "mean" in window.parts.session.document.text
    state = window.parts.passes.state
    assert state.position == state.count > 0
    trajectory = window.parts.run.trajectory
    assert trajectory is not None
    assert trajectory.losses[-1] < trajectory.losses[0]


@pytest.mark.parametrize("key", ["rosenbrock", "homework"])
def test_opens_a_catalog_id_and_an_example_id(qtbot: QtBot, key: str) -> None:
    window = create_window(key)
    qtbot.addWidget(window)
    assert window.parts.session.path is None
    assert window.parts.session.document.text


def test_what_is_neither_is_refused(qtbot: QtBot) -> None:
    with pytest.raises(DocumentError, match="neither a file nor an example"):
        create_window("nosuch")


def test_docks_close_and_come_back(window: MainWindow) -> None:
    for dock in window.docks.values():
        was = dock.isVisible()
        dock.toggleViewAction().trigger()
        assert dock.isVisible() is not was
        dock.toggleViewAction().trigger()
        assert dock.isVisible() is was


def test_the_library_replaces_the_document_and_undo_brings_it_back(window: MainWindow) -> None:
    before = window.parts.session.document
    window.files.choose("booth")
    assert window.parts.session.document.title == "Booth"
    action(window, "action_undo").trigger()
    assert window.parts.session.document == before


def test_save_as_and_open(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    action(window, "action_save").trigger()
    saved = path.with_suffix(".gradviz")
    assert load(saved) == window.parts.session.document
    assert window.windowTitle().startswith("mine.gradviz —")
    window.files.choose("matyas")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(saved), ""))
    action(window, "action_open").trigger()
    assert window.parts.session.path == saved


@pytest.mark.parametrize("content", [b"", b"{", b"\x00\xff", b'{"format":"gradviz","version":99}'])
def test_a_file_that_cannot_be_read_changes_nothing(
    window: MainWindow, tmp_path: Path, content: bytes
) -> None:
    before = window.parts.session.document
    path = tmp_path / "broken.gradviz"
    path.write_bytes(content)
    assert not window.files.open(str(path))
    assert window.parts.session.document is before
    assert "broken.gradviz" in status(window)


def test_a_table_can_be_dropped_on_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "hours.csv"
    path.write_text("hours;grade\n1;2,5\n2;3,5\n3;5\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    # Qt 6.12 takes a place in fractions of a pixel; before, only whole ones would do.
    place: Any = QPointF(400, 400) if qt_version >= (6, 12) else QPoint(400, 400)
    QApplication.sendEvent(window, QDragEnterEvent(place, copy, data, left, plain))
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 400), copy, data, left, plain))
    qtbot.waitUntil(lambda: window.findChild(QPushButton, "import_button") is not None)
    button = window.findChild(QPushButton, "import_button")
    assert button is not None
    QTest.mouseClick(button, left)
    qtbot.waitUntil(lambda: "3 rows" in status(window))
    dataset = window.parts.session.document.dataset
    assert dataset is not None
    assert list(dataset.columns["y"]) == [2.5, 3.5, 5]


def test_a_bad_table_is_said_with_its_place(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("x,y\n1,2\n2,oops\n")
    before = window.parts.session.document
    window.files.open_data(str(path))
    qtbot.waitUntil(lambda: "oops" in status(window) or "row" in status(window))
    assert window.parts.session.document is before


def test_the_theme_changes_live(window: MainWindow) -> None:
    action(window, "action_theme_dark").trigger()
    assert window.parts.themes.current == DARK
    assert window.palette().window().color().name().upper() == DARK.canvas
    assert window.parts.settings.theme == "dark"
    action(window, "action_theme_light").trigger()


def test_present_enlarges_and_returns(window: MainWindow) -> None:
    before = QApplication.font().pointSizeF()
    action(window, "action_present").trigger()
    assert QApplication.font().pointSizeF() > 1.3 * before
    assert window.isFullScreen()
    action(window, "action_present").trigger()
    assert QApplication.font().pointSizeF() == before
    assert not window.isFullScreen()


def test_a_changed_file_is_asked_about_on_closing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.gradviz"
    save(window.parts.session.document, path)
    window.files.open(str(path))
    session = window.parts.session
    session.apply("Type", edits.set_text(session.document, "L = a"))
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Save]
    monkeypatch.setattr(QMessageBox, "question", lambda *_a, **_k: answers.pop(0))
    window.close()
    assert window.isVisible()
    window.close()
    assert not window.isVisible()
    assert load(path).text == "L = a"


def test_closing_takes_what_was_just_typed_and_stops_playing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.gradviz"
    save(window.parts.session.document, path)
    window.files.open(str(path))
    long = " + ".join(f"x{i}" for i in range(500))
    window.top_bar.expression.setText(long)  # so long that it is read once typing pauses
    window.parts.passes.play()
    window.parts.run.play()
    answer = QMessageBox.StandardButton.Save
    monkeypatch.setattr(QMessageBox, "question", lambda *_a, **_k: answer)
    window.close()
    assert load(path).text == long
    assert not window.parts.passes.is_playing
    assert not window.parts.run.is_playing


def test_unsaved_work_is_offered_the_next_time(qtbot: QtBot, window: MainWindow) -> None:
    session = window.parts.session
    session.apply("Type", edits.set_text(Document(title="Mine"), "L = a b"))
    window.close()
    later = create_window()
    qtbot.addWidget(later)
    later.show()
    later.recovery_bar.offer()
    assert not later.recovery_bar.isVisible()  # the copies are read in the background
    qtbot.waitUntil(later.recovery_bar.isVisible)
    restore = later.recovery_bar.findChild(QWidget, "recovery_restore_button")
    assert restore is not None
    qtbot.mouseClick(restore, Qt.MouseButton.LeftButton)
    assert not later.recovery_bar.isVisible()
    qtbot.waitUntil(lambda: later.parts.session.document.text == "L = a b")


def test_the_code_follows_the_graph(qtbot: QtBot, window: MainWindow) -> None:
    window.docks["code_dock"].show()
    text = window.findChild(QPlainTextEdit, "code_text")
    assert text is not None
    session = window.parts.session
    session.apply("Type", edits.set_text(session.document, "q = tanh(u)"))
    assert "torch.tanh(u)" in text.toPlainText()


@pytest.mark.parametrize(
    ("kind", "start"), [("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")]
)
def test_pictures_of_the_graph(window: MainWindow, kind: str, start: bytes) -> None:
    data = window.exports.exported(kind)
    assert data.startswith(start)
    assert len(data) > 1000


def test_an_export_that_cannot_be_written_is_said(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "no" / "such" / "graph.py"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    action(window, "export_torch").trigger()
    assert "graph.py" in status(window)


def test_the_window_comes_back_as_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings.in_file(tmp_path / "settings.ini")
    first = create_window(settings=settings)
    qtbot.addWidget(first)
    first.show()
    first.docks["data_dock"].hide()
    first.resizeDocks([first.docks["landscape_dock"]], [420], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    width = first.docks["landscape_dock"].width()
    first.close()
    second = create_window(settings=settings)
    qtbot.addWidget(second)
    remembered = settings.window()
    assert remembered is not None
    second.restore(*remembered)
    second.show()
    assert second.docks["data_dock"].isHidden()
    assert second.docks["landscape_dock"].width() == width


@pytest.mark.parametrize(
    ("name", "key", "overlay"),
    [
        ("action_checks", Qt.Key.Key_F8, "checks"),
        ("action_symbols", Qt.Key.Key_F9, "symbols"),
        ("action_depths", Qt.Key.Key_F4, "depths"),
    ],
)
def test_overlays_are_switched_in_the_menu_and_by_key(
    window: MainWindow, name: str, key: Qt.Key, overlay: str
) -> None:
    overlays, switch = window.parts.overlays, action(window, name)
    assert not switch.isChecked()
    QTest.keyClick(window, key)
    assert getattr(overlays.current, overlay)
    assert switch.isChecked()
    overlays.set(**{overlay: False})
    assert not switch.isChecked()


def test_an_unfinished_graph_is_said_on_the_status_line(window: MainWindow) -> None:
    session = window.parts.session
    session.apply("Type", edits.set_text(session.document, "d = 2b; L = d * ?"))
    assert status(window) == "⚠ L: × needs its second operand (B)."
    session.apply("Type", edits.set_text(session.document, "d = 2b; L = d * b"))
    assert status(window) == ""


def test_the_node_dock_shows_what_is_selected_on_the_canvas(window: MainWindow) -> None:
    dock = window.docks["inspector_dock"]
    assert not dock.isVisible()
    dock.show()
    view = window.graph_panel.view
    view.select(view.card("m").node_id)
    kind = dock.findChild(QLabel, "inspector_kind")
    assert kind is not None
    assert kind.text() == "m: parameter"
