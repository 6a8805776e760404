"""Finding a node by words, and the list of nodes that assistive tools read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QToolButton

from gradviz.document import edits
from tests.ui.canvas.conftest import Desk, Opener

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_finder(desk: Desk) -> QLineEdit:
    desk.panel.activateWindow()
    desk.qtbot.waitUntil(desk.panel.isActiveWindow)
    desk.view.setFocus()
    QTest.keyClick(desk.view, Qt.Key.Key_F, CONTROL)
    edit = desk.panel.findChild(QLineEdit, "graph_find_edit")
    assert edit is not None
    desk.qtbot.waitUntil(edit.hasFocus)
    return edit


def nodes_list(desk: Desk) -> QListView:
    found = desk.panel.findChild(QListView, "graph_nodes_list")
    assert found is not None
    return found


def said(desk: Desk) -> list[str]:
    """What a screen reader finds in the list."""
    interface = QAccessible.queryAccessibleInterface(nodes_list(desk))
    assert interface is not None
    assert interface.role() == QAccessible.Role.List
    rows = [interface.child(row) for row in range(interface.childCount())]
    return [row.text(QAccessible.Text.Name) for row in rows if row is not None]


def test_a_screen_reader_finds_every_node_with_its_numbers(desk: Desk) -> None:
    desk.passes.backward()
    open_finder(desk)
    sentences = said(desk)
    assert len(sentences) == len(desk.session.document.graph.nodes)
    assert "multiply, named d, value 4, gradient 3" in sentences
    assert "parameter b, value 2, gradient 6" in sentences


def test_the_list_says_other_numbers_and_nodes(desk: Desk) -> None:
    open_finder(desk)
    desk.session.apply("Set a", edits.set_values(desk.session.document, {"a": 7.0}))
    desk.qtbot.waitUntil(lambda: any("parameter a, value 7" in row for row in said(desk)))
    desk.session.apply("Type", edits.set_text(desk.session.document, "p = 2; q = p^2"))
    assert len(said(desk)) == 3


def test_typing_filters_and_enter_goes_to_the_node(desk: Desk) -> None:
    edit = open_finder(desk)
    QTest.keyClicks(edit, "mult")
    assert len(said(desk)) == 2
    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert desk.view.selected == desk.view.card("L").node_id
    assert not desk.panel.finder.isVisible()
    assert desk.view.hasFocus()


def test_a_name_comes_before_what_only_contains_it(open_graph: Opener) -> None:
    desk = open_graph("mean1 = a*b; c = mean1 + m; m1 = c^2; L = m1")
    edit = open_finder(desk)
    QTest.keyClicks(edit, "m")
    assert desk.view.selected == desk.view.card("m").node_id


def test_a_node_far_away_is_centered_and_can_be_read(open_graph: Opener) -> None:
    desk = open_graph(" + ".join(f"x{k}*w{k}" for k in range(40)))
    edit = open_finder(desk)
    assert desk.view.zoom < 0.3
    QTest.keyClicks(edit, "w39")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    card = desk.view.card("w39")
    distance = desk.view.box_of(card).center() - desk.view.viewport().rect().center()
    assert distance.manhattanLength() < 6
    assert desk.view.zoom == pytest.approx(1)


def test_the_list_and_the_canvas_select_together(desk: Desk) -> None:
    open_finder(desk)
    rows = nodes_list(desk)
    desk.view.select(desk.view.card("e").node_id)
    assert rows.currentIndex().data() == "e"
    QTest.mouseClick(
        rows.viewport(),
        Qt.MouseButton.LeftButton,
        pos=rows.visualRect(rows.model().index(0, 0)).center(),
    )
    assert desk.view.selected == desk.session.document.graph.order[0]


def test_nothing_found_is_said_and_escape_closes(desk: Desk) -> None:
    edit = open_finder(desk)
    QTest.keyClicks(edit, "nobody")
    assert said(desk) == []
    assert desk.panel.finder._nothing.isVisible()
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert not edit.isVisible()
    assert desk.view.hasFocus()


def test_the_button_opens_it_as_well(desk: Desk) -> None:
    button = desk.panel.findChild(QToolButton, "find_button")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert nodes_list(desk).isVisible()
