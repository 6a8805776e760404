"""A monkey at the real window: whatever it does, nothing breaks and everything can be undone.

``GRADVIZ_MONKEYS=1-40 GRADVIZ_MONKEY_ACTIONS=600`` sets more of them to work for longer.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.document import Document, descent_of, dumps, leaf_values, loads, objective_of
from gradviz.errors import GradVizError
from gradviz.graph import evaluate
from gradviz.ui.canvas.cards.ports import point_of, ports_of
from gradviz.ui.expression_bar import ExpressionEdit
from gradviz.ui.main_window import MainWindow

FIRST, _, LAST = os.environ.get("GRADVIZ_MONKEYS", "7").partition("-")
SEEDS = range(int(FIRST), int(LAST or FIRST) + 1)
ACTIONS = int(os.environ.get("GRADVIZ_MONKEY_ACTIONS", "300"))

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
TEXTS = (
    "", "L = c(a + 2b)", "x", "x^2", "3", "m = 2", "log(x) / y", "1/(x - 1)", "x +* y", "sqrt(-x)",
    "y = m x + b", "mean((y - (m*x + b))^2)", "mean((y - w x)^2)", "sum((X @ W - Y)^2); W = [[1]]",
    "[[1, 2], [3, 4]] @ v", "exp(exp(x))", "p = sigmoid(w x + b)", "a = a", "(((", "softmax(v)",
    "x = 1e308; y = 1e308; L = x y", "max(x, 0) + abs(y)", "det(A); A = [[1, 2], [3, 4]]",
    "x y z w",
    "averyveryveryveryveryveryverylongname_that_goes_on = x^3 + another_very_long_name_indeed",
)  # fmt: skip
FRAGMENTS = ("+", "2", " x", ";", " y = ", "(", ")", "^2", "sin(", "q", ",", "[[1, 2]]", "@", "-")
VALUES = (
    "0", "3", "-1e-3", "1e308", "-1.7e308", "5e-324", "nan", "inf", "[1, 2]", "[[1, 2], [3, 4]]",
    "[]", "[[1], [2, 3]]", "abc", "", "2.5",
)  # fmt: skip
TABLES = (
    "x,y\n1,2\n2,3\n3,5\n", "x,y\n1,1\n1,2\n1,3\n", "x,y\n2,3\n", "a\n1\n2\n",
    "hours;grade\n1;2,5\n2;3,5\n", "x,y\n1,oops\n", "", "x,y\n1e300,1\n-1e300,2\n",
)  # fmt: skip
CHOICES = ("rosenbrock", "booth", "himmelblau", "homework", "matrix", "line_fit", "neuron", "sine")
PLOTS = ("landscape_plot", "loss_plot", "data_plot")
BUTTONS = (
    "forward_button", "backward_button", "step_forward_button", "step_back_button", "reset_button",
    "to_end_button", "run_button", "zoom_in_button", "zoom_out_button", "fit_button",
    "tidy_button", "find_button", "landscape_fit_button",
    "loss_log_button", "present_button",
)  # fmt: skip
SLIDERS = ("learning_rate_slider", "epochs_slider", "epoch_scrubber", "step_slider")
MENU = ("action_fit", "action_find", "action_theme_dark", "action_theme_light", "action_new",
    "show_arrows", "show_streamlines", "show_stationary", "show_bowl", "show_basins")  # fmt: skip


class Monkey:
    """Does what a person could do, at random, with the widgets a person would use."""

    def __init__(self, qtbot: QtBot, window: MainWindow, seed: int, folder: Path) -> None:
        self.bot, self.window, self.folder = qtbot, window, folder
        self.random = random.Random(seed)  # noqa: S311  # the same every time

    def act(self) -> str:
        """Do one thing; which, in words."""
        (act,) = self.random.choices(list(HABITS), list(HABITS.values()))
        return f"{act.__name__} {act(self)}"

    def seen(self, kind: type[QWidget], name: str) -> QWidget | None:
        """The widget of this name, if it can be used now."""
        found = self.window.findChild(kind, name)
        usable = isinstance(found, QWidget) and found.isVisible() and found.isEnabled()
        return found if usable and isinstance(found, QWidget) else None

    def point(self, widget: QWidget) -> QPoint:
        """Any point of a widget."""
        at = self.random.random
        return QPoint(int(at() * (widget.width() - 1)), int(at() * (widget.height() - 1)))

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> str:
        """Press, move in a few steps, release."""
        QTest.mousePress(widget, LEFT, PLAIN, start)
        for k in range(1, 5):
            QTest.mouseMove(widget, start + (end - start) * k / 4)
            if self.random.random() < 0.05:
                self.history()  # in the middle of the gesture
        QTest.mouseRelease(widget, LEFT, PLAIN, end)
        return f"{start.toTuple()} {end.toTuple()}"

    # What it does

    def write(self) -> str:
        edit = self.window.findChild(ExpressionEdit, "expression_edit")
        assert edit is not None
        self.bot.mouseClick(edit.viewport(), LEFT)
        if self.random.random() < 0.5:
            text = self.random.choice(TEXTS)
            self.bot.keySequence(edit, "Ctrl+A")
            self.bot.keyClick(edit, Qt.Key.Key_Backspace)
        else:
            text = self.random.choice(FRAGMENTS)
        self.bot.keyClicks(edit, text)
        key = self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Backspace, None))
        if key is not None:
            self.bot.keyClick(edit, key)
        return f"{text} {key}"

    def history(self) -> str:
        name = self.random.choice(("action_undo", "action_undo", "action_redo"))
        times = self.random.choice((1, 1, 1, 5))
        for _ in range(times):
            trigger(self.window, name)
        return f"{name} {times}"

    def press_button(self) -> str:
        name = self.random.choice(BUTTONS)
        button = self.seen(QAbstractButton, name)
        if button is not None:
            self.bot.mouseClick(button, LEFT)
        return name

    def slide(self) -> str:
        name = self.random.choice(SLIDERS)
        slider = self.seen(QSlider, name)
        if slider is None:
            return name
        middle = slider.height() // 2
        ends = [QPoint(0, middle), QPoint(slider.width() - 1, middle)]
        ends.append(QPoint(self.random.randrange(slider.width()), middle))
        return f"{name} " + self.drag(slider, *self.random.sample(ends, 2))

    def type_number(self) -> str:
        name = self.random.choice(("learning_rate_spin", "epochs_spin"))
        spin = self.seen(QWidget, name)
        text = self.random.choice(("0", "1", "100", "1e-9", "1000000", "x", "3000"))
        if name == "epochs_spin" and text == "1000000":
            text = "20000"
        if spin is not None:
            spin.setFocus()
            self.bot.keySequence(spin, "Ctrl+A")
            self.bot.keyClicks(spin, text)
            self.bot.keyClick(spin, Qt.Key.Key_Return)
        return f"{name} {text}"

    def choose_optimizer(self) -> str:
        combo = self.seen(QComboBox, "optimizer_combo")
        key = self.random.choice((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_End))
        if combo is not None:
            self.bot.keyClick(combo, key)
        return key.name

    def change_a_setting(self) -> str:
        button = self.seen(QAbstractButton, "optimizer_settings_button")
        if button is None:
            return ""
        self.bot.mouseClick(button, LEFT)
        popup = self.window.findChild(QWidget, "optimizer_settings")
        assert popup is not None
        fields = [w for w in popup.findChildren(QWidget) if w.objectName().startswith("setting_")]
        entry = self.random.choice(fields)
        text = self.random.choice((" ", "0", "2", "0.5", "1e6"))
        self.bot.keySequence(entry, "Ctrl+A")
        self.bot.keyClicks(entry, text)
        self.bot.keyClick(entry, Qt.Key.Key_Return)
        popup.hide()
        return f"{entry.objectName()} {text}"

    def use_plot(self) -> str:
        plot = self.seen(QWidget, self.random.choice(PLOTS))
        if plot is None:
            return ""
        viewport = plot.viewport()  # type: ignore[attr-defined]
        at, end = self.point(viewport), self.point(viewport)
        kind = self.random.choice(("hover", "click", "drag", "leave", "double", "key", "wheel"))
        if kind == "hover":
            QTest.mouseMove(viewport, at)
        elif kind == "click":
            self.bot.mouseClick(viewport, LEFT, pos=at)
        elif kind == "drag":
            self.drag(viewport, at, end)
        elif kind == "leave":
            QTest.mouseMove(self.window, QPoint(5, 5))
        elif kind == "wheel":
            turn(viewport, at, self.random.choice((-12000, -120, 120, 12000)))
        elif kind == "double":
            self.bot.mouseDClick(viewport, LEFT, pos=at)
        else:
            keys = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_Plus)
            self.bot.keyClick(plot, self.random.choice((*keys, Qt.Key.Key_Minus)))
        return f"{plot.objectName()} {kind} {at.toTuple()} {end.toTuple()}"

    def use_card(self) -> str:
        view = self.window.graph_panel.view
        cards = list(view.graph_scene().cards.values())
        if not cards:
            return ""
        card = self.random.choice(cards)
        viewport = view.viewport()
        at = view.mapFromScene(card.sceneBoundingRect().center())
        if self.random.random() < 0.4:
            return f"{card.name_text} " + self.drag(viewport, at, self.point(viewport))
        if self.random.random() < 0.2:
            QTest.mouseMove(viewport, at)
            return f"hover {card.name_text}"
        self.bot.mouseDClick(viewport, LEFT, pos=at)
        text = self.random.choice(VALUES)
        if view.editor is not None:
            name = view.editor.accessibleName()
            self.bot.keySequence(view.editor, "Ctrl+A")
            self.bot.keyClicks(view.editor, text)
            self.bot.keyClick(view.editor, Qt.Key.Key_Return)
            return f"{name} {text}"
        return f"opened {card.name_text}"

    def wire(self) -> str:
        """Drag from a port to another, or anywhere; a box that opens is answered."""
        view = self.window.graph_panel.view
        cards = list(view.graph_scene().cards.values())
        if not cards:
            return ""
        ends = []
        for card in self.random.choices(cards, k=2):
            port = self.random.choice(ports_of(card))
            ends.append(view.mapFromScene(QPointF(*point_of(card, port.number))))
        end = ends[1] if self.random.random() < 0.8 else self.point(view.viewport())
        said = self.drag(view.viewport(), ends[0], end)
        return f"{said} {self.answer_box()}"

    def add_node(self) -> str:
        view = self.window.graph_panel.view
        at = self.point(view.viewport())
        self.bot.mouseDClick(view.viewport(), LEFT, pos=at)
        return f"{at.toTuple()} {self.answer_box()}"

    def answer_box(self) -> str:
        box = self.window.graph_panel.add_box
        if not box.isVisible():
            return ""
        text = self.random.choice(("", "*", "+", "sig", "@", "x", "q", "3", "[1, 2]", "sum", "((("))
        self.bot.keyClicks(box.edit, text)
        key = self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape))
        self.bot.keyClick(box.edit, key)
        return f"{text} {key.name}"

    def edit_by_key(self) -> str:
        view = self.window.graph_panel.view
        cards = list(view.graph_scene().cards.values())
        if not cards:
            return ""
        card = self.random.choice(cards)
        at = view.mapFromScene(card.sceneBoundingRect().center())
        self.bot.mouseClick(view.viewport(), LEFT, pos=at)
        keys = (Qt.Key.Key_Delete, Qt.Key.Key_P, Qt.Key.Key_C, Qt.Key.Key_D, Qt.Key.Key_S)
        key = self.random.choice((*keys, Qt.Key.Key_O, Qt.Key.Key_F2, Qt.Key.Key_A))
        self.bot.keyClick(view, key)
        if view.editor is not None:
            self.bot.keySequence(view.editor, "Ctrl+A")
            self.bot.keyClicks(view.editor, self.random.choice(("x", "", "w_2", "2", "sin")))
            self.bot.keyClick(view.editor, Qt.Key.Key_Return)
        return f"{key.name} {self.answer_box()}"

    def choose(self) -> str:
        name = self.random.choice(CHOICES)
        self.window.top_bar.library.menu().aboutToShow.emit()
        trigger(self.window, f"library_{name}")
        return name

    def use_dock(self) -> str:
        dock = self.random.choice(list(self.window.docks.values()))
        dock.toggleViewAction().trigger()
        return dock.objectName()

    def use_menu(self) -> str:
        name = self.random.choice(MENU)
        trigger(self.window, name)
        return name

    def find(self) -> str:
        finder = self.window.graph_panel.finder
        finder.open()
        text = self.random.choice(("x", "", "zzz", "+"))
        self.bot.keyClicks(finder.edit, text)
        for key in (Qt.Key.Key_Down, self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape))):
            self.bot.keyClick(finder.edit, key)
        return text

    def learn(self) -> str:
        self.window.docks["lesson_dock"].show()
        rows = self.seen(QListWidget, "lesson_list")
        if isinstance(rows, QListWidget):
            row = self.random.randrange(rows.count())
            rows.itemActivated.emit(rows.item(row))
            return f"lesson {row}"
        page = self.window.findChild(QWidget, "lesson_page")
        assert page is not None
        kind = self.random.choice((QLineEdit, QAbstractButton, QPushButton, None))
        if kind is None:
            back = self.seen(QAbstractButton, "lesson_list_button")
            assert back is not None
            self.bot.mouseClick(back, LEFT)
            return "back to the list"
        usable = [w for w in page.findChildren(kind) if w.isEnabled()]
        if not usable:
            return "nothing to do"
        widget = self.random.choice(usable)
        if isinstance(widget, QLineEdit):
            self.bot.keyClicks(widget, self.random.choice(("3", "c*a", "((", "6")))
            self.bot.keyClick(widget, Qt.Key.Key_Return)
        elif isinstance(widget, QAbstractButton):
            widget.click()
        return widget.objectName()

    def open_table(self) -> str:
        text = self.random.choice(TABLES)
        path = self.folder / "table.csv"
        path.write_text(text)
        self.window.files.open_data(str(path))
        self.bot.waitUntil(lambda: not self.window.parts.jobs.is_busy("open data"))
        return repr(text)

    def wait(self) -> str:
        QTest.qWait(self.random.choice((1, 30)))
        return ""


HABITS: dict[Callable[[Monkey], str], int] = {
    Monkey.write: 8, Monkey.history: 6, Monkey.press_button: 8, Monkey.slide: 8,
    Monkey.type_number: 3, Monkey.choose_optimizer: 3, Monkey.change_a_setting: 2,
    Monkey.use_plot: 8, Monkey.use_card: 8, Monkey.wire: 6, Monkey.add_node: 4,
    Monkey.edit_by_key: 4, Monkey.choose: 3, Monkey.use_dock: 2,
    Monkey.use_menu: 2, Monkey.find: 1, Monkey.learn: 4, Monkey.open_table: 2, Monkey.wait: 2,
}  # fmt: skip


def turn(widget: QWidget, at: QPoint, angle: int) -> None:
    """Turn the wheel over a point of a widget."""
    place, none = QPointF(at), Qt.MouseButton.NoButton
    event = QWheelEvent(
        place, QPointF(widget.mapToGlobal(at)), QPoint(), QPoint(0, angle), none, PLAIN,
        Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003  # not inverted
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def all_the_way(window: MainWindow, name: str) -> None:
    """Undo or redo until there is nothing more to."""
    action = window.findChild(QAction, name)
    assert action is not None
    while action.isEnabled():
        action.trigger()


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.parts.jobs.is_busy(), timeout=30_000)


def check_saving(document: Document) -> None:
    assert loads(dumps(document)) == document


def check_nothing_is_stale(window: MainWindow) -> None:
    """What was computed along the way is what the document alone would give."""
    session, run, passes = window.parts.session, window.parts.run, window.parts.passes
    document, state = session.document, passes.state
    assert state.graph == document.graph
    if state.evaluation is not None and not state.inputs_override:
        leaves = leaf_values(document)
        inputs = {n.name: leaves[n.id] for n in document.graph.inputs if n.name is not None}
        fresh = evaluate(document.graph, inputs, partial=True)
        assert state.evaluation.node_values.keys() == fresh.node_values.keys()
        for node_id, value in fresh.node_values.items():
            np.testing.assert_array_equal(state.evaluation.node_values[node_id], value)
    try:
        objective = objective_of(document) if document.graph.parameters else None
        expected = None if objective is None else descent_of(document, objective)
    except GradVizError:
        expected = None
    if expected is None or run.trajectory is None:
        assert run.trajectory is expected
    else:
        np.testing.assert_array_equal(run.trajectory.points, expected.points)
    edit = window.top_bar.expression
    assert edit.problem is not None or edit.text() == document.text


@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_breaks_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, seed: int
) -> None:
    session = window.parts.session
    monkey = Monkey(qtbot, window, seed, tmp_path)
    first = session.document
    for number in range(ACTIONS):
        with qtbot.captureExceptions() as errors:
            print(number, monkey.act())  # shown when the test fails
            if number % 25 == 0:
                settle(qtbot, window)
                check_nothing_is_stale(window)
        assert not errors, errors
        check_saving(session.document)
        if not session.can_undo and not session.can_redo:
            first = session.document
    window.present(on=False)
    window.parts.run.pause()
    settle(qtbot, window)
    if session.path is not None:
        return
    all_the_way(window, "action_redo")
    last = session.document
    all_the_way(window, "action_undo")
    assert session.document == first
    settle(qtbot, window)
    check_nothing_is_stale(window)
    all_the_way(window, "action_redo")
    assert session.document == last
    settle(qtbot, window)
    check_nothing_is_stale(window)
