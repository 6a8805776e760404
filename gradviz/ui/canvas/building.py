"""Cards and edges come and go: a scene is rebuilt for another document, step by step."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from PySide6.QtWidgets import QGraphicsItem

from gradviz.document import Document
from gradviz.graph import OPEN, Graph, NodeId
from gradviz.graph.layout import Layout, Point, Size, arrange
from gradviz.ui.canvas.cards.card import card_size
from gradviz.ui.canvas.edges.edge import EdgeItem
from gradviz.ui.canvas.edges.rules import write_rules
from gradviz.ui.canvas.groups.folding import Folding, folding_of, have_same_shape
from gradviz.ui.canvas.groups.labels import card_for, label_card, show_calls, show_numbers

if TYPE_CHECKING:
    from gradviz.ui.canvas.scene import GraphScene

WIDE_GAP = 104.0
"""Room between columns where they are few: whole equations fit in, ``∂e/∂d = 1``."""

LARGE = 600
"""A graph with more cards than this is laid out on a worker and built in slices."""

_MARGIN = 400.0


class Change(Enum):
    """What another document changed in the picture, besides numbers and words."""

    NONE = auto()
    PLACES = auto()
    STRUCTURE = auto()


Building: TypeAlias = Generator[None, None, Change]
"""Small pieces of work; between two of them the window may do something else."""

Steps: TypeAlias = Generator[None, None, None]


class Drawing(NamedTuple):
    """What of a document will be shown, and where: worked out without touching the scene."""

    folding: Folding
    sizes: Mapping[NodeId, Size]
    layout: Layout


def drawn(document: Document, before: Folding, previous: Mapping[NodeId, Point]) -> Drawing:
    """The drawing of a document that follows on an earlier one; may be asked on any thread."""
    folding = folding_of(document.graph, document.groups, before)
    sizes = {i: card_size(node) for i, node in folding.shown.nodes.items()}
    return Drawing(folding, sizes, arrange(folding.shown, sizes, previous, WIDE_GAP))


class Builder:
    """Has a scene show exactly the cards and edges of a document.

    A building that was broken off leaves a scene that must not be used, but can be built on.
    """

    def __init__(self, scene: GraphScene) -> None:
        self._scene = scene
        self.placed: Mapping[NodeId, Point] = {}
        self._sizes: Mapping[NodeId, Size] = {}
        self._arriving: dict[QGraphicsItem, None] = {}
        self._torn = False  # an earlier building was not finished

    def restructures(self, document: Document) -> bool:
        """Whether cards or edges would come or go."""
        before = self._scene.folding
        after = folding_of(document.graph, document.groups, before)
        return self._torn or not have_same_shape(before.shown, after.shown)

    def show(self, document: Document, *, opened: bool, ready: Drawing | None = None) -> Building:
        """Show a document, whose drawing may be ``ready``; returns what has changed."""
        scene, before, torn = self._scene, self._scene.folding, self._torn
        behind = scene.backdrop.show(document)
        after = folding_of(document.graph, document.groups, before) if ready is None else ready[0]
        untouched = after is before and document.positions is self.placed
        if untouched and not behind and not torn:
            return Change.NONE
        scene.forget_places()
        same_shape = not torn and have_same_shape(before.shown, after.shown)
        self._torn = True
        scene.folding, scene.graph = after, document.graph
        if not same_shape:
            yield from self._replace_items()
        if after.shown is not before.shown or torn:
            last, now = before.graph, document.graph
            renamed = last.output != now.output or last.labels != now.labels
            yield from self._label_cards(None if renamed or not same_shape else before.shown)
        redrawn = self._lay_out(ready, force=not same_shape, afresh=opened and not same_shape)
        moved = document.positions != self.placed
        self.placed = document.positions
        if redrawn:
            yield from self._stand()
        elif moved or behind:
            self._stand_elsewhere()
        self._torn = False
        if same_shape and not redrawn and not moved and not behind:
            return Change.NONE
        return Change.PLACES if same_shape else Change.STRUCTURE

    # Items

    def _replace_items(self) -> Steps:
        """Have exactly the cards and edges of the graph; what stays keeps its item."""
        scene = self._scene
        nodes, cards, edges = scene.folding.shown.nodes, scene.cards, scene.edges
        for node_id in [i for i in cards if i not in nodes]:
            self._remove(cards.pop(node_id))
            yield
        for node_id in nodes:
            if node_id not in cards:
                card = cards[node_id] = card_for(nodes[node_id], scene.ink)
                self._arriving[card] = None
                yield
        wanted = {
            (node.id, port): operand
            for node in nodes.values()
            for port, operand in enumerate(node.operands)
            if operand != OPEN
        }
        for key, edge in list(edges.items()):
            kept = cards.get(wanted.get(key, OPEN)) is edge.operand
            if not kept or cards.get(key[0]) is not edge.user:
                self._remove(edges.pop(key))
                yield
        idle = scene.ink.idle_edge(len(wanted))
        scene.by_card = {node_id: [] for node_id in nodes}
        for (user, port), operand in wanted.items():
            found = edges.get((user, port))
            if found is None:
                found = edges[user, port] = EdgeItem(cards[user], port, cards[operand], idle)
                self._arriving[found] = None
            scene.by_card[user].append(found)
            if operand != user:
                scene.by_card[operand].append(found)
            yield

    def _remove(self, item: QGraphicsItem) -> None:
        if item in self._arriving:
            del self._arriving[item]
        else:
            self._scene.removeItem(item)

    def _label_cards(self, old: Graph | None) -> Steps:
        """Write names and tags; given the ``old`` graph only where nodes differ."""
        scene = self._scene
        known = {} if old is None else old.nodes
        target = scene.target_name
        for node_id, node in scene.folding.shown.nodes.items():
            if node is not known.get(node_id):
                card = scene.cards[node_id]
                label_card(card, scene.folding, node, target)
                show_numbers(card, scene.folding, scene.state)
                yield
        if old is None:
            show_calls(scene.edges.values(), scene.folding)
            for key, edge in scene.edges.items():
                edge.local = scene.state.locals.get(key)
        if scene.with_symbols:
            scene.pills.renew(write_rules(scene.edges, scene.graph, on=True))
        yield
        scene.show_states()
        yield

    # Places

    def _lay_out(self, ready: Drawing | None, *, force: bool, afresh: bool) -> bool:
        """Draw the graph if it has other cards, or cards of other sizes; whether it was.

        Numbers that grow do not move a large graph: there is room for them between columns.
        """
        scene = self._scene
        if ready is not None:
            self._sizes, scene.layout = ready.sizes, ready.layout
            return True
        shown = scene.folding.shown
        if not force and len(shown.nodes) > LARGE:
            return False
        sizes = {i: card_size(node) for i, node in shown.nodes.items()}
        if sizes == self._sizes and not force:
            return False
        self._sizes = sizes
        before = {} if afresh else scene.layout.positions
        scene.layout = arrange(shown, sizes, before, WIDE_GAP)
        return True

    def _stand(self) -> Steps:
        """Put everything where it belongs, and what has arrived into the scene."""
        scene = self._scene
        scene.forget_places()
        for node_id, (x, y) in scene.targets().items():
            scene.cards[node_id].setPos(x, y)
            yield
        scene.forget_places()
        leader: EdgeItem | None = None
        for key, branch in scene.layout.branches.items():  # nearer users of an operand come first
            edge = scene.edges[key]
            same = leader is not None and leader.operand is edge.operand
            trunk = scene.layout.trunks[edge.operand.node_id]
            edge.show_route(trunk, branch, leader if same else None, untouched=not self.placed)
            leader = edge
            yield
        for item in list(self._arriving):  # only now, or the scene would index every step above
            del self._arriving[item]
            scene.addItem(item)
            yield
        scene.pills.reset(scene.edges.values(), scene.cards_rect())
        yield
        self._settle()

    def _stand_elsewhere(self) -> None:
        """Put the cards that are not where they belong there."""
        scene = self._scene
        targets = scene.targets().items()
        scene.move_cards({i: p for i, p in targets if scene.cards[i].pos().toTuple() != p})
        self._settle()

    def _settle(self) -> None:
        """Make room for everything where it stands now."""
        scene = self._scene
        scene.backdrop.settle()
        bounds = scene.cards_rect()
        scene.pills.show_bounds(bounds)
        scene.checks.show_bounds(bounds)
        scene.depths.show_graph(scene.folding, bounds)
        scene.setSceneRect(bounds.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
