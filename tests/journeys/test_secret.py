"""Who fits by hand finds the best alone: no view of the whole window tells it before Reveal."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QPushButton,
    QSlider,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.descent import Method, best_line
from gradviz.document import edits, inputs_of
from gradviz.session.secret import HIDDEN
from gradviz.ui.fit_dock import FitPanel
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots import LandscapePanel, LossPanel
from gradviz.ui.plots import marks as plot_marks

LEFT = Qt.MouseButton.LeftButton
SIZE = 9  # pixels
DOCKS = ("fit_dock", "race_dock", "sweep_dock", "update_dock", "experiment_dock", "derivative_dock")


def press(window: MainWindow, kind: type[QAbstractButton], name: str) -> None:
    button = window.findChild(kind, name)
    assert button is not None, name
    QTest.mouseClick(button, LEFT)


def settle(window: MainWindow, bot: QtBot) -> None:
    fit = window.findChild(FitPanel, "fit_panel")
    assert fit is not None
    bot.waitUntil(lambda: not window.parts.jobs.is_busy() and not fit.renews_soon, timeout=20_000)


def words_seen(window: MainWindow) -> str:
    """All that can be read in the window: labels, buttons, tooltips, tables, formulas."""
    said: list[str] = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        said.append(widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            said.append(widget.text())
        if isinstance(widget, QTableView) and widget.objectName() != "fit_table":
            model = widget.model()
            said += [
                str(model.index(row, column).data())
                for row in range(model.rowCount())
                for column in range(model.columnCount())
            ]
    fit = window.findChild(FitPanel, "fit_panel")
    if fit is not None and fit.isVisible():
        said.append(fit.sheet.plain)
    return "\n".join(said)


@pytest.fixture
def best(window: MainWindow) -> tuple[str, str, str]:
    """The best m, b and MSE of the window's data as they would be written."""
    columns = inputs_of(window.parts.session.document)
    line = best_line(np.asarray(columns["x"]), np.asarray(columns["y"]))
    return f"{line.m:.4g}", f"{line.b:.4g}", f"{line.mse:.4g}"


@pytest.fixture
def by_hand(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window in which one fits by hand, after 2,000 epochs and a race that found the best."""
    session = window.parts.session
    document = edits.set_descent(session.document, epochs=2000)
    session.apply("Race", edits.add_rival(document, Method("newton", 1.0)))
    settle(window, qtbot)
    press(window, QToolButton, "data_by_hand_button")
    settle(window, qtbot)
    return window


def star_is_at(window: MainWindow, m: float, b: float) -> bool:
    landscape = window.findChild(LandscapePanel)
    assert landscape is not None
    place = landscape.canvas.widget_at(m, b).toPoint()
    image, star = landscape.canvas.grab().toImage(), QColor(plot_marks.STAR)
    near = [QPoint(x, y) for x in range(-SIZE, SIZE + 1) for y in range(-SIZE, SIZE + 1)]
    return any(image.pixelColor(place + step) == star for step in near)  # dots may lie on it


@pytest.mark.parametrize("dock", DOCKS)
def test_nothing_that_can_be_read_tells_the_best_before_it_is_revealed(
    by_hand: MainWindow, qtbot: QtBot, best: tuple[str, str, str], dock: str
) -> None:
    by_hand.docks[dock].toggleViewAction().trigger()
    qtbot.waitUntil(lambda: not by_hand.docks[dock].visibleRegion().isEmpty())
    settle(by_hand, qtbot)
    assert HIDDEN in words_seen(by_hand)
    assert [number for number in best if number in words_seen(by_hand)] == []
    press(by_hand, QPushButton, "by_hand_reveal")
    settle(by_hand, qtbot)
    assert HIDDEN not in words_seen(by_hand)
    assert best[2] in words_seen(by_hand)


def test_the_map_keeps_its_colors_and_loses_its_marks(
    by_hand: MainWindow, qtbot: QtBot, best: tuple[str, str, str]
) -> None:
    m, b = float(best[0]), float(best[1])
    legend = by_hand.findChild(QLabel, "landscape_legend")
    streams = by_hand.findChild(QAction, "show_streamlines")
    assert legend is not None
    assert streams is not None
    assert legend.text() == "● start"
    assert not star_is_at(by_hand, m, b)
    assert not streams.isEnabled()
    assert streams.toolTip() == HIDDEN
    press(by_hand, QPushButton, "by_hand_reveal")
    settle(by_hand, qtbot)
    assert "★ minimum" in legend.toolTip()
    assert star_is_at(by_hand, m, b)
    assert streams.isEnabled()
    press(by_hand, QPushButton, "by_hand_reveal")
    assert not star_is_at(by_hand, m, b)
    press(by_hand, QToolButton, "data_by_hand_button")
    assert star_is_at(by_hand, m, b)


def test_no_epoch_can_be_shown_by_mouse_or_keys(by_hand: MainWindow, qtbot: QtBot) -> None:
    run = by_hand.parts.run
    scrubber = by_hand.findChild(QSlider, "epoch_scrubber")
    assert scrubber is not None
    assert not scrubber.isEnabled()
    assert scrubber.toolTip() == HIDDEN
    press(by_hand, QToolButton, "run_button")
    press(by_hand, QToolButton, "epoch_forward_button")
    QTest.keyClick(by_hand, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert run.epoch == 0
    assert not run.is_playing
    press(by_hand, QPushButton, "by_hand_reveal")
    assert scrubber.isEnabled()
    QTest.keyClick(by_hand, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert run.epoch == 1


def test_the_loss_is_hidden_with_all_that_hovering_and_keys_would_tell(
    by_hand: MainWindow, qtbot: QtBot
) -> None:
    loss = by_hand.findChild(LossPanel)
    sentence = by_hand.findChild(QLabel, "loss_dock_hidden")
    assert loss is not None
    assert sentence is not None
    assert not loss.isVisible()
    assert sentence.isVisible()
    QTest.mouseMove(sentence, QPoint(40, 40))
    assert by_hand.status.text() == ""
    QTest.keyClick(by_hand, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    assert by_hand.status.text() == ""
    press(by_hand, QToolButton, "data_by_hand_button")
    assert loss.isVisible()
    assert not sentence.isVisible()
