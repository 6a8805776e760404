"""A graph built by hand: no expression is typed, every key and click goes to the canvas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import Document, dumps, loads
from gradviz.graph import evaluate, gradient_check
from gradviz.ui.canvas import GraphView
from gradviz.ui.canvas.cards.ports import point_of
from gradviz.ui.expression_bar import ExpressionEdit
from gradviz.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@dataclass
class Hand:
    """What a person does on the canvas of the real window."""

    qtbot: QtBot
    window: MainWindow

    @property
    def view(self) -> GraphView:
        return self.window.graph_panel.view

    @property
    def document(self) -> Document:
        return self.window.parts.session.document

    def at(self, across: float, down: float) -> QPoint:
        """A point of the canvas by shares of its width and height."""
        area = self.view.viewport().rect()
        return QPoint(round(area.width() * across), round(area.height() * down))

    def add(self, place: QPoint, typed: str) -> str:
        """Double-click the canvas, type, Enter; the id of what was added."""
        QTest.mouseDClick(self.view.viewport(), LEFT, pos=place)
        edit = self.window.findChild(QLineEdit, "add_edit")
        assert edit is not None
        self.qtbot.waitUntil(edit.hasFocus)
        QTest.keyClicks(edit, typed)
        QTest.keyClick(edit, Qt.Key.Key_Return)
        assert self.view.selected is not None
        return self.view.selected

    def port(self, node: str, number: int | None = None) -> QPoint:
        x, y = point_of(self.view.card(node), number)
        return self.view.mapFromScene(QPointF(x, y))

    def hold(self, start: QPoint, end: QPoint) -> None:
        surface = self.view.viewport()
        QTest.mousePress(surface, LEFT, pos=start)
        for k in range(1, 9):
            QTest.mouseMove(surface, start + (end - start) * k / 8)

    def wire(self, start: QPoint, end: QPoint) -> None:
        """Drag a wire from port to port."""
        self.hold(start, end)
        QTest.mouseRelease(self.view.viewport(), LEFT, pos=end)

    def refused(self, start: QPoint, end: QPoint) -> str:
        """Try to drag a wire; what stands at the pointer."""
        before = self.document
        self.hold(start, end)
        note = self.window.findChild(QLabel, "canvas_note")
        assert note is not None
        assert note.isVisible()
        assert (note.pos() - end).manhattanLength() < 320  # beside the pointer, or moved inside
        said = note.text()
        QTest.mouseRelease(self.view.viewport(), LEFT, pos=end)
        assert self.document == before
        assert note.isHidden()
        return said

    def set_value(self, node: str, typed: str) -> None:
        """Enter on the selected card, a number, Enter."""
        self.view.select(node)
        self.view.setFocus()
        QTest.keyClick(self.view, Qt.Key.Key_Return)
        self._type(typed)

    def rename(self, node: str, name: str) -> None:
        """F2, a name, Enter."""
        self.view.select(node)
        self.view.setFocus()
        QTest.keyClick(self.view, Qt.Key.Key_F2)
        self._type(name)

    def _type(self, text: str) -> None:
        editor = self.view.editor
        assert editor is not None
        self.qtbot.keySequence(editor, "Ctrl+A")
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)

    def press(self, name: str) -> None:
        button = self.window.findChild(QToolButton, name)
        assert button is not None
        QTest.mouseClick(button, LEFT)

    def trigger(self, name: str) -> None:
        action = self.window.findChild(QAction, name)
        assert action is not None
        assert action.isEnabled()
        action.trigger()


@pytest.fixture
def hand(qtbot: QtBot, window: MainWindow) -> Hand:
    """An empty canvas, as New leaves it."""
    result = Hand(qtbot, window)
    result.trigger("action_new")
    assert not result.document.graph.nodes
    return result


def build_homework(hand: Hand) -> str:
    """L = (2a + b)(c − d) by double-clicks and wires; the id of L."""
    a = hand.add(hand.at(0.1, 0.2), "a")
    b = hand.add(hand.at(0.1, 0.5), "b")
    c = hand.add(hand.at(0.45, 0.75), "c")
    d = hand.add(hand.at(0.1, 0.85), "d")
    two = hand.add(hand.at(0.12, 0.06), "2")
    double = hand.add(hand.at(0.37, 0.12), "*")
    total = hand.add(hand.at(0.6, 0.3), "+")
    difference = hand.add(hand.at(0.66, 0.7), "-")
    product = hand.add(hand.at(0.86, 0.5), "mul")
    for operand, user, port in (
        (two, double, 0), (a, double, 1), (double, total, 0), (b, total, 1),
        (c, difference, 0), (d, difference, 1), (total, product, 0),
    ):  # fmt: skip
        hand.wire(hand.port(operand), hand.port(user, port))
    hand.wire(hand.port(product, 1), hand.port(difference))  # from the operand's side
    hand.rename(product, "L")
    for node, value in ((a, "1"), (b, "2"), (c, "5"), (d, "3")):
        hand.set_value(node, value)
    return product


def step_through(hand: Hand) -> None:
    """One step at a time to the end and back to the start."""
    passes, cards = hand.window.parts.passes, hand.view.graph_scene().cards
    last = passes.state.count
    named = [node.id for node in hand.document.graph.nodes.values() if not node.is_literal]
    assert passes.state.position == 0
    for position in range(1, last + 1):
        hand.press("step_forward_button")
        assert passes.state.position == position
    assert passes.state.at_end
    assert all(cards[i].gradient_text for i in named)
    for position in reversed(range(last)):
        hand.press("step_back_button")
        assert passes.state.position == position
    assert not any(cards[i].gradient_text for i in named)


def check_by_switch(hand: Hand) -> None:
    """The View menu's switch shows beside every gradient that the differences agree with it."""
    checks, layer = hand.window.parts.checks, hand.view.graph_scene().checks
    hand.trigger("action_checks")
    hand.qtbot.waitUntil(lambda: bool(checks.found) and not checks.is_busy)
    assert layer.isVisible()
    inputs = [node.id for node in hand.document.graph.inputs if node.name is not None]
    assert all(checks.found[i].relative < 1e-6 for i in inputs)
    assert all("differ" in layer.words(i) for i in inputs), [layer.words(i) for i in inputs]
    hand.trigger("action_checks")
    assert not layer.isVisible()


def numbers(hand: Hand, show: Callable[[str], str]) -> list[str]:
    return [show(name) for name in "abcd"]


def test_the_homework_is_built_run_and_checked_by_hand_alone(hand: Hand) -> None:
    edit = hand.window.findChild(ExpressionEdit, "expression_edit")
    assert edit is not None
    product = build_homework(hand)
    view, document = hand.view, hand.document
    assert document.graph.output == product
    assert edit.text() == document.text
    assert document.text.endswith("L = (2a + b)(c - d)")
    hand.press("reset_button")
    assert view.card("L").value_text == ""
    step_through(hand)
    assert view.card("L").value_text == ""
    hand.press("forward_button")
    assert view.card("L").value_text == "8"
    assert view.card("a").gradient_text == ""
    hand.press("backward_button")
    assert numbers(hand, lambda name: view.card(name).gradient_text) == ["4", "2", "4", "−4"]
    checks = gradient_check(document.graph)
    exact = evaluate(document.graph).gradients
    assert all(checks[name].relative < 1e-6 for name in "abcd"), checks
    check_by_switch(hand)
    assert [exact[name] for name in "abcd"] == [4.0, 2.0, 4.0, -4.0]
    assert loads(dumps(document)) == document


def test_the_homework_is_undone_to_the_empty_canvas_and_redone(hand: Hand) -> None:
    build_homework(hand)
    whole = hand.document
    session = hand.window.parts.session
    said = []
    while session.can_undo:
        said.append(session.undo_text)
        hand.trigger("action_undo")
    assert hand.document.graph.nodes == {}
    assert not hand.view.graph_scene().cards
    assert said[::-1][:7] == [
        "Add a", "Add b", "Add c", "Add d", "Add 2", "Add multiply", "Add add",
    ]  # fmt: skip
    assert "Connect 2 to n₁" in said
    assert "Rename n₄ to L" in said
    assert said[0] == "Set d"
    while session.can_redo:
        hand.trigger("action_redo")
    assert hand.document == whole


def build_matrix_loss(hand: Hand) -> str:
    """L = mean((X @ w − y)^2) by double-clicks and wires, values on the cards; the id of L."""
    samples = hand.add(hand.at(0.1, 0.15), "X")
    weights = hand.add(hand.at(0.1, 0.5), "w")
    target = hand.add(hand.at(0.35, 0.75), "y")
    for node, value in (
        (samples, "[[1, 2], [3, 4], [5, 6]]"), (weights, "[0.5, -1]"), (target, "[1, 0, -2]"),
    ):  # fmt: skip
        hand.set_value(node, value)
    product = hand.add(hand.at(0.36, 0.3), "@")
    error = hand.add(hand.at(0.6, 0.5), "-")
    two = hand.add(hand.at(0.6, 0.15), "2")
    square = hand.add(hand.at(0.78, 0.3), "^")
    mean = hand.add(hand.at(0.9, 0.75), "mean")
    for operand, user, port in (
        (samples, product, 0), (weights, product, 1), (product, error, 0), (target, error, 1),
        (error, square, 0), (two, square, 1), (square, mean, 0),
    ):  # fmt: skip
        hand.wire(hand.port(operand), hand.port(user, port))
    hand.rename(mean, "L")
    return mean


def test_a_matrix_graph_is_built_run_and_checked_by_hand_alone(hand: Hand) -> None:
    mean = build_matrix_loss(hand)
    view, document = hand.view, hand.document
    assert document.graph.output == mean
    assert document.text.endswith("L = mean((X @ w - y)^2)")
    hand.press("reset_button")
    step_through(hand)
    hand.press("forward_button")
    assert view.card("L").value_text == "4.917"
    hand.press("backward_button")
    shown = hand.window.parts.passes.state
    samples = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    residual = samples @ [0.5, -1.0] - [1.0, 0.0, -2.0]
    assert shown.values[mean] == pytest.approx(np.mean(residual**2))
    weights, target = (document.graph.named(name).id for name in "wy")
    np.testing.assert_allclose(shown.gradients[weights], 2 / 3 * samples.T @ residual)
    np.testing.assert_allclose(shown.gradients[target], -2 / 3 * residual)
    checks = gradient_check(document.graph)
    assert all(checks[name].relative < 1e-6 for name in "Xwy"), checks
    check_by_switch(hand)
    assert loads(dumps(document)) == document


def test_a_matrix_graph_is_undone_to_the_empty_canvas_and_redone(hand: Hand) -> None:
    build_matrix_loss(hand)
    whole = hand.document
    session = hand.window.parts.session
    while session.can_undo:
        hand.trigger("action_undo")
    assert hand.document.graph.nodes == {}
    assert not hand.view.graph_scene().cards
    while session.can_redo:
        hand.trigger("action_redo")
    assert hand.document == whole
    assert hand.document.graph.named("w").value == (0.5, -1.0)


def test_every_refusal_says_why_at_the_pointer(hand: Hand) -> None:
    a = hand.add(hand.at(0.12, 0.15), "a")
    sine = hand.add(hand.at(0.4, 0.15), "sin")
    c = hand.add(hand.at(0.7, 0.15), "cos")
    hand.wire(hand.port(a), hand.port(sine, 0))
    hand.wire(hand.port(sine), hand.port(c, 0))
    hand.rename(c, "c")
    # A cycle.
    assert hand.refused(hand.port("c"), hand.port(sine, 0)) == (
        "⚠ This would make n1 depend on itself."
    )
    # No port left, and no port at all.
    card = hand.view.box_of(hand.view.card("c")).center()
    assert "no open port" in hand.refused(hand.port(a), card)
    card = hand.view.box_of(hand.view.card("a")).center() + QPoint(0, 14)
    assert "takes no operand" in hand.refused(hand.port("c"), card)
    # Shapes.
    first = hand.add(hand.at(0.12, 0.45), "A")
    second = hand.add(hand.at(0.12, 0.75), "B")
    product = hand.add(hand.at(0.5, 0.6), "@")
    hand.set_value(first, "[[1, 2, 3], [4, 5, 6]]")
    hand.set_value(second, "[[1, 2], [3, 4]]")
    hand.wire(hand.port(first), hand.port(product, 0))
    assert hand.refused(hand.port(second), hand.port(product, 1)) == (
        "⚠ A is 2×3 and B is 2×2: inner sizes 3 and 2 differ."
    )


def test_an_unfinished_graph_runs_what_can_run(hand: Hand) -> None:
    a = hand.add(hand.at(0.1, 0.2), "a")
    sine = hand.add(hand.at(0.4, 0.2), "exp")
    hand.wire(hand.port(a), hand.port(sine, 0))
    product = hand.add(hand.at(0.7, 0.4), "mul")
    hand.wire(hand.port(sine), hand.port(product, 0))
    hand.set_value(a, "0")
    edit = hand.window.findChild(ExpressionEdit, "expression_edit")
    assert edit is not None
    assert edit.text() == "exp(a) * ?"
    assert hand.view.card(product).label.missing == "needs B"
    hand.press("forward_button")
    assert hand.view.card(sine).value_text == "1"
    assert hand.view.card(product).value_text == ""


def test_a_number_is_scrubbed_and_the_landscape_follows(hand: Hand) -> None:
    x = hand.add(hand.at(0.2, 0.4), "x")
    hand.view.select(x)
    hand.view.setFocus()
    QTest.keyClick(hand.view, Qt.Key.Key_A)
    edit = hand.window.findChild(QLineEdit, "add_edit")
    assert edit is not None
    QTest.keyClicks(edit, "cosh")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    run = hand.window.parts.run
    hand.qtbot.waitUntil(lambda: run.trajectory is not None)
    before = run.trajectory
    assert before is not None
    assert before.points[0, 0] == 1.0
    from gradviz.ui.canvas.drawing.scripts import least_pixels

    card = hand.view.card("x")
    line = card.face(least_pixels(hand.view.zoom)).value_line
    assert line is not None
    start = hand.view.mapFromScene(line.box.center() + card.pos())
    hand.wire(start, start + QPoint(40, 0))
    hand.qtbot.waitUntil(lambda: run.trajectory is not None and run.trajectory.points[0, 0] == 1.4)
    assert hand.window.parts.session.undo_text == "Set x"
