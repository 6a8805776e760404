"""The strip of fitting by hand: the score, the target to beat, a slider for each parameter."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gradviz.descent import Interval
from gradviz.graph import format_number
from gradviz.ui.plots.data.scoring import Score
from gradviz.ui.plots.data.sliders import ParameterSliders
from gradviz.ui.theme import Theme

COMPUTING = "Computing the error …"
_MEANING = "Mean and sum of the squared errors. Drag the line until they are as small as you can."
_REVEAL = "Show the best fit there is, and its mean squared error: the target to beat"
_HIDE = "The mean squared error of the best fit there is; press to hide it again"
_UNKNOWN = "The best is known only for a prediction that is linear in its parameters."
_SHOW_DESCENT = f"Show what the descent finds. {_UNKNOWN}"
_HIDE_DESCENT = f"Hide again what the descent finds. {_UNKNOWN}"


class ByHandStrip(QWidget):
    """Says how good the line is, and asks for other parameters."""

    revealed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score: Score | None = None
        self.score = QLabel(self)
        self.score.setObjectName("by_hand_score")
        self.score.setAccessibleName("The error of the fit by hand")
        self.score.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.reveal = QPushButton(self)
        self.reveal.setObjectName("by_hand_reveal")
        self.reveal.setAccessibleName("Reveal the best fit")
        self.reveal.setCheckable(True)
        self.sliders = ParameterSliders(self)
        line = QHBoxLayout()
        line.addWidget(self.score, 1)
        line.addWidget(self.reveal)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 2, 8, 4)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.sliders)
        self.reveal.toggled.connect(self.revealed)
        self.show_score(None, None)

    def show_values(self, values: Mapping[str, float], spans: Mapping[str, Interval]) -> None:
        """Have a slider for each of these coordinates, at its value."""
        self.sliders.show_values(values, spans)

    def show_score(self, score: Score | None, best: float | None) -> None:
        """Say how good it is now, None for not yet known, and how good it could be, if known."""
        self._score = score
        self._say_score()
        self.reveal.setEnabled(score is not None)
        if score is None:
            hide = show = ("Reveal best", COMPUTING)
        elif best is None:
            hide, show = ("Hide descent", _HIDE_DESCENT), ("Reveal descent", _SHOW_DESCENT)
        else:
            hide, show = (f"best {format_number(best)}", _HIDE), ("Reveal best", _REVEAL)
        words, tip = hide if self.reveal.isChecked() else show
        self.reveal.setText(words)
        self.reveal.setToolTip(tip)

    def restyle(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self.score.setStyleSheet(f"color: {theme.value}; font-weight: 600;")
        checked = f"QPushButton:checked:enabled {{ color: {theme.good}; font-weight: 600; }}"
        self.reveal.setStyleSheet(checked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_score()

    def _say_score(self) -> None:
        """Say both errors if there is room for them, else the mean."""
        score = self._score
        if score is None:
            self.score.setText(COMPUTING)
            self.score.setToolTip(_MEANING)
            return
        mean = f"MSE {format_number(score.mse)}"
        both = f"{mean},  SSE {format_number(score.sse)}"
        room = self.width() - self.reveal.sizeHint().width() - 30
        self.score.setText(
            both if self.score.fontMetrics().horizontalAdvance(both) <= room else mean
        )
        self.score.setToolTip(f"{both}\n{_MEANING}")
