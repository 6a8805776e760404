"""Two thousand edits in a row: the text says the graph, the file holds it, undo takes all back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from gradviz.document import Document, dumps, edits, loads
from gradviz.errors import GradVizError
from gradviz.graph import OPS, Graph, NodeId, Role
from gradviz.session import Focus, JobRunner, PassCursor, Session
from tests.graph.random_texts import structure

ACTIONS = 2_000
MOST_NODES = 40
NAMES = ("a", "b", "c", "x", "y", "w", "θ", "loss", "x_2")
TEXTS = (
    "L = c(a + 2b)", "y = m x + b", "mean((y - (m x + b))^2)", "d = 2b; e = a + d; L = c*e",
    "p = A @ B; A = [[1, 2], [3, 4]]; B = [[1], [2]]", "? + 2b", "sigmoid(w x + ?)", "x", "3",
)  # fmt: skip
VALUES = (0.0, -1.5, 1e6, [1.0, 2.0], [[1.0, 2.0], [3.0, 4.0]])


class Editor:
    """Edits the document of a session at random, as gestures on the canvas and the bar would."""

    def __init__(self, session: Session, focus: Focus, seed: int) -> None:
        self.session, self.focus = session, focus
        self.random = random.Random(seed)  # noqa: S311  # the same every time
        self.reasons: list[str] = []

    @property
    def document(self) -> Document:
        return self.session.document

    @property
    def graph(self) -> Graph:
        return self.document.graph

    def act(self) -> str:
        """One edit, undo or redo; its name. What is refused is counted, and says a sentence."""
        crowded = len(self.graph.nodes) > MOST_NODES
        habit = remove if crowded else self.random.choice(HABITS)
        try:
            habit(self)
        except GradVizError as error:
            self.reasons.append(str(error))
        return habit.__name__

    def apply(self, changed: Document) -> None:
        self.session.apply("Edit", changed)

    def node(self) -> NodeId:
        """Any node; a GraphError in an empty graph."""
        if not self.graph.nodes:
            raise GradVizError("There is no node.")
        return self.random.choice(list(self.graph.nodes))

    def port(self) -> tuple[NodeId, int]:
        """Any port of any operation."""
        ports = [(n.id, port) for n in self.graph.nodes.values() for port in range(len(n.operands))]
        if not ports:
            raise GradVizError("There is no port.")
        return self.random.choice(ports)

    def place(self) -> tuple[float, float]:
        return self.random.uniform(-500, 500), self.random.uniform(-300, 300)


def add_operation(editor: Editor) -> None:
    op = editor.random.choice(list(OPS))
    changed, node = edits.add_operation(editor.document, op, editor.place())
    editor.apply(changed)
    editor.focus.select(node)


def add_input(editor: Editor) -> None:
    value = editor.random.choice((None, 2.0))
    editor.apply(edits.add_input(editor.document, editor.random.choice(NAMES), value)[0])


def add_number(editor: Editor) -> None:
    number = float(editor.random.randint(-3, 3))
    editor.apply(edits.add_number(editor.document, number, editor.place())[0])


def connect(editor: Editor) -> None:
    operand, (user, port) = editor.node(), editor.port()
    reason = edits.refusal(editor.document, operand, user, port)
    if reason is not None:
        with pytest.raises(GradVizError) as caught:
            edits.connect(editor.document, operand, user, port)
        assert str(caught.value) == reason
        raise caught.value
    editor.apply(edits.connect(editor.document, operand, user, port))


def disconnect(editor: Editor) -> None:
    editor.apply(edits.disconnect(editor.document, *editor.port()))


def insert(editor: Editor) -> None:
    changed, node = edits.add_operation(editor.document, editor.random.choice(list(OPS)))
    editor.apply(edits.insert(changed, node, *editor.port()))


def remove(editor: Editor) -> None:
    nodes = {editor.node() for _ in range(editor.random.randint(1, 6))}
    editor.apply(edits.remove(editor.document, nodes))
    assert nodes.isdisjoint(editor.graph.nodes)


def rename(editor: Editor) -> None:
    editor.apply(edits.rename(editor.document, editor.node(), editor.random.choice((*NAMES, ""))))


def set_value(editor: Editor) -> None:
    value = editor.random.choice(VALUES)
    editor.apply(edits.set_value(editor.document, editor.node(), value))


def scrub(editor: Editor) -> None:
    node = editor.node()
    for step in range(4):
        changed = edits.set_value(editor.document, node, float(step))
        editor.session.apply("Set", changed, merge_key=("scrub", node))
    editor.session.end_merge()


def set_role(editor: Editor) -> None:
    editor.apply(edits.set_role(editor.document, editor.node(), editor.random.choice(list(Role))))


def set_output(editor: Editor) -> None:
    editor.apply(edits.set_output(editor.document, editor.node()))


def set_operation(editor: Editor) -> None:
    op = editor.random.choice(list(OPS))
    editor.apply(edits.set_operation(editor.document, editor.node(), op))


def swap(editor: Editor) -> None:
    editor.apply(edits.swap_operands(editor.document, editor.node()))


def move(editor: Editor) -> None:
    editor.apply(edits.move_nodes(editor.document, {editor.node(): editor.place()}))


def write(editor: Editor) -> None:
    editor.apply(edits.set_text(editor.document, editor.random.choice(TEXTS)))


def undo(editor: Editor) -> None:
    for _ in range(editor.random.randint(1, 3)):
        editor.session.undo()


def redo(editor: Editor) -> None:
    for _ in range(editor.random.randint(1, 3)):
        editor.session.redo()


HABITS: tuple[Callable[[Editor], None], ...] = (
    add_operation, add_operation, add_input, add_number, connect, connect, connect, disconnect,
    insert, remove, rename, set_value, scrub, set_role, set_output, set_operation, swap, move,
    write, undo, redo,
)  # fmt: skip


@pytest.fixture
def editor(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Editor]:
    """An editor of a session with everything that follows a document."""
    jobs = JobRunner()
    session = Session(edits.set_text(Document(), "L = c(a + 2b)"))
    cursor, focus = PassCursor(session, jobs), Focus(session)
    yield Editor(session, focus, request.param)
    del cursor
    jobs.shutdown()


@pytest.mark.parametrize("editor", [1, 2, 3], indirect=True)
def test_two_thousand_edits(editor: Editor) -> None:
    start = editor.document
    done: list[str] = []
    for at in range(ACTIONS):
        done.append(editor.act())
        document, trace = editor.document, done[-5:]
        if document.graph.nodes:
            read = edits.set_text(document, document.text)
            assert structure(read.graph) == structure(document.graph), trace
            assert read.graph.nodes.keys() == document.graph.nodes.keys(), trace
        assert set(editor.focus.selection) <= document.graph.nodes.keys(), trace
        if at % 10 == 0:
            assert loads(dumps(document)) == document, trace
    end = editor.document
    while editor.session.can_undo:
        editor.session.undo()
    assert editor.document == start
    while editor.session.can_redo:
        editor.session.redo()
    assert editor.document == end
    assert 100 < len(editor.reasons) < ACTIONS // 2
    assert all(reason.endswith(".") for reason in editor.reasons)
