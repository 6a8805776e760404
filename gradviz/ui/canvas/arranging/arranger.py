"""Arranging the cards: selecting, moving, lining up, tidying, and looking at them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from statistics import median

from PySide6.QtCore import QObject, QRectF, Signal

from gradviz.document import Document, edits, grouping, notes
from gradviz.graph import NodeId
from gradviz.graph.layout import Point, dodge
from gradviz.session import Session
from gradviz.ui.canvas.arranging.aligning import Boxes, aligned, distributed
from gradviz.ui.canvas.arranging.counting import counted
from gradviz.ui.canvas.arranging.layouts import fresh_places
from gradviz.ui.canvas.arranging.selecting import downstream, upstream
from gradviz.ui.canvas.arranging.snapping import step_on_grid
from gradviz.ui.canvas.cards.card import around
from gradviz.ui.canvas.scene import GraphScene
from gradviz.ui.canvas.view import GraphView
from gradviz.ui.canvas.wishes import Moved

NUDGE = 8.0
"""Pixels a card moves by Alt and an arrow key where it does not snap."""


class Arranging(QObject):
    """What one does to the selected cards as a whole; each act is one undo entry."""

    snap_changed = Signal(bool)

    def __init__(self, view: GraphView, session: Session) -> None:
        super().__init__(view)
        self._view = view
        self._session = session
        self._scene = view.graph_scene()
        view.nodes_moved.connect(self._on_moved)
        view.comment_resized.connect(self._on_resized)

    # Selecting

    def select_all(self) -> None:
        """Every card and comment."""
        scene = self._scene
        self._view.select_all_of(scene.graph.order, scene.backdrop.comments)

    def select_upstream(self) -> None:
        """Everything the selection is computed from, as well."""
        self._view.select_all_of(self._in_order(upstream(self._scene.graph, self._view.chosen())))

    def select_downstream(self) -> None:
        """Everything that is computed from the selection, as well."""
        self._view.select_all_of(self._in_order(downstream(self._scene.graph, self._view.chosen())))

    def _in_order(self, nodes: set[NodeId]) -> list[NodeId]:
        return [node_id for node_id in self._scene.graph.order if node_id in nodes]

    # Moving

    def nudge(self, direction: tuple[int, int]) -> None:
        """Move what is selected by a few pixels, or to the next dots of the grid."""
        view, scene = self._view, self._scene
        cards = {i: scene.cards[i].pos().toTuple() for i in view.selection()}
        sheets = scene.backdrop.comments
        comments = {i: sheets[i].pos().toTuple() for i in view.selected_comments()}
        start = Moved(cards, comments)
        by = (direction[0] * NUDGE, direction[1] * NUDGE)
        dx, dy = step_on_grid(start.first, direction) if view.snaps else by
        moved = start.by(dx, dy)
        scene.move_cards(moved.cards)
        view.nodes_moved.emit(moved, True)  # noqa: FBT003  # a signal's argument

    def align(self, axis: int, part: int) -> None:
        """Line the selected cards up; see ``aligned``."""
        self._place("Align", lambda boxes: aligned(boxes, axis, part))

    def distribute(self, axis: int) -> None:
        """Make the gaps between the selected cards equal."""
        self._place("Distribute", lambda boxes: distributed(boxes, axis))

    def _place(self, act: str, places: Callable[[Boxes], Mapping[NodeId, Point]]) -> None:
        cards = self._scene.cards
        targets = self._scene.targets()
        boxes = {i: (targets[i], cards[i].size) for i in self._view.selection()}
        found = {i: p for i, p in places(boxes).items() if p != targets[i]}
        if found:
            document = self._moved(self._session.document, found)
            self._session.apply(f"{act} {counted(len(boxes))}", document)

    # Tidying

    def tidy(self) -> None:
        """Have cards make way for those placed by hand; of several selected, lay those out anew.

        One card alone is no layout: it was just moved, and stays.
        """
        scene, document = self._scene, self._session.document
        chosen = set(self._view.selection())
        chosen = chosen if len(chosen) > 1 else set()
        movable = chosen or scene.cards.keys() - document.positions.keys()
        targets = scene.targets()
        fixed = {i: place for i, place in targets.items() if i not in movable}
        drawn = _fresh(scene, fixed, chosen) if chosen else scene.layout.positions
        wanted = {i: drawn[i] for i in scene.cards if i in movable}
        free = dodge(wanted, {i: card.size for i, card in scene.cards.items()}, fixed)
        own = {i: p for i, p in free.items() if chosen or p != wanted[i]}
        text = f"Tidy up {counted(len(chosen))}" if chosen else "Tidy up the layout"
        self._session.apply(text, replace(document, positions={**document.positions, **own}))

    def tidy_everything(self) -> None:
        """Let every card follow the layout again, also those placed by hand."""
        document = edits.clear_positions(self._session.document)
        self._session.apply("Tidy up everything", document)

    # Looking

    def fit_selection(self) -> None:
        """Show what is selected as large as it fits."""
        scene = self._scene
        cards = [scene.cards[i] for i in self._view.selection()]
        area = around((card.pos().toTuple(), card.size) for card in cards)
        for comment_id in self._view.selected_comments():
            item = scene.backdrop.comments[comment_id]
            area |= item.box.translated(item.pos())
        if not QRectF(area).isEmpty():
            self._view.glide.to(area)

    def toggle_snap(self) -> None:
        """Whether cards that are moved stop at the dots of the grid."""
        self._view.snaps = not self._view.snaps
        self.snap_changed.emit(self._view.snaps)

    # What happens

    def _on_moved(self, moved: Moved, by_key: bool) -> None:
        groups = sum(i in self._scene.folding.closed for i in moved.cards)
        what = counted(len(moved.cards) - groups, len(moved.comments), groups)
        key = ("nudge", *sorted(moved.cards), *sorted(moved.comments)) if by_key else None
        document = self._moved(self._session.document, moved.cards)
        document = notes.move_comments(document, moved.comments)
        self._session.apply(f"Move {what}", document, merge_key=key)

    def _moved(self, document: Document, places: Mapping[NodeId, Point]) -> Document:
        carried = grouping.carried(document, places, self._scene.targets())
        return edits.move_nodes(document, carried)

    def _on_resized(self, comment_id: str, place: Point, size: Point) -> None:
        document = notes.resize_comment(self._session.document, comment_id, place, size)
        self._session.apply("Resize the comment", document)


def _fresh(
    scene: GraphScene, fixed: Mapping[NodeId, Point], chosen: set[NodeId]
) -> dict[NodeId, Point]:
    """A fresh layout, where the most of the other cards would stay."""
    fresh, targets = fresh_places(scene), scene.targets()
    anchors = list(fixed) or list(chosen)
    dx = median(targets[i][0] - fresh[i][0] for i in anchors)
    dy = median(targets[i][1] - fresh[i][1] for i in anchors)
    return {i: (x + dx, y + dy) for i, (x, y) in fresh.items()}
