"""The basins as a picture in pixels, their minima with numbers, and the legend."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPolygonF

from gradviz.descent.basins import NOT_ARRIVED, NOT_FINITE, Basins
from gradviz.graph import Array, format_number
from gradviz.ui.plots import marks
from gradviz.ui.plots.colors import rgb
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.ranges import rounded
from gradviz.ui.theme import TRAJECTORY_COLORS, Theme

OPACITY = 0.5
BORDER = 0.85  # opacity of the line between two basins
ASTRAY = "#8A93A0"
BROKEN = "#111318"
HATCH = 8  # pixels from stripe to stripe where a descent breaks
MOST_ROWS = 6
MOST_NUMBERED = 24
ROW, SWATCH, MARGIN, PAD = 18.0, 11.0, 10.0, 8.0
FONT = 11  # pixels
NOTHING = -3
"""The label of pixels outside the ranges."""

Pixels = npt.NDArray[np.int32]


def color_of(label: int) -> QColor:
    """The color of a minimum, in the order of trajectories; gray and black for the others."""
    if label == NOT_ARRIVED:
        return QColor(ASTRAY)
    if label == NOT_FINITE:
        return QColor(BROKEN)
    return QColor(TRAJECTORY_COLORS[label % len(TRAJECTORY_COLORS)])


def picture(shown: Basins, frame: Frame, theme: Theme) -> QImage:
    """The labels in the pixels of a frame: colors, stripes where it breaks, borders between."""
    labels = _pixels(shown, frame)
    inside = labels > NOTHING
    count = len(shown.minima)
    known = [*range(count), NOT_ARRIVED, NOT_FINITE]
    table = np.zeros((count + 3, 4), dtype=np.uint8)
    for label in known:
        table[label] = (*rgb(color_of(label).name())[::-1], round(255 * OPACITY))
    table[NOTHING] = 0
    colors = table[labels]
    broken = labels == NOT_FINITE
    rows, columns = np.ogrid[: labels.shape[0], : labels.shape[1]]
    colors[broken & ((rows + columns) % HATCH < 2)] = (*rgb("#FFFFFF"), 90)
    edge = np.zeros(labels.shape, dtype=np.bool_)
    edge[:, 1:] |= (labels[:, 1:] != labels[:, :-1]) & inside[:, 1:] & inside[:, :-1]
    edge[1:] |= (labels[1:] != labels[:-1]) & inside[1:] & inside[:-1]
    ink = "#FFFFFF" if theme.is_dark else "#101820"
    colors[edge] = (*rgb(ink)[::-1], round(255 * BORDER))
    data = np.ascontiguousarray(colors)
    height, width = labels.shape
    image = QImage(data.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)  # a copy of its own


def _pixels(shown: Basins, frame: Frame) -> Pixels:
    """The label under the middle of each pixel."""
    width, height = max(1, int(np.ceil(frame.width))), max(1, int(np.ceil(frame.height)))
    unit_x, unit_y = frame.pixel_size
    x = frame.x[0] + (np.arange(width) + 0.5) * unit_x
    y = frame.y[1] - (np.arange(height) + 0.5) * unit_y
    cells = [
        np.floor((values - low) / (high - low) * shown.size).astype(np.int64)
        for values, (low, high) in zip((x, y), shown.ranges, strict=True)
    ]
    there = [(cell >= 0) & (cell < shown.size) for cell in cells]
    column, row = (np.clip(cell, 0, shown.size - 1) for cell in cells)
    labels = shown.labels[np.ix_(row, column)]
    return np.where(there[1][:, None] & there[0][None, :], labels, NOTHING)


def draw_minima(painter: QPainter, shown: Basins, frame: Frame) -> None:
    """A star in the basin's color at each minimum, with its number where there are few."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    many = len(shown.minima) > MOST_NUMBERED
    painter.setFont(_font(painter, bold=True))
    for label in range(len(shown.minima)):
        at = frame.pixel(*shown.along(label))
        size = 5.0 if many else 8.0
        painter.setPen(marks.pen("#FFFFFF", 1.6))
        painter.setBrush(color_of(label))
        painter.drawPolygon(QPolygonF([at + corner * size for corner in marks.star_corners()]))
        if not many:
            place = QRectF(at.x() + 7, at.y() - 16, 24, 14)
            painter.setPen(QColor(255, 255, 255))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, str(label + 1))


def draw_legend(
    painter: QPainter, shown: Basins, frame: Frame, theme: Theme, path: tuple[Array, Array]
) -> None:
    """The minima with their shares of the starts, in the corner where it covers the least.

    Without the coordinates, which the mouse tells too, where it would cover something with them.
    """
    font = _font(painter)
    points = _points(shown, frame, path)
    for brief in (False, True):
        rows = legend_rows(shown, frame, brief=brief)
        wide = max(QFontMetricsF(font).horizontalAdvance(text) for _, text in rows)
        width, height = wide + SWATCH + 3 * PAD, ROW * len(rows) + PAD
        box = _corner(frame, width, height, points)
        if not any(_room(box).contains(point) for point in points):
            break
    if width + 2 * MARGIN > frame.width or height + 2 * MARGIN > frame.height:
        return
    ground = QColor(theme.surface)
    ground.setAlphaF(0.9)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(marks.pen(theme.line))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(font)
    for index, (label, text) in enumerate(rows):
        top = box.top() + PAD / 2 + index * ROW
        if label is not None:
            _draw_swatch(painter, QPointF(box.left() + PAD, top + (ROW - SWATCH) / 2), label, theme)
        painter.setPen(QColor(theme.text))
        place = QRectF(box.left() + 2 * PAD + SWATCH, top, wide + 1, ROW)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)


def _draw_swatch(painter: QPainter, at: QPointF, label: int, theme: Theme) -> None:
    square = QRectF(at.x(), at.y(), SWATCH, SWATCH)
    painter.setPen(marks.pen(theme.muted))
    painter.setBrush(color_of(label))
    painter.drawRect(square)
    if label == NOT_FINITE:
        painter.setPen(marks.pen("#FFFFFF", 1.4))
        painter.drawLine(square.bottomLeft(), square.topRight())


def legend_rows(
    shown: Basins, frame: Frame, *, brief: bool = False
) -> list[tuple[int | None, str]]:
    """A label and a text for each row: the minima most starts reach, then the others."""
    shares, astray, broken = shown.shares()
    order = np.argsort(-shares, kind="stable")
    most = len(order) if len(order) <= MOST_ROWS else MOST_ROWS - 1
    rows: list[tuple[int | None, str]] = []
    for label in sorted(map(int, order[:most])):
        along = zip(shown.along(label), frame.pixel_size, strict=True)
        x, y = (format_number(rounded(value, 0.01 * pixel), 3) for value, pixel in along)
        place = "" if brief else f"({x}, {y})  "
        rows.append((label, f"{label + 1}  {place}{_percent(float(shares[label]))}"))
    if most < len(order):
        rest = float(shares[order[most:]].sum())
        rows.append((None, f"and {len(order) - most} more  {_percent(rest)}"))
    if astray:
        rows.append((NOT_ARRIVED, f"not arrived  {_percent(astray)}"))
    if broken:
        rows.append((NOT_FINITE, f"infinite  {_percent(broken)}"))
    return rows


def _percent(share: float) -> str:
    if 0 < share < 0.001:
        return "< 0.1 %"
    return f"{format_number(round(100 * share, 1))} %"


def _font(painter: QPainter, *, bold: bool = False) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(FONT)
    font.setBold(bold)
    return font


def _points(shown: Basins, frame: Frame, path: tuple[Array, Array]) -> list[QPointF]:
    """What should not be covered: the minima and the path."""
    found = [frame.pixel(*shown.along(label)) for label in range(len(shown.minima))]
    x, y = path
    every = max(1, len(x) // 50)
    return found + [
        frame.pixel(float(a), float(b)) for a, b in zip(x[::every], y[::every], strict=True)
    ]


def _corner(frame: Frame, width: float, height: float, points: list[QPointF]) -> QRectF:
    """The corner box with the fewest points in it."""
    right, bottom = frame.width - width - MARGIN, frame.height - height - MARGIN
    boxes = [
        QRectF(x, y, width, height)
        for x, y in ((right, bottom), (right, MARGIN), (MARGIN, bottom), (MARGIN, MARGIN))
    ]
    return min(boxes, key=lambda box: sum(_room(box).contains(point) for point in points))


def _room(box: QRectF) -> QRectF:
    """A box with some room around it."""
    return box.adjusted(-8, -8, 8, 8)
