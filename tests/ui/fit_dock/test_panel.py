"""The dock of the formulas, followed through epochs and rows as a person does it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_example
from gradviz.graph import Role, format_number
from gradviz.session import DescentRun, JobRunner, PassCursor, Secret, Session
from gradviz.ui import docks
from gradviz.ui.fit_dock import FitPanel
from gradviz.ui.main_window import MainWindow
from gradviz.ui.theme import ThemeSource

LEFT = Qt.MouseButton.LeftButton
NETWORK = "ŷ = v1*tanh(w1*x + c1) + v2*tanh(w2*x + c2) + b; L = mean((y - ŷ)^2)"


class Desk:
    """A panel with what it follows."""

    def __init__(self, bot: QtBot, document: Document) -> None:
        self.bot = bot
        self.session = Session(document)
        self.jobs = JobRunner()
        self.run = DescentRun(self.session, self.jobs)
        self.passes = PassCursor(self.session, self.jobs)
        self.said: list[str] = []
        self.secret = Secret(self.run)
        themes = ThemeSource("light")
        self.panel = FitPanel(self.passes, self.jobs, themes, self.secret, self.said.append)
        self.panel.resize(600, 560)
        self.panel.show_in_sight(on=True)

    def settle(self) -> None:
        """Wait until the panel has caught up with the graph."""
        self.bot.waitUntil(lambda: not self.panel.renews_soon)
        self.bot.waitUntil(lambda: not self.jobs.is_busy(), timeout=20_000)

    def press(self, name: str) -> None:
        button = self.panel.findChild(QToolButton, name)
        assert button is not None
        QTest.mouseClick(button, LEFT)
        self.settle()

    def go(self, epoch: int) -> None:
        """Show an epoch, as the window does when one is chosen."""
        self.passes.hold_inputs(self.run.point_at(epoch), f"epoch {epoch}")
        self.settle()

    def write(self, text: str) -> None:
        self.session.apply("Edit", edits.set_text(self.session.document, text))
        self.settle()

    @property
    def table(self) -> QTableView:
        found = self.panel.findChild(QTableView, "fit_table")
        assert found is not None
        return found

    @property
    def place(self) -> str:
        label = self.panel.findChild(QLabel, "fit_place")
        assert label is not None
        return label.text()

    @property
    def lines(self) -> list[str]:
        return self.panel.sheet.plain.splitlines()

    def cell(self, row: int, column: int) -> str:
        model = self.table.model()
        return str(model.data(model.index(row, column)))

    def click_row(self, row: int) -> None:
        index = self.table.model().index(row, 1)
        self.table.scrollTo(index)
        place = self.table.visualRect(index).center()
        QTest.mouseClick(self.table.viewport(), LEFT, pos=QPoint(place))
        self.settle()


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[Callable[[Document], Desk]]:
    made: list[Desk] = []

    def make(document: Document) -> Desk:
        desk = Desk(qtbot, document)
        made.append(desk)
        qtbot.addWidget(desk.panel)
        with qtbot.waitExposed(desk.panel):
            desk.panel.show()
        desk.settle()
        return desk

    yield make
    for desk in made:
        desk.run.pause()
        desk.passes.pause()
        desk.jobs.shutdown()


@pytest.fixture
def desk(open_desk: Callable[[Document], Desk]) -> Desk:
    """A desk with the line of the first start."""
    return open_desk(open_example("line_fit"))


def test_the_gradient_is_the_one_on_the_cards_at_every_epoch(desk: Desk) -> None:
    for epoch in (0, 7, 100):
        desk.go(epoch)
        evaluation = desk.passes.state.evaluation
        assert evaluation is not None
        by_m, by_b = (float(evaluation.gradients[name]) for name in "mb")
        assert desk.place == f"Epoch {epoch}"
        assert any(line.endswith(f") = {format_number(by_m)}") for line in desk.lines)
        assert any(line.endswith(f") = {format_number(by_b)}") for line in desk.lines)
        assert (desk.cell(0, 4), desk.cell(0, 5)) == (format_number(by_m), format_number(by_b))
        assert "shows the same numbers" in desk.panel.sheet.words


def test_a_row_chosen_in_the_table_is_told(desk: Desk) -> None:
    desk.click_row(3)
    button = desk.panel.findChild(QToolButton, "fit_row_button")
    assert button is not None
    assert button.isChecked()
    assert desk.lines[0] == "x₃ = 1.2,\u2003y₃ = 3.5"
    QTest.keyClick(desk.table, Qt.Key.Key_Down)
    desk.settle()
    assert desk.lines[0] == "x₄ = 1.5,\u2003y₄ = 5.2"
    spin = desk.panel.findChild(QSpinBox, "fit_row_spin")
    assert spin is not None
    assert spin.value() == 4
    QTest.keyClick(spin, Qt.Key.Key_Up)
    desk.settle()
    assert desk.lines[0].startswith("x₅ = ")
    assert desk.table.currentIndex().row() == 5


def test_all_rows_at_once(desk: Desk) -> None:
    desk.press("fit_vectors_button")
    assert desk.lines[0] == "x = [0.5, 0.8, 1.2, 1.5, …, 5]ᵀ"
    assert "∂L/∂m = 1/n δᵀ x = −42.83" in desk.lines


def test_sentences_and_titles_keep_clear_of_one_another(desk: Desk) -> None:
    desk.press("fit_vectors_button")
    labels = [label for label in desk.panel.sheet.findChildren(QLabel) if not label.isHidden()]
    assert len(labels) > 4

    def are_clear() -> bool:  # once they are laid out
        rects = sorted((label.geometry() for label in labels), key=lambda rect: rect.top())
        return all(above.bottom() < below.top() for above, below in pairwise(rects))

    desk.bot.waitUntil(are_clear)


RIDGE = "ŷ = m*x + b; L = mean((y - ŷ)^2) + 0.1*m^2"
VECTORS = "X = [[1, 2], [3, 4], [5, 7]]; w = [1, -1]; y = [1, 2, 3]; L = mean((y - X @ w)^2)"


def test_a_penalty_is_told_below_the_sum_over_the_rows(desk: Desk) -> None:
    desk.write(RIDGE)
    assert "L = MSE + 0.1 m² = 51.85 + 0.1 · 0² = 51.85" in desk.lines
    assert "∂L/∂m = ∂MSE/∂m + m/5" in desk.lines
    desk.go(20)
    evaluation = desk.passes.state.evaluation
    assert evaluation is not None
    by_m = format_number(float(evaluation.gradients["m"]))
    assert any(line.endswith(f" = {by_m}") for line in desk.lines)
    assert "shows the same numbers" in desk.panel.sheet.words


def test_a_vector_is_told_with_its_matrix(open_desk: Callable[[Document], Desk]) -> None:
    document = edits.set_text(Document(), VECTORS)
    desk = open_desk(document)
    empty = desk.panel.findChild(QLabel, "fit_empty")
    assert empty is not None
    assert "make X a constant" in empty.text()
    for name in "Xy":
        document = edits.set_role(document, document.graph.by_name[name], Role.CONSTANT)
    desk.session.apply("Edit", document)
    desk.settle()
    desk.press("fit_vectors_button")
    assert empty.isHidden()
    assert "= (2/n) Xᵀ (X w − y)" in desk.lines
    titles = [desk.table.model().headerData(i, Qt.Orientation.Horizontal) for i in range(5)]
    assert len(set(titles)) == 5
    assert (desk.cell(0, 3), desk.cell(0, 4)) == ("−24", "−34")


def test_the_normal_equation_stands_beside_it(desk: Desk) -> None:
    assert "[[117.6, 34.6], [34.6, 13]] [[m], [b]] = [[278.4], [87.5]]" in desk.lines
    assert "m = 1.784,\u2003b = 1.984,\u2003L = 0.2979" in desk.lines


def test_all_formulas_are_copied_as_latex(desk: Desk) -> None:
    desk.press("fit_copy_button")
    copied = QGuiApplication.clipboard().text()
    assert copied.count(r"\begin{aligned}") == 3
    assert r"\frac{\partial L}{\partial m} &= \frac{1}{n} \sum_{i=1}^{n}" in copied
    assert desk.said == ["The formulas are on the clipboard as LaTeX."]


def test_where_there_is_no_sum_it_says_what_to_write(desk: Desk) -> None:
    desk.write("L = (w - 3)^2")
    empty = desk.panel.findChild(QLabel, "fit_empty")
    assert empty is not None
    assert empty.isVisible()
    assert "write the loss as a mean or a sum" in empty.text()
    assert not desk.table.isVisible()
    desk.write("L = mean(abs(y - m*x))")
    assert empty.isHidden()
    assert "L = (1/n) Σᵢ₌₁ⁿ |yᵢ − ŷᵢ|" in desk.lines


def test_of_many_parameters_one_is_chosen(desk: Desk) -> None:
    desk.write(NETWORK)
    combo = desk.panel.findChild(QComboBox, "fit_parameter_combo")
    assert combo is not None
    assert combo.isVisible()
    assert [combo.itemText(i) for i in range(combo.count())] == [
        *("v1", "w1", "c1", "v2", "w2", "c2", "b"),
        "All parameters",
    ]
    assert any(line.startswith("∂L/∂v₁ = ") for line in desk.lines)
    assert not any(line.startswith("∂L/∂w₁ = ") for line in desk.lines)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    desk.settle()
    assert any(line.startswith("∂L/∂w₁ = ") for line in desk.lines)
    assert desk.table.model().columnCount() == 5


def test_out_of_sight_it_rests(desk: Desk) -> None:
    desk.panel.show_in_sight(on=False)
    before = desk.lines
    desk.go(50)
    assert desk.lines == before
    desk.panel.show_in_sight(on=True)
    desk.settle()
    assert desk.place == "Epoch 50"


def test_the_key_opens_it_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.docks["fit_dock"].widget() is not None)
    docks.bring(window.docks["fit_dock"])
    panel = window.findChild(FitPanel, "fit_panel")
    assert panel is not None
    qtbot.waitUntil(lambda: bool(panel.sheet.plain), timeout=20_000)
    window.parts.run.set_epoch(5)
    qtbot.waitUntil(lambda: "Epoch 5" in panel.head.place.text(), timeout=20_000)
    action = window.docks["fit_dock"].toggleViewAction()
    assert action.shortcut().toString() == "Alt+N"


def test_the_dock_is_built_without_symbols() -> None:
    """SymPy takes a second to load: not while the window comes up."""
    program = (
        "import sys, gradviz.ui.fit_dock;"
        "print([name for name in ('sympy', 'lark', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
