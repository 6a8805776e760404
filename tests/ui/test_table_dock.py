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
    QLabel,
    QLineEdit,
    QSpinBox,
    QTableView,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from gradviz.descent import Dataset, read_csv
from gradviz.descent.data.presets import PRESETS
from gradviz.document import Document, cells, recipes
from gradviz.ui import docks
from gradviz.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
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
