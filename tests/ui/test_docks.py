"""The docks in a small window: every plot keeps its height, and Present mode spares the titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gradviz.app import create_window
from gradviz.document import edits, open_example, open_function
from gradviz.session import Settings
from gradviz.ui import docks
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.canvas import PlotCanvas

SMALL = (1280, 720)
LEAST = 70
"""Pixels of height in which a curve can be read."""


def settle(window: MainWindow, bot: QtBot) -> None:
    bot.waitUntil(lambda: not window.parts.jobs.is_busy())
    QApplication.processEvents()


def shown_heights(window: MainWindow) -> dict[str, float]:
    """How high what is drawn in each plot is that can be seen."""
    canvases = window.findChildren(PlotCanvas)
    return {
        canvas.objectName(): canvas.box.rect().height()
        for canvas in canvases
        if not canvas.viewport().visibleRegion().isEmpty() and canvas.plotItem.isVisible()
    }


@pytest.mark.parametrize("opened", ["", "derivative_dock", "sweep_dock", "race_dock"])
def test_in_a_small_window_plots_keep_a_height(
    window: MainWindow, qtbot: QtBot, opened: str
) -> None:
    window.resize(*SMALL)
    if opened:
        docks.bring(window.docks[opened])
    settle(window, qtbot)
    heights = shown_heights(window)
    heights.pop("derivative_slope_plot", None)  # shares its axis with the curve above
    assert "loss_plot" in heights
    assert min(heights.values()) >= LEAST
    assert (window.width(), window.height()) == SMALL


def test_objectives_keep_a_height_too(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(*SMALL)
    window.parts.session.apply("Open", open_function("binh_korn"))
    settle(window, qtbot)
    assert shown_heights(window)["objective_plot"] >= LEAST


def test_the_sweep_opens_below_the_graph_where_it_has_room(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(*SMALL)
    docks.bring(window.docks["sweep_dock"])
    settle(window, qtbot)
    sweep = window.docks["sweep_dock"]
    assert window.dockWidgetArea(sweep) == Qt.DockWidgetArea.BottomDockWidgetArea
    assert not window.docks["loss_dock"].visibleRegion().isEmpty()
    assert shown_heights(window)["sweep_plot"] >= 2 * LEAST


def test_present_mode_gives_the_room_of_titles_to_the_plots(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.present(on=True)
    settle(window, qtbot)
    loss = window.docks["loss_dock"]
    panel = loss.widget()
    assert panel is not None
    assert panel.geometry().top() == 0
    window.present(on=False)
    settle(window, qtbot)
    assert panel.geometry().top() > 0
    assert not isinstance(loss.titleBarWidget(), QWidget)


def test_a_floating_dock_keeps_its_title_in_present_mode(window: MainWindow) -> None:
    dock = window.docks["data_dock"]
    dock.setFloating(True)  # Qt's
    window.present(on=True)
    assert not isinstance(dock.titleBarWidget(), QWidget)
    window.present(on=False)


def test_a_low_plot_has_the_name_of_its_axis_beside_the_ticks(
    window: MainWindow, qtbot: QtBot
) -> None:
    canvas = window.findChild(PlotCanvas, "loss_plot")
    assert isinstance(canvas, PlotCanvas)
    heights = []
    for size in ((1280, 720), (1400, 1300)):
        window.resize(*size)
        settle(window, qtbot)
        axis = canvas.axes["bottom"]
        heights.append(axis.size().height())
        name = axis.label.mapRectToParent(axis.label.boundingRect())
        assert name.right() <= axis.size().width() + 1
        assert axis.has_name_beside == (size[1] == 720)
    assert heights[0] < heights[1]


def test_data_that_there_is_none_of_leaves_its_room_to_the_loss(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, data = window.parts.session, window.docks["data_dock"]
    settle(window, qtbot)
    usual = data.width()
    session.new(open_function("rosenbrock"))
    settle(window, qtbot)
    assert data.width() < docks.IDLE_BELOW < window.docks["loss_dock"].width()
    canvas = window.findChild(PlotCanvas, "data_plot")
    assert isinstance(canvas, PlotCanvas)
    sentence = canvas.empty_sentence
    assert sentence is not None
    assert "Alt+T" in sentence
    text = canvas.findChild(QLabel, "data_plot_empty")
    assert isinstance(text, QLabel)
    assert text.heightForWidth(text.width()) <= text.height()
    session.new(open_example("line_fit"))
    settle(window, qtbot)
    assert data.width() == pytest.approx(usual, abs=8)


def test_an_expression_that_is_being_written_moves_no_dock(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, data = window.parts.session, window.docks["data_dock"]
    settle(window, qtbot)
    before = data.width()
    session.apply("Type", edits.set_text(session.document, "f = a^2"))
    settle(window, qtbot)
    assert data.width() == before


def test_a_window_restored_from_a_document_without_data_gives_it_room(
    qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings.in_file(tmp_path / "settings.ini")
    first = create_window("rosenbrock", settings=settings)
    qtbot.addWidget(first)
    with qtbot.waitExposed(first):
        first.show()
    settle(first, qtbot)
    assert first.docks["data_dock"].width() < docks.IDLE_BELOW
    first.close()
    second = create_window("line_fit", settings=settings)
    qtbot.addWidget(second)
    remembered = settings.window()
    assert remembered is not None
    second.restore(*remembered)
    with qtbot.waitExposed(second):
        second.show()
    settle(second, qtbot)
    qtbot.waitUntil(lambda: second.docks["data_dock"].width() >= docks.IDLE_BELOW)
