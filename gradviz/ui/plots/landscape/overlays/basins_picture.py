"""The basins as a picture in pixels, and their minima with numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPolygonF

from gradviz.descent.outcomes.basins import NOT_ARRIVED, NOT_FINITE, Basins
from gradviz.ui.plots import marks
from gradviz.ui.plots.colors import rgb
from gradviz.ui.plots.frame import Frame
from gradviz.ui.theme import TRAJECTORY_COLORS, Theme

OPACITY = 0.5
BORDER = 0.85  # opacity of the line between two basins
ASTRAY = "#8A93A0"
BROKEN = "#111318"
HATCH = 8  # pixels from stripe to stripe where a descent breaks
MOST_NUMBERED = 24
FONT = 11  # pixels
NUMBER_AT = (11.0, -9.0)  # pixels from a minimum to the middle of its number
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
    painter.setFont(small_font(painter, bold=True))
    for label in range(len(shown.minima)):
        at = frame.pixel(*shown.along(label))
        size = 5.0 if many else 8.0
        painter.setPen(marks.pen("#FFFFFF", 1.6))
        painter.setBrush(color_of(label))
        painter.drawPolygon(QPolygonF([at + corner * size for corner in marks.star_corners()]))
        if not many:
            place = QRectF(-12, -7, 24, 14).translated(at + QPointF(*NUMBER_AT))
            painter.setPen(QColor(255, 255, 255))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(label + 1))


def small_font(painter: QPainter, *, bold: bool = False) -> QFont:
    """The font of the legend and of the numbers."""
    font = QFont(painter.font())
    font.setPixelSize(FONT)
    font.setBold(bold)
    return font
