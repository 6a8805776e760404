"""A monkey on the canvas alone: wires, boxes, groups, clipboard, keys, with a fixed seed.

``GRADVIZ_CANVAS_MONKEYS=1-20 GRADVIZ_CANVAS_ACTIONS=2000`` sets more of them to work.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gradviz.document import Document, dumps, edits, loads
from gradviz.graph import to_text
from gradviz.ui.canvas.cards.ports import point_of, ports_of
from gradviz.ui.main_window import MainWindow

FIRST, _, LAST = os.environ.get("GRADVIZ_CANVAS_MONKEYS", "3-4").partition("-")
SEEDS = range(int(FIRST), int(LAST or FIRST) + 1)
ACTIONS = int(os.environ.get("GRADVIZ_CANVAS_ACTIONS", "1000"))
EVERY = 50
MOST_NODES = 14

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
PLAIN = Qt.KeyboardModifier.NoModifier
HELD = (PLAIN, PLAIN, PLAIN, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier)  # fmt: skip
OFFERS = ("*", "+", "sig", "@", "pow", "x", "q", "a", "3", "-1", "[1, 2]", "sum", "(((", "",
          "[[1, 2], [3, 4]]")  # fmt: skip
NAMES = ("x", "", "w_2", "2", "sin", "ŷ", "θ_1", "a", "L", "a b", "σ", "n1")
VALUES = ("0", "3", "-1e-3", "1e308", "-1.7e308", "5e-324", "nan", "[1, 2]", "[[1, 2], [3, 4]]",
          "[]", "[[1], [2, 3]]", "abc", "", "2.5")  # fmt: skip
CLIPS = ("L = 2a + b", "x +* y", "", "3", "q", "a = 2; c = a^2", "log(0)", "[[1, 2]] @ w", "a*?")
KEYS = (
    "Tab", "Shift+Tab", "Left", "Right", "Up", "Down", "Space", "Shift+Space", "Esc", "Return",
    "F2", "Del", "Backspace", "P", "C", "D", "S", "O", "T", "A", "I", "F", "Shift+F", "+", "-",
    "Ctrl+A", "Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+D", "Ctrl+G", "Ctrl+Shift+G", "Shift+G", "#",
    "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+T", "Ctrl+Shift+T", "Ctrl+0", "Ctrl+1", "Shift+S",
    "Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down", "Shift+V", "Shift+H", "Ctrl+Shift+H",
    "Ctrl+Shift+V", "Alt+Left", "Alt+Down", "Ctrl+Shift+Left", "Ctrl+Shift+Right", "Ctrl+Shift+C",
    "Shift+F10",
)  # fmt: skip

Found = TypeVar("Found", bound=QObject)


class Monkey:
    """Does at random what a person could do on the canvas."""

    def __init__(self, qtbot: QtBot, window: MainWindow, seed: int) -> None:
        self.bot, self.window = qtbot, window
        self.panel, self.view = window.graph_panel, window.graph_panel.view
        self.random = random.Random(seed)  # noqa: S311  # the same every time
        # A search through the whole window takes as long as a short action.
        self.search = child(window, QLineEdit, "palette_search")
        self.undo = child(window, QAction, "action_undo")
        self.redo = child(window, QAction, "action_redo")

    def act(self) -> str:
        """Do one thing; which, in words."""
        if QApplication.activeWindow() is None:  # offscreen, a menu that closes leaves none
            self.window.activateWindow()
            self.bot.waitUntil(lambda: QApplication.activeWindow() is self.window)
        if len(self.document.graph.nodes) > MOST_NODES:
            return f"clear_some {self.clear_some()}"
        (act,) = self.random.choices(list(HABITS), list(HABITS.values()))
        return f"{act.__name__} {act(self)}"

    @property
    def document(self) -> Document:
        return self.window.parts.session.document

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def anywhere(self) -> QPoint:
        area = self.view.viewport().rect()
        at = self.random.random
        return QPoint(int(at() * area.width()), int(at() * area.height()))

    def on_card(self) -> QPoint:
        """A point of some card, or anywhere if there is none."""
        cards = list(self.view.graph_scene().cards.values())
        if not cards:
            return self.anywhere()
        box = self.view.box_of(self.random.choice(cards))
        at = self.random.random
        return box.topLeft() + QPoint(int(at() * box.width()), int(at() * box.height()))

    def on_port(self) -> QPoint:
        """Some port of some card, or anywhere if there is none."""
        cards = [card for card in self.view.graph_scene().cards.values() if ports_of(card)]
        if not cards:
            return self.anywhere()
        card = self.random.choice(cards)
        port = self.random.choice(ports_of(card))
        return self.view.mapFromScene(QPointF(*point_of(card, port.number)))

    def on_edge(self) -> QPoint:
        """The middle of some edge, or anywhere if there is none."""
        edges = list(self.view.graph_scene().edges.values())
        if not edges:
            return self.anywhere()
        path = self.random.choice(edges).path()
        return self.view.mapFromScene(path.pointAtPercent(self.random.random()))

    def on_behind(self) -> QPoint:
        """The title of a group, a comment or its corner; anywhere if there is none."""
        backdrop = self.view.graph_scene().backdrop
        spots = [frame.title_area.center() for frame in backdrop.frames.values()]
        spots += [f.title_area.topLeft() + QPointF(16, 18) for f in backdrop.frames.values()]
        for note in backdrop.comments.values():
            spots += [note.pos(), note.box.translated(note.pos()).bottomRight() - QPointF(4, 4)]
        return self.view.mapFromScene(self.random.choice(spots)) if spots else self.anywhere()

    def spot(self) -> QPoint:
        places = (self.on_card, self.on_port, self.on_edge, self.on_behind, self.anywhere)
        return self.random.choice(places)()

    def drag(self, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> str:
        """Press, move in a few steps, release; now and then something comes in between."""
        surface, keys = self.view.viewport(), self.random.choice(HELD)
        QTest.mousePress(surface, button, keys, start)
        for k in range(1, 4):
            QTest.mouseMove(surface, start + (end - start) * k / 3)
            if self.chance(0.04):
                self.history()
            if self.chance(0.03):
                QTest.keyClick(self.view, Qt.Key.Key_Escape)
        QTest.mouseRelease(surface, button, keys, end)
        return f"{start.toTuple()} {end.toTuple()} {keys.name} {self.answer()}"

    def answer(self) -> str:
        """Write into whatever has opened."""
        view, box = self.view, self.panel.add_box
        if box.isVisible():
            return self.type_into(box.edit, self.random.choice(OFFERS))
        if view.editor is not None:
            name = view.editor.objectName() == "name_editor"
            return self.type_into(view.editor, self.random.choice(NAMES if name else VALUES))
        line = view.findChild(QLineEdit, "group_name_edit")
        if line is not None and line.isVisible():
            return self.type_into(line, self.random.choice(("Layer 1", "", "  ", "σ(x)")))
        sheet = view.findChild(QPlainTextEdit, "comment_edit")
        if sheet is not None and sheet.isVisible():
            return self.type_into(sheet, self.random.choice(("See this", "", "A: B", "mean " * 20)))
        return ""

    def type_into(self, widget: QLineEdit | QPlainTextEdit, text: str) -> str:
        QTest.keySequence(widget, "Ctrl+A")
        if text.isascii():
            QTest.keyClicks(widget, text)
        elif isinstance(widget, QLineEdit):
            widget.insert(text)  # QTest has keys for ASCII alone
        ends = (Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape, None)
        key = self.random.choice(ends)
        if key is not None:
            QTest.keyClick(widget, key)
        elif self.chance(0.3):
            self.history()
        return f"“{text}” {key}"

    # What it does

    def wire(self) -> str:
        end = self.spot() if self.chance(0.3) else self.on_port()
        return self.drag(self.on_port(), end)

    def add(self) -> str:
        at = self.spot() if self.chance(0.2) else self.anywhere()
        QTest.mouseDClick(self.view.viewport(), LEFT, PLAIN, at)
        return f"{at.toTuple()} {self.answer()}"

    def use_palette(self) -> str:
        search, text = self.search, self.random.choice(OFFERS)
        QTest.keySequence(search, "Ctrl+A")
        QTest.keyClicks(search, text)
        QTest.keyClick(search, Qt.Key.Key_Return)
        return text

    def box_select(self) -> str:
        return self.drag(self.anywhere(), self.anywhere())

    def drag_card(self) -> str:
        end = self.on_edge() if self.chance(0.3) else self.anywhere()
        return self.drag(self.on_card(), end)

    def drag_anything(self) -> str:
        button = MIDDLE if self.chance(0.2) else LEFT
        return self.drag(self.spot(), self.spot(), button)

    def scrub(self) -> str:
        """A short way to the side, from the number on a card."""
        start = self.on_card()
        return self.drag(start, start + QPoint(self.random.choice((-400, -20, 15, 300)), 2))

    def click(self) -> str:
        at, keys = self.spot(), self.random.choice(HELD)
        QTest.mouseClick(self.view.viewport(), LEFT, keys, at)
        return f"{at.toTuple()} {keys.name}"

    def double_click(self) -> str:
        at = self.spot()
        QTest.mouseDClick(self.view.viewport(), LEFT, PLAIN, at)
        return f"{at.toTuple()} {self.answer()}"

    def press_key(self) -> str:
        keys = self.random.choice(KEYS)
        if self.chance(0.3):
            self.click()
        self.view.setFocus()
        QTest.keySequence(self.view, keys)
        return f"{keys} {self.answer()} {self.use_menu()}"

    def ask_for_menu(self) -> str:
        at = self.spot()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.RightButton, PLAIN, at)
        return f"{at.toTuple()} {self.use_menu()}"

    def use_menu(self) -> str:
        """Do one of the things an open menu offers, or close it."""
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return ""
        leaves = [action for action in menu.findChildren(QAction) if action.isEnabled()]
        leaves += [a for a in menu.actions() if a.isEnabled() and not a.isSeparator()]
        chosen = self.random.choice([a for a in leaves if a.menu() is None and a.text()])
        name = chosen.text()
        menu.close()
        if self.chance(0.85):
            chosen.trigger()
        return f"{name!r} {self.answer()}"

    def group(self) -> str:
        """Group what is in a box or chosen, or close or open what is chosen."""
        if self.chance(0.5):
            self.box_select()
        keys = self.random.choice(("Ctrl+G", "Ctrl+G", "Shift+G", "Shift+G", "Ctrl+Shift+G"))
        self.view.setFocus()
        QTest.keySequence(self.view, keys)
        return f"{keys} {self.answer()}"

    def put_on_clipboard(self) -> str:
        text = self.random.choice(CLIPS)
        QApplication.clipboard().setText(text)
        self.view.setFocus()
        QTest.keySequence(self.view, "Ctrl+V")
        return text

    def history(self) -> str:
        action = self.random.choice((self.undo, self.undo, self.redo))
        times = self.random.choice((1, 1, 1, 5))
        for _ in range(times):
            action.trigger()
        return f"{action.objectName()} {times}"

    def step(self) -> str:
        passes = self.window.parts.passes
        do = self.random.choice((passes.forward, passes.backward, passes.reset))
        do()
        return do.__name__

    def hover(self) -> str:
        at = self.spot()
        QTest.mouseMove(self.view.viewport(), at)
        return str(at.toTuple())

    def write(self) -> str:
        edit, text = self.window.top_bar.expression, self.random.choice(CLIPS)
        self.bot.mouseClick(edit.viewport(), LEFT)
        if self.chance(0.2):
            QTest.keySequence(edit, "Ctrl+A")
        QTest.keyClicks(edit, self.random.choice(("?", " + b", ";", f"; {text}", "Z = (a)")))
        QTest.keyClick(edit, self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape)))
        return text

    def clear_some(self) -> str:
        cards = list(self.view.graph_scene().cards)
        self.view.setFocus()
        self.view.select_all_of(self.random.sample(cards, min(len(cards), 8)))
        QTest.keyClick(self.view, Qt.Key.Key_Delete)
        assert len(self.view.graph_scene().cards) < len(cards)
        return str(len(cards))


HABITS: dict[Callable[[Monkey], str], int] = {
    Monkey.wire: 10, Monkey.add: 6, Monkey.use_palette: 3, Monkey.box_select: 4,
    Monkey.drag_card: 5, Monkey.drag_anything: 4, Monkey.scrub: 4, Monkey.click: 4,
    Monkey.double_click: 4, Monkey.press_key: 14, Monkey.ask_for_menu: 5, Monkey.group: 4,
    Monkey.put_on_clipboard: 2, Monkey.history: 4, Monkey.step: 2, Monkey.hover: 3,
    Monkey.write: 2,
}  # fmt: skip


def child(window: MainWindow, kind: type[Found], name: str) -> Found:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def all_the_way(action: QAction) -> None:
    while action.isEnabled():
        action.trigger()


def check_picture(window: MainWindow) -> None:
    """The canvas shows the document, and the text says it."""
    view, document = window.graph_panel.view, window.parts.session.document
    scene = view.graph_scene()
    assert scene.graph is document.graph
    shown = scene.folding.shown
    assert scene.cards.keys() == shown.nodes.keys()
    for node_id, place in scene.targets().items():
        assert scene.cards[node_id].pos().toTuple() == pytest.approx(place)
    assert set(scene.backdrop.comments) == {comment.id for comment in document.comments}
    assert set(scene.backdrop.frames) == {g.id for g in document.groups if not g.collapsed}
    if not document.graph.nodes:
        return
    again = edits.set_text(Document(), document.text).graph
    assert len(again.nodes) == len(document.graph.nodes), document.text
    assert to_text(again) == to_text(document.graph)
    edit = window.top_bar.expression
    assert edit.problem is not None or edit.text() == document.text


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing moves and nothing is computed."""
    view, jobs = window.graph_panel.view, window.parts.jobs
    travel = view._travel_tween
    qtbot.waitUntil(
        lambda: not jobs.is_busy() and travel.state() == travel.State.Stopped, timeout=30_000
    )


@pytest.fixture
def desk(window: MainWindow) -> Iterator[MainWindow]:
    """The window with the homework on the canvas, and beside it nothing but the palette."""
    for name, dock in window.docks.items():
        dock.setVisible(name == "palette_dock")
    document = edits.set_text(Document(), "a = 1; b = 2; c = 5; d = 3; L = (2a + b)(c - d)")
    window.parts.session.new(edits.set_descent(document, epochs=3))
    yield window
    QApplication.clipboard().clear()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_on_the_canvas_breaks_nothing(qtbot: QtBot, desk: MainWindow, seed: int) -> None:
    session = desk.parts.session
    monkey = Monkey(qtbot, desk, seed)
    first = session.document
    for number in range(1, ACTIONS + 1):
        with qtbot.captureExceptions() as errors:
            print(number, monkey.act())  # shown when the test fails
            if number % EVERY == 0:
                settle(qtbot, desk)
                check_picture(desk)
                assert loads(dumps(session.document)) == session.document
        assert not errors, errors
    QTest.keyClick(monkey.view, Qt.Key.Key_Escape)
    settle(qtbot, desk)
    all_the_way(monkey.redo)
    last = session.document
    all_the_way(monkey.undo)
    assert session.document == first
    settle(qtbot, desk)
    check_picture(desk)
    all_the_way(monkey.redo)
    assert session.document == last
    settle(qtbot, desk)
    check_picture(desk)
