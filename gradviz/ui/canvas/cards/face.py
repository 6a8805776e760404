"""What stands on a card and where: its texts, heat strips and the mark of its role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage

from gradviz.graph import Value
from gradviz.ui.canvas.cards.heat import heat_image
from gradviz.ui.canvas.cards.wording import CardState, Label, shortened
from gradviz.ui.canvas.drawing.scripts import Script, Scripts

if TYPE_CHECKING:
    from gradviz.ui.canvas.cards.card import NodeItem

_ROWS = (15.0, 37.0, 58.0)
_HEAT_WIDTH = 44.0
_HEAT_HEIGHT = 12.0
_MARK = 10.0


@dataclass
class Line:
    """One text, how it is written, and where its left end stands, on the base line."""

    text: str
    script: Script
    color: QColor
    at: QPointF

    @property
    def box(self) -> QRectF:
        """The area the text takes."""
        top = self.at.y() - self.script.ascent
        return QRectF(self.at.x(), top, self.script.width(self.text), self.script.height)


@dataclass
class Face:
    """The laid-out texts, heat strips and role mark of one card."""

    lines: list[Line] = field(default_factory=list)
    images: list[tuple[QRectF, QImage]] = field(default_factory=list)
    mark: tuple[str, QPointF] | None = None
    name_line: Line | None = None
    value_line: Line | None = None

    def add(self, text: str, script: Script, color: QColor, left: float, middle: float) -> float:
        """Write from ``left`` on, vertically about ``middle``; returns where the text ends."""
        base = middle - script.height / 2 + script.ascent
        self.lines.append(Line(text, script, color, QPointF(left, base)))
        return left + script.width(text)

    def add_right(
        self, text: str, script: Script, color: QColor, right: float, middle: float
    ) -> float:
        """Write up to ``right``; returns where the text begins."""
        left = right - script.width(text)
        self.add(text, script, color, left, middle)
        return left

    def add_wrapped(
        self, text: str, script: Script, color: QColor, left: float, top: float, room: float
    ) -> None:
        """Write up to two lines of at most ``room``; the rest is cut with an ellipsis."""
        first = ""
        for word in text.split():
            longer = f"{first} {word}".strip()
            if first and script.width(longer) > room:
                break
            first = longer
        rest = " ".join(text.split())[len(first) :].strip()
        middle = top + script.height / 2
        for line in (first, rest):
            if line:
                self.add(script.cut(line, room), script, color, left, middle)
            middle += script.height

    def add_heat(
        self, value: Value, high: QColor, low: QColor, room: tuple[float, float], middle: float
    ) -> None:
        """A strip of colored cells for an array, at the right end of ``room`` if it fits."""
        width = min(_HEAT_WIDTH, room[1] - room[0])
        if not isinstance(value, float) and width >= _HEAT_HEIGHT:
            area = QRectF(room[1] - width, middle - _HEAT_HEIGHT / 2, width, _HEAT_HEIGHT)
            self.images.append((area, heat_image(np.asarray(value), low, high)))


def face_of(card: NodeItem, scripts: Scripts) -> Face:
    """Lay out what a card shows in letters of these sizes."""
    face, ink = Face(), card.ink
    left, top = card.box.left() + scripts.padding, card.box.top()
    room = card.size[0] - 2 * scripts.padding
    if card.is_pill:
        text = fitted(card.value, scripts.value, room)
        face.add(text, scripts.value, ink.value, -scripts.value.width(text) / 2, 0)
        face.value_line = face.lines[-1]
        return face
    _add_title(face, card, scripts, left, left + room)
    if card.sentence or card.label.missing:
        color = ink.bad if card.sentence else ink.muted
        said = card.sentence or card.label.missing
        face.add_wrapped(said, scripts.tag, color, left, top + 29, room)
    else:
        _add_numbers(face, card, scripts, left, left + room)
    return face


def _add_title(face: Face, card: NodeItem, scripts: Scripts, left: float, right: float) -> None:
    """The name or the symbol, and at the right what kind of node it is."""
    ink, label = card.ink, card.label
    middle = card.box.top() + _ROWS[0]
    if card.sentence:
        right = face.add_right("⚠", scripts.value, ink.bad, right, middle) - 6
    elif label.tag and (scripts.compact or _is_tight(label, scripts, right - left)):
        right -= _MARK
        face.mark = (label.tag, QPointF(right + _MARK / 2, middle))
        right -= 4
    elif label.tag:
        right = face.add_right(label.tag, scripts.tag, ink.muted, right, middle + 1) - 6
    elif label.name and label.symbol:
        right = face.add_right(label.symbol, scripts.small_symbol, ink.muted, right, middle) - 6
    script = scripts.name
    if not label.name:
        script = scripts.symbol if len(label.symbol) == 1 else scripts.function
    color = ink.muted if card.state is CardState.WAITING else ink.text
    text = script.cut(label.name or label.symbol, right - left)
    face.add(text, script, color, left, middle)
    face.name_line = face.lines[-1]


def _is_tight(label: Label, scripts: Scripts, room: float) -> bool:
    """Whether the kind of a node, written out, would cost letters of its name."""
    return scripts.name.width(label.name) + 6 + scripts.tag.width(label.tag) > room


def _add_numbers(face: Face, card: NodeItem, scripts: Scripts, left: float, right: float) -> None:
    ink, top = card.ink, card.box.top()
    rows = (
        (card.value, scripts.value, ink.value, top + _ROWS[1]),
        (card.gradient, scripts.gradient, ink.gradient, top + _ROWS[2]),
    )
    end = left
    for value, script, color, middle in rows:
        if value is not None:
            end = face.add(fitted(value, script, right - left), script, color, left, middle)
            if script is scripts.value:
                face.value_line = face.lines[-1]
            face.add_heat(value, color, ink.surface, (end + 6, right), middle)
    if scripts.compact or not isinstance(card.gradient, float):
        return
    if end + 8 + scripts.tag.width(card.caption) <= right:
        face.add_right(card.caption, scripts.tag, ink.muted, right, top + _ROWS[2] + 1)


def fitted(value: Value | None, script: Script, room: float) -> str:
    """A value in as many digits as there is room for, four at most."""
    texts = shortened(value)
    found = next((text for text in texts if script.width(text) <= room), None)
    return script.cut(texts[-1], room) if found is None else found
