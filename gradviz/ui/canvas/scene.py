"""The scene: cards and edges of one graph, kept in step with the document and the passes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from gradviz.document import Document
from gradviz.graph import OPEN, Graph, NodeId
from gradviz.graph.layout import Layout, Point, Size, arrange
from gradviz.session import Marks, PassState
from gradviz.ui.canvas.cards.card import NodeItem, around, card_size
from gradviz.ui.canvas.cards.grid import CardGrid
from gradviz.ui.canvas.cards.saying import sentence_about, tip_about
from gradviz.ui.canvas.cards.stepping import part_of, show_states
from gradviz.ui.canvas.cards.wording import called
from gradviz.ui.canvas.drawing.ground import paint_ground
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.edges.edge import EdgeItem
from gradviz.ui.canvas.edges.emphasis import color_edges, mark_cards
from gradviz.ui.canvas.edges.pills import PillLayer
from gradviz.ui.canvas.edges.rules import write_rules
from gradviz.ui.canvas.groups.folding import Folding, folding_of, have_same_shape
from gradviz.ui.canvas.groups.labels import card_for, label_card, show_calls, show_numbers
from gradviz.ui.canvas.layers.backdrop import Backdrop
from gradviz.ui.canvas.layers.checks import CheckLayer
from gradviz.ui.canvas.layers.depths import DepthLayer

_MARGIN = 400.0

WIDE_GAP = 104.0
"""Room between columns where they are few: whole equations fit in, ``∂e/∂d = 1``."""

EdgeKey = tuple[NodeId, int]


class Change(Enum):
    """What another document changed in the picture, besides numbers and words."""

    NONE = auto()
    PLACES = auto()
    STRUCTURE = auto()


class GraphScene(QGraphicsScene):
    """Owns the items; views and gestures ask it for cards by id and edges by (user, port)."""

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self.ink = ink
        self.cards: dict[NodeId, NodeItem] = {}
        self.edges: dict[EdgeKey, EdgeItem] = {}
        self.graph = Graph()
        self.folding = Folding()
        self.state = PassState()
        self.layout = Layout()
        self.by_card: dict[NodeId, list[EdgeItem]] = {}
        self._placed: Mapping[NodeId, Point] = {}
        self._sizes: Mapping[NodeId, Size] = {}
        self._arriving: list[QGraphicsItem] = []
        self.marks = Marks()
        self.grid = CardGrid(self.cards)
        self.special: Mapping[EdgeKey, tuple[str, float]] = {}  # pens of the ink, by name
        self.pills = PillLayer(ink)
        self.addItem(self.pills)
        self.checks, self.depths = CheckLayer(self.cards), DepthLayer(self.cards)
        for layer in (self.checks, self.depths):
            self.addItem(layer)
        self._with_symbols = False
        self.backdrop = Backdrop(self)

    # What is shown

    def show_document(self, document: Document, *, opened: bool = False) -> Change:
        """Show a document; says whether cards found another place, or came and went.

        ``opened`` says that it has nothing to do with the one before.
        """
        behind, before = self.backdrop.show(document), self.folding
        self.folding = folding_of(document.graph, document.groups, before)
        old, new = before.shown, self.folding.shown
        if self.folding is before and document.positions is self._placed and not behind:
            return Change.NONE
        self.graph = document.graph
        same_shape = have_same_shape(old, new)
        if not same_shape:
            self._replace_items()
        if new is not old:
            last = before.graph
            renamed = last.output != self.graph.output or last.labels != self.graph.labels
            self._label_cards(None if renamed or not same_shape else old)
        if opened and not same_shape:
            self.layout = Layout()
        sizes_changed = self._lay_out(force=not same_shape)
        moved = document.positions != self._placed
        self._placed = document.positions
        if same_shape and not sizes_changed and not moved and not behind:
            return Change.NONE
        self._stand()
        return Change.PLACES if same_shape else Change.STRUCTURE

    def show_pass(self, state: PassState) -> None:
        """Show values, gradients, local derivatives and the present step."""
        old, self.state = self.state, state
        if state.target != old.target:
            for card in self.cards.values():
                card.show_target(self.target_name)
        no_groups = not self.folding.closed
        for node_id, card in self.cards.items():
            speaker = node_id if no_groups else self.folding.speaker_of(node_id) or ""
            value = state.values.get(speaker)
            gradient = state.gradients.get(speaker)
            if value is not card.value or gradient is not card.gradient:
                show_numbers(card, self.folding, state)
        if state.locals is not old.locals:
            changed = []
            for key, edge in self.edges.items():
                local = state.locals.get(key)
                if local is not edge.local:
                    edge.local = local
                    changed.append(edge)
            self.pills.renew(changed)
        self._show_states()

    def show_marks(self, marks: Marks) -> None:
        """Make nodes and edges stand out, and those marked before no longer."""
        old, self.marks = self.marks, marks
        mark_cards(self, old, marks)
        self.show_edges()

    def show_symbols(self, *, on: bool) -> None:
        """Have the edges say their rules in symbols, or their numbers again."""
        self._with_symbols = on
        self.pills.renew(write_rules(self.edges, self.graph, on=on))

    def show_ink(self, ink: Ink) -> None:
        """Paint everything in other colors."""
        self.ink = ink
        for card in self.cards.values():
            card.show_ink(ink)
        self.pills.show_ink(ink)
        self.checks.update()
        self.backdrop.show_ink(ink)
        self.show_edges()
        self.update()

    # Asking

    def describe(self, node_id: NodeId) -> str:
        """One sentence about a card, for a screen reader."""
        return sentence_about(self, node_id)

    def tip(self, node_id: NodeId) -> str:
        """The tooltip of a card."""
        return tip_about(self, node_id)

    @property
    def target_name(self) -> str:
        """What the node is called whose gradients the cards show."""
        graph, target = self.graph, self.state.target
        target = target if target in graph.nodes else graph.output
        return "" if target is None else called(graph, target)

    def cards_rect(self) -> QRectF:
        """The box around all cards, and what stands behind them."""
        cards = around((card.pos().toTuple(), card.size) for card in self.cards.values())
        return cards | self.backdrop.rect()

    # Moving

    def move_cards(self, places: Mapping[NodeId, Point]) -> None:
        """Stand cards elsewhere for the time being; their edges follow."""
        self.grid.forget()
        touched: dict[EdgeItem, None] = {}
        for node_id, (x, y) in places.items():
            self.cards[node_id].setPos(x, y)
            touched.update(dict.fromkeys(self.by_card[node_id]))
        for edge in list(touched):
            edge.trace()
            if edge.follower is not None and edge.follower not in touched:
                touched[edge.follower] = None
                edge.follower.trace()
        self.pills.renew(touched)
        for layer in (self.checks, self.depths):
            if layer.isVisible():
                layer.update()
        self.backdrop.settle(places)

    def targets(self) -> dict[NodeId, Point]:
        """Where every card belongs: where it was put by hand, else where the layout has it."""
        return {
            **self.layout.positions,
            **{i: p for i, p in self._placed.items() if i in self.cards},
        }

    def _stand(self) -> None:
        self.grid.forget()
        for node_id, (x, y) in self.targets().items():
            self.cards[node_id].setPos(x, y)
        leader: EdgeItem | None = None
        for key, branch in self.layout.branches.items():  # nearer users of an operand come first
            edge = self.edges[key]
            same = leader is not None and leader.operand is edge.operand
            trunk = self.layout.trunks[edge.operand.node_id]
            edge.show_route(trunk, branch, leader if same else None, untouched=not self._placed)
            leader = edge
        for item in self._arriving:  # only now, or the scene would index every step above
            self.addItem(item)
        self._arriving.clear()
        self.backdrop.settle()
        bounds = self.cards_rect()
        self.pills.reset(self.edges.values(), bounds)
        self.checks.show_bounds(bounds)
        self.depths.show_graph(self.folding, bounds)
        self.setSceneRect(bounds.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))

    def _lay_out(self, *, force: bool) -> bool:
        shown = self.folding.shown
        sizes = {i: card_size(node) for i, node in shown.nodes.items()}
        if sizes == self._sizes and not force:
            return False
        self._sizes = sizes
        self.layout = arrange(shown, sizes, self.layout.positions, WIDE_GAP)
        return True

    # Items

    def _replace_items(self) -> None:
        """Have exactly the cards and edges of the graph; what stays keeps its item."""
        nodes = self.folding.shown.nodes
        for node_id in [i for i in self.cards if i not in nodes]:
            self.removeItem(self.cards.pop(node_id))
        for node_id in nodes:
            if node_id not in self.cards:
                card = self.cards[node_id] = card_for(nodes[node_id], self.ink)
                self._arriving.append(card)
        wanted = {
            (node.id, port): operand
            for node in nodes.values()
            for port, operand in enumerate(node.operands)
            if operand != OPEN
        }
        for key, edge in list(self.edges.items()):
            kept = self.cards.get(wanted.get(key, OPEN)) is edge.operand
            if not kept or self.cards.get(key[0]) is not edge.user:
                self.removeItem(self.edges.pop(key))
        idle = self.ink.idle_edge(len(wanted))
        self.by_card = {node_id: [] for node_id in nodes}
        for (user, port), operand in wanted.items():
            found = self.edges.get((user, port))
            if found is None:
                found = EdgeItem(self.cards[user], port, self.cards[operand], idle)
                self.edges[user, port] = found
                self._arriving.append(found)
            self.by_card[user].append(found)
            if operand != user:
                self.by_card[operand].append(found)

    def _label_cards(self, old: Graph | None) -> None:
        """Write names and tags; given the ``old`` graph only where nodes differ."""
        known = {} if old is None else old.nodes
        target = self.target_name
        for node_id, node in self.folding.shown.nodes.items():
            if node is not known.get(node_id):
                card = self.cards[node_id]
                label_card(card, self.folding, node, target)
                show_numbers(card, self.folding, self.state)
        if old is None:
            show_calls(self.edges.values(), self.folding)
            for key, edge in self.edges.items():
                edge.local = self.state.locals.get(key)
        if self._with_symbols:
            self.pills.renew(write_rules(self.edges, self.graph, on=True))
        self._show_states()

    # The present step

    def _show_states(self) -> None:
        show_states(self.cards, self.folding, self.state)
        self.show_edges()

    def step_edges(self) -> list[EdgeItem]:
        """The edges the latest step ran along: into the node going forward, into it going back."""
        seen = dict.fromkeys(self.folding.edge_of(*key) for key in part_of(self.state).edges)
        return [self.edges[key] for key in seen if key in self.edges]

    def show_edges(self) -> None:
        """Color the edges by step, marks and selection."""
        color_edges(self, [] if self.state.at_rest else self.step_edges())

    # Qt

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        paint_ground(painter, QRectF(rect), self.ink)
