"""What one does to groups on the canvas: make, name, close, open and dissolve them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF

from gradviz.document import Document, Group, grouping
from gradviz.errors import GradVizError
from gradviz.graph import NodeId
from gradviz.session import Session
from gradviz.ui.canvas.arranging.counting import counted
from gradviz.ui.canvas.cards.card import around
from gradviz.ui.canvas.groups.card import chevron_area
from gradviz.ui.canvas.groups.room import with_room
from gradviz.ui.canvas.view import GraphView
from gradviz.ui.canvas.writing.inplace import Writing, write_line

_NAME = (
    "group_name_edit",
    "Name of the group",
    "Type a name; Enter takes it over, Escape leaves it as it was",
)


class GroupDesk:
    """Carries the edits of groups to the session; ``say`` puts a sentence on the status line."""

    def __init__(self, view: GraphView, session: Session, say: Callable[[str], None]) -> None:
        self._view = view
        self._session = session
        self._say = say
        self._writing: Writing | None = None
        self._written = ""
        session.document_changed.connect(self._on_document_changed)
        view.group_opened.connect(self.open)
        view.wanted.connect(self._on_wanted)

    # Asking

    def touched(self) -> tuple[Group, ...]:
        """The groups with a member in the selection."""
        return grouping.groups_among(self._session.document, self._view.chosen())

    def whole(self) -> Group | None:
        """The group whose members are exactly the selection."""
        chosen = set(self._view.chosen())
        found = (group for group in self.touched() if set(group.members) == chosen)
        return next(found, None)

    # Editing

    def group(self) -> None:
        """Frame the selected nodes as a group, and name it."""
        chosen, before = self._view.chosen(), self._session.document
        document, group_id = grouping.group(before, chosen)
        members = grouping.group_of(document, group_id).members
        document = with_room(document, self._view.graph_scene(), members)
        self._session.apply(f"Group {counted(len(chosen))}", document)
        kept = {group.id for group in document.groups}
        for gone in (group.name for group in before.groups if group.id not in kept):
            self._say(f"{gone} is no group any more: a node belongs to one group only.")
        self._view.select_all_of(members)
        self.write_name(group_id)

    def ungroup(self) -> None:
        """Dissolve the groups of the selection."""
        groups = self.touched()
        members = [member for group in groups for member in group.members]
        document = grouping.ungroup(self._session.document, [group.id for group in groups])
        called = groups[0].name if len(groups) == 1 else counted(groups=len(groups))
        self._session.apply(f"Ungroup {called}", document)
        self._view.select_all_of(members)

    def toggle(self) -> None:
        """Close the groups of the selection to one card each; open those that are closed."""
        for group in self.touched():
            if group.collapsed:
                self.open(group.id)
            else:
                self.close(group.id)

    def close(self, group_id: str) -> None:
        """Show a group as one card, or say why that can't be."""
        document = self._session.document
        group = grouping.group_of(document, group_id)
        scene = self._view.graph_scene()
        cards = [scene.cards[member] for member in group.members if member in scene.cards]
        placed = any(member in document.positions for member in group.members)
        center = around((card.pos().toTuple(), card.size) for card in cards).center()
        try:
            closed = grouping.collapse(document, group_id, center.toTuple() if placed else None)
        except GradVizError as error:
            self._say(str(error))
            return
        self._session.apply(f"Close {group.name}", closed)
        self._view.select_all_of(group.members)

    def open(self, group_id: str) -> None:
        """Show all nodes of a group."""
        group = grouping.group_of(self._session.document, group_id)
        self._session.apply(f"Open {group.name}", grouping.expand(self._session.document, group_id))
        self._view.select_all_of(group.members)

    def rename(self) -> None:
        """Write another name for the selected group."""
        group = self.whole()
        if group is not None:
            self.write_name(group.id)

    def write_name(self, group_id: str) -> None:
        """Open a line over the name of a group."""
        box = self._name_box(group_id)
        if box is None:
            return
        if self._writing is not None:
            self._writing.end(accept=True)
        group = grouping.group_of(self._session.document, group_id)
        writing = self._writing = write_line(self._view.viewport(), group.name, _NAME)
        self._written = group_id
        writing.entered.connect(lambda name: self._on_named(group_id, name))
        writing.ended.connect(self._on_ended)
        writing.show_over(box, self._view.graph_scene().ink.theme)

    def opened_at(self, at: QPoint) -> bool:
        """A double click where no card is: a title is renamed, its chevron closes the group."""
        place: QPointF = self._view.scene_point(at)
        frame = self._view.graph_scene().backdrop.frame_at(place)
        if frame is None:
            return False
        if chevron_area(frame.rect()).contains(place):
            self.close(frame.shown.id)
        else:
            self.write_name(frame.shown.id)
        return True

    def _name_box(self, group_id: str) -> QRect | None:
        scene = self._view.graph_scene()
        frame, card = scene.backdrop.frames.get(group_id), scene.cards.get(group_id)
        if frame is None and card is None:
            return None
        area = QRectF() if card is None else card.box.translated(card.pos())
        area = area if frame is None else frame.title_area
        box = self._view.mapFromScene(area).boundingRect()
        return QRect(box.left(), box.top(), max(min(box.width(), 260), 140), 30)

    def _on_named(self, group_id: str, name: str) -> None:
        document = self._session.document
        try:
            named = grouping.rename_group(document, group_id, name)
        except GradVizError as error:
            self._say(str(error))
            return
        self._session.apply(f"Name the group {' '.join(name.split())}", named)

    def _on_document_changed(self, _old: Document, new: Document) -> None:
        """A line goes with its group, and with the document it was opened on."""
        gone = all(group.id != self._written for group in new.groups)
        if self._writing is not None and (gone or self._session.is_fresh):
            self._writing.end(accept=False)

    def _on_ended(self) -> None:
        self._writing = None
        self._view.take_keyboard()

    def _on_wanted(self, node_id: NodeId) -> None:
        """A node is looked for that a closed group hides."""
        group_id = self._view.graph_scene().folding.owner.get(node_id)
        if group_id is not None:
            self.open(group_id)
