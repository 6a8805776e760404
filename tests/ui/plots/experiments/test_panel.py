"""The homework with mouse and keys: rates typed, run, looked at, written about, exported."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from gradviz.document import descent_of, edits, experimenting, objective_of
from gradviz.ui import docks
from gradviz.ui.main_window import MainWindow
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.experiments import ExperimentPanel

LEFT = Qt.MouseButton.LeftButton


class Homework:
    """The window with the experiment in sight."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot
        bot.waitUntil(lambda: window.docks["experiment_dock"].widget() is not None)
        docks.bring(window.docks["experiment_dock"])
        panel = window.findChild(ExperimentPanel, "experiment_panel")
        assert panel is not None
        self.panel = panel
        self.table: QTableView = panel.table
        bot.waitUntil(lambda: not panel.curves.visibleRegion().isEmpty() or panel.isVisible())

    def type(self, name: str, text: str) -> None:
        edit = self.window.findChild(QLineEdit, name)
        assert edit is not None
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, text)
        QTest.keyClick(edit, Qt.Key.Key_Return)

    def run(self) -> None:
        button = self.window.findChild(QPushButton, "experiment_run_button")
        assert button is not None
        QTest.mouseClick(button, LEFT)
        self.bot.waitUntil(lambda: not self.window.parts.jobs.is_busy())

    def cells(self, column: int) -> list[str]:
        model = self.table.model()
        return [model.index(row, column).data() for row in range(model.rowCount())]


@pytest.fixture
def homework(window: MainWindow, qtbot: QtBot) -> Homework:
    return Homework(window, qtbot)


def test_the_homework_is_done_and_handed_in(
    homework: Homework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = homework.window
    homework.type("experiment_rates", "0.01, 0.05, 0.2")
    homework.type("experiment_epochs", "50, 200")
    homework.run()
    document = window.parts.session.document
    expected = [
        descent_of(experimenting.trial_document(document, trial))
        for trial in experimenting.trials_of(document)
    ]
    assert homework.cells(1) == ["50", "50", "50", "200", "200", "200"]
    assert [cell != "—" for cell in homework.cells(4)] == [False, False, True] * 2
    remarks = window.findChild(QPlainTextEdit, "experiment_remarks")
    assert remarks is not None
    QTest.keyClicks(remarks, "0.2 is above the limit & runs away.")
    assert window.parts.session.document.experiment.remarks.startswith("0.2 is")
    written = {}
    for kind in ("table", "curves", "picture", "html", "pdf"):
        path = tmp_path / kind
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, p=path, **_k: (str(p), ""))
        button = window.findChild(QToolButton, "experiment_export_button")
        assert button is not None
        menu = button.menu()
        assert menu is not None
        next(a for a in menu.actions() if a.objectName() == f"experiment_{kind}").trigger()
        written[kind] = next(tmp_path.glob(f"{kind}.*"))
    rows = list(csv.DictReader(written["table"].read_text().splitlines()))
    finals = [float(row["final loss"]) for row in rows if row["final loss"]]
    np.testing.assert_allclose(finals, [p.losses[-1] for p in expected], rtol=1e-12)
    curves = list(csv.reader(written["curves"].read_text().splitlines()))
    assert len(curves) == 202
    assert not QImage(str(written["picture"])).isNull()
    page = written["html"].read_text()
    assert "0.2 is above the limit &amp; runs away." in page
    assert page.count("<img") == 1
    pdf = written["pdf"].read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_a_list_that_can_t_be_read_is_said_below_it(homework: Homework) -> None:
    homework.type("experiment_rates", "0.1, lots")
    assert "“lots” is not a number" in homework.panel.form.note.text()
    assert homework.window.parts.session.document.experiment.rates == ()


def test_results_of_an_earlier_start_are_named_as_such(homework: Homework) -> None:
    homework.type("experiment_rates", "0.01, 0.02")
    homework.run()
    session = homework.window.parts.session
    session.apply("Rate", edits.set_descent(session.document, lr=0.007))
    assert "earlier" not in homework.panel.form.note.text()
    node = session.document.graph.by_name["m"]
    session.apply("Start", edits.set_value(session.document, node, 2.0))
    assert "earlier" in homework.panel.form.note.text()
    session.undo()
    assert "earlier" not in homework.panel.form.note.text()


def test_a_row_stands_out_and_its_rate_can_be_used(homework: Homework) -> None:
    homework.type("experiment_rates", "0.01 .. 0.04 in 3")
    homework.run()
    table = homework.table
    rect = table.visualRect(table.model().index(2, 0))
    QTest.mouseClick(table.viewport(), LEFT, pos=rect.center())
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert homework.window.parts.session.document.descent.lr == 0.04


def test_a_click_on_a_curve_finds_its_row(homework: Homework) -> None:
    homework.type("experiment_rates", "0.001, 0.05")
    homework.run()
    canvas = homework.window.findChild(PlotCanvas, "experiment_curves")
    assert canvas is not None
    at = canvas.widget_at(
        50.0, np.log10(descent_of(homework.window.parts.session.document).losses[50])
    )
    QTest.mouseClick(canvas.viewport(), LEFT, pos=QPoint(round(at.x()), round(at.y())))
    assert homework.table.selectionModel().selectedRows()[0].row() == 1


def test_running_can_be_stopped(homework: Homework) -> None:
    session = homework.window.parts.session
    session.apply("Wave", edits.set_text(session.document, "sin(3a)^2 + exp(cos(a b)) + b^2"))
    homework.type("experiment_rates", "0.001 .. 0.1 in 12")
    homework.type("experiment_epochs", "200000")
    button = homework.window.findChild(QPushButton, "experiment_run_button")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    assert button.text() == "Stop"
    QTest.mouseClick(button, LEFT)
    assert "Stopped after" in homework.panel.form.note.text()
    homework.bot.waitUntil(lambda: not homework.window.parts.jobs.is_busy())
    assert objective_of(session.document) is not None


def test_in_a_small_window_all_columns_are_seen_and_sorting_marks_its_column(
    homework: Homework, qtbot: QtBot
) -> None:
    homework.window.resize(1280, 720)
    homework.type("experiment_rates", "0.002, 0.006325, 0.2")
    homework.run()
    header, bar = homework.table.horizontalHeader(), homework.table.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert not header.isSortIndicatorShown()
    place = QPoint(header.sectionViewportPosition(0) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, pos=place)
    assert header.isSortIndicatorShown()
    first = homework.cells(0)
    QTest.mouseClick(header.viewport(), LEFT, pos=place)
    assert homework.cells(0) == first[::-1]
