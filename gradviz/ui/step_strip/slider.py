"""The slider over the steps of both passes: forward in blue, backward in vermillion."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QStyle, QStyleOptionSlider, QWidget

from gradviz.ui.theme import Theme, ThemeSource

_MOST_TICKS = 60  # beyond this many steps the ticks would touch one another


class StepSlider(QSlider):
    """A slider over the steps: the forward part in blue, the backward part in vermillion."""

    def __init__(self, themes: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._themes = themes
        self._turn = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.theme_changed.connect(self.update)

    def show_steps(self, forward: int, count: int, position: int) -> None:
        """``count`` steps in all, the first ``forward`` of them forward, ``position`` done."""
        self._turn = forward
        if count >= self.maximum():  # in an order in which the value is never clipped
            self.setRange(0, count)
            self.setValue(position)
        else:
            self.setValue(position)
            self.setRange(0, count)
        self.setPageStep(max(1, count // 10))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the handle."""
        return QSize(160, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the two passes, the ticks of their steps and the handle."""
        theme = self._themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        parts = ((0, self._turn, theme.value), (self._turn, self.maximum(), theme.gradient))
        for first, last, color in parts:
            reached = min(max(self.value(), first), last)
            self._groove(painter, reached, last, theme.line)
            self._groove(painter, first, reached, color)
        if 0 < self.maximum() <= _MOST_TICKS:
            painter.setPen(QPen(QColor(theme.surface), 1.5))
            for step in range(1, self.maximum()):
                x = self._x(step)
                painter.drawLine(
                    QRectF(x, middle - 2, 0, 4).topLeft(), QRectF(x, middle - 2, 0, 4).bottomLeft()
                )
        self._handle(painter, theme)

    def _groove(self, painter: QPainter, first: int, last: int, color: str) -> None:
        if last > first:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
            left, right = self._x(first), self._x(last)
            painter.drawRect(QRectF(left, self.height() / 2 - 2, right - left, 4))

    def _handle(self, painter: QPainter, theme: Theme) -> None:
        backward = self.value() > self._turn
        color = QColor(theme.gradient if backward else theme.value)
        if not self.isEnabled():
            color = QColor(theme.muted)
        painter.setBrush(color)
        painter.setPen(QPen(QColor(theme.surface), 2))
        center = QRectF(self._x(self.value()) - 6.5, self.height() / 2 - 6.5, 13, 13)
        painter.drawEllipse(center)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawEllipse(center.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _x(self, step: int) -> float:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style, control = self.style(), QStyle.ComplexControl.CC_Slider
        groove = style.subControlRect(control, option, QStyle.SubControl.SC_SliderGroove, self)
        handle = style.subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, self)
        span = max(1, groove.width() - handle.width())
        reach = step / self.maximum() if self.maximum() else 0.0
        return groove.x() + handle.width() / 2 + reach * span
