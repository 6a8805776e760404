"""What stands behind the cards: the frames of open groups, and comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from gradviz.document import Document
from gradviz.graph import NodeId
from gradviz.graph.layout import Point
from gradviz.ui.canvas.cards.card import around
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.groups.frame import FrameItem
from gradviz.ui.canvas.notes.item import CommentItem

if TYPE_CHECKING:
    from gradviz.ui.canvas.scene import GraphScene


class Backdrop:
    """Owns frames and comments of a scene; a scene without any pays nothing for it."""

    def __init__(self, scene: GraphScene) -> None:
        self._scene = scene
        self.frames: dict[str, FrameItem] = {}
        self.comments: dict[str, CommentItem] = {}
        self._frame_of: dict[NodeId, FrameItem] = {}

    def show(self, document: Document) -> bool:
        """Show the comments and open groups of a document; whether any is other than before."""
        return self._show_comments(document) | self._show_groups(document)

    def settle(self, moved: Iterable[NodeId] | None = None) -> None:
        """Stand around the cards where they are now: all frames, or those of the moved cards."""
        if not self.frames:
            return
        frames = list(self.frames.values())
        if moved is not None:
            frames = list({self._frame_of[i]: None for i in moved if i in self._frame_of})
        cards = self._scene.cards
        for frame in frames:
            found = [cards[i] for i in frame.shown.members if i in cards]
            frame.show_cards(around((card.pos().toTuple(), card.size) for card in found))

    def move_comments(self, places: Mapping[str, Point]) -> None:
        """Stand comments elsewhere for the time being."""
        for comment_id, place in places.items():
            item = self.comments[comment_id]
            item.show_box(place, item.box.size().toTuple())

    def frame_at(self, at: QPointF) -> FrameItem | None:
        """The frame whose title is at a point of the scene."""
        found = (frame for frame in self.frames.values() if frame.title_area.contains(at))
        return next(found, None)

    def comment_at(self, at: QPointF) -> CommentItem | None:
        """The comment at a point of the scene."""
        found = (
            item
            for item in reversed(self.comments.values())
            if item.box.translated(item.pos()).contains(at)
        )
        return next(found, None)

    def is_at(self, at: QPointF) -> bool:
        """Whether a comment or the title of a group is at a point of the scene."""
        return self.comment_at(at) is not None or self.frame_at(at) is not None

    def rect(self) -> QRectF:
        """The box around all frames and comments."""
        area = QRectF()
        for frame in self.frames.values():
            area |= frame.rect()
        for item in self.comments.values():
            area |= item.box.translated(item.pos())
        return area

    def show_ink(self, ink: Ink) -> None:
        """Paint in other colors."""
        for frame in self.frames.values():
            frame.ink = ink
        for item in self.comments.values():
            item.ink = ink

    def _show_comments(self, document: Document) -> bool:
        wanted = {comment.id: comment for comment in document.comments}
        changed = False
        for comment_id in [i for i in self.comments if i not in wanted]:
            self._scene.removeItem(self.comments.pop(comment_id))
            changed = True
        for comment_id, comment in wanted.items():
            item = self.comments.get(comment_id)
            if item is None:
                self.comments[comment_id] = item = CommentItem(comment, self._scene.ink)
                self._scene.addItem(item)
                changed = True
            elif item.comment != comment or item.pos().toTuple() != comment.place:
                item.show_comment(comment)
                changed = True
        return changed

    def _show_groups(self, document: Document) -> bool:
        wanted = {group.id: group for group in document.groups if not group.collapsed}
        if not wanted and not self.frames:
            return False
        before = {group_id: frame.shown for group_id, frame in self.frames.items()}
        for group_id in [i for i in self.frames if i not in wanted]:
            self._scene.removeItem(self.frames.pop(group_id))
        for group_id, group in wanted.items():
            frame = self.frames.get(group_id)
            if frame is None:
                frame = self.frames[group_id] = FrameItem(group, self._scene.ink)
                self._scene.addItem(frame)
            elif frame.shown != group:
                frame.shown = group
                frame.update()
        self._frame_of = {
            member: frame for frame in self.frames.values() for member in frame.shown.members
        }
        return before != wanted
