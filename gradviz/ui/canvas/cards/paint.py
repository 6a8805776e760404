"""Painting a card at its three levels of detail: the face with its texts, a tile, a dot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gradviz.graph import Role
from gradviz.graph.layout import port_offset
from gradviz.ui.canvas.cards.face import Face
from gradviz.ui.canvas.cards.wording import CardState
from gradviz.ui.canvas.drawing import ink as metrics
from gradviz.ui.canvas.drawing.ink import Ink

if TYPE_CHECKING:
    from gradviz.ui.canvas.cards.card import NodeItem

_PORT = 3.0
_OPEN_PORT = 4.5
_BAR = 4.0


def paint_face(painter: QPainter, card: NodeItem, face: Face) -> None:
    """The card with all its text."""
    ink, box, state = card.ink, card.box, card.state
    radius = box.height() / 2 if card.is_pill else metrics.RADIUS
    if card.isSelected():
        painter.setPen(ink.focus_ring)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-2.5, -2.5, 2.5, 2.5), radius + 2.5, radius + 2.5)
    painter.setPen(_border(card))
    painter.setBrush(ink.feeding_brush if state is CardState.FEEDING else ink.surface_brush)
    painter.drawRoundedRect(box, radius, radius)
    if state is CardState.ACTIVE or state is CardState.ERROR:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.accent if state is CardState.ACTIVE else ink.bad)
        edge = QRectF(box.left(), box.top() + radius, _BAR, box.height() - 2 * radius)
        painter.drawRoundedRect(edge, 1, 1)
    for line in face.lines:
        painter.setFont(line.script.font)
        painter.setPen(line.color)
        painter.drawText(line.at, line.text)
    for target, image in face.images:
        painter.drawImage(target, image)
    if face.mark is not None:
        role, at = face.mark
        _MARKS[role](painter, ink, at)
    if card.ports:
        painter.setBrush(ink.surface_brush)
        for port in range(card.ports):
            y = port_offset(port, card.ports, box.height())
            is_open = port in card.open_ports
            painter.setPen(ink.open_port if is_open else ink.port)
            radius = _OPEN_PORT if is_open else _PORT
            painter.drawEllipse(QPointF(box.left(), y), radius, radius)


def _border(card: NodeItem) -> QPen:
    ink = card.ink
    pens = {
        CardState.ACTIVE: ink.active_border,
        CardState.FEEDING: ink.feeding_border,
        CardState.ERROR: ink.error_border,
        CardState.INCOMPLETE: ink.open_border,
    }
    resting = ink.hover_border if card.hovered else ink.border
    return pens.get(card.state, ink.marked_border if card.marked else resting)


def _mark_parameter(painter: QPainter, ink: Ink, at: QPointF) -> None:
    """A filled dot: what the descent moves."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.accent)
    painter.drawEllipse(at, 4.5, 4.5)


def _mark_constant(painter: QPainter, ink: Ink, at: QPointF) -> None:
    """A hollow square: what stays as it is."""
    painter.setPen(QPen(ink.muted, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(at.x() - 4, at.y() - 4, 8, 8))


def _mark_data(painter: QPainter, ink: Ink, at: QPointF) -> None:
    """Three lines of a table: a column of the dataset."""
    painter.setPen(QPen(ink.muted, 1.8))
    for step in (-4, 0, 4):
        painter.drawLine(QPointF(at.x() - 5, at.y() + step), QPointF(at.x() + 5, at.y() + step))


_MARKS: dict[str, Callable[[QPainter, Ink, QPointF], None]] = {
    Role.PARAMETER.value: _mark_parameter,
    Role.CONSTANT.value: _mark_constant,
    Role.DATA.value: _mark_data,
}


def paint_tile(painter: QPainter, card: NodeItem) -> None:
    """A tile with the symbol, for when text would be too small to read."""
    ink, box = card.ink, card.box
    painter.setPen(_border(card))
    painter.setBrush(ink.accent if card.isSelected() else ink.surface_brush)
    painter.drawRect(box)
    tiles = ink.tiles
    if card.is_pill:
        text, script, color = card.value_text, tiles.number, ink.value
    elif card.label.symbol:
        text, color = card.label.symbol, ink.text
        script = tiles.symbol if len(text) < 3 else tiles.word
    else:
        text, script, color = card.name_text, tiles.name, ink.text
    painter.setFont(script.font)
    painter.setPen(ink.surface if card.isSelected() else color)
    base = script.ascent - script.height / 2
    painter.drawText(QPointF(-script.width(text) / 2, base), text)


def paint_dot(painter: QPainter, card: NodeItem) -> None:
    """A block of color: inputs in the color of values, operations in that of edges."""
    ink = card.ink
    if card.isSelected() or card.marked or card.state is CardState.ACTIVE:
        color = ink.accent
    elif card.state is CardState.ERROR:
        color = ink.bad
    else:
        color = ink.muted if card.ports else ink.value
    painter.fillRect(card.box, color)
