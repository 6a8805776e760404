"""Every plot as a picture: by its menu, by the keys, in any theme."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.theme import DARK, LIGHT

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
PLOTS = ("landscape_plot", "loss_plot", "data_plot")


def plot(window: MainWindow, name: str) -> PlotCanvas:
    found = window.findChild(PlotCanvas, name)
    assert found is not None
    return found


def open_menu(canvas: PlotCanvas) -> QMenu:
    QTest.mouseClick(canvas.viewport(), RIGHT, pos=canvas.viewport().rect().center())
    menus: list[QMenu] = canvas.findChildren(QMenu, "plot_menu")
    assert menus
    return menus[-1]


def choose(menu: QMenu, name: str) -> None:
    action = menu.findChild(QAction, name)
    assert action is not None
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def save_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_right_click_saves_the_plot(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    save_to(monkeypatch, tmp_path / "plot")
    choose(open_menu(plot(window, name)), f"plot_{kind}")
    content = (tmp_path / f"plot.{kind}").read_bytes()
    assert window.status.text() == f"Saved as plot.{kind}."
    assert content.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[kind])
    assert len(content) > 2000


def test_the_svg_is_made_of_lines_not_of_pixels(window: MainWindow) -> None:
    assert window.plot_menus is not None
    root = ET.fromstring(window.plot_menus.picture(plot(window, "loss_plot"), "svg"))  # noqa: S314  # our own
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert "image" not in tags
    assert tags & {"path", "polyline"}


def test_the_svg_falls_back_on_letters_without_serifs(window: MainWindow) -> None:
    assert window.plot_menus is not None
    root = ET.fromstring(window.plot_menus.picture(plot(window, "loss_plot"), "svg"))  # noqa: S314
    families = {e.attrib["font-family"] for e in root.iter() if "font-family" in e.attrib}
    assert families
    assert all(family.endswith(", sans-serif") for family in families)


def test_what_is_cut_off_on_the_screen_is_cut_off_in_the_svg(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.plot_menus is not None
    window.files.choose("townsend")
    qtbot.waitUntil(lambda: not window.parts.jobs.is_busy(), timeout=20_000)
    canvas = plot(window, "landscape_plot")
    root = ET.fromstring(window.plot_menus.picture(canvas, "svg"))  # noqa: S314
    box = canvas.box.sceneBoundingRect()
    shapes = {
        element.attrib["id"]: next(iter(element)).attrib["d"]
        for element in root.iter("{http://www.w3.org/2000/svg}clipPath")
    }
    used = [e.attrib["clip-path"][5:-1] for e in root.iter() if "clip-path" in e.attrib]
    region = max(shapes, key=lambda name: len(shapes[name]))  # that of the hatching
    after = used[len(used) - used[::-1].index(region)]  # where the marks are drawn
    corners = [float(number) for number in re.findall(r"-?[\d.]+", shapes[after])]
    assert len(shapes[region]) > 1000
    sides = (min(corners[::2]), min(corners[1::2]), max(corners[::2]), max(corners[1::2]))
    assert sides == pytest.approx((box.left(), box.top(), box.right(), box.bottom()), abs=2)


def test_a_long_caption_takes_as_many_lines_as_it_needs(window: MainWindow) -> None:
    assert window.plot_menus is not None
    canvas = plot(window, "loss_plot")
    canvas.caption = "short"
    short = window.plot_menus.image(canvas)
    canvas.caption = "a caption that is much too long for the width of a plot as small as this " * 2
    image = window.plot_menus.image(canvas)
    assert image.height() > short.height()
    below = range(2 * canvas.height() + 8, image.height())
    paper = image.pixelColor(2, image.height() - 2)
    right = image.width() - 8
    assert all(image.pixelColor(x, y) == paper for x in range(right, image.width()) for y in below)
    assert any(image.pixelColor(x, y) != paper for x in range(30, 90) for y in below[-40:])


def test_a_picture_is_twice_as_fine_as_the_screen_and_has_a_color_bar(window: MainWindow) -> None:
    canvas = plot(window, "landscape_plot")
    assert window.plot_menus is not None
    image = QImage.fromData(window.plot_menus.picture(canvas, "png"))
    assert image.width() > 2 * canvas.width()
    assert image.height() > 2 * canvas.height()
    assert canvas.caption.startswith("MSE over m and b") or " over " in canvas.caption


@pytest.mark.parametrize("name", PLOTS)
def test_a_picture_of_a_dark_window_is_on_white_paper_and_leaves_the_window_dark(
    window: MainWindow, name: str
) -> None:
    window.parts.themes.choose("dark")
    canvas, menus = plot(window, name), window.plot_menus
    assert menus is not None
    before = canvas.grab().toImage()
    image = QImage.fromData(menus.picture(canvas, "png"))
    assert image.pixelColor(1, 1).name().upper() == LIGHT.surface
    assert canvas.theme is DARK
    assert canvas.grab().toImage() == before
    window.parts.settings.pictures_as_shown = True
    image = QImage.fromData(menus.picture(canvas, "png"))
    assert image.pixelColor(1, 1).name().upper() == DARK.surface


def test_dragging_with_the_right_button_pans_and_opens_nothing(window: MainWindow) -> None:
    canvas = plot(window, "landscape_plot")
    before = canvas.frame.x
    center = canvas.viewport().rect().center()
    QTest.mousePress(canvas.viewport(), RIGHT, pos=center)
    QTest.mouseMove(canvas.viewport(), center + QPoint(30, 0))
    QTest.mouseRelease(canvas.viewport(), RIGHT, pos=center + QPoint(30, 0))
    assert canvas.frame.x[0] < before[0]
    assert canvas.findChild(QMenu, "plot_menu") is None


def test_the_menu_key_opens_the_menu_and_it_copies(window: MainWindow) -> None:
    canvas = plot(window, "loss_plot")
    place = canvas.rect().center()
    QApplication.sendEvent(
        canvas.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, canvas.mapToGlobal(place)),
    )
    menu = canvas.findChild(QMenu, "plot_menu")
    assert menu is not None
    choose(menu, "plot_copy")
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.hasFormat("image/svg+xml")


def test_a_plot_without_anything_offers_nothing(window: MainWindow) -> None:
    window.files.choose("rosenbrock")
    menu = open_menu(plot(window, "data_plot"))
    assert not any(action.isEnabled() for action in menu.actions())
    menu.close()


def test_a_place_that_cannot_be_written_is_said(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_to(monkeypatch, tmp_path / "nowhere" / "plot.png")
    choose(open_menu(plot(window, "loss_plot")), "plot_png")
    assert "no such file or directory" in window.status.text()
    save_to(monkeypatch, tmp_path / "plot.bmp")
    choose(open_menu(plot(window, "loss_plot")), "plot_png")
    assert "png, svg, pdf" in window.status.text()
    assert not list(tmp_path.iterdir())


def test_the_export_menu_lists_the_plots_that_can_be_seen(window: MainWindow, qtbot: QtBot) -> None:
    button = window.top_bar.findChild(QMenu, "export_menu") or window.findChild(
        QMenu, "export_menu"
    )
    assert button is not None
    qtbot.waitUntil(lambda: not plot(window, "data_plot").viewport().visibleRegion().isEmpty())
    button.aboutToShow.emit()
    plots = window.findChild(QMenu, "export_plots_menu")
    assert plots is not None
    titles = [action.text() for action in plots.actions()]
    assert titles == ["Landscape", "Loss per epoch", "Data and fit"]
    window.docks["data_dock"].hide()
    qtbot.waitUntil(lambda: plot(window, "data_plot").viewport().visibleRegion().isEmpty())
    button.aboutToShow.emit()
    assert [action.text() for action in plots.actions()] == titles[:2]
