"""The ground of the canvas: a plain color with a grid of dots."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gradviz.ui.canvas.drawing.ink import TILE_ZOOM, Ink

DOT_STEP = 24


def paint_ground(painter: QPainter, area: QRectF, ink: Ink) -> None:
    """Paint a part of the scene; far away, and where they could not be seen, there are no dots."""
    painter.fillRect(area, ink.canvas)
    zoom = painter.worldTransform().m11()
    if zoom < TILE_ZOOM or ink.dots == ink.canvas:
        return
    step = DOT_STEP if zoom >= 0.8 else 2 * DOT_STEP
    pen = QPen(ink.dots, 2.0 * ink.ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)  # 20 times faster
    columns = range(floor(area.left() / step), ceil(area.right() / step) + 1)
    rows = range(floor(area.top() / step), ceil(area.bottom() / step) + 1)
    painter.drawPoints([QPointF(i * step, j * step) for j in rows for i in columns])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
