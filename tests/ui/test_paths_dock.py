"""The paths dock: two nodes are picked, their paths are marked one by one and add up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import edits
from gradviz.graph import Graph, Node
from gradviz.session import Marks
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.main_window import MainWindow
from gradviz.ui.paths_dock import PathsPanel

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
TWO_PATHS = "p = a b; q = a + 1; L = p q"


@pytest.fixture
def panel(qtbot: QtBot, window: MainWindow) -> PathsPanel:
    """The dock, open, with a graph in which two paths lead from a to L."""
    write(window, TWO_PATHS)
    window.docks["paths_dock"].show()
    tween = window.graph_panel.view._travel_tween
    qtbot.waitUntil(lambda: tween.state() == tween.State.Stopped)  # cards stand where they belong
    found = window.findChild(PathsPanel, "paths_panel")
    assert found is not None
    qtbot.waitUntil(lambda: found.survey is not None)
    return found


def write(window: MainWindow, text: str) -> None:
    session = window.parts.session
    document = edits.set_text(edits.set_text(session.document, "1"), text)
    session.apply("Edit", document)


def click_card(qtbot: QtBot, window: MainWindow, name: str, *, more: bool = False) -> None:
    view = window.graph_panel.view
    at = view.mapFromScene(view.card(name).sceneBoundingRect().center())
    modifier = CONTROL if more else Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(view.viewport(), LEFT, modifier, at)


def said(panel: PathsPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text()


def rows(panel: PathsPanel) -> QListWidget:
    found = panel.findChild(QListWidget, "path_list")
    assert found is not None
    return found


def press(qtbot: QtBot, panel: PathsPanel, name: str) -> None:
    button = panel.findChild(QToolButton, name)
    assert button is not None
    qtbot.mouseClick(button, LEFT)


def marked_cards(window: MainWindow) -> set[str]:
    scene = window.graph_panel.view.graph_scene()
    return {card.name_text for card in scene.cards.values() if card.marked}


def test_it_starts_with_the_first_parameter_and_the_output(panel: PathsPanel) -> None:
    assert said(panel, "path_headline") == "2 paths lead from a to L; the shortest has 2 edges."
    assert said(panel, "path_facts") == "Distance 2 · depth 0 and 2"


def test_two_nodes_selected_on_the_canvas_are_the_ends(
    qtbot: QtBot, window: MainWindow, panel: PathsPanel
) -> None:
    click_card(qtbot, window, "L")
    click_card(qtbot, window, "b", more=True)
    assert said(panel, "path_headline") == "One path leads from b to L; it has 2 edges."
    assert [rows(panel).item(0).text()] == ["b → p → L"]


def test_the_ends_are_chosen_by_keyboard(qtbot: QtBot, panel: PathsPanel) -> None:
    combo = panel.findChild(QComboBox, "path_target_combo")
    assert combo is not None
    combo.setFocus()
    qtbot.keyClicks(combo, "p")
    assert said(panel, "path_headline") == "One path leads from a to p; it has 1 edge."


def test_each_path_is_marked_when_its_turn_comes(
    qtbot: QtBot, window: MainWindow, panel: PathsPanel
) -> None:
    assert marked_cards(window) == {"a", "p", "L"}
    press(qtbot, panel, "path_next_button")
    assert marked_cards(window) == {"a", "q", "L"}
    view = window.graph_panel.view
    pens = view.graph_scene().ink
    assert view.edge("q", 0).shown is pens.edge_marked
    assert view.edge("p", 0).shown is not pens.edge_marked
    qtbot.keyClick(rows(panel), Qt.Key.Key_Up)
    assert marked_cards(window) == {"a", "p", "L"}


def test_the_products_and_their_sum_are_written(panel: PathsPanel) -> None:
    def plain(name: str) -> str:
        formula = panel.findChild(FormulaWidget, name)
        assert formula is not None
        return formula.plain

    assert plain("path_product") == "∂L/∂p · ∂p/∂a"
    assert plain("path_numbers") == "= 2 · 1 = 2"
    assert plain("path_sum") == "∂L/∂a = 2 + 1 = 3"
    words = "The products along all paths add up to the derivative of L by a."
    assert said(panel, "path_sum_words") == words


def test_the_numbers_follow_the_document(
    qtbot: QtBot, window: MainWindow, panel: PathsPanel
) -> None:
    session = window.parts.session
    session.apply("Set", edits.set_values(session.document, {"b": 5.0}))
    formula = panel.findChild(FormulaWidget, "path_numbers")
    assert formula is not None
    qtbot.waitUntil(lambda: formula.plain == "= 2 · 5 = 10")


def test_the_paths_play_one_by_one_and_stop_at_the_last(
    qtbot: QtBot, window: MainWindow, panel: PathsPanel
) -> None:
    panel._player.setInterval(1)
    press(qtbot, panel, "path_play_button")
    qtbot.waitUntil(lambda: not panel._player.isActive())
    assert rows(panel).currentRow() == 1


def test_closing_the_dock_takes_the_marks_away(window: MainWindow, panel: PathsPanel) -> None:
    window.docks["paths_dock"].close()
    assert window.parts.focus.marks == Marks()
    assert not marked_cards(window)


def test_behind_another_tab_it_marks_nothing(window: MainWindow, panel: PathsPanel) -> None:
    other = window.docks["lesson_dock"].toggleViewAction()
    other.trigger()
    assert window.parts.focus.marks == Marks()
    window.docks["paths_dock"].raise_()
    assert marked_cards(window) == {"a", "p", "L"}


def test_an_empty_graph_says_what_to_do(
    qtbot: QtBot, window: MainWindow, panel: PathsPanel
) -> None:
    document = window.parts.session.document
    window.parts.session.apply("Empty", edits.remove(document, list(document.graph.nodes)))
    qtbot.waitUntil(lambda: said(panel, "path_headline") == "Type an expression first.")
    assert rows(panel).count() == 0


def test_a_graph_with_very_many_paths_is_counted(
    qtbot: QtBot, window: MainWindow, panel: PathsPanel
) -> None:
    nodes = {"x": Node("x", "input", (), "x", 0.5)}
    for at in range(41):
        before = f"s{at - 1}" if at else "x"
        nodes[f"s{at}"] = Node(f"s{at}", "add", (before, before), f"s{at}")
    document = edits.set_text(window.parts.session.document, "x")
    document = replace(document, text="", graph=Graph(nodes, "s40"))
    window.parts.session.new(document)
    qtbot.waitUntil(lambda: "2,199,023,255,552 paths" in said(panel, "path_headline"))
    assert rows(panel).count() == 100
