"""The strip of fitting by hand: the score, the target to beat, a slider for each parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from gradviz.descent import Interval
from gradviz.document import Document, start_at, start_of
from gradviz.graph import format_number
from gradviz.session import Session
from gradviz.ui.plots.data.line_hand import Score
from gradviz.ui.plots.ranges import rounded
from gradviz.ui.theme import Theme

MOST_SLIDERS = 4
STEPS = 400
PER_ROW = 2
OTHERWISE = (-5.0, 5.0)


class ParameterSlider(QWidget):
    """A slider over the range of one coordinate."""

    moved = Signal(str, float)
    let_go = Signal()

    def __init__(self, name: str, span: Interval, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self._span = name, span
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName(f"by_hand_{name}")
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(f"Drag to change {name}")
        self.slider.setRange(0, STEPS)
        self._value = QLabel(self)
        self._value.setMinimumWidth(self.fontMetrics().horizontalAdvance("−0.000"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(QLabel(name, self))
        line.addWidget(self.slider, 1)
        line.addWidget(self._value)
        self.slider.valueChanged.connect(self._on_moved)
        self.slider.sliderReleased.connect(self.let_go)

    def show_value(self, value: float) -> None:
        """Show where the coordinate is; beyond the range at its end."""
        low, high = self._span
        place = round(STEPS * (value - low) / (high - low)) if abs(value) < 1e300 else STEPS
        self.slider.blockSignals(True)  # noqa: FBT003  # it shows, it does not ask
        self.slider.setValue(min(max(place, 0), STEPS))
        self.slider.blockSignals(False)  # noqa: FBT003
        self._value.setText(format_number(value))

    def _on_moved(self, place: int) -> None:
        low, high = self._span
        step = (high - low) / STEPS
        self.moved.emit(self.name, rounded(low + place * step, step))


class ByHandStrip(QWidget):
    """Says how good the line is, and moves its parameters."""

    revealed = Signal(bool)
    squares_wanted = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sliders: dict[str, ParameterSlider] = {}
        self._spans: Mapping[str, Interval] = {}
        self.score = QLabel(self)
        self.score.setObjectName("by_hand_score")
        self.score.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.squares = QCheckBox("Squares", self)
        self.squares.setObjectName("by_hand_squares")
        self.squares.setToolTip("Show the square of every residual: their mean is the error")
        self.squares.setChecked(True)
        self.reveal = QPushButton("Reveal best", self)
        self.reveal.setObjectName("by_hand_reveal")
        self.reveal.setCheckable(True)
        self.reveal.setToolTip("Show the best line there is, and its error: the target to beat")
        self.reveal.setAccessibleName("Reveal the best line")
        self.best = QLabel(self)
        self.best.setObjectName("by_hand_best")
        self.best.setToolTip("The mean squared error of the best line there is")
        line = QHBoxLayout()
        line.addWidget(self.squares)
        line.addStretch(1)
        line.addWidget(self.best)
        line.addWidget(self.reveal)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 2, 8, 4)
        column.setSpacing(2)
        column.addWidget(self.score)
        column.addLayout(self._grid)
        column.addLayout(line)
        self.reveal.toggled.connect(self.revealed)
        self.squares.toggled.connect(self.squares_wanted)

    def show_parameters(self, names: Sequence[str], document: Document) -> None:
        """Have a slider for each of these coordinates, if they are few, at its value."""
        shown = names if len(names) <= MOST_SLIDERS else ()
        now = start_of(document)
        spans = {name: _span(document, name, now.get(name, 0.0)) for name in shown}
        if list(spans) != list(self._sliders) or spans != self._spans:
            self._spans = spans
            self._build(spans)
        for name, slider in self._sliders.items():
            slider.show_value(now.get(name, 1.0))

    def show_score(self, score: Score | None, best: float | None) -> None:
        """Say how good it is now, and after it was revealed how good it could be."""
        if score is None:
            self.score.setText("")
            self.best.setText("")
            return
        words = f"MSE {format_number(score.mse)},  SSE {format_number(score.sse)}"
        self.best.setText("" if best is None else f"best {format_number(best)}")
        self.score.setText(words)
        self.score.setToolTip(
            "Mean and sum of the squared errors. Drag a handle until they are as small as you can."
        )

    def restyle(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self.score.setStyleSheet(f"color: {theme.value}; font-weight: 600;")
        self.best.setStyleSheet(f"color: {theme.good}; font-weight: 600;")

    def _build(self, spans: Mapping[str, Interval]) -> None:
        for slider in self._sliders.values():
            self._grid.removeWidget(slider)
            slider.deleteLater()
        self._sliders = {}
        for number, (name, span) in enumerate(spans.items()):
            slider = ParameterSlider(name, span, self)
            slider.moved.connect(self._on_moved)
            slider.let_go.connect(self._session.end_merge)
            self._grid.addWidget(slider, number // PER_ROW, number % PER_ROW)
            self._sliders[name] = slider

    def _on_moved(self, name: str, value: float) -> None:
        document = start_at(self._session.document, {name: value})
        self._session.apply(f"Change {name}", document, f"by hand {name}")


def _span(document: Document, name: str, now: float) -> Interval:
    """The range of a slider: the landscape's, widened where the value lies outside."""
    low, high = document.landscape.ranges.get(name, OTHERWISE)
    if not low <= now <= high and abs(now) < 1e12:
        return min(low, 2 * now), max(high, 2 * now)
    return low, high
