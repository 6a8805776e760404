"""The inspector: what it says of the selected node, where it leads, and what it works out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits
from gradviz.session import Focus, GradientChecks, JobRunner, Overlays, PassCursor, Session
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.inspector import InspectorPanel
from gradviz.ui.inspector import modes as modes_module
from gradviz.ui.inspector.formula_lines import FormulaLines
from gradviz.ui.inspector.heat_table import MOST, heat, left_out
from gradviz.ui.theme import DARK, LIGHT, ThemeSource

W = TypeVar("W", bound=QWidget)
BACKPROP = "a = 1; b = 2; c = 3; d = 2b; e = a + d; L = c*e"
LEFT = Qt.MouseButton.LeftButton


class Desk:
    """An inspector with what it stands on, and what a person sees in it."""

    def __init__(self, text: str) -> None:
        self.jobs = JobRunner()
        self.session = Session(edits.set_text(Document(), text) if text else Document())
        self.passes = PassCursor(self.session, self.jobs)
        self.focus, self.overlays = Focus(self.session), Overlays()
        self.checks = GradientChecks(self.passes, self.overlays, self.jobs)
        self.themes = ThemeSource("light")
        self.panel = InspectorPanel(
            self.passes, self.focus, self.overlays, self.checks, self.jobs, self.themes
        )

    def child(self, kind: type[W], name: str) -> W:
        QApplication.sendPostedEvents()  # what was just added to a layout is shown
        found = [w for w in self.panel.findChildren(kind, name) if not w.isHidden()]
        assert len(found) == 1, f"{len(found)} widgets are called {name}"
        return found[0]

    def text(self, name: str) -> str:
        return self.child(QLabel, name).text()

    def formula(self, name: str) -> str:
        return self.child(FormulaWidget, name).plain

    def lines(self, name: str) -> str:
        return self.child(FormulaLines, name).plain

    def look(self, name: str) -> None:
        self.focus.select(self.session.document.graph.named(name).id)

    def press(self, kind: type[W], name: str) -> None:
        """Press a button or switch with the keyboard, as it is there for it."""
        widget = self.child(kind, name)
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Space)

    def unfold(self, name: str) -> None:
        self.press(QToolButton, f"inspector_{name}_head")


Opener = Callable[[str], Desk]


@pytest.fixture
def open_(qtbot: QtBot) -> Iterator[Opener]:
    desks: list[Desk] = []

    def make(text: str) -> Desk:
        desk = Desk(text)
        desks.append(desk)
        qtbot.addWidget(desk.panel)
        desk.panel.resize(340, 900)
        with qtbot.waitExposed(desk.panel):
            desk.panel.show()
        return desk

    yield make
    for desk in desks:
        desk.jobs.shutdown()


@pytest.fixture
def desk(open_: Opener) -> Desk:
    return open_(BACKPROP)


def test_without_a_node_it_says_what_to_do(desk: Desk) -> None:
    assert desk.text("inspector_empty") == "Select a node to look inside it"
    graph = desk.session.document.graph
    desk.focus.select(graph.by_name["a"], graph.by_name["b"])
    assert desk.text("inspector_empty").startswith("Several nodes are selected")


def test_it_tells_name_kind_formula_value_and_gradient(desk: Desk) -> None:
    desk.look("e")
    assert desk.text("inspector_kind") == "e: add"
    assert desk.formula("inspector_formula") == "e = a + d = 5"
    assert (desk.text("inspector_value"), desk.text("inspector_gradient")) == ("5", "3")
    assert desk.text("inspector_shape") == "one number"
    assert desk.lines("inspector_story") == "∂L/∂e = c = 3"


def test_what_is_not_known_yet_is_said_so(desk: Desk) -> None:
    desk.look("e")
    desk.passes.reset()
    assert desk.text("inspector_value") == "not known yet"
    assert desk.text("inspector_gradient") == "not known yet"
    desk.passes.forward()
    assert desk.text("inspector_value") == "5"


def test_local_derivatives_stand_beside_the_operands(desk: Desk) -> None:
    desk.look("L")
    assert desk.lines("inspector_operand_0") == "∂L/∂c = e = 5"
    assert desk.lines("inspector_operand_1") == "∂L/∂e = c = 3"
    desk.look("b")
    assert desk.lines("inspector_user_1") == "∂d/∂b = 2"


def test_other_numbers_keep_the_rows_of_the_neighbors(desk: Desk) -> None:
    desk.look("L")
    before = desk.child(FormulaLines, "inspector_operand_0")
    desk.session.apply("Set a", edits.set_values(desk.session.document, {"a": 6.0}))
    assert desk.lines("inspector_operand_0") == "∂L/∂c = e = 10"
    assert desk.child(FormulaLines, "inspector_operand_0") is before


def test_the_name_of_a_neighbor_leads_to_it(desk: Desk) -> None:
    graph = desk.session.document.graph
    desk.look("L")
    button = desk.child(QPushButton, f"inspector_go_operand_{graph.by_name['e']}")
    QTest.mouseClick(button, LEFT)
    assert desk.focus.node == graph.by_name["e"]
    assert desk.text("inspector_kind") == "e: add"
    desk.press(QPushButton, f"inspector_go_user_{graph.by_name['L']}")
    assert desk.focus.node == graph.by_name["L"]


def test_a_matrix_is_a_table_whose_signs_need_no_color(open_: Opener) -> None:
    desk = open_("A = [[1, -2], [3, 4]]; B = [[1, 0], [0, 1]]; P = A @ B; L = sum(P)")
    desk.look("A")
    model = desk.child(QTableView, "inspector_value_table").model()
    assert [model.index(0, j).data() for j in (0, 1)] == ["1", "−2"]
    assert "row 1, column 2: −2" in model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    gradient = desk.child(QTableView, "inspector_gradient_table").model()
    assert gradient.index(1, 1).data() == "1"
    assert desk.text("inspector_shape") == "2×2"
    assert desk.lines("inspector_story").startswith("∂L/∂A = G Bᵀ = [[1, 1], [1, 1]], G = ∂L/∂P")
    assert "(2 × 2) = (2 × 2) (2 × 2)" in desk.lines("inspector_story")
    desk.look("L")
    assert not desk.panel.findChild(QTableView, "inspector_value_table").isVisible()  # type: ignore[union-attr]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("share", [-1.0, -0.3, 0.0, 0.3, 1.0, float("nan")])
def test_numbers_can_be_read_on_every_heat(theme: Any, share: float) -> None:
    def luminance(color: QColor) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
                 for c in (color.redF(), color.greenF(), color.blueF())]  # fmt: skip
        return float(np.dot(parts, [0.2126, 0.7152, 0.0722]))

    low, high = sorted([luminance(heat(share, theme)), luminance(QColor(theme.text))])
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_a_large_table_is_cut_and_says_so() -> None:
    assert left_out(np.zeros((60, 3))) == f"Only the first {MOST} rows are shown."
    assert (
        left_out(np.zeros((60, 70))) == f"Only the first {MOST} rows and {MOST} columns are shown."
    )
    assert left_out(np.zeros((4, 2, 2))) == "The first of 4 slices."
    assert left_out(np.zeros(3)) == ""


def test_checks_are_switched_here_too_and_all_numbers_shown(desk: Desk) -> None:
    desk.look("b")
    desk.press(QCheckBox, "inspector_checks_switch")
    assert desk.overlays.current.checks
    assert desk.text("inspector_check_analytic") == "6"
    assert float(desk.text("inspector_check_numeric")) == pytest.approx(6, abs=1e-8)
    assert desk.text("inspector_check_step").endswith("e−5")
    assert desk.text("inspector_check_words").startswith("✓ Central difference 6")
    desk.overlays.set(checks=False)
    assert not desk.child(QCheckBox, "inspector_checks_switch").isChecked()


def test_a_check_at_a_kink_says_why_both_differ(open_: Opener) -> None:
    desk = open_("x = 0; L = relu(x)")
    desk.look("x")
    desk.overlays.set(checks=True)
    words = desk.text("inspector_check_words")
    assert words.startswith("✗")
    assert "ReLU has no derivative at 0; PyTorch takes 0." in words


def test_forward_mode_stands_beside_reverse_mode(desk: Desk) -> None:
    desk.look("b")
    desk.unfold("modes")
    table = desk.child(QTableView, "forward_mode_table")
    model = table.model()
    rows = {
        model.index(i, 0).data(): (model.index(i, 1).data(), model.index(i, 2).data())
        for i in range(model.rowCount())
    }
    assert rows["b"] == ("6", "1")
    assert rows["L"] == ("1", "6")
    head = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(3)]
    assert head == ["node", "reverse\n∂L/∂node", "forward\n∂node/∂b"]
    words = desk.text("forward_mode_words")
    assert "reverse wins for many inputs" in words
    assert "Both find ∂L/∂b" in words


def test_another_input_is_chosen_by_keys(desk: Desk) -> None:
    desk.look("e")
    desk.unfold("modes")
    combo = desk.child(QComboBox, "forward_input_combo")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_C)
    assert combo.currentText() == "c"
    model = desk.child(QTableView, "forward_mode_table").model()
    assert model.index(model.rowCount() - 1, 2).data() == "5"


def test_an_element_of_a_vector_is_chosen(open_: Opener) -> None:
    desk = open_("v = [1, 2, 3]; L = sum(v^2)")
    desk.look("v")
    desk.unfold("modes")
    spin = desk.child(QSpinBox, "forward_element_spin")
    spin.setFocus()
    QTest.keyClick(spin, Qt.Key.Key_Up)
    model = desk.child(QTableView, "forward_mode_table").model()
    assert "v[1]" in model.headerData(2, Qt.Orientation.Horizontal)
    assert model.index(model.rowCount() - 1, 2).data() == "4"


def test_forward_mode_of_a_large_graph_is_worked_out_beside_the_window(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modes_module, "AT_ONCE", 0)
    desk.look("b")
    with qtbot.waitSignal(desk.jobs.busy_changed):
        desk.unfold("modes")
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert "Both find" in desk.text("forward_mode_words")


def test_a_row_of_forward_mode_leads_to_its_node(desk: Desk) -> None:
    desk.look("b")
    desk.unfold("modes")
    table = desk.child(QTableView, "forward_mode_table")
    names = [table.model().index(i, 0).data() for i in range(6)]
    table.setCurrentIndex(table.model().index(names.index("d"), 0))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert desk.focus.node == desk.session.document.graph.by_name["d"]


def test_the_derivation_of_the_sigmoid_can_be_followed(open_: Opener, qtbot: QtBot) -> None:
    desk = open_("x = 1; s = sigmoid(x)")
    desk.look("s")
    words = desk.panel.findChild(QLabel, "derivation_words")
    assert words is not None
    desk.press(QPushButton, "derivation_button")
    assert words.text() == "Loading the algebra, then deriving…"
    qtbot.waitUntil(lambda: not desk.jobs.busy, timeout=30_000)
    lines = [
        w.plain for w in desk.panel.findChildren(FormulaWidget) if "derivation" in w.objectName()
    ]
    assert lines[0] == "s = σ(x)"
    assert lines[-1] == "= σ(x) (1 − σ(x))"
    assert any("e^(− x)" in line for line in lines)
    assert "quotient rule" in desk.text("derivation_words_3").casefold()
    assert desk.text("derivation_value").endswith("0.1966.")


def test_a_derivation_goes_when_something_else_is_chosen(open_: Opener, qtbot: QtBot) -> None:
    desk = open_("x = 1; s = sigmoid(x); L = 3s")
    desk.look("s")
    desk.press(QPushButton, "derivation_button")
    qtbot.waitUntil(lambda: not desk.jobs.busy, timeout=30_000)
    assert desk.child(FormulaWidget, "derivation_step_0").plain == "L = 3 σ(x)"
    desk.session.apply("Set x", edits.set_values(desk.session.document, {"x": 2.0}))
    assert not any(not w.isHidden() for w in desk.panel.findChildren(QLabel, "derivation_value"))
    combo = desk.child(QComboBox, "derivation_combo")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == "∂s/∂x"
    shown = desk.panel.findChildren(FormulaWidget, "derivation_step_0")
    assert not any(not w.isHidden() for w in shown)


def test_a_slope_where_there_is_no_value_is_not_a_number(open_: Opener, qtbot: QtBot) -> None:
    desk = open_("x = 0; L = x/x")
    desk.look("L")
    desk.press(QPushButton, "derivation_button")
    qtbot.waitUntil(lambda: not desk.jobs.busy, timeout=30_000)
    assert desk.text("derivation_value").endswith("it is infinite or undefined.")


def test_a_matrix_is_not_derived_and_it_says_why(open_: Opener, qtbot: QtBot) -> None:
    desk = open_("A = [[1, 2], [3, 4]]; L = sum(A)")
    desk.look("A")
    desk.press(QPushButton, "derivation_button")
    qtbot.waitUntil(lambda: not desk.jobs.busy, timeout=30_000)
    assert desk.text("derivation_words").endswith(".")
    assert desk.child(QPushButton, "derivation_button").isEnabled()


def test_numbers_that_are_not_finite_are_shown_as_on_the_cards(open_: Opener) -> None:
    desk = open_("x = 0; L = log(x) + x/0")
    desk.look("x")
    assert desk.text("inspector_gradient") == "∞"
    desk.look("L")
    assert desk.text("inspector_value") == "NaN"
    desk.overlays.set(checks=True)
    assert desk.text("inspector_check_numeric") == "NaN"


def test_an_incomplete_node_says_which_operand_is_missing(open_: Opener) -> None:
    desk = open_("d = 2b; L = d * ?")
    desk.look("L")
    assert desk.text("inspector_problem") == "⚠ L: × needs its second operand (B)."
    assert any(w.text() == "B: nothing yet" for w in desk.panel.findChildren(QLabel))


def test_a_node_the_target_does_not_need_says_so(desk: Desk) -> None:
    desk.passes.set_target(desk.session.document.graph.by_name["e"])
    desk.look("c")
    assert desk.text("inspector_gradient") == "0"
    assert desk.text("inspector_why") == "e does not depend on c."
    desk.look("L")
    assert desk.text("inspector_gradient") == "none: e does not depend on L"


def test_it_does_nothing_while_it_cannot_be_seen(desk: Desk) -> None:
    desk.look("e")
    desk.panel.hide()
    desk.look("b")
    kind = desk.panel.findChild(QLabel, "inspector_kind")
    assert kind is not None
    assert kind.text() == "e: add"
    desk.panel.show()
    assert kind.text() == "b: parameter"


def test_every_control_has_a_name_and_a_tooltip(desk: Desk) -> None:
    desk.look("e")
    desk.unfold("modes")
    kinds = (QPushButton, QComboBox, QSpinBox, QCheckBox, QToolButton)
    controls = [w for kind in kinds for w in desk.panel.findChildren(kind) if w.objectName()]
    for control in controls:
        if not control.objectName().startswith("qt_"):
            assert control.toolTip(), control.objectName()


def test_nothing_is_wider_than_the_panel(desk: Desk) -> None:
    desk.look("L")
    desk.unfold("modes")
    for width in (280, 340):
        desk.panel.resize(width, 700)
        for label in desk.panel.findChildren(QLabel):
            if label.isVisible():
                right = label.mapTo(desk.panel, QPoint(label.width(), 0)).x()
                assert right <= width, label.objectName()


def test_it_stays_readable_however_little_room_there_is(desk: Desk) -> None:
    desk.look("L")
    least = desk.panel.minimumWidth()
    assert least >= 30 * desk.panel.fontMetrics().averageCharWidth()
    font = desk.panel.font()
    font.setPointSizeF(font.pointSizeF() * 1.4)
    desk.panel.setFont(font)
    assert desk.panel.minimumWidth() > 1.2 * least
