"""Edits by hand: what a gesture, a key or a menu asks for becomes one undo entry of the session."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping

from PySide6.QtCore import QObject, Signal

from gradviz.document import Document, edits
from gradviz.document.parts import Part, Spot, put
from gradviz.errors import GradVizError
from gradviz.graph import Literal, NodeId, Role
from gradviz.graph.layout import Point
from gradviz.session import Session
from gradviz.teaching.operations import title_of
from gradviz.ui.canvas.cards.wording import called
from gradviz.ui.canvas.wishes import (
    Connect,
    Disconnect,
    EdgeKey,
    Put,
    PutOnWire,
    Scrubbed,
    ScrubEnded,
)

_ROOM = (124.0, 88.0)
"""How far apart the centers of two cards must be at least, across or down."""

_SHIFT = 28.0
_SCRUB = "scrub"


class CanvasEditing(QObject):
    """Turns wishes into documents; a refusal is said and changes nothing."""

    refused = Signal(str)
    added = Signal(object)  # NodeId

    def __init__(
        self, session: Session, places: Callable[[], Mapping[NodeId, Point]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._places = places
        self._before_scrub: Document | None = None

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self._session.document

    def name(self, node_id: NodeId) -> str:
        """What an undo entry calls a node."""
        return called(self.document.graph, node_id)

    def do(
        self, text: str, edit: Callable[[Document], Document], key: Hashable | None = None
    ) -> str:
        """Make one edit called ``text``; why it is refused, or nothing."""
        try:
            changed = edit(self.document)
        except GradVizError as error:
            self.refused.emit(str(error))
            return str(error)
        self._session.apply(text, changed, merge_key=key)
        return ""

    def on_wish(self, wish: object) -> None:
        """Do what a gesture asks for; wishes that are no edits are left to others."""
        match wish:
            case Connect():
                self.connect_wire(wish)
            case Disconnect(user, port):
                self.disconnect_wire((user, port))
            case Put(part, spot):
                self.put(part, spot)
            case PutOnWire():
                self.put_on_wire(wish)
            case Scrubbed():
                self.scrub(wish)
            case ScrubEnded(kept):
                self.end_scrub(kept=kept)

    # Nodes

    def put(self, part: Part, spot: Spot) -> None:
        """Add a part at a spot, wired as the spot says, and select it."""
        if spot.wire is None and spot.place is not None:
            spot = Spot(self._free(spot.place), spot.operand, spot.port, None, spot.loose)
        try:
            document, node_id = put(self.document, part, spot)
        except GradVizError as error:
            self.refused.emit(str(error))
            return
        act = "Insert" if spot.wire is not None else "Add"
        self._session.apply(f"{act} {part.title}", document)
        self.added.emit(node_id)

    def _free(self, place: Point) -> Point:
        """The place, moved down until no card stands there."""
        x, y = place
        taken = list(self._places().values())
        while any(abs(x - a) < _ROOM[0] and abs(y - b) < _ROOM[1] for a, b in taken):
            y += _SHIFT
        return x, y

    def unroll(self) -> None:
        """Draw one sub-graph for every sample of the data; undo folds it back."""
        self.do("Unroll the data", edits.unroll_data)

    def remove(self, nodes: Collection[NodeId]) -> None:
        """Take nodes away; wires heal where one leads through."""
        what = f"{len(nodes)} nodes" if len(nodes) > 1 else self.name(next(iter(nodes)))
        self.do(f"Delete {what}", lambda document: edits.remove(document, nodes))

    def rename(self, node_id: NodeId, name: str) -> str:
        """Call a node otherwise; why that is refused, or nothing."""
        text = f"Rename {self.name(node_id)} to {name}" if name else f"Unname {self.name(node_id)}"
        return self.do(text, lambda document: edits.rename(document, node_id, name))

    def set_value(self, node_id: NodeId, value: Literal) -> str:
        """Give an input another value; why that is refused, or nothing."""
        name = self.document.graph.labels.get(node_id, "the number")
        return self.do(f"Set {name}", lambda document: edits.set_value(document, node_id, value))

    def scrub(self, wish: Scrubbed) -> None:
        """Give an input the value of a drag; the whole drag is one entry."""
        if self._before_scrub is None:
            self._session.end_merge()
            self._before_scrub = self.document
        name = self.document.graph.labels.get(wish.node, "the number")
        self.do(
            f"Set {name}",
            lambda document: edits.set_value(document, wish.node, wish.value),
            _SCRUB,
        )

    def end_scrub(self, *, kept: bool) -> None:
        """The drag is over; what was before comes back if it is not kept."""
        if not kept and self._before_scrub is not None:
            self._session.apply("Set", self._before_scrub, merge_key=_SCRUB)
        self._before_scrub = None
        self._session.end_merge()

    def set_role(self, node_id: NodeId, role: Role) -> None:
        """Make an input a parameter, a constant or data."""
        article = "" if role is Role.DATA else "a "
        self.do(
            f"Make {self.name(node_id)} {article}{role.value}",
            lambda document: edits.set_role(document, node_id, role),
        )

    def set_operation(self, node_id: NodeId, op: str) -> None:
        """Make a node another operation on the same operands."""
        text = f"Change {self.name(node_id)} to {title_of(op)}"
        self.do(text, lambda document: edits.set_operation(document, node_id, op))

    def set_dim(self, node_id: NodeId, dim: int | None) -> None:
        """State the dimension an operation works along, or leave it to its default."""
        what = "all" if dim is None else str(dim)
        self.do(
            f"Set dim of {self.name(node_id)} to {what}",
            lambda document: edits.set_attribute(document, node_id, "dim", dim),
        )

    def set_output(self, node_id: NodeId) -> None:
        """Minimize another node."""
        text = f"Make {self.name(node_id)} the output"
        self.do(text, lambda document: edits.set_output(document, node_id))

    def swap(self, node_id: NodeId) -> None:
        """Exchange the operands of a node."""
        text = f"Swap the operands of {self.name(node_id)}"
        self.do(text, lambda document: edits.swap_operands(document, node_id))

    # Wires

    def connect_wire(self, wish: Connect) -> None:
        """Draw a wire, or move the end of one."""
        if wish.picked == (wish.user, wish.port):
            return

        def wired(document: Document) -> Document:
            if wish.picked is not None:
                document = edits.disconnect(document, *wish.picked)
            return edits.connect(document, wish.operand, wish.user, wish.port)

        self.do(f"Connect {self.name(wish.operand)} to {self.name(wish.user)}", wired)

    def disconnect_wire(self, edge: EdgeKey) -> None:
        """Take the wire off a port."""
        operand = self.document.graph.nodes[edge[0]].operands[edge[1]]
        text = f"Disconnect {self.name(operand)}"
        self.do(text, lambda document: edits.disconnect(document, *edge))

    def put_on_wire(self, wish: PutOnWire) -> None:
        """Put a card that was moved on the wire it was let go over."""
        self.do(
            f"Insert {self._words(wish.node)}",
            lambda document: edits.insert(
                edits.move_nodes(document, wish.places), wish.node, *wish.wire
            ),
        )

    def _words(self, node_id: NodeId) -> str:
        node = self.document.graph.nodes[node_id]
        return node.name or title_of(node.op)
