"""The card of a closed group: its name, how many nodes it holds, and the numbers of its result."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gradviz.document import Group
from gradviz.graph import Node
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.cards.face import Face, fitted
from gradviz.ui.canvas.cards.wording import Label
from gradviz.ui.canvas.drawing import ink as metrics

_BEHIND = 4.0
_TITLE, _VALUE, _GRADIENT = 16.0, 38.0, 58.0


class GroupCard(NodeItem):
    """Looks like a card with another one behind it; opens by a double click."""

    counted = ""
    is_wired = False  # its wires are those of its nodes: they are changed when it is open

    def show_group(self, group: Group, node: Node, called: str, output: str) -> None:
        """Show a group; ``node`` stands for it in the graph, ``called`` is its result."""
        count = len(group.members)
        self.counted = f"{count} node{'' if count == 1 else 's'}"
        spoken = f"closed group {group.name}, {self.counted}"
        label = Label(group.name, "", "", spoken, called)
        self.show_node(node, label, output)

    def face(self, least: int) -> Face:
        """The laid-out texts for letters of at least so many pixels."""
        face, scripts, ink = Face(), self.ink.scripts(least), self.ink
        left, top = self.box.left() + scripts.padding, self.box.top()
        right = self.box.right() - scripts.padding
        name = scripts.tag if scripts.compact else scripts.gradient
        start = left + 15
        face.add(name.cut(self.label.name, right - start), name, ink.text, start, top + _TITLE)
        end = left
        rows = (
            (self.value, scripts.value, ink.value, top + _VALUE),
            (self.gradient, scripts.gradient, ink.gradient, top + _GRADIENT),
        )
        for value, script, color, middle in rows:
            if value is not None:
                text = fitted(value, script, right - left)
                end = face.add(text, script, color, left, middle)
        if not scripts.compact and end + 8 + scripts.tag.width(self.counted) <= right:
            face.add_right(self.counted, scripts.tag, ink.muted, right, top + _GRADIENT + 1)
        return face

    def _draw_face(self, painter: QPainter, least: int) -> None:
        self._draw_behind(painter)
        super()._draw_face(painter, least)
        paint_chevron(painter, self.box.topLeft() + QPointF(14, _TITLE), self.ink.muted, down=False)

    def _draw_tile(self, painter: QPainter, least: int) -> None:
        self._draw_behind(painter)
        super()._draw_tile(painter, least)

    def _draw_behind(self, painter: QPainter) -> None:
        painter.setPen(self.ink.hover_border)
        painter.setBrush(self.ink.canvas_brush)
        behind = self.box.translated(_BEHIND, _BEHIND)
        painter.drawRoundedRect(behind, metrics.RADIUS, metrics.RADIUS)

    def _content(self, *, far: bool) -> Hashable | None:
        found = super()._content(far=far)
        return None if found is None else (found, self.label.name, self.counted)


def paint_chevron(painter: QPainter, at: QPointF, color: QColor, *, down: bool) -> None:
    """The mark that says whether a group is open (down) or closed (to the right)."""
    pen = QPen(color, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = at.x(), at.y()
    points = ((-4, -2), (0, 2.5), (4, -2)) if down else ((-2, -4), (2.5, 0), (-2, 4))
    painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in points])


def chevron_area(box: QRectF) -> QRectF:
    """Where a click opens or closes the group of this card or frame."""
    return QRectF(box.left(), box.top(), 28, 34)
