"""What is selected and what is marked, shared by every panel that speaks of nodes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from gradviz.document import Document
from gradviz.graph import NodeId
from gradviz.session.session import Session


@dataclass(frozen=True)
class Marks:
    """Nodes and edges, as (user, port), that stand out for a while: those of one path, say."""

    nodes: tuple[NodeId, ...] = ()
    edges: tuple[tuple[NodeId, int], ...] = ()


class Focus(QObject):
    """Holds the selection and the marks; what has left the graph leaves them as well.

    ``selection_changed(old, new)`` carries tuples of ids in the order of selecting,
    ``marks_changed(old, new)`` two Marks; both are emitted for differences only.
    """

    selection_changed = Signal(object, object)
    marks_changed = Signal(object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._selection: tuple[NodeId, ...] = ()
        self._marks = Marks()
        session.document_changed.connect(self._on_document_changed)

    @property
    def selection(self) -> tuple[NodeId, ...]:
        """The selected nodes."""
        return self._selection

    @property
    def node(self) -> NodeId | None:
        """The selected node; None for none or several."""
        return self._selection[0] if len(self._selection) == 1 else None

    @property
    def marks(self) -> Marks:
        """What is marked."""
        return self._marks

    def select(self, *nodes: NodeId) -> None:
        """Select these nodes and no others; ids that are not in the graph are left out."""
        known = self._session.document.graph.nodes
        old, self._selection = self._selection, tuple(dict.fromkeys(n for n in nodes if n in known))
        if self._selection != old:
            self.selection_changed.emit(old, self._selection)

    def mark(self, marks: Marks) -> None:
        """Mark these nodes and edges and no others."""
        old, self._marks = self._marks, marks
        if marks != old:
            self.marks_changed.emit(old, marks)

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if new.graph is old.graph:
            return
        if self._session.is_fresh:  # the same ids mean other nodes in another document
            self.select()
            self.mark(Marks())
            return
        nodes = new.graph.nodes
        self.select(*self._selection)
        kept = Marks(
            tuple(n for n in self._marks.nodes if n in nodes),
            tuple((user, port) for user, port in self._marks.edges if user in nodes),
        )
        self.mark(kept)
