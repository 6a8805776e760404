"""Selecting cards: by a box, all and none, upstream and downstream."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gradviz.graph import Graph, parse
from gradviz.ui.canvas.arranging.selecting import SelectionBox, downstream, upstream
from tests.graph.random_texts import written_graphs
from tests.ui.canvas.conftest import Desk, Opener

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def box_around(desk: Desk, *names: str) -> tuple[QPoint, QPoint]:
    """Where to press and how far to drag for a box that touches just these cards."""
    boxes = [desk.view.box_of(desk.view.card(name)) for name in names]
    area = boxes[0]
    for box in boxes:
        area = area.united(box)
    area = area.adjusted(-6, -6, -20, -20)
    return area.topLeft(), area.bottomRight() - area.topLeft()


def test_a_box_selects_what_it_touches(desk: Desk) -> None:
    start, by = box_around(desk, "a", "d")
    desk.drag(start, by)
    assert desk.names() == {"a", "d"}
    assert set(desk.focus.selection) == {desk.node("a"), desk.node("d")}
    assert not desk.session.can_undo


def test_shift_adds_and_ctrl_toggles(desk: Desk) -> None:
    desk.choose("L", "a")
    desk.drag(*box_around(desk, "a", "d"), keys=SHIFT)
    assert desk.names() == {"L", "a", "d"}
    desk.drag(*box_around(desk, "a", "d"), keys=CONTROL)
    assert desk.names() == {"L"}


def test_the_box_is_seen_while_it_is_drawn_and_escape_takes_it_back(desk: Desk) -> None:
    desk.choose("L")
    surface = desk.view.viewport()
    start, by = box_around(desk, "a", "d")
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, PLAIN, start)
    for k in range(1, 6):
        QTest.mouseMove(surface, start + by * k / 5)
    band = surface.findChild(SelectionBox, "selection_box")
    assert band is not None
    assert band.isVisible()
    assert desk.names() == {"a", "d"}
    QTest.keyClick(desk.view, Qt.Key.Key_Escape)
    assert not band.isVisible()
    assert desk.names() == {"L"}
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, PLAIN, start + by)


def test_a_click_on_empty_canvas_selects_none(desk: Desk) -> None:
    desk.choose("a", "b")
    QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(450, 590))
    assert desk.names() == set()


def test_all_and_none_by_keys(desk: Desk) -> None:
    desk.press("Ctrl+A")
    assert set(desk.view.chosen()) == set(desk.session.document.graph.nodes)
    desk.press("Esc")
    assert desk.view.chosen() == ()


def test_upstream_and_downstream_by_keys(desk: Desk) -> None:
    desk.choose("e")
    desk.press("Ctrl+Shift+Left")
    assert desk.names() == {"e", "a", "d", "b"}
    desk.choose("b")
    desk.press("Ctrl+Shift+Right")
    assert desk.names() == {"b", "d", "e", "L"}


@given(written_graphs(), st.data())
def test_upstream_and_downstream_are_each_others_reverse(graph: Graph, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(graph.order)) for _ in range(2))
    assert (one in upstream(graph, [other])) == (other in downstream(graph, [one]))


def test_long_chains_are_followed() -> None:
    graph = parse("; ".join(["x0 = 1", *(f"x{k} = sin(x{k - 1})" for k in range(1, 3000))]))
    assert len(upstream(graph, [graph.by_name["x2999"]])) == 3000
    assert len(downstream(graph, [graph.by_name["x0"]])) == 3000


def test_what_is_selected_keeps_the_order_of_selecting(desk: Desk) -> None:
    wanted = tuple(desk.node(name) for name in ("L", "a", "d"))
    desk.focus.select(*wanted)
    assert desk.view.chosen() == wanted
    assert desk.focus.selection == wanted


def test_a_card_taken_away_while_a_box_is_drawn_lets_go_of_it(open_graph: Opener) -> None:
    desk = open_graph("p = a*b; q = p + c")
    surface = desk.view.viewport()
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, PLAIN, QPoint(5, 5))
    for k in range(1, 6):
        QTest.mouseMove(surface, QPoint(5 + 150 * k, 5 + 110 * k))
    from gradviz.document import edits

    desk.session.apply("Type", edits.set_text(desk.session.document, "p = a*b"))
    QTest.mouseMove(surface, QPoint(10, 10))
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, PLAIN, QPoint(10, 10))
    assert desk.session.undo_text == "Type"
