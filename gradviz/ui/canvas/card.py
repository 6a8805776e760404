"""The card of a node: one painted item that shows name, value, gradient and state."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from gradviz.graph import Node, NodeId, Value
from gradviz.graph.layout import Size, port_offset
from gradviz.ui.canvas import ink as metrics
from gradviz.ui.canvas.cardface import Face, paint_dot, paint_face, paint_tile
from gradviz.ui.canvas.ink import Ink
from gradviz.ui.canvas.wording import CardState, Label, leaf_value, short

_RING = 4.0
_LITERAL_WIDTHS = (44.0, 104.0)


def card_size(node: Node) -> Size:
    """Width and height of a node's card: numbers in an expression are small pills."""
    if not node.is_literal:
        return metrics.CARD_WIDTH, metrics.CARD_HEIGHT
    low, high = _LITERAL_WIDTHS
    width = 22.0 + 9.0 * len(short(leaf_value(node)))
    return min(max(width, low), high), metrics.PILL_HEIGHT


class NodeItem(QGraphicsRectItem):
    """Shows one node; what it shows comes from the scene.

    A rectangle item so that Qt asks no Python for its bounds, thousands of times a frame.
    """

    def __init__(self, node_id: NodeId, ink: Ink) -> None:
        super().__init__()
        self.node_id = node_id
        self.ink = ink
        self.label = Label("", "", "", "")
        self.state = CardState.WAITING
        self.hovered = False
        self.value: Value | None = None
        self.gradient: Value | None = None
        self.sentence = ""
        self.output = ""
        self.is_pill = False
        self.ports = 0
        self._size: Size = (0.0, 0.0)
        self._box = QRectF()
        self._face: Face | None = None
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setPen(Qt.PenStyle.NoPen)
        self.setZValue(2)

    # What tests, tooltips and the screen reader ask

    @property
    def name_text(self) -> str:
        """The name on the card, or the symbol of an operation without one."""
        return self.label.name or self.label.symbol or short(self.value)

    @property
    def value_text(self) -> str:
        """The value on the card; empty until it is known."""
        return short(self.value)

    @property
    def gradient_text(self) -> str:
        """The gradient on the card; empty until there is one."""
        return short(self.gradient)

    @property
    def size(self) -> Size:
        """Width and height of the card, without the ring of a selection."""
        return self._size

    @property
    def box(self) -> QRectF:
        """The card in its own coordinates, about its center."""
        return self._box

    def out_point(self) -> tuple[float, float]:
        """Where edges to users start, in the scene."""
        at = self.pos()
        return at.x() + self._size[0] / 2, at.y()

    def in_point(self, port: int) -> tuple[float, float]:
        """Where the edge of operand ``port`` ends, in the scene."""
        at = self.pos()
        return at.x() - self._size[0] / 2, at.y() + port_offset(port, self.ports, self._size[1])

    @property
    def caption(self) -> str:
        """What the gradient is: ``∂L/∂b``."""
        return f"∂{self.output}/∂{self.label.called}"

    # What the scene tells

    def show_node(self, node: Node, label: Label, output: str) -> None:
        """Take over what does not depend on the numbers; ``output`` is what has the gradient."""
        size = card_size(node)
        if size != self._size:
            self._size = size
            self._box = QRectF(-size[0] / 2, -size[1] / 2, *size)
            self.setRect(self._box.adjusted(-_RING, -_RING, _RING, _RING))
        self.label, self.output = label, output
        self.is_pill = node.is_literal
        self.ports = len(node.operands)
        self.refresh()

    def show_numbers(self, value: Value | None, gradient: Value | None) -> None:
        """Show another value and gradient."""
        if value is not self.value or gradient is not self.gradient:
            self.value, self.gradient = value, gradient
            self.refresh()

    def show_state(self, state: CardState, sentence: str = "") -> None:
        """Show another state; ``sentence`` says what is wrong."""
        if state is not self.state or sentence != self.sentence:
            self.state, self.sentence = state, sentence
            self.refresh()

    def show_ink(self, ink: Ink) -> None:
        """Paint in other colors."""
        self.ink = ink
        self.refresh()

    def set_hovered(self, *, on: bool) -> None:
        """Whether the pointer is over the card."""
        if on != self.hovered:
            self.hovered = on
            self.update()

    def refresh(self) -> None:
        """Lay the text out anew at the next paint."""
        self._face = None
        self.update()

    # Qt

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        del option, widget
        zoom = painter.worldTransform().m11()
        if zoom < metrics.DOT_ZOOM:
            paint_dot(painter, self)
        elif zoom < metrics.TILE_ZOOM:
            paint_tile(painter, self)
        else:
            if self._face is None:
                self._face = _face_of(self)
            paint_face(painter, self, self._face)


def _face_of(card: NodeItem) -> Face:
    """Lay out the texts of a card."""
    fonts, colors, label = card.ink.fonts, card.ink, card.label
    face = Face()
    quiet = card.state is CardState.WAITING
    left, top, width = card.box.left() + metrics.PADDING, card.box.top(), card.size[0]
    room = width - 2 * metrics.PADDING
    if card.is_pill:
        text = elided(card.value_text, fonts.value, room + 6)
        face.add_centered(text, fonts.value, colors.value, QPointF(0, 0))
        return face
    ends = left + room
    if card.sentence:
        ends = face.add_right("⚠", fonts.value, colors.bad, ends, top + 15) - 6
    elif label.tag:
        ends = face.add_right(label.tag, fonts.tag, colors.muted, ends, top + 16) - 6
    elif label.name and label.symbol:
        ends = face.add_right(label.symbol, fonts.small_symbol, colors.muted, ends, top + 15) - 6
    title_color = colors.muted if quiet else colors.text
    if label.name:
        text = elided(label.name, fonts.name, ends - left)
        face.add(text, fonts.name, title_color, left, top + 15)
    else:
        font = fonts.symbol if len(label.symbol) == 1 else fonts.function
        face.add(elided(label.symbol, font, ends - left), font, title_color, left, top + 15)
    if card.sentence or label.missing:
        color = colors.bad if card.sentence else colors.muted
        face.add_wrapped(card.sentence or label.missing, fonts.tag, color, left, top + 27, room)
        return face
    _add_numbers(face, card, left, room)
    return face


def _add_numbers(face: Face, card: NodeItem, left: float, room: float) -> None:
    fonts, ink, top = card.ink.fonts, card.ink, card.box.top()
    right = left + room
    if card.value is not None:
        text = elided(card.value_text, fonts.value, room)
        end = face.add(text, fonts.value, ink.value, left, top + 35)
        face.add_heat(card.value, ink.value, ink.surface, (end + 6, right), top + 35)
    if card.gradient is not None:
        text = elided(card.gradient_text, fonts.gradient, room)
        end = face.add(text, fonts.gradient, ink.gradient, left, top + 53)
        if not isinstance(card.gradient, float):
            face.add_heat(card.gradient, ink.gradient, ink.surface, (end + 6, right), top + 53)
        elif end + 8 + QFontMetricsF(fonts.tag).horizontalAdvance(card.caption) <= right:
            face.add_right(card.caption, fonts.tag, ink.muted, right, top + 54)


def elided(text: str, font: QFont, room: float) -> str:
    """``text`` cut with an ellipsis where it is wider than ``room``."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
