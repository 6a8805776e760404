"""A tiny curve of the learning rates through the epochs, as a picture for a button or a form."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradviz.graph import Array, format_number
from gradviz.ui.theme import Theme

_MOST = 200  # points drawn, at most
_MARGIN = 3.0
_RATIO = 2  # the picture for a button is drawn for screens of double density


def draw_rates(painter: QPainter, rates: Array, area: QRectF, color: str) -> None:
    """Draw the rates from left to right, 0 at the bottom and the largest at the top."""
    places = np.unique(np.linspace(0, len(rates) - 1, min(len(rates), _MOST)).astype(int))
    x = area.left() + area.width() * (places / max(1, len(rates) - 1))
    top = float(np.max(rates, initial=0.0))
    heights = rates[places] / top if np.isfinite(top) and top > 0 else np.zeros(len(places))
    y = area.bottom() - area.height() * heights
    if len(places) == 1:  # one epoch, one rate
        x, y = np.array([area.left(), area.right()]), np.repeat(y, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 1.6))
    painter.drawPolyline(QPolygonF([QPointF(*p) for p in zip(x.tolist(), y.tolist(), strict=True)]))


def rates_icon(rates: Array, size: QSize, color: str, axes: str) -> QIcon:
    """The curve over its axes as an icon."""
    picture = QPixmap(size * _RATIO)
    picture.setDevicePixelRatio(_RATIO)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    area = QRectF(1.0, 1.0, size.width() - 2.0, size.height() - 2.0)
    painter.setPen(QPen(QColor(axes), 1.2))
    painter.drawPolyline([area.topLeft(), area.bottomLeft(), area.bottomRight()])
    draw_rates(painter, rates, area.adjusted(3.0, 4.0, -1.0, -3.0), color)
    painter.end()
    return QIcon(picture)


class RateCurve(QWidget):
    """The curve with its ends in numbers: the rate of the first epoch and of the last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rates: Array = np.zeros(1)
        self._theme: Theme | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rates(self, rates: Array, theme: Theme) -> None:
        """Show these rates, one for each epoch."""
        self._rates, self._theme = rates, theme
        first, last = format_number(float(rates[0])), format_number(float(rates[-1]))
        words = f"From {first} in the first epoch to {last} in the last"
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 64)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A frame, the curve, and the two rates."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.setBrush(QColor(theme.surface))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        line = painter.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(_MARGIN, line, -_MARGIN, -_MARGIN)
        draw_rates(painter, self._rates, area, theme.value)
        painter.setPen(QColor(theme.muted))
        text = QRectF(self.rect()).adjusted(2 * _MARGIN, 1, -2 * _MARGIN, 0)
        first, last = format_number(float(self._rates[0])), format_number(float(self._rates[-1]))
        top = Qt.AlignmentFlag.AlignTop
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | top, first)
        painter.drawText(text, Qt.AlignmentFlag.AlignRight | top, last)
