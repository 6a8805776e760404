"""What is selected and marked is told once, and leaves with the nodes."""

from __future__ import annotations

from gradviz.document import Document, edits
from gradviz.session import Focus, Marks, Session


def start() -> tuple[Session, Focus, list[tuple[object, object]]]:
    session = Session(edits.set_text(Document(), "L = c(a + 2b)"))
    focus = Focus(session)
    told: list[tuple[object, object]] = []
    focus.selection_changed.connect(lambda old, new: told.append((old, new)))
    return session, focus, told


def test_a_selection_is_told_once() -> None:
    session, focus, told = start()
    a = session.document.graph.by_name["a"]
    focus.select(a)
    focus.select(a, a)
    focus.select(a, "no such node")
    assert told == [((), (a,))]
    assert focus.node == a


def test_several_nodes_are_no_single_node() -> None:
    session, focus, _ = start()
    focus.select(*list(session.document.graph.nodes)[:2])
    assert focus.node is None
    assert len(focus.selection) == 2


def test_what_leaves_the_graph_leaves_the_selection_and_the_marks() -> None:
    session, focus, told = start()
    graph = session.document.graph
    a, b = graph.by_name["a"], graph.by_name["b"]
    product = graph.users[b][0][0]
    focus.select(a, b)
    focus.mark(Marks((a, b), ((product, 1),)))
    session.apply("Edit", edits.set_text(session.document, "L = c a"))
    assert told[-1] == ((a, b), (a,))
    assert focus.marks == Marks((a,))


def test_another_document_has_nothing_selected() -> None:
    session, focus, told = start()
    a = session.document.graph.by_name["a"]
    focus.select(a)
    focus.mark(Marks((a,)))
    session.new(edits.set_text(Document(), "L = a b c"))
    assert told[-1] == ((a,), ())
    assert focus.marks == Marks()
