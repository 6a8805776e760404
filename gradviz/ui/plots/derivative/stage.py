"""The three plots of the explorer: the curve, its derivative below on the same axis, the errors."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gradviz.descent import Interval
from gradviz.ui.plots.derivative import tints
from gradviz.ui.plots.derivative.canvases import ProbeCanvas
from gradviz.ui.plots.derivative.error_layers import ErrorLayers
from gradviz.ui.plots.derivative.probe import Probe, best_spoken, spoken
from gradviz.ui.plots.derivative.secant_layers import SecantLayers
from gradviz.ui.plots.derivative.slope_layers import SlopeLayers, slope_range
from gradviz.ui.plots.derivative.source import Curves
from gradviz.ui.plots.ranges import curve_range
from gradviz.ui.theme import Theme

NARROW, HIGH = 470, 330  # pixels; what is narrow and high has the errors below, not beside
LEAST = QSize(250, 92)
BESIDE = 2  # shares of the width for the errors, to three for the curve
KEYS = (
    "Left and right move the point, with Shift faster; up and down, or Ctrl with left and right, "
    "change h.\n"
)
VIEW = "Wheel zooms, right button or Shift pans, double-click or Home shows everything."
TIPS = {
    "curve": "Drag the point, or its second point to change h.\n" + KEYS + VIEW,
    "slope": "The slope of the curve above at every place. Drag to move the point.\n" + KEYS + VIEW,
    "error": "How wrong the difference quotients are for every step h: measured points, and lines "
    "as theory has it.\nTriangles mark the best h, open ones as measured. Drag to change h.\n"
    + KEYS,
}
SPOKEN = {"curve": "Curve with tangent", "slope": "Derivative", "error": "Error by step"}


class Stage(QWidget):
    """Draws what it is given and keeps both upper plots on the same piece of the axis."""

    range_changed = Signal()  # another piece of the axis is seen
    resized = Signal(int)  # the height

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve, self.slope, self.error = (
            self._canvas(which, theme) for which in ("curve", "slope", "error")
        )
        self.secant_layers = SecantLayers(self.curve)
        self.slope_layers = SlopeLayers(self.slope)
        self.error_layers = ErrorLayers(self.error)
        self._fitted = True
        self._linking = False
        self._curves: Curves | None = None
        self.beside = QVBoxLayout()
        self.beside.setSpacing(0)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out()
        self.curve.view_changed.connect(lambda: self._link(self.curve, self.slope))
        self.slope.view_changed.connect(lambda: self._link(self.slope, self.curve))

    def _canvas(self, which: str, theme: Theme) -> ProbeCanvas:
        canvas = ProbeCanvas(f"derivative_{which}_plot", theme)
        canvas.setAccessibleName(SPOKEN[which])
        canvas.setToolTip(TIPS[which])
        canvas.setMinimumSize(120, 46)
        canvas.theme_wanted.connect(self.restyle)
        canvas.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        return canvas

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.curve, 3)
        left.addWidget(self.slope, 2)
        self.beside.addWidget(self.error, 1)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addLayout(left, 3)
        self._row.addLayout(self.beside, BESIDE)

    # What is shown

    @property
    def interval(self) -> Interval:
        """The piece of the axis that is seen."""
        return self.curve.frame.x

    def show_all(self, interval: Interval) -> None:
        """Show this piece of the axis; the heights follow the curve again."""
        self._fitted = True
        self._linking = True
        for canvas in (self.curve, self.slope):
            canvas.set_view(interval, canvas.frame.y)
        self._linking = False
        self.range_changed.emit()

    def show_names(self, probe: Probe) -> None:
        """Name the axes."""
        self.curve.set_labels("", probe.output)
        self._show_axis()
        self.slope.set_labels("", probe.symbol)
        self.error.set_labels("", "error")
        self.slope.corner, self.error.corner = probe.called, "step h"

    def show_curves(self, curves: Curves, probe: Probe) -> None:
        """Show a curve, its derivative and where it turns."""
        self._curves = curves
        stretches = tints.stretches(curves.x, curves.slopes, curves.turns)
        self.secant_layers.draw(curves, stretches)
        self.slope_layers.draw(curves)
        self._linking = True
        if self._fitted:
            self.curve.set_view(self.interval, curve_range(curves.values, [probe.value]))
        heights = slope_range(curves.slopes, (probe.slope,))
        self.slope.set_view(self.interval, heights)
        self._linking = False

    def show_probe(self, probe: Probe | None, held: str = "") -> None:
        """Show the point, the secant and the errors there."""
        words = "" if probe is None else spoken(probe)
        for canvas in (self.curve, self.slope):
            canvas.caption = words
        if probe is not None and probe.errors is not None:
            self.error.caption = best_spoken(probe.errors)
        self.secant_layers.draw_probe(probe, held)
        self.slope_layers.draw_probe(probe)
        if probe is not None and (probe.errors is not None or not held):
            self.error_layers.draw(probe.errors, probe.h, held=held == "h")

    def show_hover(self, x: float | None, value: float = 0.0, slope: float = 0.0) -> None:
        """Mark a place on both curves."""
        self.secant_layers.draw_hover(None if x is None else (x, value))
        self.slope_layers.draw_hover(None if x is None else (x, slope))

    def set_empty(self, sentence: str | None) -> None:
        """Show a sentence in place of the plots, or the plots again."""
        self.curve.set_empty(sentence)
        for canvas in (self.slope, self.error):
            canvas.setVisible(sentence is None)
        self._row.setStretchFactor(self.beside, BESIDE if sentence is None else 0)

    def restyle(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        for canvas in (self.curve, self.slope, self.error):
            canvas.restyle(theme)
        for layers in (self.secant_layers, self.slope_layers, self.error_layers):
            layers.restyle()

    # What happens

    def _link(self, moved: ProbeCanvas, other: ProbeCanvas) -> None:
        if self._linking:
            return
        self._linking = True
        if moved is self.curve:
            self._fitted = False
        other.set_view(moved.frame.x, other.frame.y)
        self._linking = False
        self.range_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= NARROW or event.size().height() < HIGH
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._show_axis()
        self.resized.emit(event.size().height())

    def _show_axis(self) -> None:
        """The axis below the derivative is the same; the curve has one of its own if it fits."""
        self.curve.plotItem.showAxis("bottom", self.height() >= HIGH)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            for layers in (self.secant_layers, self.slope_layers, self.error_layers):
                layers.restyle()

    def minimumSizeHint(self) -> QSize:
        return LEAST

    def sizeHint(self) -> QSize:
        return QSize(600, 300)
