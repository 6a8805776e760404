"""The card of a node: one painted item that shows name, value, gradient and state."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from gradviz.graph import BLOCK, OPEN, Node, NodeId, Value
from gradviz.graph.layout import Point, Size, port_offset
from gradviz.ui.canvas.cards.face import Face, face_of
from gradviz.ui.canvas.cards.paint import paint_dot, paint_face, paint_tile
from gradviz.ui.canvas.cards.wording import CardState, Label, leaf_value, short
from gradviz.ui.canvas.drawing import ink as metrics
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.drawing.scripts import least_pixels

_RING = 6.0
_SELECTABLE = QGraphicsItem.GraphicsItemFlag.ItemIsSelectable
_LITERAL_WIDTHS = (44.0, 104.0)


def card_size(node: Node) -> Size:
    """Width and height of a card: numbers in an expression are small pills, groups are wide."""
    if node.op == BLOCK:
        return metrics.GROUP_WIDTH, metrics.CARD_HEIGHT
    if not node.is_literal:
        return metrics.CARD_WIDTH, metrics.CARD_HEIGHT
    low, high = _LITERAL_WIDTHS
    width = 22.0 + 11.0 * len(short(leaf_value(node)))
    return min(max(width, low), high), metrics.PILL_HEIGHT


def around(boxes: Iterable[tuple[Point, Size]]) -> QRectF:
    """The box around boxes that are given by centers and sizes."""
    spans = [(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for (x, y), (w, h) in boxes]
    if not spans:
        return QRectF()
    left, top, right, bottom = zip(*spans, strict=True)
    return QRectF(QPointF(min(left), min(top)), QPointF(max(right), max(bottom)))


class NodeItem(QGraphicsRectItem):
    """Shows one node; what it shows comes from the scene.

    A rectangle item so that Qt asks no Python for its bounds, thousands of times a frame.
    """

    state = CardState.WAITING
    hovered = False
    marked = False
    value: Value | None = None
    gradient: Value | None = None
    sentence = ""
    output = ""
    is_pill = False
    is_wired = True
    ports = 0
    open_ports: tuple[int, ...] = ()
    label = Label("", "", "", "")
    _size: Size = (0.0, 0.0)

    def __init__(self, node_id: NodeId, ink: Ink) -> None:
        super().__init__()
        self.node_id = node_id
        self.ink = ink
        self._box = QRectF()
        self._faces: dict[int, Face] = {}
        self._looks: dict[bool, int] = {}
        self.setFlag(_SELECTABLE)
        self.setPen(ink.no_pen)
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
        self.open_ports = tuple(i for i, operand in enumerate(node.operands) if operand == OPEN)
        self.refresh()

    def show_target(self, output: str) -> None:
        """Show the gradients of another node."""
        if output != self.output:
            self.output = output
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

    def set_marked(self, *, on: bool) -> None:
        """Whether the card stands out, as part of a path say."""
        if on != self.marked:
            self.marked = on
            self.update()

    def refresh(self) -> None:
        """Lay the text out anew at the next paint."""
        self._faces.clear()
        self._looks.clear()
        self.update()

    # Qt

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        del option
        zoom = painter.worldTransform().m11()
        if zoom < metrics.DOT_ZOOM:
            paint_dot(painter, self)
            return
        far = zoom < metrics.TILE_ZOOM
        draw = self._draw_tile if far else self._draw_face
        if widget is None:  # an export: drawn, not copied
            draw(painter, least_pixels(zoom))
            return
        look = self._looks.get(far)
        if look is None:
            look = self._looks[far] = self.ink.pictures.token(self._content(far=far))
        shown = (look, self.isSelected(), self.hovered, self.marked)
        self.ink.pictures.paint(painter, self.rect(), shown, draw)

    def face(self, least: int) -> Face:
        """What stands on the card where no letter may be below ``least`` in the scene."""
        found = self._faces.get(least)
        if found is None:
            found = face_of(self, self.ink.scripts(least))
            self._faces = {least: found}
        return found

    def _draw_face(self, painter: QPainter, least: int) -> None:
        paint_face(painter, self, self.face(least))

    def _draw_tile(self, painter: QPainter, least: int) -> None:
        del least
        paint_tile(painter, self)

    def _content(self, *, far: bool) -> Hashable | None:
        """Equal for cards that look the same; None for a card that looks like no other."""
        if far:
            text = self.value_text if self.is_pill else self.label.symbol or self.name_text
            return self._size, self.state, self.is_pill, bool(self.label.symbol), text
        numbers = (self.value, self.gradient)
        if any(isinstance(number, np.ndarray) for number in numbers):
            return None
        ports = self.ports, self.open_ports
        return self._size, ports, self.label, self.output, self.state, self.sentence, numbers
