"""Copy, cut, paste and duplicate: within a document, between windows, and as text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPolygonF
from PySide6.QtTest import QTest

from gradviz.ui.canvas.arranging.clipboard import NODES
from tests.ui.canvas.conftest import Desk, Opener


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp: object) -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def said(desk: Desk) -> list[str]:
    sentences: list[str] = []
    desk.panel.said.connect(sentences.append)
    return sentences


def test_copied_nodes_are_the_text_of_the_selection_as_well(desk: Desk) -> None:
    desk.choose("e", "L")
    desk.press("Ctrl+C")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "e = a + d; L = c e"
    assert data.hasFormat(NODES)


def test_pasting_adds_nodes_at_the_pointer_and_selects_them(desk: Desk) -> None:
    desk.choose("d", "e")
    desk.press("Ctrl+C")
    desk.point(QPoint(450, 540))
    desk.press("Ctrl+V")
    desk.settle()
    assert desk.session.undo_text == "Paste 3 nodes"  # with the 2 of 2b
    assert desk.names() == {"d_2", "e_2"}
    graph = desk.session.document.graph
    assert graph.nodes[graph.by_name["e_2"]].operands == (desk.node("a"), desk.node("d_2"))
    places = [desk.view.card(node_id).pos() for node_id in desk.view.chosen()]
    area = QPolygonF(places).boundingRect()
    assert (desk.view.mapFromScene(area.center()) - QPoint(450, 540)).manhattanLength() < 4
    desk.session.undo()
    assert "d_2" not in desk.session.document.graph.by_name


def test_pasting_twice_covers_nothing_up(desk: Desk) -> None:
    desk.choose("a")
    desk.press("Ctrl+C")
    desk.point(QPoint(450, 540))
    desk.press("Ctrl+V")
    desk.press("Ctrl+V")
    desk.settle()
    assert desk.view.card("a_2").pos() != desk.view.card("a_3").pos()


def test_cutting_takes_away_and_pasting_brings_back(desk: Desk) -> None:
    before = desk.session.document.text
    desk.choose("d", "e")
    desk.press("Ctrl+X")
    assert desk.session.undo_text == "Cut 2 nodes"
    assert "d" not in desk.session.document.graph.by_name
    desk.press("Ctrl+V")
    assert {"d", "e"} <= desk.session.document.graph.by_name.keys()
    desk.session.undo()
    desk.session.undo()
    assert desk.session.document.text == before


def test_a_duplicate_stays_connected_and_overlaps_no_card(desk: Desk) -> None:
    desk.choose("e")
    desk.press("Ctrl+D")
    desk.settle()
    graph = desk.session.document.graph
    assert graph.nodes[graph.by_name["e_2"]].operands == (desk.node("a"), desk.node("d"))
    assert desk.session.undo_text == "Duplicate 1 node"
    boxes = [c.box.translated(c.pos()) for c in desk.view.graph_scene().cards.values()]
    assert not any(a.intersects(b) for k, a in enumerate(boxes) for b in boxes[:k])


def test_nodes_go_from_window_to_window(open_graph: Opener) -> None:
    desk, other = open_graph(), open_graph("c = 7; f = c^2")
    desk.choose("L", "e")
    desk.press("Ctrl+C")
    other.press("Ctrl+V")
    graph = other.session.document.graph
    assert {"L", "e", "a", "d"} <= graph.by_name.keys()
    assert graph.by_name["c"] in graph.nodes[graph.by_name["L"]].operands
    assert other.names() == {"L", "e"}


def test_a_text_that_is_an_expression_is_added(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("g = L^2 + w")
    desk.press("Ctrl+V")
    desk.settle()
    graph = desk.session.document.graph
    assert {"g", "w"} <= graph.by_name.keys()
    assert "L_2" not in graph.by_name
    assert desk.names() >= {"g"}
    assert desk.view.graph_scene().cards_rect().contains(desk.view.card("g").pos())


@pytest.mark.parametrize(
    ("text", "data", "sentence"),
    [
        ("see you +* soon", b"", "is no expression"),
        ("", b"", "no nodes and no expression"),
        ("x", b"{broken", "can't be pasted"),
    ],
)
def test_what_can_not_be_pasted_is_said_in_one_sentence(
    desk: Desk, text: str, data: bytes, sentence: str
) -> None:
    found = said(desk)
    mime = QMimeData()
    mime.setText(text)
    if data:
        mime.setData(NODES, data)
    QGuiApplication.clipboard().setMimeData(mime)
    desk.press("Ctrl+V")
    assert len(found) == 1
    assert sentence in found[0]
    assert not desk.session.can_undo


def test_an_empty_clipboard_is_said(desk: Desk) -> None:
    QGuiApplication.clipboard().clear()
    found = said(desk)
    desk.press("Ctrl+V")
    assert found == ["There are no nodes and no expression on the clipboard."]


def test_the_value_of_one_card_can_still_be_copied(desk: Desk) -> None:
    desk.choose("b")
    QTest.keyClick(
        desk.view,
        Qt.Key.Key_C,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert QGuiApplication.clipboard().text() == "2"
