"""Adding nodes by hand: the box at the pointer, what it offers and what comes of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton

from gradviz.document import Document, edits
from gradviz.document.parts import Spot
from gradviz.graph import OPEN
from gradviz.ui.canvas.adding.add_box import AddBox
from gradviz.ui.canvas.adding.offering import Offer, offers
from tests.ui.canvas.conftest import Desk, Opener

LEFT = Qt.MouseButton.LeftButton
OPEN_AIR = QPoint(440, 30)


def titles(desk: Desk) -> list[str]:
    return [offer.title for offer in box_of(desk).offers]


def box_of(desk: Desk) -> AddBox:
    box = desk.panel.add_box
    assert box is not None
    return box


def type_in(desk: Desk, text: str, *keys: Qt.Key) -> None:
    """Type into the open box; Enter unless other keys are given."""
    box = box_of(desk)
    assert box.isVisible()
    QTest.keyClicks(box.edit, text)
    for key in keys or (Qt.Key.Key_Return,):
        QTest.keyClick(box.edit, key)


def double_click(desk: Desk, at: QPoint = OPEN_AIR) -> None:
    QTest.mouseDClick(desk.view.viewport(), LEFT, pos=at)


@pytest.mark.parametrize("way", ["double click", "tab", "a", "button"])
def test_the_box_adds_a_sigmoid(open_graph: Opener, way: str) -> None:
    desk = open_graph("")
    if way == "double click":
        double_click(desk)
    elif way == "tab":
        desk.key(Qt.Key.Key_Tab)
    elif way == "a":
        desk.key(Qt.Key.Key_A)
    else:
        button = desk.panel.findChild(QToolButton, "add_node_button")
        assert button is not None
        QTest.mouseClick(button, LEFT)
    type_in(desk, "sig")
    (node,) = desk.session.document.graph.nodes.values()
    assert (node.op, node.operands) == ("sigmoid", (OPEN,))
    assert desk.session.undo_text == "Add sigmoid"
    assert desk.view.selected == node.id
    desk.qtbot.waitUntil(desk.view.hasFocus)


def test_what_is_added_stands_at_the_pointer(desk: Desk) -> None:
    double_click(desk)
    here = desk.view.scene_point(OPEN_AIR)
    before = desk.view.zoom
    type_in(desk, "tanh")
    x, y = desk.session.document.positions[desk.view.selected or ""]
    assert (abs(x - here.x()), abs(y - here.y())) < (2, 2)
    assert desk.view.zoom == before


@pytest.mark.parametrize(
    ("typed", "text"),
    [("3", "3"), ("[1, 2]", "[1, 2]"), ("-2.5", "-2.5"), ("[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]")],
)
def test_a_number_is_typed(open_graph: Opener, typed: str, text: str) -> None:
    desk = open_graph("")
    double_click(desk)
    type_in(desk, typed)
    assert desk.session.document.text == text


def test_a_name_is_a_new_input_or_another_one(open_graph: Opener) -> None:
    desk = open_graph("")
    for _ in range(2):
        double_click(desk)
        down = (Qt.Key.Key_Down,) if desk.session.document.graph.nodes else ()
        type_in(desk, "x", *down, Qt.Key.Key_Return)
    assert [node.name for node in desk.session.document.graph.inputs] == ["x", "x_2"]


def test_a_name_that_is_there_is_gone_to(desk: Desk) -> None:
    double_click(desk)
    QTest.keyClicks(box_of(desk).edit, "b")
    assert titles(desk)[:2] == ["Go to b", "Input b₂"]
    QTest.keyClick(box_of(desk).edit, Qt.Key.Key_Return)
    assert desk.view.selected == desk.view.card("b").node_id
    assert not desk.session.can_undo


def test_escape_and_a_click_elsewhere_add_nothing(desk: Desk) -> None:
    double_click(desk)
    type_in(desk, "sig", Qt.Key.Key_Escape)
    assert not box_of(desk).isVisible()
    double_click(desk)
    QTest.mouseClick(desk.view.viewport(), LEFT, pos=desk.place("a"))
    assert not box_of(desk).isVisible()
    assert not desk.session.can_undo


def test_arrows_choose_another_row(open_graph: Opener) -> None:
    desk = open_graph("")
    double_click(desk)
    QTest.keyClicks(box_of(desk).edit, "max")
    first, second = titles(desk)[:2]
    type_in(desk, "", Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert (first, second) == ("maximum", "max")
    assert [n.op for n in desk.session.document.graph.nodes.values()] == ["max"]


def test_nothing_that_fits_is_said(desk: Desk) -> None:
    double_click(desk)
    type_in(desk, "(((", Qt.Key.Key_Return)
    assert box_of(desk).isVisible()
    assert titles(desk) == []
    assert not desk.session.can_undo


def test_an_operation_is_connected_to_the_selected_node(desk: Desk) -> None:
    desk.view.select(desk.view.card("L").node_id)
    desk.key(Qt.Key.Key_A)
    type_in(desk, "log")
    graph = desk.session.document.graph
    assert graph.nodes[desk.view.selected or ""].operands == (graph.named("L").id,)
    assert graph.output == desk.view.selected
    desk.session.undo()
    assert not desk.session.can_undo


def test_a_number_goes_to_the_open_port_of_the_selected_node(open_graph: Opener) -> None:
    desk = open_graph("L = a * ?")
    desk.view.select(desk.view.card("L").node_id)
    desk.key(Qt.Key.Key_A)
    type_in(desk, "7")
    assert desk.session.document.text == "L = a * 7"


def test_a_wire_dropped_in_the_open_offers_what_takes_it(open_graph: Opener) -> None:
    desk = open_graph("A = [[1, 2, 3], [4, 5, 6]]; s = sum(A)")
    desk.pull(desk.port("A"), OPEN_AIR)
    offered = titles(desk)
    assert "transpose" in offered
    assert not {"det", "inv", "trace", "dot"} & set(offered)  # A is not square and no vector
    type_in(desk, "transp")
    assert desk.session.document.text == "A = [[1, 2, 3], [4, 5, 6]]; s = sum(A); A.T; s"
    assert desk.session.undo_text == "Add transpose"
    desk.session.undo()
    assert not desk.session.can_undo


def test_a_wire_from_an_operand_offers_values_too(open_graph: Opener) -> None:
    desk = open_graph("L = a * ?")
    desk.pull(desk.port("L", 1), OPEN_AIR)
    type_in(desk, "w")
    assert desk.session.document.text == "L = a w"
    assert desk.session.undo_text == "Add w"


def test_what_is_no_matrix_is_not_offered_to_a_matrix_product(open_graph: Opener) -> None:
    desk = open_graph("A = [[1, 2], [3, 4]]; P = A @ ?")
    desk.pull(desk.port("P", 1), OPEN_AIR)
    QTest.keyClicks(box_of(desk).edit, "3")
    assert titles(desk) == []
    box_of(desk).edit.clear()
    QTest.keyClicks(box_of(desk).edit, "[1, 2]")
    assert len(titles(desk)) == 1


def test_a_double_click_on_a_wire_inserts(open_graph: Opener) -> None:
    desk = open_graph("L = a * b")
    edge = desk.view.edge("L", 1)
    double_click(desk, desk.view.mapFromScene(edge.path().pointAtPercent(0.5)))
    type_in(desk, "cos")
    assert desk.session.document.text == "L = a cos(b)"
    assert desk.session.undo_text == "Insert cos"


def found(typed: str, text: str = "", spot: Spot | None = None) -> list[Offer]:
    document = edits.set_text(Document(), text) if text else Document()
    return list(offers(typed, document, spot or Spot((0.0, 0.0))))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("×", "multiply"), ("*", "multiply"), ("mul", "multiply"), ("multiply", "multiply"),
        ("+", "add"), ("-", "subtract"), ("/", "divide"), ("^", "power"), ("@", "matrix product"),
        ("sig", "sigmoid"), ("sqrt", "square root"), ("avg", "mean"), ("w_1", "Input w₁"),
        ("x", "Input x"), ("theta", "Input θ"), ("ReLU", "relu"),
    ],
)  # fmt: skip
def test_the_best_match_comes_first(typed: str, first: str) -> None:
    assert found(typed)[0].title == first


def test_without_a_word_every_operation_is_offered_by_category() -> None:
    kinds = [offer.kind for offer in found("")]
    assert kinds[0] == "arithmetic"
    assert len(kinds) > 35


def test_the_box_and_editors_go_with_the_document(desk: Desk) -> None:
    """Nodes of another document have the same ids, and are not meant."""
    desk.choose("a")
    desk.press("Return")
    assert desk.view.viewport().findChild(QLineEdit, "value_editor") is desk.view.editor
    desk.session.new(edits.set_text(Document(), "z = 1; q = 2z"))
    assert desk.view.editors.line is None
    desk.press("A")
    assert desk.panel.add_box.isVisible()
    desk.session.new(edits.set_text(Document(), "z = 1"))
    assert not desk.panel.add_box.isVisible()
