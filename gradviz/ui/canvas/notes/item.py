"""A comment on the canvas: a sheet behind the cards with wrapped text."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from gradviz.document import Comment
from gradviz.graph.layout import Point, Size
from gradviz.ui.canvas.drawing.ink import Ink, mixed
from gradviz.ui.canvas.drawing.scripts import Script
from gradviz.ui.canvas.groups.frame import readable

PADDING = 10.0
CORNER = 14.0
_RING = 4.0
_BAR = 3.0


class CommentItem(QGraphicsRectItem):
    """Shows one comment; ``box`` is the sheet about its center."""

    def __init__(self, comment: Comment, ink: Ink) -> None:
        super().__init__()
        self.comment = comment
        self.ink = ink
        self.box = QRectF()
        self._lines: tuple[tuple[object, ...], list[str]] = ((), [])
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setPen(ink.no_pen)
        self.setZValue(-1)
        self.show_comment(comment)

    def show_comment(self, comment: Comment) -> None:
        """Show another state of the comment."""
        self.comment = comment
        self.show_box(comment.place, comment.size)
        self.update()

    def show_box(self, place: Point, size: Size) -> None:
        """Stand elsewhere, or be of another size, for the time being."""
        self.setPos(*place)
        self.box = QRectF(-size[0] / 2, -size[1] / 2, *size)
        self.setRect(self.box.adjusted(-_RING, -_RING, _RING, _RING))

    @property
    def spoken(self) -> str:
        """The comment in one sentence, for a screen reader."""
        return f"comment, {' '.join(self.comment.text.split()) or 'empty'}"

    def corner_at(self, at: QPointF) -> bool:
        """Whether a point of the scene is at the corner by which the sheet is made larger."""
        corner = self.box.translated(self.pos()).bottomRight()
        return QRectF(corner.x() - CORNER, corner.y() - CORNER, CORNER + 4, CORNER + 4).contains(at)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        del option
        ink, box = self.ink, self.box
        selected = self.isSelected() and widget is not None  # not in an export
        painter.setPen(ink.focus_ring if selected else QPen(ink.line, 1.0))
        painter.setBrush(mixed(ink.canvas, ink.surface, 0.6))
        painter.drawRoundedRect(box, 6, 6)
        painter.fillRect(
            QRectF(box.left() + 1, box.top() + 6, _BAR, box.height() - 12),
            mixed(ink.canvas, ink.muted, 0.6),
        )
        if selected:
            self._paint_corner(painter)
        size = readable(painter.worldTransform().m11())
        if size is not None:
            self._write(painter, size)

    def _paint_corner(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.ink.accent, 1.5))
        corner = self.box.bottomRight()
        for step in (4.0, 8.0):
            painter.drawLine(corner - QPointF(step + 2, 3), corner - QPointF(3, step + 2))

    def _write(self, painter: QPainter, size: int) -> None:
        script = note_script(size)
        painter.setFont(script.font)
        painter.setPen(self.ink.text)
        key = (self.comment.text, size, self.box.width(), self.box.height())
        if self._lines[0] != key:
            self._lines = (key, wrapped(self.comment.text, script, self.box.size().toTuple()))
        left, top = self.box.left() + PADDING + _BAR, self.box.top() + PADDING - 2
        for number, line in enumerate(self._lines[1]):
            base = top + number * script.height + script.ascent
            painter.drawText(QPointF(left, base), line)


@lru_cache(maxsize=32)
def note_script(size: int = 13) -> Script:
    """How comments are written at a size."""
    font = QFont()
    font.setPixelSize(size)
    return Script(font)


def wrapped(text: str, script: Script, size: Size) -> list[str]:
    """The lines of a text in a sheet of this size; what does not fit ends in an ellipsis."""
    room = size[0] - 2 * PADDING - _BAR
    most = max(1, int((size[1] - 2 * PADDING + 4) // script.height))
    lines = broken_into_lines(text, script, room)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    return [*lines[: most - 1], script.cut(f"{last} …", room)]


def broken_into_lines(text: str, script: Script, room: float) -> list[str]:
    """The lines of a text that are no wider than ``room``; a longer word is cut."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and script.width(longer) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return [script.cut(line, room) for line in lines]


def height_for(text: str, width: float, script: Script) -> float:
    """How high a sheet of this width must be to hold the text."""
    lines = broken_into_lines(text, script, width - 2 * PADDING - _BAR)
    return len(lines) * script.height + 2 * PADDING
