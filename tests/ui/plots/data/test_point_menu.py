"""The menu of the data plot adds and removes points, with the mouse and with the keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from gradviz.document import Document, edits
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.canvas import PlotCanvas


def canvas_of(window: MainWindow) -> PlotCanvas:
    found = window.findChild(PlotCanvas, "data_plot")
    assert found is not None
    return found


def open_menu(window: MainWindow, place: QPoint) -> QMenu:
    QTest.mouseClick(canvas_of(window).viewport(), Qt.MouseButton.RightButton, pos=place)
    menus: list[QMenu] = canvas_of(window).findChildren(QMenu, "plot_menu")
    assert menus
    return menus[-1]


def choose(menu: QMenu, name: str) -> None:
    action = menu.findChild(QAction, name)
    assert action is not None
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def column(window: MainWindow, name: str) -> list[float]:
    dataset = window.parts.session.document.dataset
    assert dataset is not None
    return [float(value) for value in dataset.columns[name]]


def test_a_point_is_added_where_the_menu_was_opened(window: MainWindow) -> None:
    place = canvas_of(window).widget_at(1.5, 9.0).toPoint()
    choose(open_menu(window, place), "point_add")
    assert len(column(window, "x")) == 14
    assert column(window, "x")[-1] == pytest.approx(1.5, abs=0.1)
    assert column(window, "y")[-1] == pytest.approx(9.0, abs=0.2)
    assert window.parts.session.undo_text == "Add a point"


def test_the_point_under_the_menu_is_removed(window: MainWindow) -> None:
    x, y = column(window, "x"), column(window, "y")
    choose(open_menu(window, canvas_of(window).widget_at(x[4], y[4]).toPoint()), "point_remove")
    assert column(window, "x") == [*x[:4], *x[5:]]
    assert window.parts.session.undo_text == "Remove a point"


def test_without_data_the_menu_says_nothing_of_points(window: MainWindow) -> None:
    window.parts.session.new(edits.set_text(Document(), "f = (x - 1)^2"))
    menu = open_menu(window, canvas_of(window).viewport().rect().center())
    assert menu.findChild(QAction, "point_add") is None
    menu.close()
