"""The legend of the basins: the minima with their shares of the starts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gradviz.descent.basins import NOT_ARRIVED, NOT_FINITE, Basins
from gradviz.graph import Array, format_number
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.overlays.basins_picture import (
    MOST_NUMBERED,
    color_of,
    small_font,
)
from gradviz.ui.plots.ranges import rounded
from gradviz.ui.theme import Theme

MOST = 6  # minima that are named one by one
ROW, SWATCH, MARGIN, PAD = 18.0, 11.0, 8.0, 8.0  # pixels

DENSE = 4.0
"""Pixels between the points of another legend: so many that it weighs more than a path."""


@dataclass(frozen=True)
class Entry:
    """A text, with the color of a label before it where it is about one."""

    label: int | None
    text: str


@dataclass(frozen=True)
class _Layout:
    """A box, and in it a place for each entry."""

    box: QRectF
    entries: tuple[tuple[Entry, QRectF], ...]


def draw_legend(
    painter: QPainter, shown: Basins, frame: Frame, theme: Theme, taken: Sequence[QPointF]
) -> QRectF:
    """A list with coordinates in a corner where it covers nothing, else a line at an edge.

    What must not be covered are the minima and what is ``taken``, in pixels. Returns its place.
    """
    font = small_font(painter)
    points = [frame.pixel(*shown.along(label)) for label in range(len(shown.minima))]
    points += taken
    layout = _listed(entries(shown, frame), font, frame, points)
    if layout is None:
        layout = _in_lines(entries(shown, frame, brief=True), font, frame, points)
    ground = QColor(theme.surface)
    ground.setAlphaF(0.9)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(marks.pen(theme.line))
    painter.setBrush(ground)
    painter.drawRoundedRect(layout.box, 6, 6)
    painter.setFont(font)
    for entry, place in layout.entries:
        if entry.label is not None:
            _draw_swatch(painter, place, entry.label, theme)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            place.adjusted(_indent(entry), 0, 1, 0), Qt.AlignmentFlag.AlignVCenter, entry.text
        )
    return layout.box


def taken_places(
    frame: Frame, path: Array, marked: Array, plates: Iterable[QRectF]
) -> list[QPointF]:
    """Pixels to keep clear of: along a path, marks (n, 2 each in data units), other legends."""
    found = [frame.pixel(x, y) for x, y in path[:: max(1, len(path) // 50)].tolist()]
    found += [frame.pixel(x, y) for x, y in marked.tolist()]
    for plate in plates:
        across, down = (
            np.linspace(low, high, max(2, round((high - low) / DENSE)))
            for low, high in ((plate.left(), plate.right()), (plate.top(), plate.bottom()))
        )
        found += [QPointF(float(x), float(y)) for x in across for y in down]
    return found


def entries(shown: Basins, frame: Frame, *, brief: bool = False) -> list[Entry]:
    """The minima that most starts reach, by number, then the others; ``brief``: no coordinates."""
    shares, astray, broken = shown.shares()
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


def _listed(found: list[Entry], font: QFont, frame: Frame, points: list[QPointF]) -> _Layout | None:
    """The entries one below the other in a corner; None where they would cover a point."""
    width = max(_width(entry, font) for entry in found) + 2 * PAD
    height = ROW * len(found) + PAD
    right, bottom = frame.width - width - MARGIN, frame.height - height - MARGIN
    if right < MARGIN or bottom < MARGIN:
        return None
    corners = (right, bottom), (right, MARGIN), (MARGIN, bottom), (MARGIN, MARGIN)
    boxes = [QRectF(x, y, width, height) for x, y in corners]
    box = next((box for box in boxes if not _covered(box, points)), None)
    if box is None:
        return None
    places = (
        QRectF(box.left() + PAD, box.top() + PAD / 2 + ROW * index, width - 2 * PAD, ROW)
        for index in range(len(found))
    )
    return _Layout(box, tuple(zip(found, places, strict=True)))


def _in_lines(found: list[Entry], font: QFont, frame: Frame, points: list[QPointF]) -> _Layout:
    """The entries beside each other at the bottom or the top, in a second line if they must."""
    places: list[tuple[Entry, QRectF]] = []
    left = MARGIN + PAD
    x, y, right = left, 0.0, left
    for entry in found:
        width = _width(entry, font)
        if x > left and x + width + PAD + MARGIN > frame.width:
            x, y = left, y + ROW
        places.append((entry, QRectF(x, y, width, ROW)))
        x += width + PAD
        right = max(right, x)
    height = y + ROW
    low, high = (
        QRectF(MARGIN, top, right - MARGIN, height)
        for top in (frame.height - height - MARGIN, MARGIN)
    )
    box = low if _covered(low, points) <= _covered(high, points) else high
    return _Layout(box, tuple((entry, place.translated(0, box.top())) for entry, place in places))


def _covered(box: QRectF, points: list[QPointF]) -> int:
    """How many points are in a box with some room around it."""
    room = box.adjusted(-8, -8, 8, 8)
    return sum(room.contains(point) for point in points)


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
