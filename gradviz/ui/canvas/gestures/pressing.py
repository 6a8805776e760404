"""Who wants a press of the mouse: a table of claims, asked in order until one makes a gesture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from gradviz.document import is_bound
from gradviz.ui.canvas.arranging.selecting import takes_behind
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.cards.face import Line
from gradviz.ui.canvas.cards.ports import port_at
from gradviz.ui.canvas.drawing import ink as metrics
from gradviz.ui.canvas.drawing.scripts import least_pixels
from gradviz.ui.canvas.edges.at_point import edge_at
from gradviz.ui.canvas.gestures import DrawWire, Gesture, MoveCards, Pan, Scrub

if TYPE_CHECKING:
    from gradviz.ui.canvas.view import GraphView

SEVERAL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Press(NamedTuple):
    """A button went down at a point of the viewport, with these keys."""

    at: QPoint
    button: Qt.MouseButton
    keys: Qt.KeyboardModifier


Claim: TypeAlias = "Callable[[GraphView, Press], Gesture | None]"


def pans(view: GraphView, press: Press) -> Gesture | None:
    """The middle button, or the space bar with any, moves the picture."""
    middle = press.button == Qt.MouseButton.MiddleButton
    if not (middle or view.space.held):
        return None
    view.space.drag()
    return Pan(view, press.at)


def draws_wire(view: GraphView, press: Press) -> Gesture | None:
    """A port gives a wire into the hand."""
    port = port_at(view, press.at)
    return None if port is None else DrawWire(view, port, press.at, slack())


def scrubs_number(view: GraphView, press: Press) -> Gesture | None:
    """The number on an input's card is dragged to change it."""
    card = view.card_at(press.at)
    value = None if card is None else card.value
    if card is None or not isinstance(value, float) or not is_scrubbable(view, card, press.at):
        return None
    choose(view, card, press.keys)
    moving = MoveCards(view, view.selection(), press.at, slack())
    return Scrub(view, card.node_id, value, press.at, slack(), moving)


def moves_cards(view: GraphView, press: Press) -> Gesture | None:
    """A card is selected and dragged, with all others that are."""
    card = view.card_at(press.at)
    if card is None:
        return None
    choose(view, card, press.keys)
    return MoveCards(view, view.selection(), press.at, slack())


def chooses_edge(view: GraphView, press: Press) -> Gesture | None:
    """A click on an edge selects it."""
    edge = edge_at(view, press.at)
    if edge is None:
        return None
    view.choose_edge(edge.key)
    return Pan(view, press.at)


def takes_what_is_behind(view: GraphView, press: Press) -> Gesture | None:
    """A comment, the title of a group, or empty canvas, on which a box selects."""
    view.choose_edge(None)
    return takes_behind(view, press.at, press.keys)


CLAIMS: tuple[Claim, ...] = (
    pans,
    draws_wire,
    scrubs_number,
    moves_cards,
    chooses_edge,
    takes_what_is_behind,
)
"""The first that makes a gesture has the press."""


def slack() -> int:
    """Pixels the pointer may shake before a press becomes a drag."""
    return QApplication.startDragDistance()


def choose(view: GraphView, card: NodeItem, keys: Qt.KeyboardModifier) -> None:
    """Select a card that is pressed; with Ctrl or Shift it joins or leaves the selection."""
    if keys & SEVERAL:
        view.toggle(card.node_id)
    elif not card.isSelected():
        view.select(card.node_id)


def is_scrubbable(view: GraphView, card: NodeItem, at: QPoint) -> bool:
    """Whether a point is on the number of an input that is changed by dragging."""
    node = view.graph_scene().graph.nodes.get(card.node_id)
    if (
        node is None
        or not node.is_input
        or not isinstance(card.value, float)
        or view.zoom < metrics.TILE_ZOOM
    ):
        return False
    if is_bound(view.document, node):
        return False
    return is_on(view, card, card.face(least_pixels(view.zoom)).value_line, at)


def is_on_name(view: GraphView, card: NodeItem, at: QPoint) -> bool:
    """Whether a point is on the name of a card."""
    if view.zoom < metrics.TILE_ZOOM:
        return False
    return is_on(view, card, card.face(least_pixels(view.zoom)).name_line, at)


def is_on(view: GraphView, card: NodeItem, line: Line | None, at: QPoint) -> bool:
    """Whether a point of the viewport is on a line of a card's text."""
    if line is None:
        return False
    box: QRect = view.mapFromScene(line.box.translated(card.pos())).boundingRect()
    return box.adjusted(-2, -1, 2, 1).contains(at)
