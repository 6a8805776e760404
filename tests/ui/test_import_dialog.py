"""A table imported by the dialog: found out, put right, refused, cancelled; nothing half-done."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from gradviz.document import inputs_of
from gradviz.ui.import_dialog import ImportDialog
from gradviz.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


class Import:
    """The dialog as it was opened."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot

    def open(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
        action = self.window.findChild(QAction, "action_open_data")
        assert action is not None
        action.trigger()
        self.wait()

    def wait(self) -> None:
        self.bot.waitUntil(lambda: self.window.findChild(ImportDialog) is not None)

    @property
    def dialog(self) -> ImportDialog:
        found = self.window.findChild(ImportDialog)
        assert found is not None
        return found

    @property
    def problem(self) -> str:
        label = self.dialog.findChild(QLabel, "import_problem")
        assert label is not None
        return label.text()

    def chosen(self, name: str) -> str:
        combo = self.dialog.findChild(QComboBox, name)
        assert combo is not None
        return combo.currentText()

    def choose(self, name: str, text: str) -> None:
        combo = self.dialog.findChild(QComboBox, name)
        assert combo is not None
        index = combo.findText(text)
        combo.setCurrentIndex(index)
        combo.activated.emit(index)

    def press(self, name: str) -> None:
        button = self.dialog.findChild(QAbstractButton, name)
        assert button is not None
        QTest.mouseClick(button, LEFT)

    def columns(self) -> dict[str, list[float]]:
        self.bot.waitUntil(lambda: not self.window.parts.jobs.is_busy())
        QApplication.processEvents()
        values = inputs_of(self.window.parts.session.document)
        return {name: np.asarray(values[name]).tolist() for name in ("x", "y")}


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot) -> Import:
    return Import(window, qtbot)


def test_what_is_found_out_is_shown_and_imported(
    opened: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "grades.csv"
    path.write_bytes("Größe;Name;Note\n1,5;Anna;2,0\n2,5;Bo;3,5\n4,0;Cy;1,25\n".encode("latin-1"))
    opened.open(path, monkeypatch)
    assert opened.chosen("import_delimiter") == "Semicolon"
    assert opened.chosen("import_decimal") == "Comma"
    assert opened.chosen("import_encoding") == "Latin-1"
    assert (opened.chosen("import_x"), opened.chosen("import_y")) == ("Größe", "Note")
    opened.press("import_button")
    assert opened.columns() == {"x": [1.5, 2.5, 4.0], "y": [2.0, 3.5, 1.25]}
    assert opened.window.parts.session.undo_text == "Open grades"
    opened.window.parts.session.undo()
    assert len(opened.columns()["x"]) == 13


def test_the_columns_with_most_numbers_are_chosen(
    opened: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "named.csv"
    path.write_text("size,name,grade\n1,Anna,2\n2,Bo,oops\n3,Cy,4\n")
    opened.open(path, monkeypatch)
    assert (opened.chosen("import_x"), opened.chosen("import_y")) == ("size", "grade")
    assert "“oops” is not a number" in opened.problem
    opened.press("import_cancel")


def test_what_was_found_out_can_be_put_right(
    opened: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("1,2\n3,4\n5,6\n")
    opened.open(path, monkeypatch)
    assert opened.chosen("import_x") == "x"
    opened.choose("import_x", "y")
    assert "two different columns" in opened.problem
    button = opened.dialog.findChild(QPushButton, "import_button")
    assert button is not None
    assert not button.isEnabled()
    opened.choose("import_y", "x")
    opened.press("import_button")
    assert opened.columns() == {"x": [2.0, 4.0, 6.0], "y": [1.0, 3.0, 5.0]}


def test_a_bad_cell_is_named_and_nothing_is_half_imported(
    opened: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{i},{2 * i}" for i in range(300)]
    rows[250] = "250,oops"
    path = tmp_path / "long.csv"
    path.write_text("x,y\n" + "\n".join(rows))
    before = opened.window.parts.session.document
    opened.open(path, monkeypatch)
    assert opened.problem == ""  # the first rows are fine
    opened.press("import_button")
    opened.bot.waitUntil(lambda: opened.problem != "")
    assert opened.problem == "Row 252, column y: “oops” is not a number."
    assert opened.window.parts.session.document is before
    opened.press("import_cancel")


def test_rows_have_the_numbers_they_have_in_the_file(
    opened: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "gaps.csv"
    path.write_text("x,y\n\n1,2\n\n3,oops\n")
    opened.open(path, monkeypatch)
    assert opened.problem == "Row 5, column y: “oops” is not a number."
    model, upright = opened.dialog.model, Qt.Orientation.Vertical
    assert [model.headerData(row, upright) for row in range(model.rowCount())] == ["3", "5"]
    assert model.index(1, 1).data() == "oops"
    opened.press("import_cancel")


def test_a_bad_cell_in_sight_is_marked(
    opened: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("x,y\n1,2\n3,\n5,6\n")
    opened.open(path, monkeypatch)
    assert opened.problem == "Row 3, column y: the cell is empty."
    model = opened.dialog.model
    ground = Qt.ItemDataRole.BackgroundRole
    assert model.index(1, 1).data(ground) is not None
    assert model.index(0, 1).data(ground) is None
    opened.press("import_cancel")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "is empty"), (bytes(range(256)), "is not a text file")],
)
def test_what_is_no_table_can_t_be_imported(
    opened: Import,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    sentence: str,
) -> None:
    path = tmp_path / "nothing.csv"
    path.write_bytes(content)
    opened.open(path, monkeypatch)
    assert sentence in opened.problem
    button = opened.dialog.findChild(QPushButton, "import_button")
    assert button is not None
    assert not button.isEnabled()
    opened.press("import_cancel")


def test_a_table_is_pasted(opened: Import) -> None:
    QGuiApplication.clipboard().setText("x\ty\n1\t2\n2\t4\n3\t7\n")
    action = opened.window.findChild(QAction, "action_paste_data")
    assert action is not None
    action.trigger()
    opened.wait()
    assert opened.chosen("import_delimiter") == "Tab"
    opened.press("import_button")
    assert opened.columns() == {"x": [1.0, 2.0, 3.0], "y": [2.0, 4.0, 7.0]}


def test_a_table_is_dropped(opened: Import, tmp_path: Path) -> None:
    path = tmp_path / "dropped.csv"
    path.write_text("x,y\n1,2\n2,4\n3,7\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    opened.window.dropEvent(event)
    opened.wait()
    opened.press("import_button")
    assert opened.columns()["y"] == [2.0, 4.0, 7.0]
