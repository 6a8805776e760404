"""What keys do on the canvas beside the actions of its menus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from gradviz.document.parts import Part, Spot
from gradviz.graph import Graph
from gradviz.ui.canvas.cards.ports import first_open
from gradviz.ui.canvas.navigation import neighbor, step_in_order
from gradviz.ui.canvas.wishes import AddHere

if TYPE_CHECKING:
    from gradviz.ui.canvas.view import GraphView


def select_towards(view: GraphView, direction: tuple[int, int]) -> None:
    """Select the neighbor an arrow key leads to."""
    at, scene = view.selected, view.graph_scene()
    found = step_in_order(scene.folding.shown, None, 1)
    if at is not None:
        found = neighbor(scene.folding.shown, scene.targets(), at, direction)
    if found is not None:
        view.select(found)


def open_selected(view: GraphView) -> None:
    """Edit the value of the selected input, or tell all about another node."""
    card = view.graph_scene().cards.get(view.selected or "")
    if card is not None:
        view.editors.open(card)


def ask_to_add(view: GraphView) -> None:
    """Ask at the pointer for the box that adds a node; it is connected to the selected one."""
    view.wished.emit(here(view, view.pointing.last))


def here(view: GraphView, at: QPoint | None = None) -> AddHere:
    """A point of the viewport, or its middle, as a place to add a node.

    What is added is connected to the selected node; not to a closed group, which keeps its wires.
    """
    at = view.viewport().rect().center() if at is None else at
    place = view.scene_point(at)
    chosen = view.selected if view.selected in view.document.graph.nodes else None
    return AddHere(at, Spot((place.x(), place.y()), operand=chosen, loose=True))


def connected(graph: Graph, part: Part, spot: Spot) -> Spot:
    """A part without ports goes to the first open port of the selected node."""
    if not spot.loose or spot.operand is None or part.ports:
        return spot
    port = first_open(graph, spot.operand)
    return replace(spot, operand=None, port=None if port is None else (spot.operand, port))


def ask_for_menu(view: GraphView) -> None:
    """Ask for the menu of what is selected."""
    view.menu_wanted.emit(None)


_SHIFT = Qt.KeyboardModifier.ShiftModifier

COMMANDS: dict[tuple[Qt.Key, Qt.KeyboardModifier | None], Callable[[GraphView], None]] = {
    (Qt.Key.Key_Plus, None): lambda view: view.zoom_in(),
    (Qt.Key.Key_Equal, None): lambda view: view.zoom_in(),
    (Qt.Key.Key_Minus, None): lambda view: view.zoom_out(),
    (Qt.Key.Key_Return, None): open_selected,
    (Qt.Key.Key_Enter, None): open_selected,
    (Qt.Key.Key_F2, None): open_selected,  # of a number, which has no name
    (Qt.Key.Key_Escape, None): lambda view: view.escape(),
    (Qt.Key.Key_Menu, None): ask_for_menu,
    (Qt.Key.Key_F10, _SHIFT): ask_for_menu,
}
"""What a key does, with the modifiers it needs; None: with any."""
