"""The explorer in the window: opened by a key, a menu entry or from the landscape."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import edits
from gradviz.ui import docks
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.derivative import DerivativePanel
from gradviz.ui.theme import DARK, LIGHT


def panel_of(window: MainWindow) -> DerivativePanel:
    panel = window.docks["derivative_dock"].findChild(DerivativePanel)
    assert panel is not None
    return panel


def open_from_landscape(window: MainWindow, qtbot: QtBot) -> DerivativePanel:
    button = window.findChild(QToolButton, "landscape_derivative_button")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel_of(window).explorer.probe is not None)
    return panel_of(window)


def test_it_is_closed_at_first_and_does_no_work(window: MainWindow) -> None:
    assert window.docks["derivative_dock"].isHidden()
    assert panel_of(window).explorer.probe is None


def test_a_key_opens_it_before_the_landscape(window: MainWindow, qtbot: QtBot) -> None:
    action = window.docks["derivative_dock"].toggleViewAction()
    assert action.shortcut().toString() == "Alt+D"
    before = window.docks["landscape_dock"].height()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: panel_of(window).explorer.probe is not None)
    assert not panel_of(window).visibleRegion().isEmpty()
    qtbot.waitUntil(lambda: window.docks["derivative_dock"].height() > before)
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert window.docks["derivative_dock"].isHidden()
    qtbot.waitUntil(lambda: window.docks["landscape_dock"].height() < before + 40)


def test_the_landscape_leads_to_it_and_the_line_fit_has_two_slices(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = open_from_landscape(window, qtbot)
    assert panel.explorer.names == ("m", "b")
    probe = panel.explorer.probe
    assert probe is not None
    gradients = window.parts.passes.state.gradients
    m = window.parts.session.document.graph.by_name["m"]
    assert probe.slope == pytest.approx(float(gradients[m]), rel=1e-9)


def test_the_status_line_reads_out_what_the_mouse_is_over(window: MainWindow, qtbot: QtBot) -> None:
    panel = open_from_landscape(window, qtbot)
    curve = panel.stage.curve
    QTest.mouseMove(curve.viewport(), curve.viewport().rect().center())
    assert window.status.text().startswith("m = ")
    assert "∂L/∂m = " in window.status.text()


def test_behind_the_landscape_it_rests_and_catches_up(window: MainWindow, qtbot: QtBot) -> None:
    panel = open_from_landscape(window, qtbot)
    docks.bring(window.docks["landscape_dock"])
    qtbot.waitUntil(lambda: panel.visibleRegion().isEmpty())
    session = window.parts.session
    session.apply("Set m", edits.set_values(session.document, {"m": 2.5}))
    assert panel.explorer.probe is not None
    assert panel.explorer.probe.x != 2.5
    docks.bring(window.docks["derivative_dock"])
    qtbot.waitUntil(lambda: panel.explorer.probe is not None and panel.explorer.probe.x == 2.5)


@pytest.mark.parametrize("size", [(1280, 720), (1024, 640)])
def test_it_fits_into_a_small_window(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    panel = open_from_landscape(window, qtbot)
    panel.questions.ask("symbols")
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    dock, loss = window.docks["derivative_dock"], window.docks["loss_dock"]
    assert dock.geometry().bottom() < loss.geometry().top()
    assert panel.minimumSizeHint().height() <= panel.height()


@pytest.mark.parametrize("which", ["curve", "slope", "error"])
def test_each_plot_is_saved_in_the_colors_of_paper(
    window: MainWindow, qtbot: QtBot, which: str
) -> None:
    window.parts.themes.choose("dark")
    panel = open_from_landscape(window, qtbot)
    canvas = getattr(panel.stage, which)
    assert window.plot_menus is not None
    image = window.plot_menus.image(canvas)
    assert image.pixelColor(1, 1).name().upper() == LIGHT.surface
    assert canvas.theme is DARK
    assert canvas.caption
    assert window.plot_menus.picture(canvas, "svg").startswith(b"<?xml")


def test_after_a_divergence_it_says_why_nothing_is_seen(window: MainWindow, qtbot: QtBot) -> None:
    panel = open_from_landscape(window, qtbot)
    session, run = window.parts.session, window.parts.run
    session.apply("Rate", edits.set_descent(session.document, lr=0.2, epochs=200))
    qtbot.waitUntil(lambda: not window.parts.jobs.is_busy())
    run.set_epoch(150)
    sentence = panel.stage.curve.empty_sentence
    assert sentence is not None
    assert sentence.startswith("The descent has diverged: at epoch 150 m = −")
    assert "Choose an earlier epoch" in sentence
    run.set_epoch(1)
    assert panel.stage.curve.empty_sentence is None
    assert panel.stage.error.isVisible()


def test_a_point_typed_far_away_is_said_to_be_so(window: MainWindow, qtbot: QtBot) -> None:
    panel = open_from_landscape(window, qtbot)
    panel.explorer.set_x(1e9)
    sentence = panel.stage.curve.empty_sentence
    assert sentence is not None
    assert sentence.startswith("m = 1e9 is far beyond the range")
    panel.explorer.set_x(1.0)
    assert panel.stage.curve.empty_sentence is None
