"""The legend of a race: a list of who is who, or what fits of it where there is little room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gradviz.ui.plots import marks
from gradviz.ui.plots.race.looks import Look, draw_head, draw_sample
from gradviz.ui.theme import Theme

SAMPLE = 34.0  # pixels of the piece of line
ROOM = 6.0
HEAD = 0.36  # of the height of a line: from the middle of a head to a corner


@dataclass(frozen=True)
class Line:
    """One line of a legend: how a racer looks and what it is called."""

    look: Look
    text: str


class Form(NamedTuple):
    """How a legend is laid out: its columns, and whether lines and names are in it."""

    columns: int = 1
    has_lines: bool = True
    has_names: bool = True


LIST = Form()


def forms_of(lines: Sequence[Line]) -> tuple[Form, ...]:
    """From the fullest to the smallest: a list, heads with names in columns, heads alone."""
    columns = dict.fromkeys((1, 2, len(lines)) if len(lines) > 2 else (1, len(lines)))
    brief = (Form(count, has_lines=False) for count in columns)
    return (LIST, *brief, Form(len(lines), has_lines=False, has_names=False))


def legend_size(lines: Sequence[Line], font: QFont, form: Form = LIST) -> QSizeF:
    """How large a legend is."""
    across, down = _cell(lines, font, form)
    rows = -(-len(lines) // form.columns)
    return QSizeF(across * form.columns + ROOM, down * rows + 2 * ROOM)


def draw_legend(
    painter: QPainter,
    rect: QRectF,
    lines: Sequence[Line],
    theme: Theme,
    font: QFont,
    form: Form = LIST,
) -> None:
    """The legend on a plate, so that it can be read over anything."""
    plate = QColor(theme.surface)
    plate.setAlphaF(0.88)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(marks.pen(theme.line, 1.0))
    painter.setBrush(plate)
    painter.drawRoundedRect(rect, 6, 6)
    painter.setFont(font)
    across, down = _cell(lines, font, form)
    corner = rect.topLeft() + QPointF(ROOM, ROOM)
    for number, line in enumerate(lines):
        row, column = divmod(number, form.columns)
        place = QRectF(corner + QPointF(column * across, row * down), QSizeF(across, down))
        _draw_line(painter, place, line, theme, form)


def _cell(lines: Sequence[Line], font: QFont, form: Form) -> tuple[float, float]:
    """The width and height that each line has, with the room after it."""
    metrics = QFontMetricsF(font)
    width = max((metrics.horizontalAdvance(line.text) for line in lines), default=0.0)
    height = metrics.lineSpacing() * 1.15
    sample = SAMPLE if form.has_lines else height
    return sample + ROOM + (width + ROOM if form.has_names else 0.0), height


def _draw_line(painter: QPainter, place: QRectF, line: Line, theme: Theme, form: Form) -> None:
    sample = QRectF(place)
    sample.setWidth(SAMPLE if form.has_lines else place.height())
    if form.has_lines:
        draw_sample(painter, sample, line.look)
    else:
        draw_head(painter, sample.center(), line.look, HEAD * place.height())
    if form.has_names:
        painter.setPen(QColor(theme.text))
        text = QRectF(sample.right() + ROOM, place.top(), place.width(), place.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, line.text)
