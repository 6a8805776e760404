"""A plot as a drawing: the plot itself, what stands beside it, and a caption."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QWidget

from gradviz.ui.pictures import Drawing
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.theme import Theme

CAPTION_PADDING = 12  # pixels
TALLEST_CAPTION = 10_000  # pixels
ORIGIN = QPoint(0, 0)
_CAPTION_FLAGS = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
_CACHED = QGraphicsItem.CacheMode.DeviceCoordinateCache


def is_seen(canvas: PlotCanvas) -> bool:
    """Whether there is a plot, in front of others in its place."""
    # The viewport, which covers the whole canvas and so leaves nothing of it visible.
    shown = canvas.viewport() if canvas.stand_in is None else canvas.stand_in
    return not shown.visibleRegion().isEmpty() and canvas.empty_sentence is None


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
    plot = canvas if canvas.stand_in is None else canvas.stand_in
    width = plot.width() + sum(widget.width() for widget in beside)
    font = QFont(canvas.font())
    font.setPixelSize(canvas.font_size + 1)
    caption = _caption_place(canvas, font, QRectF(0, plot.height(), width, 0))
    height = plot.height() + caption.height()

    def paint(painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, width, height), QColor(canvas.theme.surface))
        draw_plot(painter, canvas)
        left = plot.width()
        for widget in beside:
            _render(painter, widget, left)
            left += widget.width()
        if canvas.caption:
            painter.setFont(font)
            painter.setPen(QColor(canvas.theme.text))
            painter.drawText(caption, _CAPTION_FLAGS, canvas.caption)

    return Drawing(width, height, paint)


def _caption_place(canvas: PlotCanvas, font: QFont, below: QRectF) -> QRectF:
    """Where the caption is written below a plot, on as many lines as it needs."""
    place = below.adjusted(CAPTION_PADDING, 0, -CAPTION_PADDING, 0)
    if canvas.caption:
        room = QRectF(0, 0, place.width(), TALLEST_CAPTION)
        words = QFontMetricsF(font).boundingRect(room, _CAPTION_FLAGS, canvas.caption)
        place.setHeight(math.ceil(words.height()) + CAPTION_PADDING)
    return place


def draw_plot(painter: QPainter, canvas: PlotCanvas, place: QPoint = ORIGIN) -> None:
    """Draw a plot, or what is seen in its place, with its top left at a place."""
    if canvas.stand_in is None:
        canvas.render(painter, QRectF(place, canvas.size()), canvas.viewport().rect())
        return
    painter.save()
    painter.translate(place)
    painter.setClipRect(canvas.stand_in.rect())
    canvas.stand_in.print_on(painter)
    painter.restore()


def _render(painter: QPainter, widget: QWidget, left: int) -> None:
    painter.save()
    painter.translate(left, 0)
    widget.render(painter, QPoint(0, 0), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.restore()
