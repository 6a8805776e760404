"""A plot in the colors of the theme: axes, grid, layers, an empty state."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from gradviz.descent import Interval
from gradviz.graph import Array
from gradviz.ui.plots.axis import Axis, shortened
from gradviz.ui.plots.colors import mixed_color
from gradviz.ui.plots.frame import Frame, Layer, frame_of
from gradviz.ui.plots.ranges import LARGEST, NARROWEST, showable
from gradviz.ui.theme import Theme

SMALLEST_FONT = 11  # pixels
GRID = 0.55  # share of the line color in that of the grid
HEAD_HEIGHT = 24  # pixels, of the row above a plot

LEAST = (120, 96)
"""Pixels: no dock makes a plot smaller; about 60 of the height are left for what is drawn."""

LOW = 240
"""Pixels: a plot that is lower has the name of its axis in the line of the ticks."""


class StandIn(QWidget):
    """A widget that can be seen in place of a plot, and in its pictures."""

    def print_on(self, painter: QPainter) -> None:
        """Paint it as for a picture, from (0, 0) to its size."""
        raise NotImplementedError


class ThemedPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph is untyped
    """A PlotWidget that looks like the rest of the window and shows what its layers draw."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        axes = {side: Axis(side) for side in ("left", "bottom")}
        super().__init__(parent, axisItems=axes, enableMenu=False)
        self.axes = axes
        self.theme = theme
        self._labels: object = None
        self._box_place: QRectF | None = None
        self._box_rect = QRect()
        self.caption = ""
        """What a picture of the plot says under it; empty: what the axes say."""
        self.stand_in: StandIn | None = None
        """What is seen in place of the plot."""
        self.beside: tuple[QWidget, ...] = ()
        """What belongs on the right of a picture of the plot: a color bar."""
        self.plates: dict[str, QRectF] = {}
        """Where legends lie, in pixels of the view box; one drawn later keeps clear of them."""
        self.inks: dict[str, Callable[[Frame], Array]] = {}
        """What legends must not cover: lines as rows ``x1 y1 x2 y2`` in pixels, by who draws."""
        self.setObjectName(name)
        self.setFrameStyle(0)
        self.setMinimumSize(*LEAST)
        self.box = self.plotItem.getViewBox()
        self.box.setMouseEnabled(x=False, y=False)
        self.box.disableAutoRange()
        self.box.setDefaultPadding(0.0)
        self.box.setLimits(xMin=-LARGEST, xMax=LARGEST, yMin=-LARGEST, yMax=LARGEST)
        self.box.setLimits(minXRange=NARROWEST, minYRange=NARROWEST)
        for side in ("top", "right"):  # hidden, but they would follow every change of the view
            self.plotItem.getAxis(side).unlinkFromView()
        self.plotItem.hideButtons()
        self.plotItem.ctrlMenu.setParent(self)  # never used, but it must not outlive the plot
        self.plotItem.ctrlMenu.hide()
        self.plotItem.layout.setContentsMargins(4, 6, 10, 4)
        for axis in axes.values():
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)
        self.grid = self.layer(self._draw_grid, cached=True)
        self._empty = self._made_empty(name)
        self.restyle(theme)

    def _made_empty(self, name: str) -> QLabel:
        """The sentence in place of the plot."""
        empty = QLabel(self)
        empty.setObjectName(f"{name}_empty")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setWordWrap(True)
        empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        empty.hide()
        return empty

    def layer(self, draw: Callable[[QPainter, Frame], None], *, cached: bool = False) -> Layer:
        """Add a layer over those there are."""
        return Layer(self.box, draw, cached=cached)

    def ink(self, frame: Frame) -> Array:
        """All that legends must not cover, as rows in pixels."""
        return np.vstack([np.empty((0, 4)), *(rows(frame) for rows in self.inks.values())])

    @property
    def frame(self) -> Frame:
        """What is visible now."""
        return frame_of(self.box)

    @property
    def box_rect(self) -> QRect:
        """Where in the viewport the layers are drawn."""
        place = self.box.geometry()
        if place != self._box_place:
            self._box_place = place
            corners = self.mapFromScene(self.box.sceneBoundingRect())
            self._box_rect = corners.boundingRect().adjusted(-1, -1, 1, 1)
        return self._box_rect

    def set_view(self, x: Interval, y: Interval) -> None:
        """Show these ranges, as far as they can be; nothing happens when they are shown already."""
        x, y = showable(*x), showable(*y)
        seen = self.frame
        if (seen.x, seen.y) != (x, y):
            self.box.setRange(xRange=x, yRange=y, padding=0)

    def set_labels(self, bottom: str, left: str) -> None:
        """Name the axes."""
        bottom, left = shortened(bottom), shortened(left)
        style = {"color": self.theme.text, "font-size": f"{self.font_size + 1}px"}
        if self._labels != (bottom, left, style):
            self._labels = (bottom, left, style)
            self.plotItem.setLabel("bottom", bottom, **style)
            self.plotItem.setLabel("left", left, **style)

    def set_decades(self, side: str, on: bool) -> None:
        """Whether the positions along an axis are logarithms."""
        if self.axes[side].decades != on:
            self.axes[side].decades = on
            self.axes[side].picture = None
            self.axes[side].update()
            self.grid.changed()

    def set_empty(self, sentence: str | None) -> None:
        """Show a sentence in place of the plot, or the plot again."""
        self.plotItem.setVisible(sentence is None)
        self._empty.setVisible(sentence is not None)
        self._empty.setText(sentence or "")

    @property
    def empty_sentence(self) -> str | None:
        """The sentence that stands in place of the plot."""
        return None if self._empty.isHidden() else self._empty.text()

    @property
    def font_size(self) -> int:
        """The size of the smallest text, in pixels."""
        return self._font_size

    @property
    def small_font(self) -> QFont:
        """The font of the smallest text."""
        return QFont(self._small_font)

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme and the size of the font."""
        self.theme = theme
        self._measure_font()
        self.setBackground(theme.surface)
        font = self.small_font
        for axis in self.axes.values():
            axis.setPen(pg.mkPen(theme.line))
            axis.setTextPen(pg.mkPen(theme.muted))
            axis.setStyle(
                tickFont=font, tickLength=-4, tickTextOffset=6, hideOverlappingLabels=True
            )
            axis.enableAutoSIPrefix(enable=False)
        self.axes["left"].setWidth(round(QFontMetricsF(font).horizontalAdvance("−0.0000")) + 24)
        self.grid.changed()
        self._empty.setStyleSheet(f"color: {theme.muted}; padding: 16px; background: transparent;")
        left, bottom = (self.axes[side].labelText for side in ("left", "bottom"))
        if left or bottom:
            self.set_labels(bottom, left)

    def _measure_font(self) -> None:
        self._font_size = max(SMALLEST_FONT, round(QFontInfo(self.font()).pixelSize() * 0.9))
        self._small_font = QFont(self.font())
        self._small_font.setPixelSize(self._font_size)

    def _draw_grid(self, painter: QPainter, frame: Frame) -> None:
        """Faint lines at the ticks; pyqtgraph's own are ten times dearer."""
        painter.setPen(mixed_color(self.theme.surface, self.theme.line, GRID))
        for value in self._ticks("bottom", *frame.x, frame.width):
            x = round(frame.pixel(value, frame.y[0]).x())
            painter.drawLine(x, 0, x, round(frame.height))
        for value in self._ticks("left", *frame.y, frame.height):
            y = round(frame.pixel(frame.x[0], value).y())
            painter.drawLine(0, y, round(frame.width), y)

    def _ticks(self, side: str, low: float, high: float, size: float) -> list[float]:
        """Where an axis has labels."""
        groups = self.axes[side].tickValues(low, high, size)
        return [value for _, values in groups[:2] for value in values]

    # What Qt says

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "axes"):  # pyqtgraph resizes while it builds
            self.axes["bottom"].set_low(self.height() < LOW)
        empty = getattr(self, "_empty", None)
        if empty is not None:
            empty.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_empty"):
            self.restyle(self.theme)
