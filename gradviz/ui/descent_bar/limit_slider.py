"""A slider with a mark: beyond it the descent diverges."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from gradviz.ui.theme import LIGHT, Theme


class LimitSlider(QSlider):
    """A horizontal slider whose groove is colored beyond a limit, with a tick at it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = LIGHT
        self._position: float | None = None
        self.limit: float | None = None

    def set_limit(self, limit: float | None, position: float | None) -> None:
        """Mark a limit at a position from 0 to 1; None takes the mark away."""
        if (limit, position) != (self.limit, self._position):
            self.limit, self._position = limit, position
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mark under the slider."""
        if self._position is not None:
            self._paint_mark(self._position)
        super().paintEvent(event)

    def _paint_mark(self, position: float) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style, control = self.style(), QStyle.ComplexControl.CC_Slider
        handle = style.subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, self)
        first = handle.width() / 2
        x = first + position * (self.width() - handle.width())
        middle = self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        beyond = QColor(self._theme.bad)
        beyond.setAlphaF(0.28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(beyond)
        painter.drawRoundedRect(QRectF(x, middle - 6, self.width() - first - x, 12), 3, 3)
        painter.setPen(QPen(QColor(self._theme.bad), 2.0))
        painter.drawLine(QPointF(x, middle - 9), QPointF(x, middle + 9))
        painter.end()
