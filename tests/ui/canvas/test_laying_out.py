"""Large graphs come to the canvas while the window goes on: the newest wins, nothing is stale."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits
from gradviz.ui.canvas.building import LARGE
from gradviz.ui.main_window import MainWindow
from gradviz.ui.theme import LIGHT
from tests.ui.canvas.conftest import Desk, Opener


def total(name: str, terms: int) -> str:
    """An expression with two nodes a term."""
    return "L = " + " + ".join(f"{name}{k}" for k in range(terms))


LONG = total("x", LARGE // 2 + 50)


def opened(desk: Desk, text: str) -> Document:
    """Open an expression in place of what is there."""
    document = edits.set_text(Document(), text)
    desk.session.new(document)
    return document


def until_it_stands(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: not desk.panel.laying_out.waits)


def check(desk: Desk) -> None:
    """The cards and edges are exactly those of the document, in the scene, with their numbers."""
    scene, graph = desk.view.graph_scene(), desk.session.document.graph
    assert scene.graph is graph
    assert scene.cards.keys() == graph.nodes.keys()
    assert scene.edges.keys() == {
        (node.id, port) for node in graph.nodes.values() for port in range(len(node.operands))
    }
    assert all(item.scene() is scene for item in (*scene.cards.values(), *scene.edges.values()))
    targets = scene.targets()
    assert all(card.pos() == QPointF(*targets[i]) for i, card in scene.cards.items())
    values = desk.passes.state.values
    assert all(card.value is values.get(i) for i, card in scene.cards.items())
    assert all(card.label.called for card in scene.cards.values() if not card.is_pill)


def test_a_small_graph_stands_at_once(desk: Desk) -> None:
    opened(desk, total("x", 50))
    assert not desk.panel.laying_out.waits
    check(desk)


def test_a_large_graph_is_announced_and_then_stands(desk: Desk) -> None:
    document = opened(desk, LONG)
    sentence = desk.panel.findChild(QLabel, "laying_out")
    assert sentence is not None
    assert sentence.isVisible()
    assert sentence.text() == f"Laying out {len(document.graph.nodes):,} nodes …"
    assert desk.view.graph_scene().graph is not document.graph
    until_it_stands(desk)
    assert not sentence.isVisible()
    check(desk)


def test_the_newest_wins(desk: Desk) -> None:
    shown: list[object] = []
    desk.panel.laying_out.shown.connect(lambda: shown.append(desk.view.graph_scene().graph))
    opened(desk, LONG)
    newest = opened(desk, total("y", LARGE // 2 + 80))
    until_it_stands(desk)
    assert shown == [newest.graph]
    check(desk)


@pytest.mark.parametrize("text", [LONG.replace("x", "y"), total("x", 3), total("x", LARGE), ""])
def test_half_built_it_makes_way_for_another(desk: Desk, text: str) -> None:
    opened(desk, LONG)
    scene = desk.view.graph_scene()
    desk.qtbot.waitUntil(lambda: len(scene.cards) > LARGE // 4)
    assert desk.panel.laying_out.waits
    opened(desk, text) if text else desk.session.new(Document())
    until_it_stands(desk)
    check(desk)


def test_undo_and_redo_come_as_slowly_and_as_whole(desk: Desk) -> None:
    before = desk.session.document
    desk.session.apply("Type", edits.set_text(before, LONG))
    until_it_stands(desk)
    desk.session.undo()
    until_it_stands(desk)
    check(desk)
    desk.session.redo()
    desk.session.undo()
    desk.session.redo()
    until_it_stands(desk)
    check(desk)


def test_the_canvas_is_deaf_meanwhile(desk: Desk) -> None:
    document = opened(desk, LONG)
    QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=desk.place("a"))
    desk.press("Delete")
    desk.press("Ctrl+A")
    assert desk.view.selection() == []
    assert desk.session.document is document
    until_it_stands(desk)
    desk.press("Ctrl+A")
    assert len(desk.view.selection()) == len(document.graph.nodes)


def test_what_is_selected_meanwhile_is_selected_then(desk: Desk) -> None:
    document = opened(desk, LONG)
    wanted = document.graph.by_name["x3"]
    desk.focus.select(wanted)
    assert desk.view.selection() == []
    until_it_stands(desk)
    assert desk.view.selection() == [wanted]
    assert desk.focus.node == wanted


def test_another_large_document_has_nothing_selected(desk: Desk) -> None:
    desk.view.select(desk.node("d"))
    opened(desk, LONG)
    assert desk.view.selection() == []
    until_it_stands(desk)
    assert desk.view.selection() == []


def test_steps_made_meanwhile_are_shown_then(desk: Desk) -> None:
    opened(desk, LONG)
    desk.passes.reset()
    desk.passes.step_forward()
    until_it_stands(desk)
    check(desk)
    assert desk.view.graph_scene().state is desk.passes.state


def test_a_picture_is_of_the_whole_graph(desk: Desk) -> None:
    opened(desk, LONG)
    with desk.panel.printed(LIGHT, "#FFFFFF"):
        assert not desk.panel.laying_out.waits
        check(desk)


def test_numbers_of_a_large_graph_change_without_a_layout(desk: Desk) -> None:
    document = opened(desk, LONG)
    until_it_stands(desk)
    layout = desk.view.graph_scene().layout
    desk.session.apply("Set", edits.set_values(document, {"x3": -1234.5}))
    assert not desk.panel.laying_out.waits
    assert desk.view.graph_scene().layout is layout
    check(desk)


def test_a_large_document_opens_with_the_panel(open_graph: Opener) -> None:
    desk = open_graph(LONG)
    until_it_stands(desk)
    check(desk)


def test_the_window_can_be_closed_meanwhile(qtbot: QtBot, window: MainWindow) -> None:
    window.parts.session.new(edits.set_text(Document(), LONG))
    scene = window.graph_panel.view.graph_scene()
    qtbot.waitUntil(lambda: len(scene.cards) > LARGE // 4)
    assert window.graph_panel.laying_out.waits
    window.close()
    assert not window.parts.jobs.busy


def test_the_window_can_be_closed_before_anything_is_built(window: MainWindow) -> None:
    window.parts.session.new(edits.set_text(Document(), LONG))
    assert window.graph_panel.laying_out.waits
    window.close()
    assert not window.parts.jobs.busy
