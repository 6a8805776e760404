"""Painting a card at its three levels of detail: the full face, a tile, a dot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QStaticText

from gradviz.graph import Value
from gradviz.graph.layout import port_offset
from gradviz.ui.canvas import ink as metrics
from gradviz.ui.canvas.heat import heat_image
from gradviz.ui.canvas.wording import CardState

if TYPE_CHECKING:
    from gradviz.ui.canvas.card import NodeItem

_PORT = 3.0
_BAR = 4.0
_HEAT_WIDTH = 44.0
_HEAT_HEIGHT = 12.0


@dataclass
class Line:
    """One shaped text, where its top left corner stands, and how it is written."""

    text: QStaticText
    font: QFont
    color: QColor
    at: QPointF


@dataclass
class Face:
    """The laid-out texts and heat strips of one card."""

    lines: list[Line] = field(default_factory=list)
    images: list[tuple[QRectF, QImage]] = field(default_factory=list)

    def add(self, text: str, font: QFont, color: QColor, left: float, middle: float) -> float:
        """Write from ``left`` on, vertically about ``middle``; returns where the text ends."""
        metric = QFontMetricsF(font)
        self.lines.append(
            Line(_shaped(text, font), font, color, QPointF(left, middle - metric.height() / 2))
        )
        return left + metric.horizontalAdvance(text)

    def add_right(
        self, text: str, font: QFont, color: QColor, right: float, middle: float
    ) -> float:
        """Write up to ``right``; returns where the text begins."""
        left = right - QFontMetricsF(font).horizontalAdvance(text)
        self.add(text, font, color, left, middle)
        return left

    def add_centered(self, text: str, font: QFont, color: QColor, at: QPointF) -> None:
        """Write about a point."""
        wide = QFontMetricsF(font).horizontalAdvance(text)
        self.add(text, font, color, at.x() - wide / 2, at.y())

    def add_wrapped(
        self, text: str, font: QFont, color: QColor, left: float, top: float, room: float
    ) -> None:
        """Write up to two lines of at most ``room``; the rest is cut with an ellipsis."""
        metric = QFontMetricsF(font)
        first = ""
        for word in text.split():
            longer = f"{first} {word}".strip()
            if first and metric.horizontalAdvance(longer) > room:
                break
            first = longer
        rest = " ".join(text.split())[len(first) :].strip()
        middle = top + metric.height() / 2
        for line in (first, rest):
            if line:
                cut = metric.elidedText(line, Qt.TextElideMode.ElideRight, room)
                self.add(cut, font, color, left, middle)
            middle += metric.height()

    def add_heat(
        self, value: Value, high: QColor, low: QColor, room: tuple[float, float], middle: float
    ) -> None:
        """A strip of colored cells for an array, at the right end of ``room`` if it fits."""
        width = min(_HEAT_WIDTH, room[1] - room[0])
        if not isinstance(value, float) and width >= _HEAT_HEIGHT:
            area = QRectF(room[1] - width, middle - _HEAT_HEIGHT / 2, width, _HEAT_HEIGHT)
            self.images.append((area, heat_image(np.asarray(value), low, high)))


def _shaped(text: str, font: QFont) -> QStaticText:
    result = QStaticText(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.prepare(font=font)
    return result


def paint_face(painter: QPainter, card: NodeItem, face: Face) -> None:
    """The card with all its text."""
    ink, box, state = card.ink, card.box, card.state
    radius = box.height() / 2 if card.is_pill else metrics.RADIUS
    if card.isSelected():
        painter.setPen(ink.focus_ring)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-2.5, -2.5, 2.5, 2.5), radius + 2.5, radius + 2.5)
    painter.setPen(_border(card))
    painter.setBrush(ink.surface_brush)
    painter.drawRoundedRect(box, radius, radius)
    if state is CardState.ACTIVE or state is CardState.ERROR:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.accent if state is CardState.ACTIVE else ink.bad)
        edge = QRectF(box.left(), box.top() + radius, _BAR, box.height() - 2 * radius)
        painter.drawRoundedRect(edge, 1, 1)
    for line in face.lines:
        painter.setFont(line.font)
        painter.setPen(line.color)
        painter.drawStaticText(line.at, line.text)
    for target, image in face.images:
        painter.drawImage(target, image)
    if card.ports:
        painter.setPen(ink.port)
        painter.setBrush(ink.surface_brush)
        for port in range(card.ports):
            y = port_offset(port, card.ports, box.height())
            painter.drawEllipse(QPointF(box.left(), y), _PORT, _PORT)


def _border(card: NodeItem) -> QPen:
    ink = card.ink
    pens = {
        CardState.ACTIVE: ink.active_border,
        CardState.ERROR: ink.error_border,
        CardState.INCOMPLETE: ink.open_border,
    }
    return pens.get(card.state, ink.hover_border if card.hovered else ink.border)


def paint_tile(painter: QPainter, card: NodeItem) -> None:
    """A tile with the symbol, for when text would be too small to read."""
    ink = card.ink
    painter.setPen(_border(card))
    painter.setBrush(ink.accent if card.isSelected() else ink.surface_brush)
    painter.drawRect(card.box)
    fonts = ink.fonts
    if card.is_pill:
        text, font, color = card.value_text, fonts.tile_number, ink.value
    elif card.label.symbol:
        text, color = card.label.symbol, ink.text
        font = fonts.tile if len(text) < 3 else fonts.tile_word
    else:
        text, font, color = card.name_text, fonts.tile_name, ink.text
    painter.setFont(font)
    painter.setPen(ink.surface if card.isSelected() else color)
    painter.drawText(card.box, Qt.AlignmentFlag.AlignCenter, text)


def paint_dot(painter: QPainter, card: NodeItem) -> None:
    """A block of color: inputs in the color of values, operations in that of edges."""
    ink = card.ink
    if card.isSelected() or card.state is CardState.ACTIVE:
        color = ink.accent
    elif card.state is CardState.ERROR:
        color = ink.bad
    else:
        color = ink.muted if card.ports else ink.value
    painter.fillRect(card.box, color)
