"""Curves that are kept, and the losses on rows held out, in the real window."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.descent import Method
from gradviz.document import Document, descent_of, edits, held_out, objective_of, recipes, sourcing
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots import LossPanel
from gradviz.ui.plots.ghost_menu import GhostMenu

LEFT = Qt.MouseButton.LeftButton


class Desk:
    """The window with its loss plot."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot
        bot.waitUntil(lambda: window.findChild(QToolButton, "ghost_button") is not None)
        menu = window.findChild(GhostMenu, "ghost_button")
        panel = window.findChild(LossPanel)
        assert menu is not None
        assert panel is not None
        self.button, self.panel = menu, panel
        self.settle()

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not self.window.parts.jobs.is_busy())

    def rate(self, lr: float) -> None:
        session = self.window.parts.session
        session.apply("Rate", edits.set_descent(session.document, lr=lr))
        self.settle()

    def keep(self) -> None:
        QTest.mouseClick(self.button, LEFT, pos=QPoint(8, self.button.height() // 2))

    def names(self) -> list[str]:
        ghosts = self.panel._ghosts  # what the legend says
        assert ghosts is not None
        return [ghost.name for ghost in ghosts.shown]


@pytest.fixture
def desk(window: MainWindow, qtbot: QtBot) -> Desk:
    return Desk(window, qtbot)


def test_curves_are_kept_by_name_and_written_out(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for lr in (0.01, 0.02, 0.04):
        desk.rate(lr)
        desk.keep()
    desk.keep()  # the same once more is nothing new
    assert desk.names() == ["SGD 0.01", "SGD 0.02", "SGD 0.04"]
    desk.rate(0.08)
    path = tmp_path / "losses.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    menu = desk.button.menu()
    assert menu is not None
    next(a for a in menu.actions() if a.objectName() == "ghosts_csv").trigger()
    rows = list(csv.DictReader(path.read_text().splitlines()))
    document = desk.window.parts.session.document
    for lr in (0.01, 0.02, 0.04, 0.08):
        losses = descent_of(edits.set_descent(document, lr=lr)).losses
        found = [float(row[f"SGD {lr}"]) for row in rows]
        np.testing.assert_array_equal(found, losses)
    next(a for a in menu.actions() if a.objectName() == "ghosts_clear").trigger()
    assert desk.names() == []


def test_of_too_many_the_oldest_goes(desk: Desk) -> None:
    for lr in (0.01, 0.02, 0.03, 0.04, 0.05, 0.06):
        desk.rate(lr)
        desk.keep()
    assert desk.names() == [f"SGD {lr}" for lr in (0.02, 0.03, 0.04, 0.05, 0.06)]


def test_ghosts_of_another_function_are_not_shown(desk: Desk) -> None:
    desk.keep()
    session = desk.window.parts.session
    session.apply("Text", edits.set_text(session.document, "L = mean((y - m*x)^2)"))
    assert desk.names() == []
    session.undo()
    assert desk.names() == ["SGD 0.05"]


def test_the_losses_on_rows_held_out_are_those_of_their_own_objective(desk: Desk) -> None:
    session = desk.window.parts.session
    session.apply("Hold out", sourcing.with_split(session.document, 0.3))
    desk.settle()
    watch = desk.panel._held_out
    assert watch is not None
    path = desk.window.parts.run.trajectory
    assert path is not None
    rows = sourcing.held_out_rows(session.document)
    assert rows is not None
    assert watch.losses is not None
    m, b = path.points[-1]
    x, y = rows.columns["x"], rows.columns["y"]
    assert watch.losses[-1] == pytest.approx(np.mean((y - m * x - b) ** 2))
    assert len(watch.losses) == len(path.losses)
    session.undo()
    desk.settle()
    assert watch.losses is None


def test_held_out_losses_of_any_function() -> None:

    document = sourcing.with_split(recipes.open_preset(Document(), "sine"), 0.25, seed=2)
    path = descent_of(document)
    found = held_out.held_out_losses(document, path)
    rows = sourcing.held_out_rows(document)
    assert found is not None
    assert rows is not None
    names = objective_of(document).coordinates
    point = dict(zip(names, path.points[-1], strict=True))
    wave = point["a"] * np.sin(point["w"] * rows.columns["x"] + point["p"])
    assert found[-1] == pytest.approx(np.mean((rows.columns["y"] - wave) ** 2))


def hover(desk: Desk, epoch: int, losses: np.ndarray) -> str:
    """Move the mouse to a curve; what the status line says."""
    height = float(desk.panel._layers.heights(losses)[epoch])
    place = desk.panel.canvas.widget_at(epoch, height).toPoint()
    QTest.mouseMove(desk.panel.canvas.viewport(), place)
    return desk.window.status.text()


def test_the_mouse_tells_the_nearest_curve_by_its_name(desk: Desk) -> None:
    desk.rate(0.02)
    desk.keep()
    desk.rate(0.05)
    run, ghosts = desk.window.parts.run, desk.panel._ghosts
    assert run.trajectory is not None
    assert ghosts is not None
    kept = ghosts.shown[0].losses
    assert hover(desk, 30, kept) == f"SGD 0.02, epoch 30:  L = {kept[30]:.4g}"
    now = hover(desk, 30, run.trajectory.losses)
    assert now.startswith(f"SGD 0.05, epoch 30:  L = {run.trajectory.losses[30]:.4g},  m = ")
    ghosts.clear()
    assert hover(desk, 40, run.trajectory.losses).startswith("Epoch 40:  L = ")


def test_the_mouse_tells_a_rival_and_the_rows_held_out(desk: Desk) -> None:
    session = desk.window.parts.session
    document = sourcing.with_split(session.document, 0.3)
    session.apply("Race", edits.add_rival(document, Method("adam", 0.02)))
    desk.settle()
    rival = desk.window.parts.race.racers[1]
    assert rival.trajectory is not None
    assert hover(desk, 50, rival.trajectory.losses) == (
        f"Adam, epoch 50:  L = {rival.trajectory.losses[50]:.4g}"
    )
    watch = desk.panel._held_out
    assert watch is not None
    assert watch.losses is not None
    assert hover(desk, 90, watch.losses) == f"held out, epoch 90:  L = {watch.losses[90]:.4g}"
