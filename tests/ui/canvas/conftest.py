"""A graph panel on a session of its own, shown, and the hand that works it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gradviz.descent import catalog
from gradviz.document import Document, edits, examples, open_example, open_function
from gradviz.graph import NodeId
from gradviz.session import Focus, GradientChecks, JobRunner, Overlays, PassCursor, Session
from gradviz.ui.canvas import GraphPanel, GraphView
from gradviz.ui.canvas.cards.ports import point_of
from gradviz.ui.theme import ThemeSource

BACKPROP = "a = 1; b = 2; c = 3; d = 2b; e = a + d; L = c*e"


@dataclass
class Desk:
    """A panel with what it stands on."""

    panel: GraphPanel
    session: Session
    passes: PassCursor
    themes: ThemeSource
    qtbot: QtBot
    focus: Focus
    overlays: Overlays

    @property
    def view(self) -> GraphView:
        return self.panel.view

    def place(self, name: str) -> QPoint:
        """Where a card is in the viewport."""
        card = self.view.card(name)
        return self.view.mapFromScene(card.sceneBoundingRect().center())

    def drag(
        self,
        start: QPoint,
        by: QPoint,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press, move in ten steps, release."""
        surface = self.view.viewport()
        QTest.mousePress(surface, button, keys, start)
        for k in range(1, 11):
            QTest.mouseMove(surface, start + by * k / 10)
            QTest.qWait(1)
        QTest.mouseRelease(surface, button, keys, start + by)

    def port(self, name: str, number: int | None = None) -> QPoint:
        """Where a port of a card is in the viewport; its result without a number."""
        x, y = point_of(self.view.card(name), number)
        return self.view.mapFromScene(QPointF(x, y))

    def hold(self, start: QPoint, *stops: QPoint) -> None:
        """Press the left button and move to the stops without letting go."""
        surface = self.view.viewport()
        QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=start)
        before = start
        for stop in stops:
            for k in range(1, 6):
                QTest.mouseMove(surface, before + (stop - before) * k / 5)
            before = stop

    def let_go(self, at: QPoint) -> None:
        """Release the left button."""
        QTest.mouseRelease(self.view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def pull(self, start: QPoint, end: QPoint) -> None:
        """Drag from one point to another."""
        self.hold(start, end)
        self.let_go(end)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key on the canvas."""
        self.view.setFocus()
        QTest.keyClick(self.view, key, keys)

    def settle(self) -> None:
        """Wait until nothing moves."""
        tweens = (self.view._travel_tween, self.view._pulse_tween)
        self.qtbot.waitUntil(lambda: all(t.state() == t.State.Stopped for t in tweens))
        self.qtbot.waitUntil(lambda: not self.view.glide.runs)

    def point(self, at: QPoint) -> None:
        """Move the pointer there; where it was already, no event would tell of it."""
        for place in (at + QPoint(7, 7), at):
            QTest.mouseMove(self.view.viewport(), place)

    def press(self, keys: str) -> None:
        """Type a key with its modifiers, as in ``Ctrl+Shift+G``, on the canvas."""
        QTest.keySequence(self.view, QKeySequence(keys))

    def node(self, name: str) -> NodeId:
        """The id of a node by name or label."""
        return self.session.document.graph.named(name).id

    def choose(self, *names: str) -> None:
        """Select nodes by name or label."""
        self.view.select_all_of([self.node(name) for name in names])

    def names(self) -> set[str]:
        """The names or labels of the selected nodes; numbers have none."""
        labels = self.session.document.graph.labels
        return {labels[i] for i in self.view.chosen() if i in labels}


Opener = Callable[..., Desk]


@pytest.fixture
def open_graph(qtbot: QtBot) -> Iterator[Opener]:
    """Opens an expression, an example or a test function; no text opens an empty document."""
    jobs = JobRunner()

    def open_(text: str = BACKPROP, size: tuple[int, int] = (900, 600)) -> Desk:
        if text in examples():
            document = open_example(text)
        elif text in catalog():
            document = open_function(text)
        else:
            document = edits.set_text(Document(), text) if text else Document()
        session = Session(document)
        passes = PassCursor(session, jobs)
        themes = ThemeSource("light")
        focus, overlays = Focus(session), Overlays()
        checks = GradientChecks(passes, overlays, jobs, parent=session)
        panel = GraphPanel(session, passes, themes, focus, overlays, jobs, checks)
        qtbot.addWidget(panel)
        panel.resize(*size)
        with qtbot.waitExposed(panel):
            panel.show()
        return Desk(panel, session, passes, themes, qtbot, focus, overlays)

    yield open_
    jobs.shutdown()


@pytest.fixture
def desk(open_graph: Opener) -> Desk:
    """The lecture's backpropagation example."""
    return open_graph()
