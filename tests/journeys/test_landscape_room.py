"""A lecture in the landscape room: constraints, objectives, basins and sweep, film and script."""

from __future__ import annotations

import contextlib
import io
import math
import sys
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.descent import descend_many
from gradviz.descent.outcomes.basins import SIZES
from gradviz.document import objective_of, start_of, weighing
from gradviz.ui.descent_bar.limit_slider import LimitSlider
from gradviz.ui.main_window import MainWindow
from gradviz.ui.methods import SignificantSpin
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.landscape.overlays.basins import BasinsOverlay
from gradviz.ui.plots.objectives.panel import ObjectivePanel
from gradviz.ui.plots.sweep import SweepPanel
from tests.document.fake_torch import fake_torch

LEFT = Qt.MouseButton.LeftButton
T = TypeVar("T", bound=QObject)


class Room:
    """The whole window on a test function, used with mouse and keys."""

    def __init__(self, window: MainWindow, bot: QtBot, function_id: str) -> None:
        self.window, self.bot = window, bot
        self.session, self.run = window.parts.session, window.parts.run
        window.files.choose(function_id)
        self.settle()
        self.opened = self.session.document

    def child(self, kind: type[T], name: str) -> T:
        found = self.window.findChild(kind, name)
        assert isinstance(found, kind), name
        return found

    def text(self, name: str) -> str:
        return self.child(QLabel, name).text()

    def settle(self) -> None:
        parts = self.window.parts
        self.bot.waitUntil(
            lambda: not (parts.jobs.is_busy() or parts.stability.is_busy), timeout=30_000
        )
        QApplication.processEvents()

    def tick(self, name: str) -> None:
        """Click the square of a check box."""
        box = self.child(QCheckBox, name)
        QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
        self.settle()

    def press(self, name: str) -> None:
        QTest.mouseClick(self.child(QToolButton, name), LEFT)
        self.settle()

    def write(self, spin: SignificantSpin | QSpinBox, text: str) -> None:
        spin.setFocus()
        spin.selectAll()
        QTest.keyClicks(spin, text)
        QTest.keyClick(spin, Qt.Key.Key_Return)
        self.settle()

    def choose(self, menu_name: str, action_name: str) -> None:
        """Choose an entry of a menu with the keys."""
        menu, action = self.child(QMenu, menu_name), self.child(QAction, action_name)
        menu.popup(self.window.mapToGlobal(QPoint(0, 0)))
        menu.setActiveAction(action)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        self.activate()

    def activate(self) -> None:
        """Offscreen no window manager makes the window active again after a menu or a box."""
        self.window.activateWindow()
        self.bot.waitUntil(self.window.isActiveWindow)

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        """Drag in eight moves, of which each is shown but nothing is waited for."""
        QTest.mousePress(widget, LEFT, pos=start)
        for step in range(1, 9):
            QTest.mouseMove(widget, start + (end - start) * step / 8)
            QApplication.processEvents()
        QTest.mouseRelease(widget, LEFT, pos=end)

    def undo_all(self) -> None:
        """Undo to the document that was opened."""
        while self.session.document != self.opened:
            assert self.session.can_undo
            before = self.session.document
            QTest.keyClick(self.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            assert self.session.document != before
        self.settle()

    @property
    def end(self) -> tuple[float, ...]:
        """Where the descent ends."""
        assert self.run.trajectory is not None
        return tuple(map(float, self.run.trajectory.points[-1]))

    def pixels(self, name: str) -> bytes:
        image = self.child(PlotCanvas, name).viewport().grab().toImage()
        return bytes(image.constBits())


def test_penalty_against_projection(window: MainWindow, qtbot: QtBot) -> None:
    room = Room(window, qtbot, "simionescu")
    penalized = room.end
    assert room.text("feasibility_label").startswith("✗ g₁")  # a penalty lets it a little outside
    before = room.pixels("landscape_plot")
    room.write(room.child(SignificantSpin, "penalty_spin"), "20")
    assert math.hypot(*room.end) < math.hypot(*penalized)  # a heavier one less so
    assert room.pixels("landscape_plot") != before
    room.tick("penalty_check")
    assert np.abs(room.end).max() > 10  # nothing holds it any more
    assert not room.child(QSlider, "penalty_slider").isEnabled()
    room.tick("in_box_check")
    assert room.end == (1.25, -1.25)  # the corner of the box, which knows nothing of the constraint
    assert "✗ g₁" in room.text("feasibility_label")
    box = room.opened.landscape.box
    assert room.run.trajectory is not None
    for name, column in zip("xy", room.run.trajectory.points.T, strict=True):
        assert column.min() >= box[name][0]
        assert column.max() <= box[name][1]
    room.undo_all()
    assert room.end == penalized


def test_a_weight_moves_the_point_in_both_plots(window: MainWindow, qtbot: QtBot) -> None:
    room = Room(window, qtbot, "binh_korn")
    assert window.docks["objective_dock"].isVisible()
    panel = window.docks["objective_dock"].findChild(ObjectivePanel)
    assert panel is not None
    before, plots = room.end, ("landscape_plot", "objective_plot", "loss_plot")
    pictures = {name: room.pixels(name) for name in plots}
    slider = room.child(QSlider, "weight_slider_1")
    middle = slider.height() // 2
    room.drag(slider, slider.rect().center(), QPoint(slider.width() // 5, middle))
    room.settle()
    weights = weighing.weights_of(room.session.document)
    assert weights["f_1"] > 0.7
    x, y = room.end
    assert math.hypot(x, y) < math.hypot(*before)  # f_1 is the distance from 0
    # The minimum of w (4x² + 4y²) + (1 − w) ((x − 5)² + (y − 5)²), by hand.
    lowest = 5 * (1 - weights["f_1"]) / (1 + 3 * weights["f_1"])
    assert (x, y) == pytest.approx((lowest, lowest), abs=1e-4)
    assert panel.end == pytest.approx((4 * x**2 + 4 * y**2, (x - 5) ** 2 + (y - 5) ** 2))
    for name, picture in pictures.items():
        assert room.pixels(name) != picture, name
    room.undo_all()
    assert room.end == before
    assert {name: room.pixels(name) for name in plots} == pictures


def test_basins_and_sweep_follow_the_newest_settings(window: MainWindow, qtbot: QtBot) -> None:
    room = Room(window, qtbot, "himmelblau")
    room.choose("landscape_show_menu", "show_basins")
    window.docks["sweep_dock"].toggleViewAction().trigger()
    panel = window.docks["sweep_dock"].findChild(SweepPanel)
    assert panel is not None
    slider = room.child(LimitSlider, "learning_rate_slider")
    middle = slider.height() // 2
    begin = QPoint(round(slider.x_of(room.session.document.descent.lr)), middle)
    room.drag(slider, begin, QPoint(round(slider.x_of(0.02)), middle))
    epochs = room.child(QSlider, "epochs_slider")
    epochs.setFocus()
    for _ in range(3):
        QTest.keyClick(epochs, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: not panel.renews_soon, timeout=10_000)
    room.settle()
    document = room.session.document
    assert document.descent.epochs < room.opened.descent.epochs
    (shown,) = window.findChildren(BasinsOverlay)
    objective, method, count = objective_of(document), document.descent.method, SIZES[0]
    assert shown.basins is not None
    every = shown.basins.size // count
    grid = np.meshgrid(shown.basins.x[::every], shown.basins.y[::every])
    starts = np.column_stack([side.ravel() for side in grid])
    ends = descend_many(objective, starts, method, document.descent.epochs).points
    np.testing.assert_array_equal(shown.basins.ends[::every, ::every].reshape(-1, 2), ends)
    found = panel.sweep
    assert found is not None
    start = np.tile(list(start_of(document).values()), (len(found.rates), 1))
    losses = descend_many(
        objective, start, method, document.descent.epochs, rates=found.rates
    ).losses
    np.testing.assert_array_equal(found.losses, losses)
    room.undo_all()


def test_a_film_of_the_surface_is_cancelled_and_then_made(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(window, qtbot, "rosenbrock")
    room.press("landscape_view_surface")
    path = tmp_path / "film.gif"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    room.child(QSlider, "epoch_scrubber").setValue(7)
    room.settle()

    def begin() -> None:
        room.choose("export_menu", "export_gif")
        dialog = window.findChildren(QDialog, "record_dialog")[-1]
        spin = dialog.findChild(QSpinBox, "record_seconds")
        button = dialog.findChild(QPushButton, "record_save_button")
        assert spin is not None
        assert button is not None
        spin.setFocus()
        spin.selectAll()
        QTest.keyClicks(spin, "1")
        QTest.mouseClick(button, LEFT)
        room.activate()

    begin()
    assert window.recording is not None
    with qtbot.waitSignal(window.recording.recorder.progressed):
        pass
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "cancelled" in window.status.text())  # the button is seen going down
    assert room.run.epoch == 7
    room.settle()
    assert not path.exists()
    begin()
    qtbot.waitUntil(lambda: window.status.text().startswith("Saved as film.gif"), timeout=30_000)
    assert room.run.epoch == 7
    with Image.open(path) as film:
        frames = [np.asarray(f.convert("L")) for f in ImageSequence.Iterator(film)]
    assert len(frames) == 20
    assert (frames[0] != frames[-1]).any()
    assert frames[0].std() > 10  # there is something to be seen


def test_the_script_from_the_menu_goes_the_way_of_the_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(window, qtbot, "beale")
    canvas = room.child(PlotCanvas, "landscape_plot")
    places = [canvas.widget_at(*point).toPoint() for point in ((1, 1), (1.5, -1))]
    room.drag(canvas.viewport(), *places)
    combo = room.child(QComboBox, "optimizer_combo")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_End)
    while combo.currentData() != "armijo":
        QTest.keyClick(combo, Qt.Key.Key_Up)
    room.settle()
    path = tmp_path / "descent.py"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    room.choose("export_menu", "export_descent")
    qtbot.waitUntil(lambda: window.status.text() == "Exported to descent.py.")
    monkeypatch.setitem(sys.modules, "torch", fake_torch())
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(path.read_text(), path.name, "exec"), names)  # noqa: S102
    assert room.run.trajectory is not None
    points = room.run.trajectory.points
    np.testing.assert_allclose(np.array(names["path"])[: len(points)], points, rtol=1e-9, atol=1e-9)
