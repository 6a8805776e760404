"""Drawing a wire from any port to any port, or taking one off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from gradviz.document import edits
from gradviz.document.fitting import refused_operands, refused_ports
from gradviz.document.parts import Spot
from gradviz.document.survey import survey
from gradviz.graph import OPEN
from gradviz.graph.layout import Point
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.cards.ports import Port, first_open, point_of, port_at, ports_of
from gradviz.ui.canvas.drawing import ink as metrics
from gradviz.ui.canvas.wishes import AddHere, Connect, Disconnect, EdgeKey

if TYPE_CHECKING:
    from gradviz.ui.canvas.view import GraphView

_NO_KEYS = Qt.KeyboardModifier.NoModifier
_MARGIN = 400.0


class DrawWire:
    """One end of the wire is held by a port, the other follows the pointer.

    From a connected operand port the wire there is picked up: let go elsewhere it is connected
    there, in the open it is taken off.
    """

    keeps_through_edits = False

    def __init__(self, canvas: GraphView, port: Port, at: QPoint, slack: int) -> None:
        self._canvas = canvas
        self._press = at
        self._slack = slack
        self._drawing = False
        graph = canvas.graph_scene().graph
        self.picked: EdgeKey | None = None
        self.anchor = port
        if port.number is not None and graph.nodes[port.node].operands[port.number] != OPEN:
            self.picked = port.node, port.number
            self.anchor = Port(graph.nodes[port.node].operands[port.number])
        self._target: Port | None = None
        self._over: tuple[object, ...] | None = None
        self._reason = ""

    # The pointer

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Let the loose end follow, and say whether it may be let go here."""
        del keys
        if not self._drawing:
            if (at - self._press).manhattanLength() < self._slack:
                return
            self._begin()
        card, port = self._under(at)
        if (card, port) != self._over:
            self._over = card, port
            self._target, self._reason = self._judge(card, port)
        scale = max(1.0, 1 / self._canvas.zoom)
        place = self._place_of(self._target)
        wire, bad = self._canvas.wire, bool(self._reason)
        wire.show_target(place, refused=bad, scale=scale)
        here = self._canvas.scene_point(at)
        loose = place if place is not None and not bad else (here.x(), here.y())
        fixed = self._place_of(self.anchor) or loose
        ends = (fixed, loose) if self.anchor.is_output else (loose, fixed)
        wire.draw(*ends, refused=bad)
        self._canvas.note.say(self._reason, at)
        self._last = at

    def finish(self) -> None:
        """Connect, take off, or ask what to add where the wire was dropped."""
        if not self._drawing:
            return
        self._end()
        if self._target is not None:
            if not self._reason:
                self._canvas.wished.emit(self._connection(self._target))
        elif self._reason:
            return
        elif self.picked is not None:
            self._canvas.wished.emit(Disconnect(*self.picked))
        else:
            self._canvas.wished.emit(AddHere(self._last, self._spot()))

    def cancel(self) -> None:
        """Leave everything as it was."""
        if self._drawing:
            self._end()

    let_go = cancel

    # What is where

    def _under(self, at: QPoint) -> tuple[NodeItem | None, Port | None]:
        view = self._canvas
        port = port_at(view, at)
        if port is not None and port.is_output != self.anchor.is_output:
            return None, port
        return view.card_at(at), None

    def _judge(self, card: NodeItem | None, port: Port | None) -> tuple[Port | None, str]:
        """The port the wire would go to, and why it may not."""
        if port is None:
            if card is None or card.node_id == self.anchor.node:
                return None, ""
            if not card.is_wired:
                return None, f"{card.label.name} is closed; open it to connect its nodes."
            if not self.anchor.is_output:
                port = Port(card.node_id)
            else:
                graph = self._canvas.graph_scene().graph
                number = first_open(graph, card.node_id)
                if number is None:
                    called = card.label.called
                    takes = card.ports > 0
                    return None, (
                        f"{called} has no open port; drop the wire on the port it should replace."
                        if takes
                        else f"{called} has a value of its own and takes no operand."
                    )
                port = Port(card.node_id, number)
        operand, user, number = self._connection(port)[:3]
        if (user, number) == self.picked:
            return port, ""
        return port, edits.refusal_in(self._known, operand, user, number) or ""

    def _connection(self, target: Port) -> Connect:
        out, into = (self.anchor, target) if self.anchor.is_output else (target, self.anchor)
        return Connect(out.node, into.node, into.number or 0, self.picked)

    def _spot(self) -> Spot:
        here = self._canvas.scene_point(self._last)
        ahead = metrics.CARD_WIDTH / 2
        if self.anchor.is_output:
            return Spot((here.x() + ahead, here.y()), operand=self.anchor.node)
        port = self.anchor.node, self.anchor.number or 0
        return Spot((here.x() - ahead, here.y()), port=port)

    def _place_of(self, port: Port | None) -> Point | None:
        card = None if port is None else self._canvas.graph_scene().cards.get(port.node)
        return None if card is None or port is None else point_of(card, port.number)

    # Beginning and end

    def _begin(self) -> None:
        """Find out once which ports would refuse the wire, and mark those in sight."""
        self._drawing = True
        self._last = self._press
        canvas, scene = self._canvas, self._canvas.graph_scene()
        self._known = survey(canvas.document)
        if self.anchor.is_output:
            bad = {Port(*key) for key in refused_ports(self._known, self.anchor.node)}
        else:
            nodes = refused_operands(self._known, self.anchor.node, self.anchor.number or 0)
            bad = {Port(node) for node in nodes}
        welcome: list[Point] = []
        refused: list[Point] = []
        seen = canvas.seen_rect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        for card in scene.cards.values():
            if seen.contains(card.pos()):
                for port in ports_of(card):
                    if port.is_output != self.anchor.is_output:
                        (refused if port in bad else welcome).append(point_of(card, port.number))
        canvas.wire.begin(welcome, refused, max(1.0, 1 / canvas.zoom))
        if self.picked is not None:
            canvas.edge_marks.pick_up(self.picked)

    def _end(self) -> None:
        self._canvas.wire.end()
        self._canvas.note.say("", self._press)
        if self.picked is not None:
            self._canvas.edge_marks.pick_up(None)
