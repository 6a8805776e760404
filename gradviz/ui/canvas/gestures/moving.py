"""Moving cards, one of them onto a wire perhaps, and moving the whole picture."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from gradviz.document import edits
from gradviz.errors import GradVizError
from gradviz.graph import NodeId
from gradviz.ui.canvas.arranging.snapping import on_grid
from gradviz.ui.canvas.edges.at_point import edge_under
from gradviz.ui.canvas.gestures.gesture import Canvas
from gradviz.ui.canvas.wishes import EdgeKey, Moved, PutOnWire

_NO_KEYS = Qt.KeyboardModifier.NoModifier


class MoveCards:
    """Dragging the selected cards and comments; they follow after the first few pixels.

    Where the canvas snaps, the first of them is put on the grid; Alt is the other way round.
    An operation that nothing is connected to may be let go over a wire, which it is then put on.
    """

    keeps_through_edits = False

    def __init__(self, canvas: Canvas, cards: list[NodeId], at: QPoint, slack: int) -> None:
        self._canvas = canvas
        self._press = at
        self._from = canvas.scene_point(at)
        self._slack = slack
        self._moving = False
        scene = canvas.graph_scene()
        notes = scene.backdrop.comments
        self._start = Moved(
            {i: scene.cards[i].pos().toTuple() for i in cards},
            {i: notes[i].pos().toTuple() for i in canvas.selected_comments()},
        )
        self._last = self._start
        self._free = _unconnected(canvas, cards)
        self._wire: EdgeKey | None = None
        self._refusal = ""

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Stand the cards where the pointer leads them."""
        self._moving = self._moving or (at - self._press).manhattanLength() >= self._slack
        if not (self._moving and any(self._start)):  # the press may have taken the last one out
            return
        way = self._canvas.scene_point(at) - self._from
        by = way.x(), way.y()
        if self._canvas.snaps is not bool(keys & Qt.KeyboardModifier.AltModifier):
            by = on_grid(self._start.first, by)
        self._last = self._start.by(*by)
        self._stand(self._last)
        if self._free is not None:
            self._look_for_wire(self._free, at)

    def finish(self) -> None:
        """Tell where the cards stand now; nothing if they did not move."""
        self._leave_wire()
        if not self._moving or self._last == self._start:
            return
        if self._free is not None and self._wire is not None and not self._refusal:
            self._canvas.wished.emit(PutOnWire(self._free, self._last.cards, self._wire))
        else:
            self._canvas.nodes_moved.emit(self._last, False)  # noqa: FBT003  # a signal's argument

    def cancel(self) -> None:
        """Put the cards back."""
        self._leave_wire()
        if self._moving:
            self._stand(self._start)

    let_go = cancel
    """An edit that moves none of the cards leaves it to the gesture to put them back."""

    def _stand(self, places: Moved) -> None:
        scene = self._canvas.graph_scene()
        scene.move_cards(places.cards)
        scene.backdrop.move_comments(places.comments)

    def _look_for_wire(self, node_id: NodeId, at: QPoint) -> None:
        """Mark the wire under the card, or say why it can't be put there."""
        scene = self._canvas.graph_scene()
        edge = edge_under(scene, scene.cards[node_id].pos())
        wire = None if edge is None else edge.key
        if wire != self._wire:
            self._wire, self._refusal = wire, ""
            if wire is not None:
                try:
                    edits.insert(self._canvas.document, node_id, *wire)
                except GradVizError as error:
                    self._refusal = str(error)
            self._canvas.edge_marks.aim(None if self._refusal else wire)
        self._canvas.note.say(self._refusal, at)

    def _leave_wire(self) -> None:
        if self._free is not None:
            self._canvas.edge_marks.aim(None)
            self._canvas.note.say("", self._press)


def _unconnected(canvas: Canvas, cards: list[NodeId]) -> NodeId | None:
    """The one operation among the cards that nothing is connected to; None if there is more."""
    if len(cards) != 1:
        return None
    graph = canvas.graph_scene().graph
    node = graph.nodes.get(cards[0])
    if node is None:
        return None
    is_free = bool(node.operands) and not any(node.operands) and not graph.users[node.id]
    return node.id if is_free else None


class Pan:
    """Dragging the whole picture."""

    keeps_through_edits = True

    def __init__(self, canvas: Canvas, at: QPoint) -> None:
        self._canvas = canvas
        self._at = at
        canvas.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Scroll by the way since the last move."""
        del keys
        self._canvas.scroll_by(at.x() - self._at.x(), at.y() - self._at.y())
        self._at = at

    def finish(self) -> None:
        """Panning changes nothing else."""

    def cancel(self) -> None:
        """The picture stays where it is."""

    def let_go(self) -> None:
        """There is nothing to leave."""
