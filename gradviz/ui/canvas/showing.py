"""The canvas as it is seen: graph, passes and selection, with the motion between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPoint, QRect, QRectF, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle

from gradviz.document import Document
from gradviz.errors import GraphError
from gradviz.graph import NodeId
from gradviz.graph.layout import Point
from gradviz.session import PassState
from gradviz.ui.canvas.building import Change, Drawing, Steps
from gradviz.ui.canvas.cards.card import NodeItem, around
from gradviz.ui.canvas.cards.stepping import goes_back
from gradviz.ui.canvas.drawing.ink import TILE_ZOOM, Ink
from gradviz.ui.canvas.drawing.motion import PULSE_MS, TRAVEL_MS, PulseItem, Tween, between
from gradviz.ui.canvas.edges.edge import EdgeItem
from gradviz.ui.canvas.finding.announcing import announce
from gradviz.ui.canvas.gliding import Glide
from gradviz.ui.canvas.scene import GraphScene
from gradviz.ui.canvas.zooming import ZoomView
from gradviz.ui.theme import Theme

_MOST_TRAVELERS = 200


class CardView(ZoomView):
    """Shows a document's graph and the state of its passes, and knows what is selected."""

    node_selected = Signal(object)  # NodeId | None
    selection_changed = Signal(object)  # tuple[NodeId, ...]
    group_opened = Signal(str)  # the group whose card was opened
    wanted = Signal(object)  # NodeId: it is looked for, and hidden in a closed group

    glide: Glide

    def __init__(self, theme: Theme) -> None:
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        super().__init__(GraphScene(Ink(theme, ratio)))
        self._pulse = PulseItem()
        self._scene.addItem(self._pulse)
        self._pulse_tween = Tween(PULSE_MS, self)
        self._travel_tween = Tween(TRAVEL_MS, self)
        self.glide = Glide(self)
        # Not the scene's own selectionChanged: it is emitted while the scene is being destroyed.
        self._told: tuple[NodeId, ...] = ()
        self._inside: frozenset[NodeId] = frozenset()  # of closed groups, what was asked for
        self._asked: tuple[NodeId, ...] = ()  # in the order of selecting
        self._waits = False
        self._kept: tuple[tuple[NodeId, ...], tuple[str, ...]] | None = None  # while it waits

    # What is shown

    def show_document(self, old: Document, new: Document, *, opened: bool = False) -> None:
        """Show another document; ``opened`` says that it is not an edit of the old one."""
        for _ in self.showing(old, new, opened=opened):
            pass

    def showing(
        self, old: Document, new: Document, *, opened: bool = False, ready: Drawing | None = None
    ) -> Steps:
        """Show another document step by step; its drawing may be ``ready``."""
        del old  # the scene knows what it shows
        self._travel_tween.finish()
        self.glide.finish()
        scene = self._scene
        standing = scene.cards.items() if ready is None else ()  # a large graph does not travel
        before = {i: card.pos().toTuple() for i, card in standing}
        closed, chosen = scene.folding.closed.keys(), self.chosen()
        change = yield from scene.show_document(new, opened=opened, ready=ready)
        self._describe()
        if change is Change.NONE:
            return
        if (
            scene.folding.closed.keys() != closed and not opened and self._kept is None
        ):  # what was selected is seen on other cards now
            kept = [node_id for node_id in chosen if node_id in scene.graph.nodes]
            self.select_all_of(kept, self.selected_comments())
        self._tell_selection()
        targets = scene.targets()
        if opened or (self.follows and change is Change.STRUCTURE):
            self.fit()
        else:
            self.reach()
        start = {i: p for i, p in before.items() if i in targets and targets[i] != p}
        if start and not opened and len(start) <= _MOST_TRAVELERS and self.moves:
            self._travel_tween.run(lambda share: self._travel(start, targets, share))

    def _travel(
        self, start: Mapping[NodeId, Point], targets: Mapping[NodeId, Point], share: float
    ) -> None:
        """Stand the cards at a share of their way."""
        self._scene.move_cards(between(start, targets, share))
        if share >= 1.0 and self.follows:
            self.fit()  # the view may have got another size on the way, when cards were elsewhere

    def wait(self, *, on: bool) -> None:
        """Have no card touched or selected until the scene is built; what is asked for is kept."""
        self._waits = on
        asked, self._kept = self._kept, None
        if asked is not None and not on:
            self.select_all_of(*asked)
            if len(self._told) == 1:
                self.select(self._told[0])

    def show_pass(self, old: PassState, new: PassState) -> None:
        """Show values, gradients and the present step, with a pulse if it is the next one."""
        scene = self._scene
        scene.show_pass(new)
        stepped = new.evaluation is old.evaluation and abs(new.position - old.position) == 1
        edges = scene.step_edges()
        self._pulse_tween.finish()
        if edges and stepped and self.moves:
            back = goes_back(new)
            color = scene.ink.gradient if back else scene.ink.value
            self._pulse.show_edges(edges, color, back=back)
            self._pulse_tween.run(self._pulse.show_share)
        self._describe()

    def _describe(self) -> None:
        """Have the sentence about the selected card be about what it shows now."""
        if self.selected is not None:
            self.setAccessibleDescription(self._scene.describe(self.selected))

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colors."""
        self._scene.show_ink(Ink(theme, self.devicePixelRatioF()))
        self.resetCachedContent()  # the ground

    def resting_rect(self) -> QRectF:
        """The box around everything where it belongs: cards may be on their way there."""
        scene = self._scene
        if self._travel_tween.state() != Tween.State.Running:
            return scene.cards_rect()
        places = scene.targets().items()
        return around((place, scene.cards[i].size) for i, place in places) | scene.backdrop.rect()

    @property
    def moves(self) -> bool:
        """Whether changes are animated: the view is seen and the system wants motion."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return self.isVisible() and self.style().styleHint(hint, None, self) > 0

    def card(self, name_or_id: str) -> NodeItem:
        """The card of a node by name, label (n1, n2 …) or id; of a hidden one that of its group."""
        graph, folding = self._scene.graph, self._scene.folding
        if name_or_id not in graph.by_name and folding.card_of(name_or_id) in self._scene.cards:
            return self._scene.cards[folding.card_of(name_or_id)]
        return self._scene.cards[folding.card_of(graph.named(name_or_id).id)]

    def card_at(self, at: QPoint) -> NodeItem | None:
        """The card under a point of the viewport."""
        return self._scene.grid.at(*self.scene_point(at).toTuple())

    def edge(self, user: str, port: int) -> EdgeItem:
        """The edge that enters a node (by name, label or id) at a port."""
        key = self.card(user).node_id, port
        if key not in self._scene.edges:
            raise GraphError(f"Nothing is connected to port {port} of {user}.", node=user)
        return self._scene.edges[key]

    # Selection

    @property
    def selected(self) -> NodeId | None:
        """The selected node; None for none or several."""
        found = self.selection()
        return found[0] if len(found) == 1 else None

    def select(self, node_id: NodeId | None) -> None:
        """Select one node and bring it into sight, or none; of a hidden one its group's card."""
        self.select_all_of(() if node_id is None else (node_id,))
        if node_id is not None and not self._waits:
            card = self._scene.cards[self._scene.folding.card_of(node_id)]
            if not self.viewport().rect().contains(self.box_of(card)):
                self.ensureVisible(card, 40, 40)

    def select_nodes(self, nodes: tuple[NodeId, ...]) -> None:
        """Select exactly these; one alone is brought into sight."""
        if nodes == self._told:
            return
        if len(nodes) == 1:
            self.select(nodes[0])
        else:
            self.select_all_of(nodes)

    def select_all_of(self, nodes: Iterable[NodeId], comments: Iterable[str] = ()) -> None:
        """Select exactly the cards of these nodes, and comments."""
        if self._waits:
            self._kept = tuple(nodes), tuple(comments)
            return
        scene = self._scene
        scene.clearSelection()
        self._asked = tuple(nodes)
        self._inside = frozenset(self._asked) & scene.folding.owner.keys()
        for card_id in {scene.folding.card_of(node_id) for node_id in self._asked}:
            if card_id in scene.cards:
                scene.cards[card_id].setSelected(True)
        for comment_id in comments:
            scene.backdrop.comments[comment_id].setSelected(True)
        self._tell_selection()

    def chosen(self) -> tuple[NodeId, ...]:
        """The nodes the selected cards stand for; in a closed group those that were asked for."""
        found: list[NodeId] = []
        for card in self.selection():
            nodes = self._scene.folding.nodes_of(card)
            found += [node_id for node_id in nodes if node_id in self._inside] or nodes
        rank = {node_id: place for place, node_id in enumerate(self._asked)}
        return tuple(sorted(found, key=lambda node_id: rank.get(node_id, len(rank))))

    def selected_comments(self) -> list[str]:
        """The selected comments."""
        return [i for i, item in self._scene.backdrop.comments.items() if item.isSelected()]

    def go_to(self, node_id: NodeId) -> None:
        """Select a node, and center it large enough to read unless all is in sight anyway."""
        if node_id in self._scene.folding.owner:
            self.wanted.emit(node_id)
        self.select(node_id)
        if not self._waits and not (self.follows and self.zoom >= TILE_ZOOM):
            if self.zoom < TILE_ZOOM:
                self.reset_zoom()
            self._follows = False
            self.centerOn(self._scene.cards[self._scene.folding.card_of(node_id)])

    def go_behind(self, kind: str, thing_id: str) -> None:
        """Select a comment, or the nodes of a group, and center it."""
        scene = self._scene
        if kind == "comment":
            self.select_all_of((), (thing_id,))
            area = scene.backdrop.comments[thing_id].sceneBoundingRect()
        else:
            group = next(group for group in scene.folding.groups if group.id == thing_id)
            self.select_all_of(group.members)
            frame = scene.backdrop.frames.get(thing_id)
            card = scene.cards.get(thing_id)
            shown = frame or card
            area = QRectF() if shown is None else shown.sceneBoundingRect()
        if not self.follows:
            self.centerOn(area.center())

    def box_of(self, card: NodeItem) -> QRect:
        """The card in the viewport."""
        return self.mapFromScene(card.box.translated(card.pos())).boundingRect()

    def selection(self) -> list[NodeId]:
        """The selected cards."""
        return [i.node_id for i in self._scene.selectedItems() if isinstance(i, NodeItem)]

    def toggle(self, node_id: NodeId) -> None:
        """Take a card into the selection, or out of it."""
        self._asked, self._inside = self._told, frozenset()
        card = self._scene.cards[node_id]
        card.setSelected(not card.isSelected())
        self._tell_selection()

    def _tell_selection(self) -> None:
        chosen = self.chosen()
        if chosen == self._told:
            return
        self._told = chosen
        self._scene.show_edges()
        at = self.selected
        announce(self, "" if at is None else self._scene.describe(at))
        self.node_selected.emit(at)
        self.selection_changed.emit(chosen)
