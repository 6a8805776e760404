"""The color bar beside a map: which color stands for which value."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gradviz.descent import Scale
from gradviz.graph import format_number
from gradviz.ui.plots.canvas import SMALLEST_FONT
from gradviz.ui.plots.colors import image
from gradviz.ui.theme import Theme

BAR = 12  # pixels wide
TICKS = 5
EVENLY = Scale(0.0, 1.0)
STEPS = np.linspace(0.0, 1.0, 256)[:, None]
"""Positions on a scale: the strip has all colors from the lowest to the highest, whatever it is."""

TOP, BOTTOM = 12, 44  # the plot's own margins, so that the bar stands beside the map


class ColorBar(QWidget):
    """A strip of the map's colors with a few values beside it."""

    clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale: Scale | None = None
        self.setObjectName("landscape_color_bar")
        self.setAccessibleName("Color scale")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def draw(self, scale: Scale) -> None:
        """Show a scale."""
        if scale != self._scale:
            self._scale = scale
            kind = "linear" if scale.softness is None else "logarithmic"
            self.setToolTip(f"The colors are {kind} in the value. Click to choose another scale.")
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self._theme = theme
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def sizeHint(self) -> QSize:
        return QSize(BAR + 8 + self.fontMetrics().horizontalAdvance("−0.0000"), 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 40)

    def ticks(self) -> list[tuple[float, str]]:
        """Positions from 0 to 1, and the rounded values there as text."""
        return [] if self._scale is None else scale_ticks(self._scale)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's signature
        if self._scale is None:
            return
        painter = QPainter(self)
        rect = QRectF(0, TOP, BAR, max(1, self.height() - TOP - BOTTOM))
        steps = STEPS if self._scale.high > self._scale.low else np.full_like(STEPS, 0.5)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, image(steps, EVENLY, self._theme))
        font = QFont(self.font())
        font.setPixelSize(max(SMALLEST_FONT, round(QFontInfo(self.font()).pixelSize() * 0.9)))
        painter.setFont(font)
        painter.setPen(QPen(self._theme.muted))
        for position, text in self.ticks():
            y = rect.bottom() - position * rect.height()
            painter.drawLine(BAR, round(y), BAR + 3, round(y))
            place = QRectF(BAR + 6, y - 10, self.width() - BAR - 6, 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


def scale_ticks(scale: Scale, count: int = TICKS) -> list[tuple[float, str]]:
    """Positions from 0 to 1, evenly spaced but for the rounding, and the values there as text."""
    if scale.high <= scale.low:
        return []
    wanted = scale.value(np.linspace(0.0, 1.0, count))
    rounded = [_rounded(float(value), scale) for value in wanted]
    at = scale.position(np.array(rounded))
    return [(float(p), format_number(v, 3)) for p, v in zip(at, rounded, strict=True)]


def _rounded(value: float, scale: Scale) -> float:
    """The value with as few digits as the place on the scale allows."""
    if scale.softness is not None and value - scale.low < scale.softness * 1e-3:
        return value if value == 0 else float(f"{value:.2g}")
    unit = scale.high - scale.low if scale.softness is None else abs(value) + scale.softness
    digits = -int(np.floor(np.log10(unit))) + 1
    return round(value, digits)
