"""The legend of the basins: the minima with their shares of the starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gradviz.descent.outcomes.basins import NOT_ARRIVED, NOT_FINITE, Basins
from gradviz.graph import Array, format_number
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.overlays.basins_picture import (
    MOST_NUMBERED,
    NUMBER_AT,
    color_of,
)
from gradviz.ui.plots.placing import EDGE, Placed
from gradviz.ui.plots.ranges import rounded
from gradviz.ui.theme import Theme

MOST = 6  # minima that are named one by one
ROW, SWATCH, PAD = 18.0, 11.0, 8.0  # pixels


@dataclass(frozen=True)
class Entry:
    """A text, with the color of a label before it where it is about one."""

    label: int | None
    text: str


@dataclass(frozen=True)
class Layout:
    """How large a legend is, and the place of each entry in it."""

    size: QSizeF
    entries: tuple[tuple[Entry, QRectF], ...]


def draw_legend(
    painter: QPainter, placed: Placed, forms: Sequence[Layout], theme: Theme, font: QFont
) -> None:
    """The legend in its form and place, on a plate so that it can be read over anything."""
    ground = QColor(theme.surface)
    ground.setAlphaF(0.9)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(marks.pen(theme.line))
    painter.setBrush(ground)
    painter.drawRoundedRect(placed.rect, 6, 6)
    painter.setFont(font)
    for entry, inside in forms[placed.form].entries:
        place = inside.translated(placed.rect.topLeft())
        if entry.label is not None:
            _draw_swatch(painter, place, entry.label, theme)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            place.adjusted(_indent(entry), 0, 1, 0), Qt.AlignmentFlag.AlignVCenter, entry.text
        )


def layouts(shown: Basins, frame: Frame, font: QFont) -> list[Layout]:
    """The forms of the legend from the fullest: a list, one without coordinates, lines."""
    full, brief = (entries(shown, frame, brief=brief) for brief in (False, True))
    return [_listed(full, font), _listed(brief, font), _in_lines(brief, font, frame)]


def numbered_places(shown: Basins, frame: Frame) -> Array:
    """The pixels of the minima and of the numbers beside them."""
    at = [frame.pixel(*shown.along(label)) for label in range(len(shown.minima))]
    beside = [point + QPointF(*NUMBER_AT) for point in at]
    return np.array([(point.x(), point.y()) for point in (*at, *beside)]).reshape(-1, 2)


def entries(shown: Basins, frame: Frame, *, brief: bool = False) -> list[Entry]:
    """The minima that most starts reach, by number, then the others; ``brief``: no coordinates."""
    shares, astray, broken = shown.shares
    order = np.argsort(-shares, kind="stable")
    most = len(order) if len(order) <= MOST else MOST - 1
    found: list[Entry] = []
    if len(order) > MOST_NUMBERED:
        found.append(Entry(None, f"{len(order):,} minima  {_percent(float(shares.sum()))}"))
        order = order[:0]
    for label in sorted(map(int, order[:most])):
        along = zip(shown.along(label), frame.pixel_size, strict=True)
        x, y = (format_number(rounded(value, 0.01 * pixel), 3) for value, pixel in along)
        place = "" if brief else f"({x}, {y})  "
        found.append(Entry(label, f"{label + 1}  {place}{_percent(float(shares[label]))}"))
    if most < len(order):
        rest = float(shares[order[most:]].sum())
        found.append(Entry(None, f"and {len(order) - most} more  {_percent(rest)}"))
    if astray:
        found.append(Entry(NOT_ARRIVED, f"not arrived  {_percent(astray)}"))
    if broken:
        found.append(Entry(NOT_FINITE, f"infinite  {_percent(broken)}"))
    return found


def _percent(share: float) -> str:
    if 0 < share < 0.001:
        return "< 0.1 %"
    return f"{format_number(round(100 * share, 1))} %"


def _listed(found: Sequence[Entry], font: QFont) -> Layout:
    """The entries one below the other."""
    width = max(_width(entry, font) for entry in found)
    places = (QRectF(PAD, PAD / 2 + ROW * index, width, ROW) for index in range(len(found)))
    size = QSizeF(width + 2 * PAD, ROW * len(found) + PAD)
    return Layout(size, tuple(zip(found, places, strict=True)))


def _in_lines(found: Sequence[Entry], font: QFont, frame: Frame) -> Layout:
    """The entries beside each other, in a second line if they must."""
    places: list[tuple[Entry, QRectF]] = []
    x, y, right = PAD, 0.0, PAD
    for entry in found:
        width = _width(entry, font)
        if x > PAD and x + width + PAD + 2 * EDGE > frame.width:
            x, y = PAD, y + ROW
        places.append((entry, QRectF(x, y, width, ROW)))
        x += width + PAD
        right = max(right, x)
    return Layout(QSizeF(right, y + ROW), tuple(places))


def _indent(entry: Entry) -> float:
    return 0.0 if entry.label is None else SWATCH + 6.0


def _width(entry: Entry, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(entry.text) + _indent(entry) + 1.0


def _draw_swatch(painter: QPainter, place: QRectF, label: int, theme: Theme) -> None:
    square = QRectF(place.left(), place.center().y() - SWATCH / 2, SWATCH, SWATCH)
    painter.setPen(marks.pen(theme.muted))
    painter.setBrush(color_of(label))
    painter.drawRect(square)
    if label == NOT_FINITE:
        painter.setPen(marks.pen("#FFFFFF", 1.4))
        painter.drawLine(square.bottomLeft(), square.topRight())
