"""Several plots side by side as one picture, with a line of words above them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.export.printing import draw_plot

HEAD = 28  # pixels
GAP = 8


def size_of(canvases: Sequence[PlotCanvas]) -> tuple[int, int]:
    """The width and height in pixels of the plots side by side."""
    shown = [canvas if canvas.stand_in is None else canvas.stand_in for canvas in canvases]
    width = sum(plot.width() for plot in shown) + GAP * (len(shown) - 1)
    return width, HEAD + max(plot.height() for plot in shown)


def strip_of(canvases: Sequence[PlotCanvas], words: str) -> QImage:
    """The plots as they are on the screen, the first the largest, all under one line of words."""
    first = canvases[0]
    width, height = size_of(canvases)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(first.theme.surface))
    painter = QPainter(image)
    font = QFont(first.font())
    font.setPixelSize(first.font_size + 2)
    painter.setFont(font)
    painter.setPen(QColor(first.theme.text))
    painter.drawText(QRectF(12, 0, width - 24, HEAD), Qt.AlignmentFlag.AlignVCenter, words)
    left = 0
    for canvas in canvases:
        draw_plot(painter, canvas, QPoint(left, HEAD))
        left += (canvas if canvas.stand_in is None else canvas.stand_in).width() + GAP
    painter.end()
    return image
