"""Moving cards: by mouse and by keys, as one undo entry, with their edges."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import edits
from gradviz.ui.canvas.edges.edge import EdgeItem
from tests.ui.canvas.conftest import Desk, Opener

ALT = Qt.KeyboardModifier.AltModifier


def test_dragging_a_card_is_one_undo_entry(desk: Desk) -> None:
    place = desk.place("d")
    desk.drag(place, QPoint(30, 80))
    desk.settle()
    assert desk.session.undo_text == "Move 1 node"
    assert desk.place("d") == place + QPoint(30, 80)
    desk.session.undo()
    desk.settle()
    assert desk.place("d") == place
    assert not desk.session.can_undo


def test_edges_follow_a_card_while_it_is_dragged(desk: Desk) -> None:
    surface = desk.view.viewport()
    start = desk.place("e")
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=start)
    for k in range(1, 6):
        QTest.mouseMove(surface, start + QPoint(0, 12 * k))
    card = desk.view.card("e")
    assert desk.view.edge("L", 1).points[0] == card.out_point()
    assert desk.view.edge("e", 0).points[-1] == card.in_point(0)
    assert not desk.session.can_undo
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=start + QPoint(0, 60))


def test_escape_puts_a_dragged_card_back(desk: Desk) -> None:
    surface = desk.view.viewport()
    start = desk.place("e")
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=start)
    for k in range(1, 6):
        QTest.mouseMove(surface, start + QPoint(0, 12 * k))
    QTest.keyClick(desk.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=start + QPoint(0, 60))
    assert desk.place("e") == start
    assert not desk.session.can_undo


def test_a_card_that_is_taken_away_is_let_go_of(desk: Desk) -> None:
    surface = desk.view.viewport()
    start = desk.place("e")
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(surface, start + QPoint(0, 30))
    desk.session.apply("Type", edits.set_text(desk.session.document, "x + y"))
    QTest.mouseMove(surface, start + QPoint(0, 60))
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=start + QPoint(0, 60))
    assert desk.session.undo_text == "Type"
    assert not desk.session.document.positions


def test_an_edit_from_elsewhere_puts_dragged_cards_back(desk: Desk) -> None:
    card = desk.view.card("a")
    before, start = card.pos(), desk.place("a")
    desk.hold(start, start + QPoint(80, 60))
    assert card.pos() != before
    document = desk.session.document
    desk.session.apply("Set b", edits.set_value(document, desk.node("b"), 7.0))
    desk.let_go(start + QPoint(80, 60))
    desk.settle()
    assert card.pos() == before
    assert desk.session.undo_text == "Set b"


def test_taking_the_last_card_out_of_the_selection_drags_nothing(desk: Desk) -> None:
    """A press with Ctrl does so; with the grid on there is no first card to put on it."""
    desk.view.snaps = True
    desk.choose("a")
    start = desk.place("a") - QPoint(0, 20)
    desk.drag(start, QPoint(60, 40), keys=Qt.KeyboardModifier.ControlModifier)
    assert desk.view.chosen() == ()
    assert not desk.session.can_undo


def test_a_trembling_click_moves_nothing(desk: Desk) -> None:
    desk.drag(desk.place("d"), QPoint(2, 1))
    assert not desk.session.can_undo


def test_several_selected_cards_move_together(desk: Desk, qtbot: QtBot) -> None:
    surface = desk.view.viewport()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(surface, Qt.MouseButton.LeftButton, pos=desk.place("a"))
    QTest.mouseClick(surface, Qt.MouseButton.LeftButton, control, pos=desk.place("d"))
    before = desk.place("a")
    desk.drag(desk.place("d"), QPoint(0, 50))
    desk.settle()
    assert desk.place("a") == before + QPoint(0, 50)
    assert desk.session.undo_text == "Move 2 nodes"


def test_nudging_by_keys_is_one_entry(desk: Desk) -> None:
    view = desk.view
    view.select(view.card("a").node_id)
    before = view.card("a").pos()
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down, ALT)
    assert view.card("a").pos().y() == before.y() + 24
    desk.session.undo()
    desk.settle()
    assert view.card("a").pos() == before
    assert not desk.session.can_undo


def test_tidying_up_everything_brings_cards_back_to_the_layout(desk: Desk) -> None:
    place = desk.view.card("d").pos()
    desk.drag(desk.place("d"), QPoint(40, 90))
    desk.press("Ctrl+Shift+T")
    desk.settle()
    assert desk.view.card("d").pos() == place
    assert desk.session.document.positions == {}


def test_tidying_up_keeps_what_was_placed_and_the_others_make_way(desk: Desk) -> None:
    desk.drag(desk.place("d"), desk.place("e") + QPoint(0, 12) - desk.place("d"))
    placed = desk.view.card("d").pos()
    button = desk.panel.findChild(QToolButton, "tidy_button")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()
    d, e = desk.view.card("d"), desk.view.card("e")
    assert d.pos() == placed
    assert not d.box.translated(d.pos()).intersects(e.box.translated(e.pos()))
    assert desk.session.undo_text == "Tidy up the layout"


def test_typing_on_keeps_the_cards_that_stay(desk: Desk) -> None:
    items = {name: desk.view.card(name) for name in "abcdeL"}
    grown = edits.set_text(desk.session.document, desk.session.document.text + "; M = L^2")
    desk.session.apply("Type", grown)
    desk.settle()
    assert all(desk.view.card(name) is item for name, item in items.items())
    assert desk.view.card("M").pos().x() > desk.view.card("L").pos().x()


LONG = "a = 2; b = 3; c = a*b; d = c + 1; e = sin(d); f = cos(e); L = f*a + f/b"


def long_edge(desk: Desk, operand: str) -> EdgeItem:
    """The edge from a card that runs around the cards in between."""
    found = desk.view.graph_scene().by_card[desk.view.card(operand).node_id]
    return next(edge for edge in found if len(edge.points) > 2)


def test_an_edge_whose_end_was_moved_far_runs_straight(open_graph: Opener) -> None:
    desk = open_graph(LONG)
    edge = long_edge(desk, "a")
    desk.drag(desk.place("a"), QPoint(0, 150))
    desk.settle()
    assert edge.points == (edge.operand.out_point(), edge.user.in_point(edge.port))


def test_a_nudge_keeps_the_way_around_the_cards(open_graph: Opener) -> None:
    desk = open_graph(LONG)
    edge = long_edge(desk, "a")
    bends = edge.points[1:-1]
    desk.view.select(desk.view.card("a").node_id)
    QTest.keyClick(desk.view, Qt.Key.Key_Down, ALT)
    assert edge.points[0] == edge.operand.out_point()
    assert set(edge.points[1:-1]) <= set(bends)
    assert len(edge.points) > 2


def test_a_card_that_was_put_back_has_its_edges_as_before(open_graph: Opener) -> None:
    desk = open_graph(LONG)
    before = {key: edge.points for key, edge in desk.view.graph_scene().edges.items()}
    for name in ("a", "f", "L"):
        desk.drag(desk.place(name), QPoint(20, 120))
        desk.settle()
        desk.session.undo()
        desk.settle()
    assert {key: edge.points for key, edge in desk.view.graph_scene().edges.items()} == before


def test_a_long_sum_runs_level(open_graph: Opener) -> None:
    desk = open_graph(" + ".join(f"x{k}*w{k}" for k in range(12)))
    bounds = desk.view.graph_scene().cards_rect()
    assert bounds.height() < bounds.width() / 2
