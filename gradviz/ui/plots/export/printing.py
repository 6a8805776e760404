"""A plot as a drawing: the plot itself, what stands beside it, and a caption."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QGraphicsItem, QWidget

from gradviz.ui.pictures import Drawing
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.theme import Theme

CAPTION_HEIGHT = 28  # pixels
_CACHED = QGraphicsItem.CacheMode.DeviceCoordinateCache


def is_seen(canvas: PlotCanvas) -> bool:
    """Whether there is a plot, in front of others in its place."""
    # The viewport, which covers the whole canvas and so leaves nothing of it visible.
    return not canvas.viewport().visibleRegion().isEmpty() and canvas.empty_sentence is None


@contextmanager
def printed(canvas: PlotCanvas, theme: Theme) -> Iterator[Drawing]:
    """The plot in the colors of a theme, to be painted while the context lasts."""
    before = canvas.theme
    if theme is not before:
        canvas.theme_wanted.emit(theme)
    for axis in canvas.axes.values():  # a picture of the screen's pixels is too coarse
        axis.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    try:
        yield _drawing(canvas)
    finally:
        for axis in canvas.axes.values():
            axis.setCacheMode(_CACHED)
        if theme is not before:
            canvas.theme_wanted.emit(before)


def _drawing(canvas: PlotCanvas) -> Drawing:
    beside = [widget for widget in canvas.beside if not widget.isHidden()]
    width = canvas.width() + sum(widget.width() for widget in beside)
    height = canvas.height() + (CAPTION_HEIGHT if canvas.caption else 0)

    def paint(painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, width, height), QColor(canvas.theme.surface))
        canvas.render(painter, QRectF(canvas.rect()), canvas.viewport().rect())
        left = canvas.width()
        for widget in beside:
            _render(painter, widget, left)
            left += widget.width()
        if canvas.caption:
            place = QRectF(12, canvas.height(), width - 24, CAPTION_HEIGHT)
            font = QFont(canvas.font())
            font.setPixelSize(canvas.font_size + 1)
            painter.setFont(font)
            painter.setPen(QColor(canvas.theme.text))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, canvas.caption)

    return Drawing(width, height, paint)


def _render(painter: QPainter, widget: QWidget, left: int) -> None:
    painter.save()
    painter.translate(left, 0)
    widget.render(painter, QPoint(0, 0), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.restore()
