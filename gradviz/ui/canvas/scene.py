"""The scene: cards and edges of one graph, kept in step with the document and the passes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsScene

from gradviz.document import Document
from gradviz.graph import Graph, NodeId
from gradviz.graph.layout import Layout, Point
from gradviz.session import Marks, PassState
from gradviz.ui.canvas.building import Builder, Building, Drawing
from gradviz.ui.canvas.cards.card import NodeItem, around
from gradviz.ui.canvas.cards.grid import CardGrid
from gradviz.ui.canvas.cards.saying import sentence_about, tip_about
from gradviz.ui.canvas.cards.stepping import part_of
from gradviz.ui.canvas.cards.stepping import show_states as stand_out
from gradviz.ui.canvas.cards.wording import called
from gradviz.ui.canvas.drawing.ground import paint_ground
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.edges.edge import EdgeItem
from gradviz.ui.canvas.edges.emphasis import color_edges, mark_cards
from gradviz.ui.canvas.edges.pills import PillLayer
from gradviz.ui.canvas.edges.rules import write_rules
from gradviz.ui.canvas.groups.folding import Folding
from gradviz.ui.canvas.groups.labels import show_numbers
from gradviz.ui.canvas.layers.backdrop import Backdrop
from gradviz.ui.canvas.layers.checks import CheckLayer
from gradviz.ui.canvas.layers.depths import DepthLayer

EdgeKey = tuple[NodeId, int]


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
        self.builder = Builder(self)
        self._bounds: QRectF | None = None  # of all cards, while they stand
        self.marks = Marks()
        self.grid = CardGrid(self.cards)
        self.special: Mapping[EdgeKey, tuple[str, float]] = {}  # pens of the ink, by name
        self.pills = PillLayer(ink)
        self.addItem(self.pills)
        self.checks, self.depths = CheckLayer(self.cards), DepthLayer(self.cards)
        for layer in (self.checks, self.depths):
            self.addItem(layer)
        self.with_symbols = False
        self.backdrop = Backdrop(self)

    # What is shown

    def show_document(
        self, document: Document, *, opened: bool = False, ready: Drawing | None = None
    ) -> Building:
        """Show a document, step by step; says whether cards found another place, or came and went.

        ``opened`` says that it has nothing to do with the one before.
        """
        return self.builder.show(document, opened=opened, ready=ready)

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
        self.show_states()

    def show_marks(self, marks: Marks) -> None:
        """Make nodes and edges stand out, and those marked before no longer."""
        old, self.marks = self.marks, marks
        mark_cards(self, old, marks)
        self.show_edges()

    def show_symbols(self, *, on: bool) -> None:
        """Have the edges say their rules in symbols, or their numbers again."""
        self.with_symbols = on
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
        if self._bounds is None:
            self._bounds = around((c.pos().toTuple(), c.size) for c in self.cards.values())
        return self._bounds | self.backdrop.rect()

    def forget_places(self) -> None:
        """Cards are, or soon will be, somewhere else or of another size."""
        self.grid.forget()
        self._bounds = None

    # Moving

    def move_cards(self, places: Mapping[NodeId, Point]) -> None:
        """Stand cards elsewhere for the time being; their edges follow."""
        self.forget_places()
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
            i: self.builder.placed.get(i, place)
            for i, place in self.layout.positions.items()
            if i in self.cards
        }

    # The present step

    def show_states(self) -> None:
        stand_out(self.cards, self.folding, self.state)
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
