"""Constraints and objectives by the menu of a card."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from gradviz.document import constraining, weighing
from tests.ui.canvas.conftest import Desk, Opener
from tests.ui.canvas.test_menus import menu_of, names, pick

TEXT = "g = x - 1; h = y + x; f = x^2 + y^2 + 0(g + h)"


def menu_on(desk: Desk, name: str) -> QMenu:
    """Select a card and open its menu by the key; the menu before is closed."""
    for menu in desk.panel.findChildren(QMenu, "graph_context_menu"):
        menu.close()
    desk.view.select(desk.session.document.graph.by_name[name])
    desk.key(Qt.Key.Key_Menu)
    return menu_of(desk)


def constraints(desk: Desk) -> list[str]:
    return list(desk.session.document.landscape.constraints)


@pytest.fixture
def goals(open_graph: Opener) -> Desk:
    return open_graph(TEXT)


def test_a_node_becomes_a_constraint_and_none_again(goals: Desk) -> None:
    menu = menu_on(goals, "g")
    pick(menu, "graph_constraint")
    assert constraints(goals) == ["g"]
    assert goals.session.undo_text == "Keep g at most 0"
    menu = menu_on(goals, "g")
    assert "graph_constraint" not in names(menu)
    pick(menu, "graph_no_constraint")
    assert constraints(goals) == []
    goals.session.undo()
    goals.session.undo()
    assert not goals.session.can_undo


def test_a_new_constraint_joins_the_penalty(goals: Desk) -> None:
    pick(menu_on(goals, "g"), "graph_constraint")
    goals.session.apply("Penalty", constraining.with_penalty(goals.session.document, 2.0))
    pick(menu_on(goals, "h"), "graph_constraint")
    assert constraints(goals) == ["g", "h"]
    assert "max(0, h)" in goals.session.document.text


def test_two_nodes_are_minimized_together(goals: Desk) -> None:
    menu = menu_on(goals, "g")
    pick(menu, "graph_objective", "f, the output")
    assert weighing.weights_of(goals.session.document) == {"f": 0.5, "g": 0.5}
    assert goals.session.undo_text == "Minimize f and g together"
    menu = menu_on(goals, "h")
    pick(menu, "graph_objective", "f and g")
    assert list(weighing.weights_of(goals.session.document)) == ["f", "g", "h"]
    menu = menu_on(goals, "g")
    pick(menu, "graph_no_objective")
    assert list(weighing.weights_of(goals.session.document)) == ["f", "h"]


def test_inputs_the_output_and_the_sum_are_offered_nothing_they_cannot_be(goals: Desk) -> None:
    assert not names(menu_on(goals, "x")) & {"graph_constraint", "graph_objective"}
    assert "graph_constraint" not in names(menu_on(goals, "f"))
    pick(menu_on(goals, "g"), "graph_objective", "f, the output")
    found = names(menu_on(goals, "F"))
    assert not found & {"graph_constraint", "graph_objective", "graph_no_objective"}
