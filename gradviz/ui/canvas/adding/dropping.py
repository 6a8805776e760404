"""Parts dragged from the palette: dropped in the open, on a wire or on an open port."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

from gradviz.document import Document
from gradviz.document.parts import PART_MIME, Part, Spot, part_from_text, put
from gradviz.errors import GradVizError
from gradviz.graph import OPEN
from gradviz.ui.canvas.cards.ports import port_at
from gradviz.ui.canvas.edges.at_point import edge_at
from gradviz.ui.canvas.edges.hand_marks import EdgeMarks
from gradviz.ui.canvas.gestures.wire import LooseWire
from gradviz.ui.canvas.note import Note
from gradviz.ui.canvas.showing import CardView
from gradviz.ui.canvas.wishes import Put
from gradviz.ui.theme import Theme


class DropView(CardView):
    """A view of cards on which parts can be dropped; says what is wished."""

    wished = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.document = Document()
        self.note = Note(self.viewport())
        self.edge_marks = EdgeMarks(self._scene, self)
        self.wire = LooseWire(self._scene, self._scene.ink)
        self._part: Part | None = None
        self.setAcceptDrops(True)

    def spot_at(self, at: QPoint) -> Spot:
        """What is at a point of the viewport for a part: an open port, a wire, or free ground."""
        here = self.scene_point(at)
        place = here.x(), here.y()
        port = port_at(self, at)
        graph = self._scene.graph
        if port is not None and port.number is not None:
            if graph.nodes[port.node].operands[port.number] == OPEN:
                return Spot((place[0] - 60.0, place[1]), port=(port.node, port.number))
            return Spot(place, wire=(port.node, port.number))
        edge = edge_at(self, at)
        return Spot(place) if edge is None else Spot(place, wire=edge.key)

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._part = _part_of(event.mimeData())
        if self._part is None:
            event.ignore()  # files are the window's
        else:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._part is None:
            event.ignore()
            return
        at = event.position().toPoint()
        spot, refusal = self.spot_at(at), ""
        try:
            if spot.wire is not None or spot.port is not None:
                put(self.document, self._part, spot)
        except GradVizError as error:
            refusal = str(error)
        self.edge_marks.aim(None if refusal else spot.wire)
        self.note.say(refusal, at)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(not refusal)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drop()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        part, at = self._part, event.position().toPoint()
        self._end_drop()
        if part is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self.wished.emit(Put(part, self.spot_at(at)))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_drop(self) -> None:
        self._part = None
        self.edge_marks.aim(None)
        self.note.say("", QPoint())


def _part_of(data: QMimeData) -> Part | None:
    """The part that is dragged; None for anything else."""
    if not data.hasFormat(PART_MIME):
        return None
    try:
        return part_from_text(data.data(PART_MIME).toStdString())
    except (GradVizError, UnicodeDecodeError):
        return None
