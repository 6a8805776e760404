"""The hatched veil over what is infeasible, with a soft edge where the constraint is zero."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame
from gradviz.ui.theme import Theme

SPACING = 7.0  # pixels between the lines, along the edge
VEIL = 0.62  # how much of the ground lies over what is infeasible


def draw_outside(painter: QPainter, excess: Array, frame: Frame, theme: Theme) -> None:
    """Veil and hatch where ``excess``, given on a grid over the frame, is not 0 or below."""
    ratio = painter.device().devicePixelRatioF()
    width, height = round(frame.width), round(frame.height)
    veil = QImage(
        round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    veil.setDevicePixelRatio(ratio)
    ground = QColor(theme.surface)
    ground.setAlphaF(VEIL)
    veil.fill(ground)
    brush = QPainter(veil)
    try:
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush.setPen(marks.pen(theme.muted, 1.0, 0.8))
        brush.drawLines(_hatches(width, height))
        brush.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        brush.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        brush.drawImage(QRectF(0, 0, width, height), _mask(excess))
    finally:
        brush.end()
    painter.drawImage(QRectF(0, 0, frame.width, frame.height), veil)


def _hatches(width: int, height: int) -> list[QLineF]:
    starts = np.arange(-height, width, SPACING)
    return [QLineF(float(x), height, float(x) + height, 0.0) for x in starts]


def _mask(excess: Array) -> QImage:
    """Opaque where infeasible; bilinear scaling makes the edge as fine as the grid allows."""
    rows = np.where(excess[::-1] <= 0, 0, 255).astype(np.uint8)
    rows = np.ascontiguousarray(rows)
    height, width = rows.shape
    mask = QImage(rows.data, width, height, width, QImage.Format.Format_Alpha8)
    return mask.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
