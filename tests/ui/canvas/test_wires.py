"""Wires by hand: drawn, refused with the reason at the pointer, picked up, taken off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from gradviz.document import edits
from gradviz.graph import OPEN
from gradviz.ui.canvas.note import Note
from tests.ui.canvas.conftest import Desk, Opener

OPEN_AIR = QPoint(440, 30)
MATRICES = "A = [[1, 2, 3], [4, 5, 6]]; B = [[1, 2], [3, 4]]; P = A @ ?"


def operands(desk: Desk, name: str) -> list[str]:
    """What the ports of a node are connected to, by name."""
    graph = desk.session.document.graph
    return [graph.labels.get(o, o) for o in graph.named(name).operands]


def reason(desk: Desk) -> str:
    note = desk.view.viewport().findChild(Note, "canvas_note")
    assert note is not None
    return note.sentence


@pytest.mark.parametrize("backwards", [False, True], ids=["from the result", "from the operand"])
def test_a_wire_is_drawn_from_any_port_to_any_port(open_graph: Opener, backwards: bool) -> None:
    desk = open_graph("b = 2; L = a * ?")
    ends = [desk.port("b"), desk.port("L", 1)]
    desk.pull(*(ends[::-1] if backwards else ends))
    assert operands(desk, "L") == ["a", "b"]
    assert desk.session.undo_text == "Connect b to L"
    assert desk.session.document.text == "b = 2; L = a b"
    desk.session.undo()
    assert operands(desk, "L") == ["a", OPEN]


def test_the_wire_follows_the_pointer(open_graph: Opener) -> None:
    desk = open_graph("b = 2; L = a * ?")
    desk.hold(desk.port("b"), OPEN_AIR)
    here = desk.view.scene_point(OPEN_AIR)
    assert desk.view.wire.is_shown
    assert not desk.view.wire.is_refused
    end = desk.view.wire.path.pointAtPercent(1.0)
    assert (end - here).manhattanLength() < 2
    desk.key(Qt.Key.Key_Escape)
    assert desk.view.wire.path.isEmpty()
    desk.let_go(OPEN_AIR)
    assert not desk.session.can_undo
    assert not desk.panel.add_box.isVisible()


def test_a_cycle_is_refused_at_the_pointer(desk: Desk) -> None:
    target = desk.port("d", 1)
    desk.hold(desk.port("L"), target)
    assert reason(desk) == "This would make d depend on itself."
    assert desk.view.wire.is_refused
    note = desk.view.note
    assert (note.pos() - target).manhattanLength() < 60
    desk.let_go(target)
    assert not desk.session.can_undo
    assert reason(desk) == ""


def test_shapes_are_refused_at_the_pointer(open_graph: Opener) -> None:
    desk = open_graph(MATRICES)
    desk.hold(desk.port("B"), desk.port("P", 1))
    assert reason(desk) == "A is 2×3 and B is 2×2: inner sizes 3 and 2 differ."
    desk.let_go(desk.port("P", 1))
    assert operands(desk, "P") == ["A", OPEN]


def test_what_has_no_open_port_takes_no_wire_on_its_body(desk: Desk) -> None:
    desk.hold(desk.port("c"), desk.place("e"))
    assert "no open port" in reason(desk)
    desk.hold(desk.port("c"), desk.place("a"))
    desk.let_go(desk.place("a"))
    assert not desk.session.can_undo


def test_an_input_takes_no_wire(desk: Desk) -> None:
    desk.hold(desk.port("c"), desk.place("a"))
    assert reason(desk) == "a has a value of its own and takes no operand."
    desk.let_go(desk.place("a"))
    assert not desk.session.can_undo


def test_ports_that_would_refuse_the_wire_are_muted(desk: Desk) -> None:
    desk.hold(desk.port("e"), OPEN_AIR)
    wire = desk.view.wire
    # Of the six ports those of d and e itself come before e; the two of L may take it.
    assert (wire.welcome_count, wire.refused_count) == (2, 4)
    desk.key(Qt.Key.Key_Escape)
    desk.let_go(OPEN_AIR)


def test_a_wire_is_dragged_off_its_port(desk: Desk) -> None:
    desk.pull(desk.port("e", 0), OPEN_AIR)
    assert operands(desk, "e") == [OPEN, "d"]
    assert desk.session.undo_text == "Disconnect a"
    assert "?" in desk.session.document.text
    desk.session.undo()
    assert operands(desk, "e") == ["a", "d"]
    assert not desk.session.can_undo


def test_a_wire_is_moved_to_another_port_as_one_entry(open_graph: Opener) -> None:
    desk = open_graph("p = a * b; q = c * ?; L = p + q")
    desk.pull(desk.port("p", 1), desk.port("q", 1))
    assert operands(desk, "p") == ["a", OPEN]
    assert operands(desk, "q") == ["c", "b"]
    desk.session.undo()
    assert operands(desk, "p") == ["a", "b"]
    assert not desk.session.can_undo


def test_a_wire_let_go_where_it_was_changes_nothing(desk: Desk) -> None:
    desk.hold(desk.port("e", 0), OPEN_AIR, desk.port("e", 0))
    desk.let_go(desk.port("e", 0))
    assert not desk.session.can_undo


def test_a_wire_on_a_card_takes_its_first_open_port(open_graph: Opener) -> None:
    desk = open_graph("b = 2; L = a * ?")
    desk.pull(desk.port("b"), desk.place("L"))
    assert operands(desk, "L") == ["a", "b"]


def test_another_document_lets_the_wire_go(desk: Desk) -> None:
    desk.hold(desk.port("c"), OPEN_AIR)
    desk.session.apply("Type", edits.set_text(desk.session.document, "x + y"))
    assert not desk.view.wire.is_shown
    desk.let_go(OPEN_AIR)
    assert desk.session.undo_text == "Type"


def test_a_click_chooses_an_edge_and_delete_takes_it_off(desk: Desk) -> None:
    edge = desk.view.edge("L", 0)
    at = desk.view.mapFromScene(edge.path().pointAtPercent(0.5))
    desk.pull(at, at)
    assert desk.view.edge_marks.chosen == edge.key
    desk.key(Qt.Key.Key_Delete)
    assert operands(desk, "L") == [OPEN, "e"]
    assert desk.session.undo_text == "Disconnect c"
    assert desk.view.edge_marks.chosen is None


def test_a_card_gives_the_edge_back(desk: Desk) -> None:
    edge = desk.view.edge("L", 0)
    at = desk.view.mapFromScene(edge.path().pointAtPercent(0.5))
    desk.pull(at, at)
    desk.pull(desk.place("a"), desk.place("a"))
    assert desk.view.edge_marks.chosen is None
    assert desk.view.selected == desk.view.card("a").node_id


def test_delete_heals_and_is_one_entry(open_graph: Opener) -> None:
    desk = open_graph("L = sin(a) + b")
    sine = desk.session.document.graph.named("L").operands[0]
    desk.view.select(sine)
    desk.key(Qt.Key.Key_Delete)
    assert desk.session.document.text == "L = a + b"
    desk.view.select_nodes((desk.view.card("a").node_id, desk.view.card("b").node_id))
    desk.key(Qt.Key.Key_Backspace)
    assert desk.session.undo_text == "Delete 2 nodes"
    desk.session.undo()
    desk.session.undo()
    assert desk.session.document.text == "L = sin(a) + b"


def test_a_loose_card_is_put_on_a_wire(open_graph: Opener) -> None:
    desk = open_graph("L = a * b")
    document, sine = edits.add_operation(desk.session.document, "sin", (0.0, 200.0))
    desk.session.apply("Add sin", document)
    desk.settle()
    edge = desk.view.edge("L", 0)
    target = desk.view.mapFromScene(edge.path().pointAtPercent(0.5))
    start = desk.place(sine)
    desk.hold(start, target)
    assert desk.view.edge_marks.aimed == edge.key
    desk.let_go(target)
    assert desk.session.document.text == "L = sin(a) b"
    assert desk.session.undo_text == "Insert sin"
    assert sine in desk.session.document.positions
    desk.session.undo()
    assert desk.session.document == document


def test_a_port_is_named_when_the_pointer_is_on_it(open_graph: Opener) -> None:
    from PySide6.QtTest import QTest

    desk = open_graph("p = a^b")
    for number, name in ((0, "base"), (1, "exponent"), (None, "result")):
        QTest.mouseMove(desk.view.viewport(), desk.port("p", number) + QPoint(5, 3))
        assert desk.view.pointing.layer.name == name
    assert desk.view.card("p").node_id in desk.view.pointing.layer.shown
    QTest.mouseMove(desk.view.viewport(), OPEN_AIR)
    assert not desk.view.pointing.layer.shown


def test_open_ports_are_kept_in_sight(open_graph: Opener) -> None:
    desk = open_graph("p = a^?")
    assert desk.view.card("p").open_ports == (1,)
    assert desk.view.card("p").label.missing == "needs exponent"
