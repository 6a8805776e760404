"""The gallery on the real window, used as a person does: with the keys and the mouse."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.descent import catalog
from gradviz.document import edits, examples
from gradviz.session import remembered_gallery
from gradviz.ui.gallery import Gallery
from gradviz.ui.gallery.grid import Grid
from gradviz.ui.main_window import MainWindow

W = TypeVar("W", bound=QWidget)

LEFT = Qt.MouseButton.LeftButton
WAIT = 60_000
Key = Qt.Key


def opened(window: MainWindow, qtbot: QtBot) -> Gallery:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(
        window, Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    found = window.findChild(Gallery, "gallery")
    assert found is not None
    line = child(found, QLineEdit, "gallery_search")
    qtbot.waitUntil(lambda: found.isActiveWindow() and line.hasFocus())
    return found


@pytest.fixture
def gallery(window: MainWindow, qtbot: QtBot) -> Gallery:
    return opened(window, qtbot)


def child(gallery: Gallery, kind: type[W], name: str) -> W:
    found = gallery.findChild(kind, name)
    assert found is not None
    return found


def search(gallery: Gallery, text: str) -> None:
    line = child(gallery, QLineEdit, "gallery_search")
    line.selectAll()
    QTest.keyClicks(line, text)


def shown(gallery: Gallery) -> list[str]:
    return [item.key for item in child(gallery, Grid, "gallery_grid").shown]


def current(gallery: Gallery) -> str:
    item = child(gallery, Grid, "gallery_grid").current
    assert item is not None
    return item.key


def press(gallery: Gallery, *keys: Qt.Key) -> None:
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        assert gallery.isAncestorOf(target)
        QTest.keyClick(target, key)


def texts(gallery: Gallery) -> str:
    labels = gallery.detail.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_it_is_in_the_file_menu_and_in_the_library(window: MainWindow) -> None:
    entry = window.findChild(QAction, "action_gallery")
    assert entry is not None
    assert entry.text() == "Test functions…"
    menu = window.findChild(QMenu, "library_menu")
    assert menu is not None
    menu.aboutToShow.emit()
    first = menu.actions()[0]
    assert first.text().startswith("Test functions…")
    assert any(action.text() == examples()["sigmoid"].title for action in menu.actions())
    first.trigger()
    found = window.findChild(Gallery, "gallery")
    assert found is not None
    assert found.isVisible()


def test_everything_is_shown_at_first(gallery: Gallery) -> None:
    assert shown(gallery) == [*catalog(), *examples()]
    assert child(gallery, QLineEdit, "gallery_search").hasFocus()


def test_typing_searches_and_enter_opens(gallery: Gallery, window: MainWindow) -> None:
    before = window.parts.session.document
    search(gallery, "himmel")
    assert shown(gallery)[0] == current(gallery) == "himmelblau"
    press(gallery, Key.Key_Return)
    assert not gallery.isVisible()
    assert window.parts.session.document.title == catalog()["himmelblau"].name
    window.parts.session.undo()
    assert window.parts.session.document == before


def test_the_arrows_go_through_the_tiles(gallery: Gallery) -> None:
    keys, columns = shown(gallery), child(gallery, Grid, "gallery_grid").columns
    assert columns > 1
    press(gallery, Key.Key_Down)  # from the search to the tiles
    assert child(gallery, Grid, "gallery_grid").hasFocus()
    assert current(gallery) == keys[0]
    press(gallery, Key.Key_Right)
    assert current(gallery) == keys[1]
    press(gallery, Key.Key_Down)
    assert current(gallery) == keys[1 + columns]
    press(gallery, *([Key.Key_Left] * 2))
    assert current(gallery) == keys[columns - 1]  # the end of the row above
    press(gallery, Key.Key_End)
    assert current(gallery) == keys[-1]
    press(gallery, Key.Key_Home, Key.Key_Up)
    assert child(gallery, QLineEdit, "gallery_search").hasFocus()


def test_enter_opens_the_tile_once(gallery: Gallery, window: MainWindow) -> None:
    press(gallery, Key.Key_Down, Key.Key_Right, Key.Key_Return)
    assert window.parts.session.document.title == catalog()["booth"].name
    window.parts.session.undo()
    assert not window.parts.session.can_undo


def test_letters_typed_on_the_tiles_are_searched_for(gallery: Gallery) -> None:
    press(gallery, Key.Key_Down, Key.Key_B, Key.Key_E, Key.Key_A, Key.Key_L)
    assert child(gallery, QLineEdit, "gallery_search").text() == "beal"
    assert current(gallery) == "beale"


def test_escape_closes_and_opens_nothing(gallery: Gallery, window: MainWindow) -> None:
    before = window.parts.session.document
    search(gallery, "booth")
    press(gallery, Key.Key_Escape)
    assert not gallery.isVisible()
    assert window.parts.session.document is before


def test_a_click_shows_and_a_double_click_opens(gallery: Gallery, window: MainWindow) -> None:
    grid = child(gallery, Grid, "gallery_grid")
    index = grid.model().index(shown(gallery).index("rosenbrock"), 0)
    at = grid.visualRect(index).center()
    QTest.mouseClick(grid.viewport(), LEFT, pos=at)
    assert child(gallery, QLabel, "gallery_title").text() == catalog()["rosenbrock"].name
    assert gallery.isVisible()
    QTest.mouseDClick(grid.viewport(), LEFT, pos=at)
    assert window.parts.session.document.title == catalog()["rosenbrock"].name
    assert not gallery.isVisible()


@pytest.mark.parametrize("category", ["single-objective", "constrained", "multi-objective"])
def test_a_kind_is_chosen_by_its_button(gallery: Gallery, category: str) -> None:
    QTest.mouseClick(child(gallery, QToolButton, f"gallery_category_{category}"), LEFT)
    assert shown(gallery) == [k for k, f in catalog().items() if f.category == category]
    QTest.mouseClick(child(gallery, QToolButton, "gallery_category_example"), LEFT)
    assert shown(gallery) == [*examples()]


def test_when_nothing_fits_it_says_what_to_do(gallery: Gallery) -> None:
    search(gallery, "xyz<zy")
    nothing = child(gallery, QLabel, "gallery_nothing")
    assert nothing.isVisible()
    assert "Nothing fits" in nothing.text()
    assert "xyz&lt;zy" in nothing.text()
    assert not gallery.detail.isVisible()
    press(gallery, Key.Key_Return)
    assert gallery.isVisible()
    nothing.linkActivated.emit("all")
    assert shown(gallery) == [*catalog(), *examples()]
    assert gallery.detail.isVisible()


def test_when_it_is_of_another_kind_it_leads_there(gallery: Gallery) -> None:
    QTest.mouseClick(child(gallery, QToolButton, "gallery_category_example"), LEFT)
    search(gallery, "himmelblau")
    nothing = child(gallery, QLabel, "gallery_nothing")
    assert "of other kinds" in nothing.text()
    nothing.linkActivated.emit("kinds")
    assert "himmelblau" in shown(gallery)


def test_a_trait_leads_to_its_like(gallery: Gallery) -> None:
    search(gallery, "rosenbrock")
    traits = child(gallery, QLabel, "gallery_traits")
    assert 'href="valley"' in traits.text()
    traits.linkHovered.emit("valley")
    assert "nearly flat along" in traits.toolTip()
    traits.linkActivated.emit("valley")
    assert {"rosenbrock", "bukin6"} <= set(shown(gallery))
    assert "sphere" not in shown(gallery)


def test_the_page_says_what_is_known(gallery: Gallery) -> None:
    search(gallery, "himmelblau")
    said = texts(gallery)
    for words in (
        "Domain",
        "−5 ≤ x, y ≤ 5",
        "f(3, 2) = 0",
        catalog()["himmelblau"].differentiability,
    ):
        assert words in said


def test_the_formula_follows(gallery: Gallery, qtbot: QtBot) -> None:
    search(gallery, "booth")
    qtbot.waitUntil(lambda: "f(x, y) = (x + 2 y − 7)²" in gallery.detail.formulas.plain)
    search(gallery, "townsend")
    qtbot.waitUntil(lambda: "< 0" in gallery.detail.constraints.plain)
    assert gallery.detail.constraints.isVisible()


def test_another_number_of_variables_is_opened(
    gallery: Gallery, window: MainWindow, qtbot: QtBot
) -> None:
    search(gallery, "rastrigin")
    spin = child(gallery, QSpinBox, "gallery_size_spin")
    button = child(gallery, QPushButton, "gallery_open_button")
    assert (spin.value(), button.text()) == (2, "Open")
    for _ in range(3):
        QTest.keyClick(spin, Key.Key_Up)
    assert button.text() == "Open with n = 5"
    assert "x₅ ≤ 5.12" in texts(gallery)
    qtbot.waitUntil(lambda: "x₅" in gallery.detail.formulas.plain)
    QTest.mouseClick(button, LEFT)
    document = window.parts.session.document
    assert len(document.graph.parameters) == 5
    assert document.landscape.axes == ("x_1", "x_2")


def test_another_choice_is_opened(gallery: Gallery, window: MainWindow) -> None:
    search(gallery, "shekel")
    combo = child(gallery, QComboBox, "gallery_choice_combo")
    assert [combo.itemText(i) for i in range(combo.count())] == ["m = 5", "m = 7", "m = 10"]
    QTest.keyClick(combo, Key.Key_Down)
    button = child(gallery, QPushButton, "gallery_open_button")
    assert button.text() == "Open with m = 7"
    QTest.mouseClick(button, LEFT)
    assert window.parts.session.document.text.count("1/(") == 7


def test_a_choice_is_not_carried_to_another_function(gallery: Gallery) -> None:
    search(gallery, "rastrigin")
    child(gallery, QSpinBox, "gallery_size_spin").setValue(5)
    search(gallery, "beale")
    assert not child(gallery, QSpinBox, "gallery_size_spin").isVisible()
    assert child(gallery, QPushButton, "gallery_open_button").text() == "Open"
    search(gallery, "ackley")
    assert child(gallery, QSpinBox, "gallery_size_spin").value() == 2


def test_it_is_remembered(gallery: Gallery, window: MainWindow, qtbot: QtBot) -> None:
    QTest.mouseClick(child(gallery, QToolButton, "gallery_category_constrained"), LEFT)
    search(gallery, "edge")
    gallery.resize(980, 620)
    press(gallery, Key.Key_Escape)
    kept = remembered_gallery(window.parts.settings)
    assert (kept.search, kept.category, kept.size) == ("edge", "constrained", (980, 620))
    assert opened(window, qtbot).size().toTuple() == (980, 620)
    assert child(gallery, QLineEdit, "gallery_search").selectedText() == "edge"


def test_what_was_opened_stands_first(gallery: Gallery, window: MainWindow, qtbot: QtBot) -> None:
    search(gallery, "viennet")
    press(gallery, Key.Key_Return)
    again = opened(window, qtbot)
    search(again, " ")
    assert shown(again)[0] == "viennet"
    assert remembered_gallery(window.parts.settings).recent == ("viennet",)


def test_a_saved_file_is_left_without_a_question(
    gallery: Gallery, window: MainWindow, tmp_path: Path
) -> None:
    window.parts.session.save(f"{tmp_path}/mine.gradviz")
    search(gallery, "booth")
    press(gallery, Key.Key_Return)
    assert window.parts.session.document.title == catalog()["booth"].name
    assert window.parts.session.path is None


def test_if_one_stays_with_the_file_the_gallery_stays(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.parts.session
    session.save(f"{tmp_path}/mine.gradviz")
    window.files.choose("booth")
    session.save(f"{tmp_path}/mine.gradviz")
    session.apply("Change", edits.set_text(session.document, "f = x^2"))
    changed = session.document
    cancel = QMessageBox.StandardButton.Cancel
    monkeypatch.setattr(QMessageBox, "question", lambda *_a, **_k: cancel)
    gallery = opened(window, qtbot)
    search(gallery, "matyas")
    press(gallery, Key.Key_Return)
    assert session.document is changed
    assert gallery.isVisible()
    session.save()  # or closing the window asks again


def test_it_closes_with_the_window_and_remembers(gallery: Gallery, window: MainWindow) -> None:
    search(gallery, "saddle")
    window.close()
    assert not gallery.isVisible()
    assert remembered_gallery(window.parts.settings).search == "saddle"


def test_pictures_come_for_what_is_in_sight_first(gallery: Gallery, qtbot: QtBot) -> None:
    grid = child(gallery, Grid, "gallery_grid")
    made: list[str] = []
    grid.pictures.made.connect(lambda wanted: made.append(wanted.chosen.key))
    search(gallery, "")
    grid.scrollToBottom()
    qtbot.waitUntil(lambda: len(made) >= 6, timeout=20_000)
    assert set(made[2:6]) <= set(shown(gallery)[-24:])


def test_the_tiles_are_painted(gallery: Gallery, qtbot: QtBot) -> None:
    grid = child(gallery, Grid, "gallery_grid")
    search(gallery, "sphere")
    (item,) = grid.shown[:1]
    qtbot.waitUntil(lambda: grid.pictures.get(grid.wanted(item)) is not None, timeout=20_000)
    spot = grid.visualRect(grid.model().index(0, 0))
    image = grid.viewport().grab().toImage()
    middle = image.pixelColor(spot.center() - QPoint(40, 40))
    assert middle.saturation() > 60  # viridis, not the gray ground


def test_with_nothing_in_sight_no_pictures_are_made(
    gallery: Gallery, window: MainWindow, qtbot: QtBot
) -> None:
    press(gallery, Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.parts.jobs.busy, timeout=20_000)


def test_the_other_theme_has_its_own_pictures(
    gallery: Gallery, window: MainWindow, qtbot: QtBot
) -> None:
    grid = child(gallery, Grid, "gallery_grid")
    search(gallery, "sphere")
    item = grid.shown[0]

    def waiting() -> bool:
        return grid.pictures.get(grid.wanted(item)) is not None

    qtbot.waitUntil(waiting, timeout=20_000)
    light = grid.pictures.get(grid.wanted(item))
    window.parts.themes.choose("dark")
    qtbot.waitUntil(waiting, timeout=20_000)
    assert grid.pictures.get(grid.wanted(item)) != light


def test_everything_can_be_reached_and_is_named(gallery: Gallery) -> None:
    search(gallery, "rastrigin")
    for widget in gallery.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            named = widget.accessibleName() or getattr(widget, "text", str)()
            if not widget.objectName().startswith("qt_"):
                assert widget.objectName(), widget
                assert named, widget.objectName()
    order: list[str] = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        order.append(focused.objectName())
        QTest.keyClick(focused, Key.Key_Tab)
    wanted = ["gallery_search", "gallery_category_all", "gallery_grid", "gallery_size_spin",
              "gallery_open_button"]  # fmt: skip
    places = [order.index(name) for name in wanted]
    assert places == sorted(places)


def test_a_picture_that_is_made_repaints_its_tile_alone(gallery: Gallery, qtbot: QtBot) -> None:
    grid, jobs = gallery.grid, gallery.grid.pictures
    gallery.filters.choose("", "")
    qtbot.waitUntil(
        lambda: all(jobs.get(grid.wanted(item)) for item in grid.in_sight), timeout=WAIT
    )
    areas = Areas(grid.viewport())
    QApplication.processEvents()
    areas.painted.clear()
    jobs.made.emit(grid.wanted(grid.in_sight[1]))
    qtbot.waitUntil(lambda: bool(areas.painted))
    tile = grid.visualRect(grid.model().index(1, 0))
    assert [area for area in areas.painted if not tile.contains(area)] == []


def test_what_is_in_sight_is_what_qt_says(gallery: Gallery, qtbot: QtBot) -> None:
    grid = gallery.grid
    gallery.filters.choose("", "")
    bar = grid.verticalScrollBar()
    assert bar.maximum() > 0
    for place in range(0, bar.maximum() + 1, max(1, bar.maximum() // 7)):
        bar.setValue(place)
        seen = {
            item.key
            for row, item in enumerate(grid.shown)
            if grid.visualRect(grid.model().index(row, 0)).intersects(grid.viewport().rect())
        }
        assert seen <= {item.key for item in grid.in_sight}
        assert len(grid.in_sight) <= len(seen) + 2 * grid.columns


class Areas(QObject):
    """Notes what of a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.painted: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.painted.append(event.rect())
        return False
