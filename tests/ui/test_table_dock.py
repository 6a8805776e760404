"""The data dock with mouse and keys: presets, cells, rows, standardizing, export."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QSpinBox,
    QTableView,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from gradviz.descent import Dataset, read_csv
from gradviz.descent.data.presets import PRESETS
from gradviz.document import Document, cells, recipes, sourcing
from gradviz.ui import docks
from gradviz.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
T = TypeVar("T", bound=QObject)


class Lab:
    """The window with the data dock in sight."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot
        bot.waitUntil(lambda: window.docks["table_dock"].widget() is not None)
        docks.bring(window.docks["table_dock"])
        self.view = self.child(QTableView, "data_table")
        bot.waitUntil(lambda: self.view.isVisible())
        self.settle()

    def child(self, kind: type[T], name: str) -> T:
        found = self.window.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not self.window.parts.jobs.is_busy())

    @property
    def document(self) -> Document:
        return self.window.parts.session.document

    @property
    def table(self) -> Dataset:
        found = cells.table_of(self.document)
        assert found is not None
        return found

    def press(self, name: str) -> None:
        QTest.mouseClick(self.child(QToolButton, name), LEFT)

    def choose(self, preset: str) -> None:
        combo = self.child(QComboBox, "preset_combo")
        combo.setFocus()
        index = combo.findData(preset)
        combo.setCurrentIndex(index)
        combo.activated.emit(index)
        self.settle()

    def write(self, row: int, column: int, text: str) -> None:
        index = self.view.model().index(row, column)
        self.view.setCurrentIndex(index)
        self.view.setFocus()
        QTest.keyClick(self.view, Qt.Key.Key_F2)
        editor = self.view.findChild(QLineEdit)
        assert editor is not None
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()  # the editor hands its text over a moment later

    @property
    def header(self) -> QHeaderView:
        return self.view.horizontalHeader()

    def head_of(self, column: int) -> QPoint:
        left = self.header.sectionViewportPosition(column)
        return QPoint(left + self.header.sectionSize(column) // 2, self.header.height() // 2)

    def open_name(self, column: int) -> QLineEdit:
        QTest.mouseDClick(self.header.viewport(), LEFT, pos=self.head_of(column))
        edit = self.child(QLineEdit, "column_name_edit")
        assert edit.isVisible()
        return edit

    def select(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Choose a block of cells with a click and a click with Shift."""
        self.view.setFocus()
        model, port = self.view.model(), self.view.viewport()
        for (row, column), keys in (
            (first, Qt.KeyboardModifier.NoModifier),
            (last, Qt.KeyboardModifier.ShiftModifier),
        ):
            index = model.index(row, column)
            self.view.scrollTo(index)
            QTest.mouseClick(port, LEFT, keys, self.view.visualRect(index).center())


@pytest.fixture
def lab(window: MainWindow, qtbot: QtBot) -> Lab:
    return Lab(window, qtbot)


def test_a_preset_comes_with_its_story_and_its_numbers(lab: Lab) -> None:
    lab.choose("outliers")
    assert lab.child(QLabel, "preset_story").text() == PRESETS["outliers"].story
    assert lab.view.model().rowCount() == 30
    spin = lab.child(QSpinBox, "points_spin")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "50")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert lab.table.length == lab.view.model().rowCount() == 50
    before = lab.table
    seed = lab.child(QSpinBox, "data_seed_spin")
    seed.setFocus()
    QTest.keyClick(seed, Qt.Key.Key_Up)
    assert lab.table != before
    for _ in range(3):
        lab.window.parts.session.undo()
    assert recipes.recipe_of(lab.document) is None
    assert lab.view.model().rowCount() == 13


def test_anscombe_s_numbers_are_given(lab: Lab) -> None:
    lab.choose("anscombe_4")
    assert not lab.child(QSpinBox, "points_spin").isEnabled()
    assert lab.view.model().index(7, 0).data() == "19"


def test_a_cell_is_written_and_the_fit_follows(lab: Lab) -> None:
    lab.write(12, 1, "3,5")
    assert lab.table.columns["y"][12] == 3.5
    assert lab.window.parts.session.undo_text == "Change y in row 13"
    lab.settle()
    objective = lab.window.parts.run.objective
    assert objective is not None
    np.testing.assert_array_equal(objective.inputs["y"], lab.table.columns["y"])
    lab.write(0, 0, "much")
    assert "write a number" in lab.window.status.text()
    assert lab.table.columns["x"][0] == 0.5


def test_rows_are_added_and_removed(lab: Lab) -> None:
    lab.press("table_add_row")
    assert lab.table.length == 14
    lab.view.selectRow(0)
    lab.view.setFocus()
    QTest.keyClick(lab.view, Qt.Key.Key_Delete)
    assert lab.table.length == 13
    assert lab.table.columns["x"][0] == 0.8
    lab.window.parts.session.undo()
    lab.window.parts.session.undo()
    assert lab.table.length == 13


def test_standardizing_says_what_it_does_to_the_condition(lab: Lab) -> None:
    lab.choose("badly_scaled")
    box = lab.child(QCheckBox, "standardize_check")
    label = lab.child(QLabel, "kappa_words")
    objective = lab.window.parts.run.objective
    assert objective is not None
    assert objective.exact is not None
    assert f"{objective.exact.kappa:.0f}" in label.text()
    assert "→ 1 when" in label.text()
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    lab.settle()
    assert lab.document.source is not None
    assert lab.document.source.standardized == ("x",)
    objective = lab.window.parts.run.objective
    assert objective is not None
    assert objective.exact is not None
    assert objective.exact.kappa == pytest.approx(1)
    assert "→ 1 when" in label.text()
    lab.window.parts.session.undo()
    QApplication.processEvents()
    assert not box.isChecked()


def test_the_table_is_written_out(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    lab.press("table_export")
    assert read_csv(path).columns["y"].tolist() == lab.table.columns["y"].tolist()


# Rows and columns


def test_rows_are_inserted_with_keys_and_taken_back(lab: Lab) -> None:
    lab.view.setFocus()
    lab.view.setCurrentIndex(lab.view.model().index(3, 1))
    QTest.keyClick(lab.view, Qt.Key.Key_Insert)
    assert lab.table.length == 14
    assert lab.view.currentIndex().row() == 3
    QTest.keyClick(lab.view, Qt.Key.Key_Insert, Qt.KeyboardModifier.AltModifier)
    assert lab.table.length == 15
    assert (lab.view.currentIndex().row(), lab.view.currentIndex().column()) == (4, 1)
    QTest.keyClick(lab.view, Qt.Key.Key_Return, CTRL)
    assert lab.view.currentIndex().row() == lab.table.length - 1 == 15
    assert lab.window.parts.session.undo_text == "Add a row"
    for _ in range(3):
        lab.window.parts.session.undo()
    assert lab.table.length == 13


def test_after_removing_the_keyboard_goes_on_nearby(lab: Lab) -> None:
    lab.view.setFocus()
    lab.view.selectRow(12)
    QTest.keyClick(lab.view, Qt.Key.Key_Delete)
    assert lab.view.currentIndex().row() == lab.table.length - 1 == 11
    lab.window.parts.session.undo()
    assert lab.table.length == 13
    assert lab.view.currentIndex().row() == 11


def test_a_column_comes_is_written_and_goes(lab: Lab) -> None:
    lab.press("table_add_column")
    assert list(lab.table.columns) == ["x", "y", "x_2"]
    assert lab.view.currentIndex().column() == 2
    lab.write(0, 2, "4")
    assert lab.table.columns["x_2"].tolist() == [4.0, *[0.0] * 12]
    QTest.keyClick(lab.view, Qt.Key.Key_Delete, CTRL)
    assert list(lab.table.columns) == ["x", "y"]
    assert lab.window.parts.session.undo_text == "Remove column x_2"
    QTest.keyClick(lab.view, Qt.Key.Key_Delete, CTRL)
    assert "The graph reads y" in lab.window.status.text()
    assert list(lab.table.columns) == ["x", "y"]


def test_a_double_click_on_the_head_renames_column_and_input(lab: Lab) -> None:
    edit = lab.open_name(0)
    QTest.keyClicks(edit, "hours")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert list(lab.table.columns) == ["hours", "y"]
    assert "hours" in lab.document.text
    assert lab.view.hasFocus()
    assert lab.window.parts.session.undo_text == "Rename x to hours"
    assert lab.header.model().headerData(0, Qt.Orientation.Horizontal) == "hours"
    lab.window.parts.session.undo()
    assert list(lab.table.columns) == ["x", "y"]
    assert "hours" not in lab.document.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [("y", "already a column y"), ("m", "something else called m"), ("2", "starts with a letter")],
)
def test_a_name_that_can_t_be_is_said_while_it_is_typed(lab: Lab, typed: str, says: str) -> None:
    edit = lab.open_name(0)
    QTest.keyClicks(edit, typed)
    assert says in lab.window.status.text()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.isVisible()
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert not edit.isVisible()
    assert lab.view.hasFocus()
    assert list(lab.table.columns) == ["x", "y"]
    assert not lab.window.parts.session.can_undo


def test_f2_on_the_head_and_shift_f2_in_a_cell_rename(lab: Lab) -> None:
    QTest.mouseClick(lab.header.viewport(), LEFT, pos=lab.head_of(1))
    assert lab.header.hasFocus()
    QTest.keyClick(lab.header, Qt.Key.Key_F2)
    edit = lab.child(QLineEdit, "column_name_edit")
    assert edit.isVisible()
    assert edit.text() == "y"
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    lab.view.setCurrentIndex(lab.view.model().index(2, 0))
    QTest.keyClick(lab.view, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    assert edit.isVisible()
    assert edit.text() == "x"
    QTest.keyClicks(edit, "t")
    lab.window.top_bar.expression.setFocus()  # to leave it is to give the name
    assert list(lab.table.columns) == ["t", "y"]


def test_the_menus_have_what_applies(lab: Lab) -> None:
    for place, has, lacks in (
        (lab.header, "table_rename_column_action", "table_remove_rows_action"),
        (lab.view.verticalHeader(), "table_insert_above_action", "table_add_column_action"),
    ):
        place.customContextMenuRequested.emit(QPoint(5, 5))
        menu = lab.child(QMenu, "table_menu")
        names = {action.objectName() for action in menu.actions()}
        assert has in names
        assert lacks not in names
        menu.close()
        lab.bot.waitUntil(lambda: lab.window.findChild(QMenu, "table_menu") is None)
    assert lab.view.selectionModel().selectedIndexes()


def test_without_a_table_there_is_nothing_to_add_to(lab: Lab) -> None:
    lab.window.parts.session.apply("Open", Document())
    assert not lab.child(QToolButton, "table_add_column").isEnabled()
    assert "Ctrl+Alt+V" in lab.child(QLabel, "table_empty").text()


# The clipboard


def test_cells_are_copied_and_pasted_as_text(lab: Lab) -> None:
    lab.select((0, 0), (1, 1))
    QTest.keyClick(lab.view, Qt.Key.Key_C, CTRL)
    x, y = (lab.table.columns[name] for name in "xy")
    text = QApplication.clipboard().text()
    assert text == f"{float(x[0])!r}\t{float(y[0])!r}\n{float(x[1])!r}\t{float(y[1])!r}"
    lab.select((12, 0), (12, 0))
    QTest.keyClick(lab.view, Qt.Key.Key_V, CTRL)
    assert lab.table.length == 14
    assert lab.table.columns["x"][12:].tolist() == x[:2].tolist()
    assert lab.window.parts.session.undo_text == "Paste 4 cells"
    assert len(lab.view.selectionModel().selectedIndexes()) == 4
    lab.window.parts.session.undo()
    assert lab.table.length == 13


def test_one_number_fills_what_is_selected(lab: Lab) -> None:
    QApplication.clipboard().setText("1,5")
    lab.select((2, 0), (4, 1))
    QTest.keyClick(lab.view, Qt.Key.Key_V, CTRL)
    assert lab.table.columns["x"][2:5].tolist() == [1.5] * 3
    assert lab.table.columns["y"][2:5].tolist() == [1.5] * 3
    assert lab.window.parts.session.undo_text == "Paste 6 cells"


@pytest.mark.parametrize(
    ("text", "says"),
    [("1\tmuch", "column y “much” is no number"), ("1\t2\t3", "add a column"), ("", "no cells")],
)
def test_what_is_no_table_of_numbers_is_not_pasted(lab: Lab, text: str, says: str) -> None:
    QApplication.clipboard().setText(text)
    before = lab.document
    lab.select((0, 0), (0, 0))
    QTest.keyClick(lab.view, Qt.Key.Key_V, CTRL)
    assert says in lab.window.status.text()
    assert lab.document is before


# Rows held out


def test_rows_held_out_are_marked_and_counted(lab: Lab) -> None:
    session = lab.window.parts.session
    session.apply("Hold out", sourcing.with_split(lab.document, 0.3, seed=1))
    words = lab.child(QLabel, "held_out_words")
    assert words.text() == "4 of 13 rows are held out, in italics."
    assert words.isVisible()

    def slanted() -> set[int]:
        model = lab.view.model()
        fonts = [model.index(row, 0).data(Qt.ItemDataRole.FontRole) for row in range(13)]
        return {row for row, font in enumerate(fonts) if font is not None}

    before = slanted()
    assert len(before) == 4
    lab.press("table_add_row")
    assert slanted() >= before
    session.undo()
    session.undo()
    assert not words.isVisible()
