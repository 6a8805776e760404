"""The basins as a picture in pixels, and their minima with numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gradviz.descent.outcomes.basins import NOT_ARRIVED, NOT_FINITE, Basins, Bools, Labels
from gradviz.ui.plots import marks
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

STRIPE = QColor(255, 255, 255, 90)

Cells = npt.NDArray[np.intp]
Tones = npt.NDArray[np.uint32]


def color_of(label: int) -> QColor:
    """The color of a minimum, in the order of trajectories; gray and black for the others."""
    if label == NOT_ARRIVED:
        return QColor(ASTRAY)
    if label == NOT_FINITE:
        return QColor(BROKEN)
    return QColor(TRAJECTORY_COLORS[label % len(TRAJECTORY_COLORS)])


def picture(shown: Basins, frame: Frame, theme: Theme) -> QImage:
    """The labels in the pixels of a frame: colors, stripes where it breaks, borders between.

    What is looked up pixel by pixel is one number each; all else is done cell by cell.
    """
    labels = np.pad(shown.labels, 1, constant_values=NOTHING)  # an edge of nothing all around
    rows, columns = _cells(shown, frame)
    colors = _tones(shown)[labels][rows[:, None], columns[None, :]]
    broken = labels == NOT_FINITE
    if broken.any():
        stripes = np.add.outer(np.arange(len(rows)), np.arange(len(columns))) % HATCH < 2
        colors[broken[rows[:, None], columns[None, :]] & stripes] = STRIPE.rgba()
    ink = QColor("#FFFFFF" if theme.is_dark else "#101820")
    ink.setAlphaF(BORDER)
    inside = labels > NOTHING
    # The first pixels of a cell are on the border with the cell before.
    first = np.flatnonzero(np.diff(columns)) + 1
    here, before = columns[first], columns[first - 1]
    differs = _differs(labels[:, here], labels[:, before], inside[:, here] & inside[:, before])
    colors[:, first] = np.where(differs[rows], ink.rgba(), colors[:, first])
    first = np.flatnonzero(np.diff(rows)) + 1
    here, before = rows[first], rows[first - 1]
    differs = _differs(labels[here], labels[before], inside[here] & inside[before])
    colors[first] = np.where(differs[:, columns], ink.rgba(), colors[first])
    height, width = colors.shape
    image = QImage(colors.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)  # a copy of its own


def _tones(shown: Basins) -> Tones:
    """The color of each label, as Qt has it in one number; labels below zero count from the end."""
    count = len(shown.minima)
    table = np.zeros(count + 3, dtype=np.uint32)
    for label in (*range(count), NOT_ARRIVED, NOT_FINITE):
        tone = color_of(label)
        tone.setAlphaF(OPACITY)
        table[label] = tone.rgba()
    return table


def _differs(here: Labels, before: Labels, inside: Bools) -> Bools:
    return np.asarray((here != before) & inside, dtype=np.bool_)


def _cells(shown: Basins, frame: Frame) -> tuple[Cells, Cells]:
    """Rows and columns of the cells under the pixels, from 1; 0 and beyond are outside."""
    width, height = max(1, int(np.ceil(frame.width))), max(1, int(np.ceil(frame.height)))
    unit_x, unit_y = frame.pixel_size
    x = frame.x[0] + (np.arange(width) + 0.5) * unit_x
    y = frame.y[1] - (np.arange(height) + 0.5) * unit_y
    columns, rows = (
        np.clip(np.floor((values - low) / (high - low) * shown.size), -1, shown.size)
        for values, (low, high) in zip((x, y), shown.ranges, strict=True)
    )
    return rows.astype(np.intp) + 1, columns.astype(np.intp) + 1


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
        painter.drawPolygon(marks.star(size).translated(at))
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
