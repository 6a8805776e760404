"""Groups on the canvas: framed, named in place, moved, closed to one card and opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView

from gradviz.document import Document, Group, edits, grouping
from gradviz.document.parts import number, operation
from gradviz.graph import BackwardStep
from gradviz.session import Marks
from gradviz.ui.canvas.cards.wording import CardState
from gradviz.ui.canvas.groups.card import GroupCard
from gradviz.ui.canvas.groups.frame import FrameItem
from tests.ui.canvas.conftest import Desk, Opener

LEFT = Qt.MouseButton.LeftButton


def framed(desk: Desk, *names: str, called: str = "inner") -> Group:
    """Select, press Ctrl+G, type a name."""
    desk.choose(*names)
    desk.press("Ctrl+G")
    line = name_line(desk)
    QTest.keyClicks(line, called)
    QTest.keyClick(line, Qt.Key.Key_Return)
    return desk.session.document.groups[-1]


def name_line(desk: Desk) -> QLineEdit:
    (line,) = (
        line
        for line in desk.view.viewport().findChildren(QLineEdit, "group_name_edit")
        if line.isVisible()
    )
    return line


def frame(desk: Desk) -> FrameItem:
    (found,) = desk.view.graph_scene().backdrop.frames.values()
    return found


def on_title(desk: Desk, x: float = 80) -> QPoint:
    area = frame(desk).title_area
    return desk.view.mapFromScene(area.left() + x, area.center().y())


def group_card(desk: Desk) -> GroupCard:
    cards = desk.view.graph_scene().cards.values()
    (found,) = (card for card in cards if isinstance(card, GroupCard))
    return found


def test_a_group_is_made_and_named_by_keys(desk: Desk) -> None:
    group = framed(desk, "d", "e")
    assert group.name == "inner"
    assert len(group.members) == 3
    area = frame(desk).rect()
    inside = [desk.view.card(name) for name in ("d", "e")]
    assert all(area.contains(card.box.translated(card.pos())) for card in inside)
    desk.session.undo()
    desk.session.undo()
    assert desk.session.document.groups == ()
    assert desk.view.graph_scene().backdrop.frames == {}


def test_other_cards_make_way_for_the_frame(desk: Desk) -> None:
    before = desk.session.document
    inside = framed(desk, "d", "e").members
    desk.settle()
    area = frame(desk).rect()
    scene = desk.view.graph_scene()
    for node_id, card in scene.cards.items():
        stands_in = area.intersects(card.box.translated(card.pos()))
        assert stands_in == (node_id in inside), card.name_text
    while desk.session.can_undo:
        desk.session.undo()
    assert desk.session.document == before


def test_dragging_the_title_moves_the_members(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.choose("L")
    before = desk.place("d")
    desk.drag(on_title(desk), QPoint(0, 60))
    desk.settle()
    assert desk.place("d") == before + QPoint(0, 60)
    assert desk.session.undo_text == "Move 3 nodes"
    assert frame(desk).rect().contains(desk.view.card("d").pos())


def test_the_frame_follows_while_a_card_is_dragged(desk: Desk) -> None:
    framed(desk, "d", "e")
    start = desk.place("e")
    QTest.mousePress(desk.view.viewport(), LEFT, pos=start)
    for k in range(1, 6):
        QTest.mouseMove(desk.view.viewport(), start + QPoint(0, 20 * k))
    card = desk.view.card("e")
    assert frame(desk).rect().contains(card.box.translated(card.pos()))
    QTest.mouseRelease(desk.view.viewport(), LEFT, pos=start + QPoint(0, 100))


def test_a_double_click_on_the_name_or_f2_renames(desk: Desk) -> None:
    framed(desk, "d", "e")
    QTest.mouseDClick(desk.view.viewport(), LEFT, pos=on_title(desk))
    QTest.keyClicks(name_line(desk), "second")
    QTest.keyClick(name_line(desk), Qt.Key.Key_Return)
    assert desk.session.document.groups[0].name == "second"
    QTest.mouseClick(desk.view.viewport(), LEFT, pos=on_title(desk))
    desk.press("F2")
    QTest.keyClicks(name_line(desk), "third")
    QTest.keyClick(name_line(desk), Qt.Key.Key_Escape)
    assert desk.session.document.groups[0].name == "second"


def test_a_closed_group_is_one_card_with_the_numbers_of_its_result(desk: Desk) -> None:
    desk.passes.backward()
    framed(desk, "d", "e")
    QTest.mouseDClick(desk.view.viewport(), LEFT, pos=on_title(desk, 16))
    desk.settle()
    card = group_card(desk)
    assert (card.label.name, card.counted) == ("inner", "3 nodes")
    assert (card.value_text, card.gradient_text) == ("5", "3")
    assert card.ports == 2  # a and b
    scene = desk.view.graph_scene()
    assert len(scene.cards) == 5
    assert desk.view.edge("L", 1).operand is card
    assert desk.view.edge("L", 1).label_text == "∂L/∂e = 3"
    assert desk.session.undo_text == "Close inner"
    assert desk.view.selection() == [card.node_id]
    QTest.mouseDClick(desk.view.viewport(), LEFT, pos=desk.view.box_of(card).center())
    desk.settle()
    assert len(scene.cards) == 7
    assert desk.names() == {"d", "e"}


def test_closing_and_opening_by_keys_and_undo(desk: Desk) -> None:
    framed(desk, "d", "e")
    places = {i: c.pos() for i, c in desk.view.graph_scene().cards.items()}
    desk.press("Shift+G")
    desk.settle()
    group_card(desk)
    desk.press("Return")
    desk.settle()
    assert desk.view.graph_scene().cards.keys() == places.keys()
    desk.session.undo()
    desk.settle()
    group_card(desk)
    desk.press("Shift+G")
    desk.settle()
    desk.press("Ctrl+Shift+G")
    assert desk.session.document.groups == ()
    assert desk.session.undo_text == "Ungroup inner"


def test_a_group_that_can_not_be_one_card_says_why(desk: Desk) -> None:
    sentences: list[str] = []
    desk.panel.said.connect(sentences.append)
    framed(desk, "d", "L")
    desk.press("Shift+G")
    (sentence,) = sentences
    assert sentence.startswith("inner can't be one card: it would depend on itself through e")
    assert not desk.session.document.groups[0].collapsed


def test_moving_the_card_of_a_group_moves_what_was_placed_in_it(desk: Desk) -> None:
    desk.drag(desk.place("d"), QPoint(0, 40))
    desk.settle()
    before = desk.session.document.positions[desk.node("d")]
    group = framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.settle()
    middle = desk.view.box_of(group_card(desk)).center()
    scale = desk.view.zoom
    desk.drag(middle, QPoint(0, 50))
    assert desk.session.undo_text == "Move 1 group"
    after = desk.session.document.positions[desk.node("d")]
    assert abs(after[1] - before[1] - 50 / scale) < 1
    assert group.id in desk.session.document.positions


def test_a_hidden_node_selected_elsewhere_selects_the_card_of_its_group(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.view.select(None)
    desk.focus.select(desk.node("d"))
    assert desk.view.selection() == [group_card(desk).node_id]
    assert desk.focus.selection == (desk.node("d"),)
    QTest.mouseClick(desk.view.viewport(), LEFT, pos=QPoint(450, 590))
    box = desk.view.box_of(group_card(desk))
    QTest.mouseClick(desk.view.viewport(), LEFT, pos=box.center())
    assert set(desk.focus.selection) == set(desk.session.document.groups[0].members)


def test_going_to_a_hidden_node_opens_its_group(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.view.go_to(desk.node("d"))
    assert not desk.session.document.groups[0].collapsed
    assert desk.view.selected == desk.node("d")


def test_steps_inside_a_closed_group_light_its_card(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.settle()
    desk.passes.seek(1)
    assert group_card(desk).state is CardState.ACTIVE
    desk.passes.seek(2)
    assert group_card(desk).state is CardState.ACTIVE
    scene = desk.view.graph_scene()
    assert {edge.operand.label.called for edge in scene.step_edges()} == {"a"}
    desk.passes.backward()
    while not (isinstance(desk.passes.state.step, BackwardStep)
               and desk.passes.state.step.node == desk.node("b")):  # fmt: skip
        desk.passes.step_back()
    assert [edge.user for edge in scene.step_edges()] == [group_card(desk)]


def test_marks_inside_a_closed_group_mark_its_card(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.focus.mark(Marks((desk.node("d"),), ((desk.node("e"), 1), (desk.node("L"), 1))))
    assert group_card(desk).marked
    desk.focus.mark(Marks())
    assert not group_card(desk).marked


def test_arrows_and_tab_walk_over_the_closed_card(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.choose("L")
    desk.press("Left")
    desk.press("Right")
    order = desk.view.graph_scene().folding.shown.order
    desk.view.select(order[0])
    seen = [desk.view.selected]
    for _ in order[1:]:
        desk.press("Tab")
        seen.append(desk.view.selected)
    assert tuple(seen) == order
    assert group_card(desk).node_id in seen


def test_the_list_says_groups_and_where_hidden_nodes_are(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.panel.finder.open()
    rows = desk.panel.findChild(QListView, "graph_nodes_list")
    assert rows is not None

    def read() -> list[str]:
        model = rows.model()
        role = Qt.ItemDataRole.AccessibleTextRole
        return [model.data(model.index(k, 0), role) for k in range(model.rowCount())]

    assert read()[-1] == "group inner, 3 nodes"
    desk.choose("d", "e")
    desk.view.setFocus()
    desk.press("Shift+G")
    assert read()[-1].startswith("closed group inner, 3 nodes, value 5")
    assert any(row.endswith("in the closed group inner") for row in read())


def test_a_graph_without_closed_groups_is_shown_as_it_is(desk: Desk) -> None:
    framed(desk, "d", "e")
    folding = desk.view.graph_scene().folding
    assert folding.shown is folding.graph
    assert folding.graph is desk.session.document.graph


def test_a_group_with_two_results_shows_no_numbers(open_graph: Opener) -> None:
    desk = open_graph("p = a*b; q = a + b; L = p/q")
    document, group_id = grouping.group(
        desk.session.document, [desk.node("p"), desk.node("q")], "both"
    )
    desk.session.apply("Group", grouping.collapse(document, group_id, (0.0, 0.0)))
    assert group_card(desk).value_text == ""
    assert desk.view.edge("L", 0).symbol == "∂L/∂p"
    assert desk.view.edge("L", 1).symbol == "∂L/∂q"
    assert group_card(desk).pos() == QPointF(0, 0)


def test_a_closed_group_has_no_ports_to_draw_wires_from(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.settle()
    before = desk.session.document
    card = group_card(desk)
    desk.drag(desk.view.mapFromScene(*card.in_point(0)), QPoint(-4, 60))
    desk.settle()
    assert desk.session.document.graph is before.graph
    out = desk.view.mapFromScene(*desk.view.edge("L", 1).points[0]) + QPoint(30, 0)
    QTest.mouseClick(desk.view.viewport(), LEFT, pos=out)
    desk.press("Del")
    assert desk.session.document.graph.nodes.keys() == before.graph.nodes.keys()


def test_another_document_is_shown_over_one_with_a_closed_group(open_graph: Opener) -> None:
    """The passes tell of it first, of steps with more operands than the nodes here have."""
    desk = open_graph("d = sin(a); c = a * ?; L = d + c")
    framed(desk, "d")
    desk.press("Shift+G")
    desk.settle()
    assert desk.passes.state.position == 1
    desk.session.new(edits.set_text(Document(), "z = x x; L = z + 1"))
    assert set(desk.view.graph_scene().edges) >= {(desk.node("z"), 0), (desk.node("z"), 1)}


def test_the_line_of_a_name_goes_with_its_group(desk: Desk) -> None:
    desk.choose("d", "e")
    desk.press("Ctrl+G")
    line = name_line(desk)
    desk.session.undo()
    assert not line.isVisible()
    assert desk.session.can_redo


def test_what_is_added_beside_a_closed_group_is_not_connected(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.settle()
    before = desk.session.document.graph
    desk.panel.add_part(number(3.0))
    desk.settle()
    desk.choose("d", "e")
    desk.panel.add_part(operation("exp"))
    graph = desk.session.document.graph
    assert all(graph.nodes[i] is before.nodes[i] for i in before.nodes)
    added = [graph.nodes[i] for i in graph.nodes if i not in before.nodes]
    assert [node.operands for node in added] == [(), ("",)]


def test_a_group_whose_nodes_all_join_another_is_said_to_be_gone(desk: Desk) -> None:
    framed(desk, "d", "e")
    sentences: list[str] = []
    desk.panel.said.connect(sentences.append)
    framed(desk, "d", "e", "L", called="all")
    assert sentences == ["inner is no group any more: a node belongs to one group only."]
    assert [group.name for group in desk.session.document.groups] == ["all"]


@pytest.mark.parametrize("port", [None, 0])
def test_a_wire_held_over_a_closed_group_is_refused_with_the_way_out(
    desk: Desk, port: int | None
) -> None:
    framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.settle()
    before = desk.session.document
    over = desk.view.box_of(group_card(desk)).center()
    desk.hold(desk.port("c", None) if port is None else desk.port("L", port), over)
    assert desk.view.note.sentence == "inner is closed; open it to connect its nodes."
    desk.let_go(over)
    assert desk.session.document == before
    assert desk.view.note.sentence == ""


def test_deleting_a_closed_group_deletes_its_nodes(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.settle()
    desk.press("Del")
    assert {"d", "e"}.isdisjoint(desk.session.document.graph.by_name)
    assert desk.session.document.groups == ()
    desk.session.undo()
    group_card(desk)


def test_a_copied_closed_group_is_pasted_closed(desk: Desk) -> None:
    framed(desk, "d", "e")
    desk.press("Shift+G")
    desk.press("Ctrl+D")
    desk.settle()
    cards = [c for c in desk.view.graph_scene().cards.values() if isinstance(c, GroupCard)]
    assert len(cards) == 2
    assert (
        not cards[0]
        .box.translated(cards[0].pos())
        .intersects(cards[1].box.translated(cards[1].pos()))
    )
