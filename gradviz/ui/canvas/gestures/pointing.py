"""What the pointer is over while no button is down: a card, a port, a number to scrub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from gradviz.graph import NodeId
from gradviz.ui.canvas.cards.ports import Port, PortLayer, port_at, port_name
from gradviz.ui.canvas.gestures.pressing import is_scrubbable
from gradviz.ui.theme import Theme

if TYPE_CHECKING:
    from gradviz.ui.canvas.view import GraphView


class Pointing:
    """Lights the hovered card and its ports, and shapes the pointer."""

    def __init__(self, view: GraphView) -> None:
        self._view = view
        self._hovered: NodeId | None = None
        self._port: Port | None = None
        self.layer = PortLayer(view.graph_scene().ink)
        view.graph_scene().addItem(self.layer)
        self.last: QPoint | None = None

    def move(self, at: QPoint, *, rest: bool) -> None:
        """The pointer is at a point of the viewport; ``rest``: no button is down."""
        self.last = at
        if not rest:
            return
        view = self._view
        port = port_at(view, at)
        card = view.card_at(at)
        self._hover(card.node_id if card is not None else port.node if port is not None else None)
        if port != self._port:
            self._port = port
            self.renew()
        if view.space.held:
            return
        shape = Qt.CursorShape.ArrowCursor
        if port is not None:
            shape = Qt.CursorShape.CrossCursor
        elif card is not None and is_scrubbable(view, card, at):
            shape = Qt.CursorShape.SizeHorCursor
        if view.viewport().cursor().shape() != shape:
            view.viewport().setCursor(shape)

    def leave(self) -> None:
        """The pointer has left the canvas; a menu that opens over it leaves the place in force."""
        self._hover(None)
        self._port = None
        if QApplication.activePopupWidget() is None:
            self.last = None
        self.renew()

    def renew(self) -> None:
        """Show the ports of the hovered and of the selected card as they are now."""
        cards, graph = self._view.graph_scene().cards, self._view.graph_scene().graph
        shown = dict.fromkeys(
            node for node in (self._view.selected, self._hovered) if node in cards
        )
        port = self._port if self._port is not None and self._port.node in cards else None
        if port is not None and port.number is not None:
            port = port if port.number < cards[port.node].ports else None
        name = "" if port is None else port_name(graph, port)
        lit = tuple(cards[node] for node in shown if node is not None)
        self.layer.show_ports(lit, port, name)

    def show_theme(self, _theme: Theme) -> None:
        """Take other colors."""
        self.layer.show_ink(self._view.graph_scene().ink)

    def _hover(self, node_id: NodeId | None) -> None:
        if node_id == self._hovered:
            return
        cards = self._view.graph_scene().cards
        for found, on in ((self._hovered, False), (node_id, True)):
            if found is not None and found in cards:
                cards[found].set_hovered(on=on)
        self._hovered = node_id
        self.renew()
