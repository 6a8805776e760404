"""A slider for each parameter that is fitted by hand, and the ranges they go over."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSlider, QWidget

from gradviz.descent import Interval
from gradviz.document import Document
from gradviz.graph import format_number
from gradviz.teaching import written
from gradviz.ui.plots.ranges import rounded

STEPS = 400
PER_ROW = 2
USUAL = 5.0
"""How far a slider goes to both sides where nothing says how large the parameter may be."""

_FARTHEST = 1e12  # a value beyond is shown at the slider's end
_NEAT = (1.0, 2.0, 5.0, 10.0)


class ParameterSlider(QWidget):
    """A slider over the range of one coordinate."""

    moved = Signal(str, float)
    taken = Signal()
    let_go = Signal()

    def __init__(self, name: str, span: Interval, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self._span = name, span
        self._showing = False
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName(f"by_hand_{name}")
        self.slider.setAccessibleName(f"{name}, by hand")
        self.slider.setToolTip(f"Drag to change {written(name)}; the arrow keys move it a little")
        self.slider.setRange(0, STEPS)
        self.slider.setMinimumWidth(28)
        label = QLabel(written(name), self)
        label.setBuddy(self.slider)
        self._value = QLabel(self)
        self._value.setMinimumWidth(self.fontMetrics().horizontalAdvance("−0.000"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(label)
        line.addWidget(self.slider, 1)
        line.addWidget(self._value)
        self.slider.valueChanged.connect(self._on_moved)
        self.slider.sliderPressed.connect(self.taken)
        self.slider.sliderReleased.connect(self.let_go)

    def show_value(self, value: float) -> None:
        """Show where the coordinate is; beyond the range at its end."""
        low, high = self._span
        self._value.setText(format_number(value))
        if self.slider.isSliderDown():
            return
        share = (min(max(value, low), high) - low) / (high - low) if math.isfinite(value) else 1.0
        self._showing = True
        self.slider.setValue(round(STEPS * share))
        self._showing = False

    def _on_moved(self, place: int) -> None:
        if not self._showing:
            low, high = self._span
            step = (high - low) / STEPS
            self.moved.emit(self.name, rounded(low + place * step, step))


class ParameterSliders(QWidget):
    """The sliders side by side, made anew where names or ranges differ."""

    moved = Signal(str, float)
    taken = Signal()
    let_go = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans: Mapping[str, Interval] = {}
        self._sliders: dict[str, ParameterSlider] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)

    def show_values(self, values: Mapping[str, float], spans: Mapping[str, Interval]) -> None:
        """Have a slider for each of these coordinates, at its value."""
        held = any(slider.slider.isSliderDown() for slider in self._sliders.values())
        if list(spans) != list(self._spans) or (spans != self._spans and not held):
            self._build(spans)
        for name, slider in self._sliders.items():
            slider.show_value(values[name])

    def _build(self, spans: Mapping[str, Interval]) -> None:
        focused = next((n for n, s in self._sliders.items() if s.slider.hasFocus()), None)
        for slider in self._sliders.values():
            slider.setParent(None)  # at once, so that it is not found any more
            slider.deleteLater()
        self._spans, self._sliders = dict(spans), {}
        for number, (name, span) in enumerate(spans.items()):
            slider = self._sliders[name] = ParameterSlider(name, span, self)
            slider.moved.connect(self.moved)
            slider.taken.connect(self.taken)
            slider.let_go.connect(self.let_go)
            self._grid.addWidget(slider, number // PER_ROW, number % PER_ROW)
            if name == focused:
                slider.slider.setFocus()


def spans_of(
    document: Document, values: Mapping[str, float], best: Mapping[str, float]
) -> dict[str, Interval]:
    """The range of each slider: the landscape's, else as far to both sides as twice the best.

    It is widened where the value lies outside. Both sides alike and rounded up, so that it does
    not tell where the best is.
    """
    spans = {}
    for name, value in values.items():
        reach = max(USUAL, neat_above(2 * abs(best.get(name, 0.0))))
        low, high = document.landscape.ranges.get(name, (-reach, reach))
        if not low <= value <= high and abs(value) < _FARTHEST:
            farther = neat_above(1.5 * abs(value))
            low, high = (min(low, -farther), high) if value < low else (low, max(high, farther))
        spans[name] = (low, high)
    return spans


def neat_above(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten; 0 for 0 and for what is not a finite number."""
    if not (math.isfinite(value) and value > 0):
        return 0.0
    unit = 10.0 ** math.floor(math.log10(value))
    return next(unit * step for step in _NEAT if unit * step >= value or step == _NEAT[-1])
